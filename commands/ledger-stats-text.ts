import type { LedgerStats } from '../gateway/ledger/index.ts';

type Row = readonly (string | number)[];

/** The numbers as tables, one below the other. */
export function statsAsText({
  days,
  total,
  byDay,
  byPurpose,
  byOutcome,
  byRule,
  undelivered,
  size,
}: LedgerStats): string {
  const when = days === null ? 'All days' : `${days.from} to ${days.to}`;
  const parts = [
    `${when}: ${total.answers} answers, ${total.entries} entries, ${undelivered} undelivered`,
    table(
      ['Day', 'Agency', 'Answers', 'Entries'],
      byDay.map(({ day, agency, answers, entries }) => [day, agency, answers, entries]),
    ),
    table(
      ['Purpose', 'Answers', 'Entries'],
      byPurpose.map(({ purpose, answers, entries }) => [purpose, answers, entries]),
    ),
    table(
      ['Outcome', 'Answers', 'Entries'],
      byOutcome.map(({ outcome, answers, entries }) => [outcome, answers, entries]),
    ),
    table(
      ['Withheld by rule', 'Answers'],
      byRule.map(({ rule, answers }) => [rule, answers]),
    ),
    table(
      ['Table', 'Rows', 'Bytes'],
      [...size.tables.map(({ table, rows, bytes }): Row => [table, rows, bytes]), ['all', '', size.bytes]],
    ),
    size.bytesPerEntry === null
      ? 'No entries yet.'
      : `${size.bytesPerEntry} bytes an entry; ${gigabytes(size.bytesPerMillionAnswers ?? 0)} GB for a million answers.`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(2);
}

/** Texts to the left, numbers to the right; nothing for no rows. */
function table(titles: readonly string[], rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const isNumber = titles.map((_title, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (cells: Row) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber[column] === true ? String(cell).padStart(width) : String(cell).padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(titles), ...rows.map(line)].join('\n');
}
