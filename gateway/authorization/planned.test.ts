import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toRuntimeSdl } from '../supergraph/index.ts';
import { composeGraph, permitOn } from './fixture.ts';

/**
 * What is permitted on interfaces and interface objects, planned by Apollo's planner and run over real subgraphs: the
 * hidden type and keys arrive, and no database is asked for what was taken out.
 */
const scopes = (element: string) => `@requiresScopes(scopes: [["${element}"]])`;
const GRAPH = composeGraph({
  ratings: `
    type Query { best: [Party] ${scopes('ratings.x.value')} }
    type Party @interfaceObject @key(fields: "id") { id: ID rating: Int ${scopes('ratings.x.value')} }
  `,
  register: `
    type Query { parties: [Party] ${scopes('register.x.list')} }
    interface Party @key(fields: "id") { id: ID name: String }
    type Citizen implements Party @key(fields: "id") {
      id: ID ${scopes('register.x.id')} name: String ${scopes('register.x.citizenName')}
    }
    type Business implements Party @key(fields: "id") {
      id: ID ${scopes('register.x.id')} name: String ${scopes('register.x.businessName')}
    }
  `,
});
const AN = { __typename: 'Citizen', id: '1', name: 'Trần An' };
const RICE = { __typename: 'Business', id: '2', name: 'Gạo An' };
const byId = ({ id }: { readonly id: string }) => [AN, RICE].find((party) => party.id === id);
const RESOLVERS: Readonly<Record<string, object>> = {
  register: {
    Query: { parties: () => [AN, RICE] },
    Party: { __resolveReference: byId, __resolveType: ({ __typename }: typeof AN) => __typename },
    Citizen: { __resolveReference: byId },
    Business: { __resolveReference: byId },
  },
  ratings: {
    Query: { best: () => [{ id: '2' }, { id: '1' }] },
    Party: {
      __resolveReference: ({ id }: typeof AN) => ({ id }),
      rating: ({ id }: typeof AN) => Number(id) * 10,
    },
  },
};

const asked: string[] = [];
class Recorded extends LocalGraphQLDataSource {
  override async process(options: Parameters<LocalGraphQLDataSource['process']>[0]) {
    asked.push(String(options.request.query));
    return await super.process(options);
  }
}

let gateway: ApolloGateway;
let executor: Awaited<ReturnType<ApolloGateway['load']>>['executor'];

beforeAll(async () => {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  gateway = new ApolloGateway({
    supergraphSdl: toRuntimeSdl(GRAPH.policySdl),
    buildService: ({ name }) =>
      new Recorded(
        buildSubgraphSchema({
          typeDefs: GRAPH.documents.get(name) ?? parse('type Query { a: ID }'),
          resolvers: (RESOLVERS[name] ?? {}) as never,
        }),
      ),
  });
  ({ executor } = await gateway.load());
});

afterAll(() => gateway.stop());

async function run(query: string, granted: readonly string[]): Promise<unknown> {
  const { document, source, hash } = permitOn(GRAPH, query, granted);
  const operation = getOperationAST(document as DocumentNode) as OperationDefinitionNode;
  asked.length = 0;
  const { data, errors } = await executor({
    request: { query: source, variables: {} },
    document,
    operation,
    operationName: null,
    queryHash: hash,
    source,
    context: {},
    cache: new Map(),
    schema: GRAPH.schema,
    overallCachePolicy: {},
    metrics: {},
    logger: console,
  } as never);
  expect(errors ?? []).toEqual([]);
  return JSON.parse(JSON.stringify(data));
}

const REGISTER = ['list', 'id', 'citizenName', 'businessName'].map((end) => `register.x.${end}`);
const ALL = [...REGISTER, 'ratings.x.value'];
const [an, rice] = [
  { lienthong_type: 'Citizen', lienthong_id: '1' },
  { lienthong_type: 'Business', lienthong_id: '2' },
];

describe('on an interface, by its owner', () => {
  it('a field of all types arrives with type and key', async () => {
    expect(await run('{ parties { name } }', ALL)).toEqual({
      parties: [
        { ...an, name: 'Trần An' },
        { ...rice, name: 'Gạo An' },
      ],
    });
  });

  it('a field of one type only is asked of no other', async () => {
    const granted = ALL.filter((element) => !element.endsWith('citizenName'));
    expect(await run('{ parties { name } }', granted)).toEqual({
      parties: [an, { ...rice, name: 'Gạo An' }],
    });
    expect(asked.join('\n')).not.toMatch(/Party\s*\{[^}]*name|Citizen\s*\{[^}]*name/);
  });
});

describe('on an interface object', () => {
  it('types, keys and fields of both databases arrive', async () => {
    expect(await run('{ best { rating name } }', ALL)).toEqual({
      best: [
        { ...rice, rating: 20, name: 'Gạo An' },
        { ...an, rating: 10, name: 'Trần An' },
      ],
    });
    expect(await run('{ parties { ... on Citizen { rating } } }', ALL)).toEqual({
      parties: [{ ...an, rating: 10 }, rice],
    });
  });

  it('what one type withholds is asked nowhere, and the database that only has the rest is not called', async () => {
    const granted = ALL.filter((element) => !element.endsWith('Name'));
    expect(await run('{ best { rating name } }', granted)).toEqual({
      best: [
        { ...rice, rating: 20 },
        { ...an, rating: 10 },
      ],
    });
    expect(asked.join('\n')).not.toMatch(/\bname\b/);
    expect(await run('{ parties { rating name } }', REGISTER)).toEqual({
      parties: [
        { ...an, name: 'Trần An' },
        { ...rice, name: 'Gạo An' },
      ],
    });
    expect(asked).toHaveLength(1);
  });
});
