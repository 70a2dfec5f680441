import { type FieldNode, type GraphQLCompositeType, isObjectType, Kind, type SelectionNode } from 'graphql';
import { Refusal } from '../../contract/refusal.ts';
import type { PolicySchema } from '../supergraph/index.ts';

/** Prefix of response keys that the gateway adds for itself; a client's own alias must not begin with it. */
export const HIDDEN_PREFIX = 'lienthong_';

/** Response key under which the runtime type of an object behind a union is fetched. */
export const HIDDEN_TYPE = `${HIDDEN_PREFIX}type`;

/** Response key under which the key of a subject is fetched. */
export function hiddenKey(keyField: string): string {
  return `${HIDDEN_PREFIX}${keyField}`;
}

/** Types whose records are about somebody: each read of one is recorded with the subject. */
export const SUBJECT_TYPES: ReadonlySet<string> = new Set(['Citizen', 'Business']);

const TYPENAME = aliased(HIDDEN_TYPE, '__typename');

/**
 * What the gateway fetches for its own use below one field: the runtime type behind a union, and the key of whoever
 * the record is about. The type as well where nothing else is left, because a selection must not be empty
 * (GraphQL specification §2.4).
 */
export function withHidden(
  policy: PolicySchema,
  target: GraphQLCompositeType,
  types: ReadonlySet<string>,
  kept: readonly SelectionNode[],
): readonly SelectionNode[] {
  const keys = [...types].flatMap((type) => {
    const key = SUBJECT_TYPES.has(type) ? policy.keyOf(type) : undefined;
    return key === undefined ? [] : [{ type, selection: aliased(hiddenKey(key), key) }];
  });
  const hidden = isObjectType(target)
    ? keys.map(({ selection }) => selection)
    : [TYPENAME, ...keys.map(({ type, selection }) => onType(type, selection))];
  const selections = [...kept, ...hidden];
  return selections.length === 0 ? [TYPENAME] : selections;
}

/**
 * Refuses response keys of ours, and those that begin with `__`, which are GraphQL's own (specification §2.1.9): an
 * alias `__typename` would tell ApolloGateway the type of a record, `__proto__` is no ordinary property.
 *
 * @throws Refusal `BAD_USER_INPUT`
 */
export function assertNotReserved({ alias }: FieldNode): void {
  const prefix = [HIDDEN_PREFIX, '__'].find((reserved) => alias?.value.startsWith(reserved));
  if (prefix === undefined) return;
  throw new Refusal('BAD_USER_INPUT', `Aliases that begin with "${prefix}" are reserved.`, {
    received: alias?.value,
    expected: `an alias that does not begin with "${prefix}"`,
  });
}

function aliased(alias: string, name: string): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: alias },
    name: { kind: Kind.NAME, value: name },
  };
}

function onType(type: string, selection: SelectionNode): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
  };
}
