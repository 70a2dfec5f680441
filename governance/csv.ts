import type { ProblemList } from './problems.ts';

/** One record of a CSV file. */
export interface CsvRow {
  /** Line on which the record begins, counted from 1 (the header is on line 1). */
  readonly line: number;
  readonly values: readonly string[];
}

interface Scan {
  readonly text: string;
  /** Position of the next character. */
  at: number;
  line: number;
}

/** What stopped the reading: quotes that do not pair leave nothing after them that could be trusted. */
class BrokenQuote extends Error {
  readonly line: number;
  readonly expected: string;

  constructor(line: number, found: string, expected: string) {
    super(found);
    this.line = line;
    this.expected = expected;
  }
}

/**
 * Reads CSV as RFC 4180 defines it: comma, optional double quotes, `""` for a quote inside them, line breaks
 * (CRLF or LF) inside quotes. Stricter than most readers: the header must be exactly `columns`, and a record with
 * more or fewer fields is a problem, never padded. Returns the records that have the right width.
 */
export function readCsv(
  file: string,
  text: string,
  columns: readonly string[],
  problems: ProblemList,
): readonly CsvRow[] {
  const [header, ...rows] = readRecords(file, text, problems);
  const found = header?.values.join(',') ?? '';
  if (found !== columns.join(',')) {
    problems.add(file, 1, `the header ${JSON.stringify(found)}`, `the header "${columns.join(',')}"`);
    return [];
  }
  return rows.filter((row) => {
    if (row.values.length === columns.length) return true;
    problems.add(file, row.line, `${row.values.length} fields`, `${columns.length} fields`);
    return false;
  });
}

function readRecords(file: string, text: string, problems: ProblemList): readonly CsvRow[] {
  const scan: Scan = { text, at: 0, line: 1 };
  const rows: CsvRow[] = [];
  try {
    while (scan.at < text.length) rows.push(readRecord(scan));
  } catch (error) {
    if (!(error instanceof BrokenQuote)) throw error;
    problems.add(file, error.line, error.message, error.expected);
  }
  return rows;
}

function readRecord(scan: Scan): CsvRow {
  const line = scan.line;
  const values: string[] = [];
  for (;;) {
    values.push(scan.text.charAt(scan.at) === '"' ? readQuoted(scan) : readPlain(scan));
    const end = scan.text.charAt(scan.at);
    scan.at += end === '\r' ? 2 : 1;
    if (end === ',') continue;
    scan.line += 1;
    return { line, values };
  }
}

const PLAIN_END = /,|\r?\n/g;

function readPlain(scan: Scan): string {
  PLAIN_END.lastIndex = scan.at;
  const end = PLAIN_END.exec(scan.text)?.index ?? scan.text.length;
  const value = scan.text.slice(scan.at, end);
  if (/["\r]/.test(value)) {
    throw new BrokenQuote(
      scan.line,
      'a quote or a carriage return inside a field without quotes',
      'the field in quotes, with "" for "',
    );
  }
  scan.at = end;
  return value;
}

function readQuoted(scan: Scan): string {
  const startLine = scan.line;
  let value = '';
  for (;;) {
    const quote = scan.text.indexOf('"', scan.at + 1);
    if (quote === -1) throw new BrokenQuote(startLine, 'a quote that is never closed', 'a closing quote');
    value += scan.text.slice(scan.at + 1, quote);
    scan.at = quote + 1;
    if (scan.text.charAt(scan.at) !== '"') break;
    value += '"';
  }
  scan.line += value.split('\n').length - 1;
  if (scan.at < scan.text.length && !/^(,|\r?\n)/.test(scan.text.slice(scan.at, scan.at + 2))) {
    throw new BrokenQuote(scan.line, 'text after a closing quote', 'a comma or the end of the line');
  }
  return value;
}
