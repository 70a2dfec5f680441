import type { Ask, Row } from './statements.ts';

/** A commune of today, with its province. */
export interface Unit {
  readonly code: string;
  readonly name: unknown;
  readonly fullName: unknown;
  readonly province: {
    readonly code: unknown;
    readonly name: unknown;
    readonly mergedFrom: readonly object[];
  };
}

/** Public reference data, which stays the same for a day: read once, as our own gateway keeps it. */
export async function readUnits(ask: Ask): Promise<ReadonlyMap<unknown, Unit>> {
  const [units, former] = await Promise.all([
    ask('catalogue', 'select code, name, full_name, province_code from administrative_units'),
    ask('catalogue', 'select name, province_code from former_provinces order by code'),
  ]);
  const byCode = new Map(units.map((unit) => [unit['code'], unit]));
  return new Map(
    units.map((unit) => [unit['code'], unitOf(unit, byCode.get(unit['province_code']), former)]),
  );
}

function unitOf(unit: Row, province: Row | undefined, former: readonly Row[]): Unit {
  return {
    code: String(unit['code']),
    name: unit['name'],
    fullName: unit['full_name'],
    province: {
      code: province?.['code'],
      name: province?.['name'],
      mergedFrom: former
        .filter((one) => one['province_code'] === province?.['code'])
        .map(({ name }) => ({ name })),
    },
  };
}
