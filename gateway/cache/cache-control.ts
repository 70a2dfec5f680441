import { type ConstDirectiveNode, type ConstValueNode, Kind } from 'graphql';

/** What `@cacheControl` says at one place of a schema. */
export interface CacheHint {
  /** Seconds; `undefined` when it says nothing about it. */
  readonly maxAge: number | undefined;
  /** Whether the field that leads here decides. */
  readonly inherits: boolean;
}

/** Where nothing is said. */
const NO_HINT: CacheHint = { maxAge: undefined, inherits: false };

type Annotated = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** Reads it. `PRIVATE` is for one person alone, and everything kept here is for all officers of an agency: 0. */
export function cacheHintOf({ directives = [] }: Annotated): CacheHint {
  const applied = directives.find(({ name }) => name.value === 'cacheControl');
  if (applied === undefined) return NO_HINT;
  const given = new Map(applied.arguments?.map(({ name, value }) => [name.value, value]));
  return {
    maxAge: isPrivate(given.get('scope')) ? 0 : secondsOf(given.get('maxAge')),
    inherits: isTrue(given.get('inheritMaxAge')),
  };
}

/** The one that holds where a field says the one and the type that it returns the other. */
export function combinedHint(field: CacheHint, type: CacheHint): CacheHint {
  if (field.inherits && type.maxAge === undefined) return { maxAge: undefined, inherits: true };
  return { maxAge: field.maxAge ?? type.maxAge, inherits: type.inherits };
}

function isPrivate(value: ConstValueNode | undefined): boolean {
  return value?.kind === Kind.ENUM && value.value === 'PRIVATE';
}

function isTrue(value: ConstValueNode | undefined): boolean {
  return value?.kind === Kind.BOOLEAN && value.value;
}

function secondsOf(value: ConstValueNode | undefined): number | undefined {
  return value?.kind === Kind.INT ? Math.max(0, Number(value.value)) : undefined;
}
