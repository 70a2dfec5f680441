import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { FACTS, FAILING, type Facts, Link, UNKNOWN } from './facts.ts';
import { SCHEMAS } from './graph.ts';

/** An answer as it comes from the network. */
export interface WireAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** Asks a database of the world. */
export type AskDatabase = (
  database: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
) => Promise<WireAnswer>;

/** A record as one database has it. */
interface Row {
  readonly __typename: string;
  readonly id: string;
  readonly facts: Facts;
  /** What the gateway said of it. */
  readonly sent?: Facts;
}

/** All databases of the world in this process. Errors say the field and the record that they are about. */
export function createDatabases(): AskDatabase {
  const schemas = new Map([...SCHEMAS].map(([name, document]) => [name, schemaOf(name, document)]));
  const parsed = new Map<string, DocumentNode>();
  return async (database, query, variables) => {
    const schema = schemas.get(database);
    if (schema === undefined) throw new Error(`No database ${database}.`);
    const document = parsed.get(query) ?? parse(query, { noLocation: true });
    if (parsed.size > 5_000) parsed.clear();
    parsed.set(query, document);
    const result = await execute({ schema, document, variableValues: { ...variables } });
    return JSON.parse(JSON.stringify(result)) as WireAnswer;
  };
}

function schemaOf(database: string, typeDefs: DocumentNode): GraphQLSchema {
  const schema = buildSubgraphSchema(typeDefs);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    if (type.name.startsWith('_')) continue;
    Object.assign(type.extensions, { apollo: { subgraph: { resolveReference: reference(database) } } });
    const isRoot = type === schema.getQueryType();
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      field.resolve = resolver(database, isRoot ? 'Query' : type.name, field.name);
    }
  }
  return schema;
}

function reference(database: string) {
  return async (sent: Facts): Promise<Row | null> => {
    const names = nameOf(sent);
    const found = [...FACTS].find(
      ([id, facts]) =>
        UNKNOWN[database]?.includes(id) !== true && nameOf(facts).some((name) => names.includes(name)),
    );
    return found === undefined ? null : { ...rowOf(database, found[0]), sent };
  };
}

/** The keys of a record or of what was sent of one, as texts. */
function nameOf(facts: Facts): readonly string[] {
  const plot = facts['plot'];
  const of = plot instanceof Link ? FACTS.get(plot.id) : (plot as Facts | undefined | null);
  const keys = {
    personalId: facts['personalId'],
    passport: facts['passport'],
    code: facts['code'],
    taxNumber: facts['taxNumber'],
    id: facts['id'],
    marriage: facts['husband'] === undefined ? undefined : facts['number'],
    plot: facts['sheet'] && [facts['sheet'], facts['number']],
    deed: facts['year'] && of && [of['sheet'], of['number'], facts['year']],
  };
  return Object.entries(keys).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [`${key} ${JSON.stringify(value)}`],
  );
}

const KEYS = ['personalId', 'passport', 'code', 'taxNumber', 'id', 'sheet', 'number', 'plot', 'year'];

function rowOf(database: string, id: string): Row {
  const facts = FACTS.get(id) ?? { type: id.startsWith('h') ? 'House' : 'Firm', id, code: id };
  const type = String(facts['type']);
  const isAsset = type === 'House' || type === 'Field';
  // A database that does not find a record knows no more of it than its key.
  const isKnown = UNKNOWN[database]?.includes(id) !== true;
  const known = isKnown
    ? facts
    : Object.fromEntries(Object.entries(facts).filter(([field]) => KEYS.includes(field)));
  return { __typename: database === 'tax' && isAsset ? 'Asset' : type, id, facts: known };
}

function linked(database: string, value: unknown): unknown {
  if (value instanceof Link) return rowOf(database, value.id);
  return Array.isArray(value) ? value.map((item: unknown) => linked(database, item)) : value;
}

function resolver(database: string, type: string, name: string): GraphQLFieldResolver<unknown, unknown> {
  const own = RESOLVERS[`${database} ${type}.${name}`] ?? RESOLVERS[`${type}.${name}`];
  return async (parent, given) => {
    const row = parent as Row;
    if (type !== 'Query' && FAILING.has(`${row.id} ${name}`)) throw new Error(`${name} of ${row.id}`);
    if (own !== undefined) return linked(database, own(row, given as Facts));
    // Values without a key are plain objects.
    return linked(database, row.facts === undefined ? (parent as Facts)[name] : row.facts[name]);
  };
}

const to = (id: unknown): Link | null => (FACTS.has(String(id)) ? new Link(String(id)) : null);
const all = (...ids: readonly string[]): readonly (Link | null)[] => ids.map(to);
const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

const RESOLVERS: Readonly<Record<string, (row: Row, given: Facts) => unknown>> = {
  'Query.citizen': (_, { personalId }) => to(personalId),
  'Query.citizens': (_, { personalIds }) => (personalIds as readonly string[]).map(to),
  'Query.everybody': (_, { first, sex }) =>
    ['p1', 'p2', 'p3', 'p4', 'p5', 'p6']
      .filter((id) => sex === undefined || sex === null || FACTS.get(id)?.['sex'] === sex)
      .slice(0, Number(first))
      .map(to),
  'Query.eldest': () => to('p6'),
  'Query.things': (_, { kinds }) =>
    [...all('p1', 'f1', 'h1', 'h9', 'p3', 'p1'), null, ...all('p6', 'f2')].concat(
      (kinds as readonly string[] | null)?.includes('Ghost') === true ? all('g1') : [],
    ),
  'Query.named': () => all('p1', 'p4', 'p2'),
  'Query.registers': () => to('registers'),
  'Query.marriages': () => [...all('m1', 'm2'), null, ...all('m3')],
  'Query.youngest': () => to('p7'),
  'Query.firm': (_, { code }) => to(code),
  'Query.firms': (_, { first }) => [...all('f1', 'f2'), null, ...all('f3')].slice(0, Number(first ?? 9)),
  'Query.holders': () => all('f2', 'p1', 'f1', 'p2', 'p5'),
  'Query.house': (_, { id }) => to(id),
  'Query.assets': (_, { kind }) =>
    all('h1', 'd1', 'h2', 'd2').filter(
      (each) => kind === undefined || kind === null || FACTS.get(each?.id ?? '')?.['type'] === kind,
    ),
  'Query.plot': (_, { sheet, number }) => to(`l${Number(sheet) === 1 ? Number(number) : 0}`),
  'Query.bill': (_, { number }) => to(`b${String(number)}`),
  'Query.bestAsset': () => to('h1'),
  'Query.taxedAssets': () => [to('d1'), to('h1'), new Link('h9'), to('d2')],
  'Query.trips': () => [...all('t1'), null, ...all('t2')],
  'Citizen.again': () => ({}),
  'Citizen.greeting': ({ id }, given) => `hello ${id} ${text(given)}`,
  'Citizen.title': ({ sent }, given) => text([sent?.['name'], sent?.['sex'], given]),
  'Citizen.level': ({ sent }) => Number(sent?.['points'] ?? 0) + text(sent?.['grade']).length,
  'Citizen.circle': ({ sent }) =>
    ((sent?.['name'] as Facts | null)?.['parts'] as readonly string[] | undefined)?.map((part) =>
      to(`p${part}`),
    ) ?? null,
  'Citizen.due': ({ id }, given) => Number(id.slice(1)) + text(given).length / 4,
  'travel Citizen.trips': ({ facts }, { last, to: places }) =>
    (facts['trips'] as readonly Link[] | undefined)
      ?.filter(({ id }) => !Array.isArray(places) || places.includes(String(FACTS.get(id)?.['to'])))
      .slice(0, Number(last ?? 9)) ?? null,
  'Citizen.grade': ({ sent }) => (sent?.['points'] === null ? null : `grade ${text(sent?.['points'])}`),
  'land Citizen.assets': ({ facts }, { kind }) =>
    (facts['assets'] as readonly Link[] | undefined)?.filter(
      ({ id }) => kind === null || FACTS.get(id)?.['type'] === kind,
    ) ?? null,
  'Asset.rate': ({ sent }, { kind }) =>
    sent?.['area'] === null ? null : Number(sent?.['area']) * text(kind).length,
  'Firm.score': ({ sent }) => (sent?.['capital'] === null ? null : Math.round(Number(sent?.['capital']))),
  'Firm.discount': ({ sent }) => `for ${text(sent?.['score'])}`,
};
