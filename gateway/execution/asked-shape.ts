import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** What an operation asks one database for, by response key. */
type AskedFields = ReadonlyMap<string, AskedField>;

interface AskedField {
  /** `undefined` where the schema does not say. */
  readonly isList: boolean | undefined;
  /** What is asked below; `undefined` for a leaf. */
  readonly below: AskedFields | undefined;
}

/** Takes out of a database's data exactly what one operation asked for. */
export interface AskedShape {
  /**
   * @param entities how many entities were asked for, for an operation on `_entities`
   * @throws Error when the data has another shape; without a word of the data
   */
  take(data: unknown, entities?: number): Record<string, unknown>;
}

const REMEMBERED = 2_000;

/**
 * The shapes of operations, each read once. The results of all databases are merged into one answer, so what a
 * database adds unasked could take the place of what another one says; and what it delivers in another shape would
 * fail the whole answer instead of its own part.
 */
export function createAskedShapes(schema: () => GraphQLSchema | undefined): (query: string) => AskedShape {
  const known = new Map<string, AskedShape>();
  return (query) => {
    const remembered = known.get(query);
    if (remembered !== undefined) return remembered;
    const fields = new Reader(query, schema()).fields();
    const shape: AskedShape = {
      take(data, entities) {
        const taken = takeObject(data, fields);
        if (entities !== undefined && !hasLength(taken['_entities'], entities)) throw misshapen();
        return taken;
      },
    };
    if (known.size >= REMEMBERED) known.clear();
    known.set(query, shape);
    return shape;
  };
}

class Reader {
  readonly #schema: GraphQLSchema | undefined;
  readonly #operation: SelectionSetNode | undefined;
  readonly #fragments = new Map<string, { readonly type: string; readonly selectionSet: SelectionSetNode }>();

  constructor(query: string, schema: GraphQLSchema | undefined) {
    this.#schema = schema;
    for (const node of parse(query, { noLocation: true }).definitions) {
      if (node.kind === Kind.OPERATION_DEFINITION) this.#operation = node.selectionSet;
      if (node.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const { typeCondition, selectionSet } = node;
      this.#fragments.set(node.name.value, { type: typeCondition.name.value, selectionSet });
    }
  }

  fields(): AskedFields {
    const fields = new Map<string, AskedField>();
    if (this.#operation !== undefined)
      this.#read(this.#operation, this.#schema?.getQueryType() ?? undefined, fields);
    return fields;
  }

  #read(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType | undefined,
    into: Map<string, AskedField>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        this.#read(
          selection.selectionSet,
          condition === undefined ? type : this.#schema?.getType(condition),
          into,
        );
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment !== undefined)
          this.#read(fragment.selectionSet, this.#schema?.getType(fragment.type), into);
      } else {
        const name = selection.name.value;
        const responseKey = selection.alias?.value ?? name;
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
        const isList = name === '_entities' || (field && isListType(getNullableType(field.type)));
        const below = selection.selectionSet && new Map(into.get(responseKey)?.below);
        if (selection.selectionSet !== undefined && below !== undefined) {
          this.#read(selection.selectionSet, field && getNamedType(field.type), below);
        }
        into.set(responseKey, { isList, below });
      }
    }
  }
}

function takeObject(data: unknown, fields: AskedFields): Record<string, unknown> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw misshapen();
  const taken: Record<string, unknown> = {};
  for (const [key, field] of fields) {
    const value = (data as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined) taken[key] = takeValue(value, field);
  }
  return taken;
}

function takeValue(value: unknown, field: AskedField): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) {
    if (field.isList === false) throw misshapen();
    const item = { isList: undefined, below: field.below };
    return value.map((one) => takeValue(one, item));
  }
  if (field.isList === true || (typeof value === 'object' && field.below === undefined)) throw misshapen();
  return field.below === undefined ? value : takeObject(value, field.below);
}

function hasLength(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length;
}

function misshapen(): Error {
  return new Error('An answer in another shape than the one asked for');
}
