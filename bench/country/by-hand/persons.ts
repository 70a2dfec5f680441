import type { Row } from './statements.ts';

/** A name as the graph has it. */
export interface Name {
  readonly full: string;
  readonly family: unknown;
  readonly middle: unknown;
  readonly given: unknown;
}

/** The name in the three columns of a row. */
export function nameOf({ family_name: family, middle_name, given_name: given }: Row): Name {
  const middle = middle_name === '' ? null : middle_name;
  return { full: [family, middle, given].filter(Boolean).join(' '), family, middle, given };
}

/** What is made of a place in the columns under a prefix; `null` when the register holds none. */
export function placeOf<Made>(
  row: Row,
  prefix: string,
  make: (detail: unknown, country: unknown) => Made,
): Made | null {
  const country = row[`${prefix}_country`];
  return country === null ? null : make(row[`${prefix}_detail`], country);
}
