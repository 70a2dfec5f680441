import { buildSchema } from 'graphql';
import type { PlanNode, PlanSelection, QueryPlan, Rewrite } from '../planning/index.ts';
import { type CompiledPlan, compilePlan, typesOf } from './compile-plan.ts';
import { type CallDatabase, type DatabaseAnswer, runPlan } from './run-plan.ts';

/** A graph with everything that the rules of this area speak of. */
export const SCHEMA = buildSchema(/* GraphQL */ `
  scalar PersonalId
  enum Sex { FEMALE MALE }
  interface Party { label: String }
  type Citizen implements Party {
    personalId: PersonalId! label: String name: String sex: Sex age: Int! notes: [String!]! spouse: Citizen
    children: [Citizen!] tree: [[Citizen]] homes: [House] due(year: Int): Float
  }
  type Business implements Party { code: ID! label: String owner: Citizen chief: Citizen! }
  type House { id: ID! floors: [[Int!]]! area: Float keeper: Citizen! isOld: Boolean }
  union Holder = Citizen | Business
  type Query {
    citizen(personalId: PersonalId!): Citizen
    citizens(personalIds: [PersonalId!]!): [Citizen]
    businesses: [Business] holders: [Holder!] parties: [Party] house: House me: Citizen!
  }
`);

/** Options for compiling over it. */
export const OPTIONS = { schema: SCHEMA, isOfType: typesOf(SCHEMA) };

/** One call of a plan. */
export function fetchOf(
  serviceName: string,
  operation: string,
  more: {
    readonly requires?: readonly PlanSelection[];
    readonly inputRewrites?: readonly Rewrite[];
    readonly outputRewrites?: readonly Rewrite[];
  } = {},
): PlanNode {
  return { kind: 'Fetch', serviceName, operation, ...more };
}

/** A call for entities at a path; they are citizens, known by their personal id, unless it says otherwise. */
export function entitiesOf(
  serviceName: string,
  path: string,
  selection: string,
  more: Parameters<typeof fetchOf>[2] & { readonly variables?: string } = {},
): PlanNode {
  const { variables = '', ...rest } = more;
  const operation = `query($representations:[_Any!]!${variables}){_entities(representations:$representations){${selection}}}`;
  const node = fetchOf(serviceName, operation, { requires: [BY_PERSONAL_ID], ...rest });
  return { kind: 'Flatten', path: path.split('.'), node };
}

/** What is taken of objects of a type: fields by their names. */
export function taken(typeCondition: string, ...fields: readonly string[]): PlanSelection {
  return {
    kind: 'InlineFragment',
    typeCondition,
    selections: ['__typename', ...fields].map((name) => ({ kind: 'Field', name })),
  };
}

/** The key of a citizen. */
export const BY_PERSONAL_ID = taken('Citizen', 'personalId');

/** Steps one after the other. */
export function sequence(...nodes: readonly PlanNode[]): PlanNode {
  return { kind: 'Sequence', nodes };
}

/** Steps side by side. */
export function parallel(...nodes: readonly PlanNode[]): PlanNode {
  return { kind: 'Parallel', nodes };
}

/** A whole plan. */
export function planOf(node: PlanNode): QueryPlan {
  return { kind: 'QueryPlan', node };
}

/** A plan compiled, with all conditions `false`. */
export function compiled(node: PlanNode): CompiledPlan {
  return compilePlan(planOf(node), () => false, OPTIONS);
}

/** What a database answers: its data, and errors where it has some. */
export type Answers = Readonly<Record<string, (variables: Json, query: string) => Partial<DatabaseAnswer>>>;

type Json = Readonly<Record<string, unknown>>;

/** Runs steps over these databases; says what came of it and what was asked. */
export async function ran(node: PlanNode, answers: Answers, variables: Json = {}) {
  const asked: { readonly database: string; readonly query: string; readonly variables: Json }[] = [];
  const call: CallDatabase = async ({ call: { database, query }, variables: values }) => {
    asked.push({ database, query, variables: values });
    const answer = answers[database];
    if (answer === undefined) throw new Error(`${database} is down`);
    // As from the network: nobody else holds it.
    const { data = {}, errors = [] } = structuredClone(answer(values, query));
    return { data, errors };
  };
  const { data, errors, failed } = await runPlan(compiled(node), variables, call);
  const told = errors.map(({ message, path }) => [message, path] as const);
  return { data, errors: told, failed: failed.map((each) => each.call.database), asked };
}
