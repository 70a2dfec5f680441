import { isDeepStrictEqual } from 'node:util';
import type { RandomOperation } from '../support/random-operations.ts';
import type { Outcome, Path, ToldError } from './executors.ts';

/** Something in which ApolloGateway's executor and ours differ on purpose. */
export interface Deviation {
  readonly name: string;
  /** Who follows the specification, and how it shows. */
  readonly reason: string;
}

/** Errors of both that have the same words and the same place but for positions in lists. */
interface SameErrors {
  readonly apollo: readonly Path[];
  readonly ours: readonly Path[];
}

interface ErrorDeviation extends Deviation {
  explains(errors: SameErrors, data: unknown): boolean;
}

/** Deviations in what field errors say. */
const OF_ERRORS: readonly ErrorDeviation[] = [
  {
    name: 'the n-th representation is not the n-th object',
    reason:
      'Where only some of the objects at a path need a call (those of one type behind a union, those whose key is known), ' +
      'ApolloGateway counts all of them when it places an error about the n-th representation. Ours stands at the object ' +
      'that sent it, at every place of the same entity (GraphQL §7.1.2, a path leads to the field that failed).',
    explains: ({ apollo, ours }, data) => {
      if (ours.length === 0 || apollo.some((path) => path.includes('@'))) return false;
      // Several calls can say the same of one field, of which some are misplaced: then there are places too many, and
      // no value is missing there.
      const surplus = apollo.filter((path) => !ours.some((other) => isDeepStrictEqual(path, other)));
      return apollo.length === ours.length || surplus.every((path) => !isGap(data, path));
    },
  },
  {
    name: 'root fields below a list',
    reason:
      'A root field that is asked below objects in a list is called once for all of them; ApolloGateway gives its errors ' +
      'a path with `@`, which leads nowhere. Ours stand at each of the objects.',
    explains: ({ apollo, ours }) => ours.length > 0 && apollo.some((path) => path.includes('@')),
  },
];

interface MisfitDeviation extends Deviation {
  explains(path: Path, operation: RandomOperation, teller: 'apollo' | 'ours'): boolean;
}

/** Deviations in what is told of values that do not fit the schema. */
const OF_MISFITS: readonly MisfitDeviation[] = [
  {
    name: 'a type that clients do not see',
    reason:
      'For an object of an @inaccessible type both answer null. ApolloGateway tells that there is one; ours tells nothing, ' +
      'for the client there is no such thing.',
    explains: (_path, { query, variables }, teller) =>
      teller === 'apollo' && (query + JSON.stringify(variables)).includes('Ghost'),
  },
  {
    name: 'an object whose type nobody tells',
    reason:
      'An object that its owner does not find has no type when it comes through an @interfaceObject. Both answer null, up ' +
      'to where there may be none; ours tells why (GraphQL §6.4.4), ApolloGateway tells nothing.',
    explains: (_path, { query }, teller) =>
      teller === 'ours' && /\b(taxedAssets|bestAsset|about)\b/.test(query),
  },
];

const NESTED_LISTS: Deviation = {
  name: 'lists of lists that two calls bring',
  reason:
    'ApolloGateway merges lists item by item, but what is a list in them again it replaces: fields of the first call are ' +
    'lost, and the list with them where one of these must not be null. Ours merges lists of any depth.',
};

/** What differs in the data. */
export function compareData(apollo: unknown, ours: unknown): readonly string[] | undefined {
  if (isDeepStrictEqual(apollo, ours)) return [];
  return isDeepStrictEqual(apollo, withoutNestedLists(ours, apollo)) ? [NESTED_LISTS.name] : undefined;
}

/** Our data with `null` where ApolloGateway has that instead of a list of lists. */
function withoutNestedLists(ours: unknown, apollo: unknown): unknown {
  if (Array.isArray(ours)) {
    if (apollo === null && ours.some(Array.isArray)) return null;
    return Array.isArray(apollo) ? ours.map((item, at) => withoutNestedLists(item, apollo[at])) : ours;
  }
  if (typeof ours !== 'object' || ours === null || typeof apollo !== 'object' || apollo === null) return ours;
  const other = apollo as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(ours).map(([key, value]) => [key, withoutNestedLists(value, other[key])]),
  );
}

/** The shortest way to a `null` on a path; the path itself when there is none. */
export function gapAt(data: unknown, path: Path): Path {
  let value = data;
  for (const [at, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, at);
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return path;
}

/** Whether a value is missing at a place, not the place itself. */
function isGap(data: unknown, path: Path): boolean {
  if (gapAt(data, path).length < path.length) return false;
  return (
    path.reduce<unknown>(
      (value, step) => (value as Readonly<Record<string | number, unknown>>)[step],
      data,
    ) === null
  );
}

/** What is not compared, with the reason. */
const UNCOMPARED: readonly (Deviation & { explains(apollo: Outcome): boolean })[] = [
  {
    name: 'a plan that leaves the key out',
    reason:
      'Where a field with @requires of an @interfaceObject is asked for one implementation only, the planner lets the ' +
      'other ones pass with the required fields alone, without a key and under their own type; the database refuses the ' +
      'whole call. Both executors get the same plan. In ours the call can hold more, and then more is missing.',
    explains: ({ errors }) =>
      errors.some(({ message }) => message.startsWith('The _entities resolver tried to load an entity')),
  },
];

/** Deviations that are compared no further, by the names under which they are counted. */
export function uncompared(apollo: Outcome): string | undefined {
  return UNCOMPARED.find(({ explains }) => explains(apollo))?.name;
}

/** What differs in the errors of fields: names of deviations, and differences that none of them explains. */
export function compareErrors(
  apollo: readonly ToldError[],
  ours: readonly ToldError[],
  data: unknown,
): { readonly deviations: readonly string[]; readonly differences: readonly string[] } {
  const deviations: string[] = [];
  const differences: string[] = [];
  const groups = new Set([...apollo, ...ours].map(pattern));
  for (const group of groups) {
    const errors = { apollo: pathsOf(apollo, group), ours: pathsOf(ours, group) };
    if (isDeepStrictEqual(errors.apollo, errors.ours)) continue;
    const deviation = OF_ERRORS.find(({ explains }) => explains(errors, data));
    if (deviation === undefined) differences.push(`${group}: ${JSON.stringify(errors)}`);
    else deviations.push(deviation.name);
  }
  return { deviations, differences };
}

/** The same for values that do not fit. ApolloGateway tells of them only where there is no other error. */
export function compareMisfits(
  operation: RandomOperation,
  apollo: Outcome,
  ours: Outcome,
): { readonly deviations: readonly string[]; readonly differences: readonly string[] } {
  const deviations: string[] = [];
  const differences: string[] = [];
  if (apollo.errors.length > 0) return { deviations, differences };
  const check = (teller: 'apollo' | 'ours', told: readonly Path[], other: readonly Path[]): void => {
    for (const path of told) {
      // Of several misfits of one object, either may be told: one is enough to leave a gap above.
      const gap = gapAt(ours.data, path);
      if (other.some((each) => isDeepStrictEqual(gapAt(ours.data, each), gap))) continue;
      const deviation = OF_MISFITS.find(({ explains }) => explains(path, operation, teller));
      if (deviation === undefined) differences.push(`${teller} tells a misfit: ${JSON.stringify(path)}`);
      else deviations.push(deviation.name);
    }
  };
  check('apollo', apollo.misfits, ours.misfits);
  check('ours', ours.misfits, apollo.misfits);
  return { deviations, differences };
}

function pattern({ message, path }: ToldError): string {
  const places = path?.map((step) => (typeof step === 'number' ? '@' : step)) ?? ['nowhere'];
  return `${message} at ${places.join('.')}`;
}

function pathsOf(errors: readonly ToldError[], group: string): readonly Path[] {
  const paths = errors.filter((error) => pattern(error) === group).map(({ path = [] }) => path);
  const unique = new Map(paths.map((path) => [JSON.stringify(path), path] as const));
  return [...unique.keys()].sort().map((name) => unique.get(name) ?? []);
}
