import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';
import { GovernanceError, ProblemList } from './problems.ts';

function read(text: string, columns = ['a', 'b']) {
  const problems = new ProblemList();
  const rows = readCsv('x.csv', text, columns, problems);
  problems.throwIfAny();
  return rows;
}

function problemsOf(text: string) {
  try {
    read(text);
  } catch (error) {
    if (error instanceof GovernanceError) return error.problems;
    throw error;
  }
  return [];
}

describe('a CSV file', () => {
  it('is read with LF and with CRLF, with and without a last line break', () => {
    const rows = [
      { line: 2, values: ['1', ''] },
      { line: 3, values: ['2', 'x'] },
    ];
    expect(read('a,b\n1,\n2,x\n')).toEqual(rows);
    expect(read('a,b\r\n1,\r\n2,x')).toEqual(rows);
  });

  it('may hold commas, quotes and line breaks inside quotes, and still knows its lines', () => {
    expect(read('a,b\n"x, ""y""","two\nlines"\n2,z\n')).toEqual([
      { line: 2, values: ['x, "y"', 'two\nlines'] },
      { line: 4, values: ['2', 'z'] },
    ]);
  });

  it.each([
    ['a record that is too short', 'a,b\n1,2\n3\n', 3, '1 fields', '2 fields'],
    ['a record that is too long', 'a,b\n1,2,3\n', 2, '3 fields', '2 fields'],
    ['an empty line', 'a,b\n\n1,2\n', 2, '1 fields', '2 fields'],
    ['another header', 'a,c\n1,2\n', 1, 'the header "a,c"', 'the header "a,b"'],
    [
      'a quote that is never closed',
      'a,b\n1,"2\n3,4\n',
      2,
      'a quote that is never closed',
      'a closing quote',
    ],
    [
      'text after a closing quote',
      'a,b\n"1"2,3\n',
      2,
      'text after a closing quote',
      'a comma or the end of the line',
    ],
    [
      'a quote inside a field without quotes',
      'a,b\n1,2"3"\n',
      2,
      'a quote or a carriage return inside a field without quotes',
      'the field in quotes, with "" for "',
    ],
  ])('is refused with %s', (_name, text, line, found, expected) => {
    expect(problemsOf(text)).toEqual([{ file: 'x.csv', line, found, expected }]);
  });

  it('tells about all ragged records at once', () => {
    expect(problemsOf('a,b\n1\n2,3\n4,5,6\n').map(({ line }) => line)).toEqual([2, 4]);
  });

  it('gives back whatever was written, field by field', () => {
    const field = fc.string({ unit: fc.constantFrom('x', 'ữ', ',', '"', '\n', '\r\n', ' ') });
    const table = fc.array(fc.tuple(field, field));
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (written, end) => {
        const lines = [['a', 'b'], ...written].map((values, index) =>
          values.map(index === 0 ? String : quoted).join(','),
        );
        expect(read(lines.join(end)).map(({ values }) => values)).toEqual(written);
      }),
    );
  });
});

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
