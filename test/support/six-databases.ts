import { PROFILE } from './personas.ts';
import type { Answer } from './system.ts';

/** One operation that reads each of the six databases, for a caller who may read everything. */
export const SIX_DATABASES = `{
  citizen(personalId: "${PROFILE}") {
    name { full }
    birthPlace { unit { code fullName } }
    marriages { establishedOn }
    healthInsurance { validFrom }
    socialInsurance { currentEmployer { enterpriseCode name } }
    landRights { edges { node { form parcel { parcelId unit { code fullName } } } } }
    businessRoles(first: 1) { edges { node { role } } }
  }
}`;

/** What is lost of {@link SIX_DATABASES} without a database, list positions included. */
export const LOST_WITHOUT: Readonly<Record<string, readonly string[]>> = {
  population: ['citizen'],
  'civil-status': ['citizen.marriages'],
  insurance: ['citizen.healthInsurance', 'citizen.socialInsurance'],
  land: ['citizen.landRights'],
  business: ['citizen.businessRoles', 'citizen.socialInsurance.currentEmployer.name'],
  catalogue: [
    'citizen.birthPlace.unit.fullName',
    'citizen.landRights.edges.0.node.parcel.unit.fullName',
    'citizen.landRights.edges.1.node.parcel.unit.fullName',
  ],
};

/** An answer with `null` at those paths, and all else as it was. */
export function without(data: unknown, lost: readonly string[], path = ''): unknown {
  if (lost.includes(path)) return null;
  if (typeof data !== 'object' || data === null) return data;
  const below = (key: string | number, value: unknown) =>
    without(value, lost, path === '' ? `${key}` : `${path}.${key}`);
  if (Array.isArray(data)) return data.map((value, index) => below(index, value));
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, below(key, value)]));
}

/** What an answer says of its gaps: each error with its place, code and source, and each state, sorted. */
export function gapsOf({ errors, extensions }: Answer): {
  errors: readonly string[];
  states: readonly string[];
} {
  return {
    errors: errors
      .map(({ path, extensions: { code, source } }) => `${path?.join('.')} ${code} ${String(source)}`)
      .sort(),
    states: (extensions.lienthong?.states ?? [])
      .map(({ path, state, source }) => `${path.join('.')} ${state} ${source}`)
      .sort(),
  };
}

/** The gaps that {@link gapsOf} must find when those databases do not answer. */
export function gapsWithout(databases: readonly string[]): ReturnType<typeof gapsOf> {
  const places = databases.flatMap((database) =>
    (LOST_WITHOUT[database] ?? []).map((path) => [path, database] as const),
  );
  const patterns = places.map(
    ([path, database]) => `${path.replaceAll(/\b\d+\b/g, '@')} unavailable ${database}`,
  );
  return {
    errors: places.map(([path, database]) => `${path} SOURCE_UNAVAILABLE ${database}`).sort(),
    states: [...new Set(patterns)].sort(),
  };
}
