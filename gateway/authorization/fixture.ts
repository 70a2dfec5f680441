import { composeServices } from '@apollo/composition';
import {
  type DocumentNode,
  defaultFieldResolver,
  executeSync,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  print,
  validate,
} from 'graphql';
import { databaseOf } from '../../contract/elements.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import { type PolicySchema, readPolicySchema } from '../supergraph/index.ts';
import { type PermittedOperation, permitOperation } from './permit.ts';
import { type Data, type RestoredAnswer, type RestoreOptions, restoreAnswer } from './restore.ts';

const HEADER = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requiresScopes", "@composeDirective", "@interfaceObject", "@inaccessible"])
    @link(url: "https://lien-thong.example/specs/elements/v1.0", import: ["@searches", "@valueType"])
    @composeDirective(name: "@searches")
    @composeDirective(name: "@valueType")
  directive @searches(elements: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  directive @valueType on OBJECT
`;

const POPULATION = `
  type Query {
    citizen(
      id: String @searches(elements: ["population.identity.personalId"])
      phone: String @searches(elements: ["population.contact.phone"])
    ): Citizen @requiresScopes(scopes: [["population.identity.personalId"]])
    citizens: [Citizen!] @requiresScopes(scopes: [["population.identity.personalId"]])
  }
  type Citizen @key(fields: "personalId") {
    personalId: ID @requiresScopes(scopes: [["population.identity.personalId"]])
    name: PersonName @requiresScopes(scopes: [["population.identity.name"]])
    religion: String @requiresScopes(scopes: [["population.identity.religion"]])
    birthDate: String @requiresScopes(scopes: [["population.identity.birthDate"]])
    isAdult: Boolean @requiresScopes(scopes: [["population.identity.ageGroup", "population.identity.proof"], ["population.identity.birthDate"]])
    household: Household @requiresScopes(scopes: [["population.household.fileNumber"]])
    spouse: Citizen @requiresScopes(scopes: [["population.family.spouse"]])
    children(
      bornAfter: String @searches(elements: ["population.identity.birthDate"])
    ): [Citizen] @requiresScopes(scopes: [["population.family.children"]])
  }
  type PersonName @valueType { full: String given: String }
  type Household {
    place: String @requiresScopes(scopes: [["population.household.place"]])
    members: [[Citizen]] @requiresScopes(scopes: [["population.household.members"]])
  }
`;

const BUSINESS = `
  type Query {
    owners(nearTo: String @searches(elements: ["business.register.place"])): [Owner]
      @requiresScopes(scopes: [["business.register.owners"]])
  }
  union Owner = Citizen | Business
  type Citizen @key(fields: "personalId") {
    personalId: ID
    firms(first: Int, after: String): FirmConnection @requiresScopes(scopes: [["business.roles.list"]])
  }
  type FirmConnection { edges: [FirmEdge] }
  type FirmEdge { cursor: String node: Business }
  type Business @key(fields: "enterpriseCode") {
    enterpriseCode: ID @requiresScopes(scopes: [["business.register.code"]])
    title: String @requiresScopes(scopes: [["business.register.title"]])
    capital: String @requiresScopes(scopes: [["business.register.capital"]])
    owner: Owner @requiresScopes(scopes: [["business.register.owners"]])
  }
`;

/** A composed graph, as decisions need it, and as a gateway runs it. */
export interface SmallGraph {
  readonly schema: GraphQLSchema;
  readonly policy: PolicySchema;
  readonly policySdl: string;
  /** The subgraphs' schemas, by name. */
  readonly documents: ReadonlyMap<string, DocumentNode>;
}

/** Composes schemas that have no head of their own, by the names of their subgraphs. */
export function composeGraph(subgraphs: Readonly<Record<string, string>>): SmallGraph {
  const documents = new Map(Object.entries(subgraphs).map(([name, sdl]) => [name, parse(HEADER + sdl)]));
  const { schema, supergraphSdl, errors } = composeServices(
    [...documents].map(([name, typeDefs]) => ({
      name,
      url: `http://${name}.test`,
      typeDefs,
    })),
  );
  if (schema === undefined || supergraphSdl === undefined) throw new Error(String(errors));
  return {
    schema: schema.toAPISchema().toGraphQLJSSchema(),
    policy: readPolicySchema(supergraphSdl),
    policySdl: supergraphSdl,
    documents,
  };
}

/** Two databases: citizens with their families and households, and businesses with owners of either kind. */
export const GRAPH: SmallGraph = composeGraph({ population: POPULATION, business: BUSINESS });

/** Every element of the graph. */
export const ALL_ELEMENTS: readonly string[] = [
  ...new Set(
    [...(POPULATION + BUSINESS).matchAll(/"([a-z]+\.[a-z]+\.[a-zA-Z]+)"/g)].map(([, name]) => name ?? ''),
  ),
];

/** All elements but these: an end such as `religion` stands for the element. */
export function allBut(...ends: readonly string[]): readonly string[] {
  return ALL_ELEMENTS.filter((element) => !ends.some((end) => element.endsWith(`.${end}`)));
}

/** A grant of these elements, under one agreement for each database that has any. */
export function grantOf(elements: readonly string[], changes: Partial<PolicyGrant> = {}): PolicyGrant {
  const databases = [...new Set(elements.map(databaseOf))];
  return {
    agency: 'TAX',
    purpose: 'QLNN:TAX',
    elements: new Set(elements),
    terms: new Map(
      databases.map((database) => [
        database,
        {
          jurisdiction: 'national',
          subject: 'any',
          consentRequired: false,
          deceased: 'included',
          protectedUpTo: 0,
          quota: null,
          officerRequired: false,
          caseRequired: false,
          agreements: [`${database}-01`],
          legalBases: [],
        },
      ]),
    ),
    officerRequired: false,
    caseRequired: false,
    agreements: databases.map((database) => `${database}-01`),
    legalBases: [],
    emergencyRequired: false,
    ...changes,
  };
}

/** Decides an operation that is valid and, being shared between requests, frozen to the last node. */
export function permit(
  query: string,
  granted: readonly string[],
  variables?: Readonly<Record<string, unknown>>,
): PermittedOperation {
  return permitOn(GRAPH, query, granted, variables);
}

/** The same over another graph, with the values of variables. */
export function permitOn(
  graph: SmallGraph,
  query: string,
  granted: readonly string[],
  variables?: Readonly<Record<string, unknown>>,
): PermittedOperation {
  const document = deepFrozen(parse(query, { noLocation: true }));
  const [problem] = validate(graph.schema, document);
  if (problem !== undefined) throw problem;
  const operation = getOperationAST(document);
  if (operation === null || operation === undefined) throw new Error('One operation, please.');
  return permitOperation(graph, document, operation, grantOf(granted), variables);
}

/** What a test says about one request. */
export interface Asked {
  readonly granted?: readonly string[];
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What the databases hold; {@link WORLD} unless given. */
  readonly world?: Data;
  readonly failedSource?: RestoreOptions['failedSource'];
  readonly subjectRule?: RestoreOptions['subjectRule'];
}

/** Decides, runs what is permitted against the world, and restores the answer. */
export function ask(query: string, asked: Asked = {}): RestoredAnswer {
  const { document, source, shape } = permit(query, asked.granted ?? ALL_ELEMENTS);
  const result = document === undefined ? {} : run(source, asked);
  return restoreAnswer(shape, result, {
    variables: coerced(query, asked.variables ?? {}),
    keyOf: GRAPH.policy.keyOf,
    failedSource: asked.failedSource ?? (() => undefined),
    subjectRule: asked.subjectRule ?? (() => undefined),
  });
}

/** Runs an operation as the databases would, whatever is granted. */
export function run(
  query: string,
  { world = WORLD, variables = {} }: Asked,
  fieldResolver: GraphQLFieldResolver<unknown, unknown> = defaultFieldResolver,
): Data {
  const document = parse(query);
  const [problem] = validate(GRAPH.schema, document);
  if (problem !== undefined) throw problem;
  const { data, errors } = executeSync({
    schema: GRAPH.schema,
    document,
    rootValue: world,
    variableValues: variables,
    fieldResolver,
  });
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data ?? {};
}

/** A document in the printer's layout, for comparing. */
export function printed(query: string): string {
  return print(parse(query));
}

function coerced(
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const operation = getOperationAST(parse(query));
  const values = getVariableValues(GRAPH.schema, operation?.variableDefinitions ?? [], variables);
  return values.coerced ?? {};
}

function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(deepFrozen);
  return value;
}

const CHI = {
  __typename: 'Citizen',
  personalId: 'chi',
  name: { full: 'Lê Chi', given: 'Chi' },
  birthDate: '2015',
};
const BINH = {
  __typename: 'Citizen',
  personalId: 'binh',
  name: { full: 'Lê Bình', given: 'Bình' },
  religion: 'none',
};
const FIRM = { __typename: 'Business', enterpriseCode: 'firm', title: 'Gạo An', capital: '100', owner: BINH };
const AN = {
  __typename: 'Citizen',
  personalId: 'an',
  name: { full: 'Trần An', given: 'An' },
  religion: 'Buddhism',
  birthDate: '1980',
  isAdult: true,
  household: { place: 'Ba Đình', members: [[BINH, null], null, [CHI]] },
  spouse: BINH,
  children: [CHI, null],
  firms: { edges: [{ cursor: 'c1', node: FIRM }, null] },
};

/** An, married to Bình, with a child Chi and a firm that Bình owns. */
export const WORLD: Data = { citizen: AN, citizens: [AN, BINH], owners: [AN, FIRM, null] };
