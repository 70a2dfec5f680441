/** For tests only: a small country with pages, look-ups and weights, composed as a real one is. */
import { composeServices } from '@apollo/composition';
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { readCostTable } from './cost-table.ts';

const SUBGRAPH = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", { name: "@listSize", as: "@long" }])

  type Query {
    citizen(id: ID, name: String @cost(weight: 7)): Citizen
    citizens(ids: [ID!]!): [CitizenLookup!] @long(assumedSize: 1000)
    provinces: [Unit!] @long(assumedSize: 34)
    units: [Unit!]
    grid: [[Unit!]!]
    hot(first: Int = 30, last: Int): [Unit!] @long(slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    strict(first: Int, last: Int): [Unit!] @long(assumedSize: 9, slicingArguments: ["first", "last"])
    holder: Holder
    named: Named
  }
  type CitizenLookup { outcome: String citizen: Citizen }
  type Citizen implements Named @key(fields: "id") {
    id: ID
    name: String
    status: Status @cost(weight: 3)
    archive: Archive
    home: Unit @cost(weight: 4)
    rights(first: Int, after: String): RightConnection
      @long(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)
  }
  type Archive @cost(weight: 50) { box: String file: Scan }
  scalar Scan @cost(weight: 5)
  enum Status @cost(weight: 2) { OPEN CLOSED }
  type RightConnection { edges: [RightEdge!] pageInfo: PageInfo }
  type RightEdge { cursor: String node: Right }
  type PageInfo { hasNextPage: Boolean }
  type Right { form: Status holder: Holder }
  type Firm implements Named @key(fields: "code") { code: ID name: String seats: [Unit!] }
  type Unit { code: ID name: String parent: Unit }
  union Holder = Citizen | Firm
  interface Named { name: String }
`;

/** What the small country states of costs, and its schema. */
export const COUNTRY = composed();

function composed(): { readonly table: ReturnType<typeof readCostTable>; readonly schema: GraphQLSchema } {
  const { errors, supergraphSdl, schema } = composeServices([
    { name: 'country', url: 'http://country.test', typeDefs: parse(SUBGRAPH) },
  ]);
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { table: readCostTable(supergraphSdl), schema: schema.toAPISchema().toGraphQLJSSchema() };
}

/** An operation out of its text. */
export function read(text: string): {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
} {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (operation === null || operation === undefined) throw new Error('Expected one operation.');
  return { document, operation };
}
