import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLCompositeType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { Refusal } from '../../contract/refusal.ts';
import { SUBJECT_KEYS } from '../../contract/subject-pass.ts';
import type { PolicySchema } from '../supergraph/index.ts';

/** Prefix of response keys that the gateway adds for itself; a client's own alias must not begin with it. */
export const HIDDEN_PREFIX = 'lienthong_';

/** Response key under which the runtime type of an object behind an interface or union is fetched. */
export const HIDDEN_TYPE = `${HIDDEN_PREFIX}type`;

/** Response key under which the key of a subject is fetched. */
export function hiddenKey(keyField: string): string {
  return `${HIDDEN_PREFIX}${keyField}`;
}

/** What stands before a client's response key that is fetched under another one; no field begins with a digit. */
const RENAMED_PREFIX = `${HIDDEN_PREFIX}0`;

/**
 * Response key under which a field of the client is fetched. Plans fetch keys and sources of computed fields under
 * their own names beside it, and would take the client's field for them: `personalId: phone` would lead to the record
 * of another person, and a computed field would say what the client chose.
 */
export function fetchedAs(policy: PolicySchema, node: FieldNode): string {
  const name = node.name.value;
  const responseKey = node.alias?.value ?? name;
  const isOther = responseKey !== name || (node.arguments ?? []).length > 0;
  return isOther && policy.isJoinedBy(responseKey) ? RENAMED_PREFIX + responseKey : responseKey;
}

/** A path in what was fetched, as the client knows it; `undefined` for what it did not ask for. */
export function clientPath(path: readonly (string | number)[]): readonly (string | number)[] | undefined {
  const own = path.map((part) =>
    typeof part === 'string' && part.startsWith(RENAMED_PREFIX) ? part.slice(RENAMED_PREFIX.length) : part,
  );
  return own.some((part) => String(part).startsWith(HIDDEN_PREFIX)) ? undefined : own;
}

/** Types whose records are about somebody: each read of one is recorded with the subject. */
export const SUBJECT_TYPES: ReadonlySet<string> = new Set(Object.keys(SUBJECT_KEYS));

const TYPENAME = aliased(HIDDEN_TYPE, '__typename');

/**
 * What the gateway fetches for its own use below one field: the runtime type behind an interface or union, and the
 * key of whoever the record is about. The type as well where nothing else is left, because a selection must not be
 * empty (GraphQL specification §2.4).
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
    : [TYPENAME, ...keys.map(({ type, selection }) => onType(type, [selection]))];
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

/** Selections for one type only. */
export function onType(
  type: string,
  selections: readonly SelectionNode[],
  directives: readonly DirectiveNode[] = [],
): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    directives,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
