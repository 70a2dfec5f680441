import { composeServices } from '@apollo/composition';
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { execute, getOperationAST, getVariableValues, parse, print, validate } from 'graphql';
import { CODES, edited } from '../../governance/fixture.ts';
import { compileGovernance, type Governance } from '../../governance/index.ts';
import type { DecisionGraph } from '../authorization/index.ts';
import { type CallerHeaders, identifyCaller, type TokenClaims } from '../identity/index.ts';
import { createCostModel } from '../protection/index.ts';
import { readPolicySchema } from '../supergraph/index.ts';
import { createAccess } from './access.ts';
import type { AnsweredContext } from './answer-operation.ts';
import type { OwnFields } from './own-fields.ts';

/** The small country of the governance fixture; the ward's agreement has no end, for any day. */
export const GOVERNANCE: Governance = compileGovernance(
  edited('agreements/ward.yaml', 'to: "2026-06-30"', 'to: null'),
  CODES,
);

const SUBGRAPH = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes", "@composeDirective"])
    @link(url: "https://lien-thong.example/specs/elements/v1.0", import: ["@searches"])
    @composeDirective(name: "@searches")
  directive @searches(elements: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION

  type Query {
    citizen(name: String! @searches(elements: ["population.identity.fullName"])): Citizen
      @requiresScopes(scopes: [["population.identity.fullName"]])
    citizens(
      ethnicity: String @searches(elements: ["population.identity.ethnicity"])
      search: Search
    ): [Citizen!] @requiresScopes(scopes: [["population.identity.fullName"]])
    byCreed(creed: Creed! @searches(elements: ["population.beliefs.religion"])): [Citizen!]
      @requiresScopes(scopes: [["population.identity.fullName"]])
    things: [Thing] @requiresScopes(scopes: [["population.identity.fullName"]])
    sexes: [Sex!] @requiresScopes(scopes: [["population.reference.sexName"]])
  }
  type Citizen @key(fields: "name") {
    name: String @requiresScopes(scopes: [["population.identity.fullName"]])
    sex: Sex @requiresScopes(scopes: [["population.identity.sex"]])
    ethnicity: String @requiresScopes(scopes: [["population.identity.ethnicity"]])
    religion: Religion @requiresScopes(scopes: [["population.beliefs.religion"]])
    birthNumber: String @requiresScopes(scopes: [["civil-status.birth.number"]])
    relatives: [Citizen!] @requiresScopes(scopes: [["population.identity.fullName"]])
  }
  type Sex { title: String @requiresScopes(scopes: [["population.reference.sexName"]]) }
  type Religion {
    creed: Creed @requiresScopes(scopes: [["population.beliefs.religion"]])
    place: Temple @requiresScopes(scopes: [["population.beliefs.religion"]])
  }
  type Temple { title: String @requiresScopes(scopes: [["population.beliefs.religion"]]) }
  enum Creed { BUDDHISM CATHOLICISM }
  union Thing = Citizen | Temple
  input Search {
    names: [String!] @searches(elements: ["population.identity.fullName"])
    creeds: [Creed!] @searches(elements: ["population.beliefs.religion"])
  }
`;

/** Its costs: a list is ten entries long, because nothing states its size. */
const COSTS = createCostModel({ field: () => undefined, typeWeight: () => undefined }, 500);

/** A small graph over the elements of that country. */
export const GRAPH: DecisionGraph = composeGraph(SUBGRAPH);

/** The same with the citizen whose own token asks. */
export const ME_GRAPH: DecisionGraph = composeGraph(`${SUBGRAPH}
  extend type Query {
    me: Citizen @requiresScopes(scopes: [["population.identity.fullName"]])
    byNumber(number: PersonalId!): Citizen @requiresScopes(scopes: [["population.identity.fullName"]])
  }
  scalar PersonalId
  type PageInfo { hasNextPage: Boolean endCursor: String }
  extend type Temple { page: PageInfo }
`);

function composeGraph(typeDefs: string): DecisionGraph {
  const { schema, supergraphSdl, errors } = composeServices([
    { name: 'population', url: 'http://population.test', typeDefs: parse(typeDefs) },
  ]);
  if (schema === undefined || supergraphSdl === undefined) throw new Error(String(errors));
  return { schema: schema.toAPISchema().toGraphQLJSSchema(), policy: readPolicySchema(supergraphSdl) };
}

/** Who asks, and how; the bank for statistics unless given. */
export interface Asked {
  readonly claims?: Partial<TokenClaims>;
  readonly headers?: Partial<CallerHeaders>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly ownFields?: readonly OwnFields[];
  readonly graph?: DecisionGraph;
  /** What the databases answer instead of the world's `me`, or throw. */
  readonly me?: (() => unknown) | null;
  /** Gets what is recorded for the request. */
  readonly recorded?: string[];
}

const BANK: TokenClaims = {
  kind: 'agency',
  client: 'test',
  agency: 'BANK',
  purposes: ['QLNN:STATISTICS'],
  officer: undefined,
};
const NO_HEADERS: CallerHeaders = {
  purpose: undefined,
  officerId: undefined,
  caseId: undefined,
  emergencyId: undefined,
};

/** Claims of the ward's token. */
export const WARD: Partial<TokenClaims> = { agency: 'WARD', purposes: ['TTHC:1.001193'] };

/** Claims of a citizen's own token. */
export const CITIZEN: TokenClaims = { kind: 'citizen', client: 'app', subject: '901085000001' };

/** The caller that a token and headers make. */
export function callerOf({ claims = {}, headers = {} }: Asked = {}) {
  return identifyCaller({ ...BANK, ...claims } as TokenClaims, { ...NO_HEADERS, ...headers }, GOVERNANCE);
}

/** Asks an operation, with graphql-js on a small world in the place of the databases; the data as JSON has it. */
export async function ask(query: string, asked: Asked = {}) {
  const { ownFields = [], variables = {}, operationName, graph = GRAPH, me } = asked;
  const access = createAccess({ graph, ownFields, costs: COSTS });
  const document = parse(query);
  const problems = validate(access.schema, document);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const operation = getOperationAST(document, operationName);
  if (operation === null || operation === undefined) throw new Error('Which operation?');
  const values = getVariableValues(access.schema, operation.variableDefinitions ?? [], variables);
  const incoming = {
    document,
    operation,
    operationName: operationName ?? null,
    queryHash: 'f'.repeat(64),
    request: { variables },
    context: {
      requestId: 'r-1',
      caller: callerOf(asked),
      governance: GOVERNANCE,
      variables: values.coerced ?? {},
      recorded: asked.recorded ?? [],
      execution: { request: { signal: new AbortController().signal } },
    },
  } as unknown as GatewayGraphQLRequestContext<AnsweredContext>;
  const toDatabases: string[] = [];
  const answer = await access.answer(incoming, async (part) => {
    toDatabases.push(print(part.document).replace(/\s+/g, ' '));
    const result = await execute({
      schema: graph.schema,
      document: part.document,
      operationName: operationName ?? null,
      rootValue: me === undefined ? WORLD : { ...WORLD, me },
      variableValues: variables,
    });
    return result as GatewayExecutionResult;
  });
  return {
    data: JSON.parse(JSON.stringify(answer.data ?? null)),
    errors: answer.errors ?? [],
    keys: Object.keys(answer.data ?? {}),
    /** What the databases were asked. */
    toDatabases,
  };
}

/** The person of that world. */
export const AN = { __typename: 'Citizen', name: 'An', ethnicity: 'Kinh', sex: { title: 'Nữ' } };
const WORLD = {
  me: AN,
  citizen: AN,
  byNumber: AN,
  citizens: [AN],
  things: [AN],
  sexes: [{ title: 'Nữ' }, { title: 'Nam' }],
};
