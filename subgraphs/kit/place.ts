/** The four columns that hold a place under a common prefix, such as `headOffice`. */
export type PlaceColumns<Prefix extends string> = {
  readonly [Column in `${Prefix}${'Country' | 'CommuneCode' | 'Detail' | 'AsRecorded'}`]: string | null;
};

/** A place as the schema's `Place` type resolves it. */
export interface PlaceValue {
  readonly country: string;
  readonly detail: string | null;
  readonly asRecorded: string | null;
  readonly unit: { readonly __typename: 'AdministrativeUnit'; readonly code: string } | null;
}

/** Reads a place out of a row's columns; `null` when the register holds none. */
export function place<Prefix extends string>(row: PlaceColumns<Prefix>, prefix: Prefix): PlaceValue | null {
  const columns = row as Readonly<Record<string, string | null>>;
  const country = columns[`${prefix}Country`];
  if (country == null) return null;
  const code = columns[`${prefix}CommuneCode`];
  return {
    country,
    detail: columns[`${prefix}Detail`] ?? null,
    asRecorded: columns[`${prefix}AsRecorded`] ?? null,
    unit: code == null ? null : { __typename: 'AdministrativeUnit', code },
  };
}

/** The columns of a place under a prefix, for loading; the reverse of {@link place}. */
export function placeColumns<Prefix extends string>(
  prefix: Prefix,
  source: {
    readonly country: string;
    readonly communeCode: string | null;
    readonly detail: string;
    readonly asRecorded: string | null;
  } | null,
): PlaceColumns<Prefix> {
  return {
    [`${prefix}Country`]: source?.country ?? null,
    [`${prefix}CommuneCode`]: source?.communeCode ?? null,
    [`${prefix}Detail`]: source?.detail ?? null,
    [`${prefix}AsRecorded`]: source?.asRecorded ?? null,
  } as PlaceColumns<Prefix>;
}
