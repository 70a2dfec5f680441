import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** What a call asks of one database, by response key. */
export type AskedFields = ReadonlyMap<string, AskedField>;

/** One field that is asked. */
export interface AskedField {
  /** `undefined` where the schema does not say. */
  readonly isList: boolean | undefined;
  /** What is asked below; `undefined` for a leaf. */
  readonly below: AskedFields | undefined;
}

/** The fields of a selection without named fragments, on a type of the graph. */
export function askedFields(
  selectionSet: SelectionSetNode,
  type: GraphQLNamedType | undefined,
  schema: GraphQLSchema,
  into = new Map<string, AskedField>(),
): AskedFields {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const inner = condition === undefined ? type : schema.getType(condition);
      askedFields(selection.selectionSet, inner, schema, into);
      continue;
    }
    const name = selection.name.value;
    const responseKey = selection.alias?.value ?? name;
    // A property of every object: what is merged there would be merged into all of them.
    if (responseKey === '__proto__') throw new Error('An alias that no object can have as a property.');
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const isList = field && isListType(getNullableType(field.type));
    const known = new Map(into.get(responseKey)?.below);
    const below =
      selection.selectionSet &&
      askedFields(selection.selectionSet, field && getNamedType(field.type), schema, known);
    into.set(responseKey, { isList, below });
  }
  return into;
}

/**
 * Takes from a database's object whatever was not asked for, and checks the shape of the rest, in place. The results of
 * all databases are merged into one, so what a database adds unasked could take the place of what another one says;
 * and what it delivers in another shape would fail the whole answer instead of its own part.
 *
 * @throws Error when it has another shape; without a word of the data
 */
export function keepAsked(value: unknown, asked: AskedFields): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw misshapen();
  const object = value as Record<string, unknown>;
  for (const key in object) {
    const field = asked.get(key);
    if (field === undefined) delete object[key];
    else checkValue(object[key], field.isList, field.below);
  }
  return object;
}

function checkValue(value: unknown, isList: boolean | undefined, below: AskedFields | undefined): void {
  if (value === null) return;
  if (Array.isArray(value)) {
    if (isList === false) throw misshapen();
    for (const item of value) checkValue(item, undefined, below);
    return;
  }
  if (isList === true) throw misshapen();
  if (below !== undefined) keepAsked(value, below);
  else if (typeof value === 'object') throw misshapen();
}

/** What a database delivered in another shape than the one asked for. */
export function misshapen(): Error {
  return new Error('An answer in another shape than the one asked for');
}
