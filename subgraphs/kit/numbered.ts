/** Rows with surrogate numbers from 1, in their order: what pages of a list go by. */
export function numbered<Row>(rows: readonly Row[]): (Row & { id: string })[] {
  return rows.map((row, index) => ({ id: String(index + 1), ...row }));
}

/** The same in the order of a day (`YYYY-MM-DD`), as a register that grows would number them; one day keeps its order. */
export function chronological<Row>(
  rows: readonly Row[],
  day: (row: Row) => string,
): (Row & { id: string })[] {
  return numbered(rows.toSorted((a, b) => (day(a) < day(b) ? -1 : Number(day(a) > day(b)))));
}
