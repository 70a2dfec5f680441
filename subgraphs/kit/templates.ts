import type { CompiledQuery, Kysely } from 'kysely';

/** The values of a statement, in lists by name. */
type Lists<Name extends string> = Readonly<Record<Name, readonly unknown[]>>;

/** Stands in a template where a value will be: that of a list at an index. */
class Slot {
  readonly list: string;
  readonly index: number;

  constructor(list: string, index: number) {
    this.list = list;
    this.index = index;
  }
}

/** Something that Kysely can compile, before any value is known. */
interface Compilable {
  compile(): CompiledQuery;
}

/** Most values of a statement that is kept as a template: longer ones are rare, and long to remember. */
const MAX_VALUES = 1_024;
/** Most templates of one database. */
const MAX_TEMPLATES = 500;

const kept = new WeakMap<object, Map<string, CompiledQuery>>();

/**
 * Runs a statement that is compiled once for each shape: which one it is, and how long its lists are.
 *
 * @param shape names the statement among all of its database
 * @param build writes the statement with a place for each value; it must depend on nothing but the shape and the
 *   lengths of the lists
 */
export async function runTemplate<Row, Name extends string>(
  database: Kysely<never>,
  shape: string,
  lists: Lists<Name>,
  build: (places: Lists<Name>) => Compilable,
): Promise<readonly Row[]> {
  const template = templateOf(database, shape, lists, build);
  const parameters = template.parameters.map((value) =>
    value instanceof Slot ? (lists as Lists<string>)[value.list]?.[value.index] : value,
  );
  const { rows } = await database.executeQuery<Row>({ ...template, parameters } as CompiledQuery<Row>);
  return rows;
}

function templateOf<Name extends string>(
  database: object,
  shape: string,
  lists: Lists<Name>,
  build: (places: Lists<Name>) => Compilable,
): CompiledQuery {
  const templates = kept.get(database) ?? new Map<string, CompiledQuery>();
  kept.set(database, templates);
  const name = `${shape} ${sizesOf(lists).join()}`;
  const known = templates.get(name);
  if (known !== undefined) return known;
  const template = build(placesOf(lists)).compile();
  if (template.parameters.length <= MAX_VALUES && templates.size < MAX_TEMPLATES)
    templates.set(name, template);
  return template;
}

function sizesOf(lists: Lists<string>): readonly number[] {
  return Object.values(lists).map(({ length }) => length);
}

function placesOf<Name extends string>(lists: Lists<Name>): Lists<Name> {
  const places = Object.entries<readonly unknown[]>(lists).map(([name, list]) => [
    name,
    list.map((_value, index) => new Slot(name, index)),
  ]);
  return Object.fromEntries(places) as Lists<Name>;
}
