import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Refusal } from '../../contract/refusal.ts';
import { type HeaviestPlace, heaviestPlace, type KnownValues, sumOf } from './cost-sum.ts';
import type { CostTable } from './cost-table.ts';
import { type CompiledCost, compileCost } from './cost-terms.ts';

/** What a request costs and what it may cost; it stands in `extensions.lienthong.cost` of its answer. */
export interface Cost {
  readonly requested: number;
  readonly limit: number;
}

/** What an operation would cost, for who asks beforehand. */
export interface PreviewedCost extends Cost {
  readonly isWithinLimit: boolean;
  /** Variables that decide the cost and were left out: lists are taken to be as long as the graph assumes. */
  readonly assumes: readonly string[];
  /** Response keys of the place where at least half of the cost lies; `@` stands for the items of a list. */
  readonly heaviest: readonly string[];
  /** What would let the request pass; `undefined` when it passes. */
  readonly wouldSuffice: string | undefined;
}

/** The costs of operations on one graph, with one limit. */
export interface CostModel {
  readonly limit: number;
  /**
   * What an operation costs that has been validated.
   *
   * @param variables values of the variables, defaults applied
   */
  costOf(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): Cost;
  /** The same with where it lies and what would suffice; variables may be left out. */
  preview(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): PreviewedCost;
}

/** Larger costs are all alike, and it is the largest number that an `Int` of GraphQL can be. */
const LARGEST = 2 ** 31 - 1;
/** Costs that are kept for each operation: few sets of values differ in what decides them. */
const REMEMBERED = 32;

/** What is known of an operation: its terms, and sums by the values that decide them. */
interface Known {
  readonly compiled: CompiledCost;
  readonly sums: Map<string, Cost>;
}

/** Costs are kept by the parsed operation, which requests share. */
export function createCostModel(table: CostTable, limit: number): CostModel {
  const known = new WeakMap<OperationDefinitionNode, Known>();
  const knownOf = (
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): Known => {
    const remembered = known.get(operation);
    if (remembered !== undefined) return remembered;
    const made = { compiled: compileCost(table, schema, document, operation), sums: new Map() };
    known.set(operation, made);
    return made;
  };
  return {
    limit,
    costOf(schema, document, operation, variables) {
      const { compiled, sums } = knownOf(schema, document, operation);
      const key = decisive(compiled.variables, variables);
      const remembered = sums.get(key);
      if (remembered !== undefined) return remembered;
      const sum = sumOf(compiled, { variables, open: NONE });
      const cost = { requested: Math.min(LARGEST, sum), limit };
      const [oldest] = sums.keys();
      if (sums.size >= REMEMBERED && oldest !== undefined) sums.delete(oldest);
      sums.set(key, cost);
      return cost;
    },
    preview(schema, document, operation, variables) {
      const { compiled } = knownOf(schema, document, operation);
      const assumes = leftOut(operation, compiled, variables);
      const values: KnownValues = { variables, open: new Set(assumes) };
      const requested = Math.min(LARGEST, sumOf(compiled, values));
      const isWithinLimit = requested <= limit;
      const place = heaviestPlace(compiled, values, limit);
      return {
        requested,
        limit,
        isWithinLimit,
        assumes,
        heaviest: place.path,
        wouldSuffice: isWithinLimit ? undefined : whatSuffices(place, requested, limit),
      };
    },
  };
}

/**
 * Refuses an operation that costs more than the limit, before anything of it is decided, planned or fetched.
 *
 * @param variables values of the variables, defaults applied
 * @throws Refusal `OPERATION_TOO_COSTLY` with the cost, the limit, where the cost lies and what would suffice
 */
export function checkCost(
  model: CostModel,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  const cost = model.costOf(schema, document, operation, variables);
  if (cost.requested <= cost.limit) return cost;
  const { heaviest, wouldSuffice } = model.preview(schema, document, operation, variables);
  const { requested, limit } = cost;
  throw new Refusal(
    'OPERATION_TOO_COSTLY',
    `The operation costs ${requested}, above the limit of ${limit}.`,
    {
      received: requested,
      expected: `a cost of at most ${limit}`,
      heaviest,
      wouldSuffice,
    },
  );
}

const NONE: ReadonlySet<string> = new Set();

/** The values on which the cost depends, and nothing of what they say beyond that: of a list its length. */
function decisive(names: readonly string[], variables: Readonly<Record<string, unknown>>): string {
  let key = '';
  for (const name of names) {
    const value = variables[name];
    if (Array.isArray(value)) key += ` of ${value.length}`;
    else key += typeof value === 'number' || typeof value === 'boolean' ? ` ${value}` : ' ';
  }
  return key;
}

/** Variables without a value that the request itself could not leave out. */
function leftOut(
  { variableDefinitions = [] }: OperationDefinitionNode,
  { variables: decisiveNames }: CompiledCost,
  variables: Readonly<Record<string, unknown>>,
): readonly string[] {
  return variableDefinitions
    .filter(({ type, defaultValue }) => type.kind === 'NonNullType' && defaultValue === undefined)
    .map(({ variable }) => variable.name.value)
    .filter((name) => decisiveNames.includes(name) && variables[name] === undefined);
}

function whatSuffices({ path, slice }: HeaviestPlace, requested: number, limit: number): string {
  if (slice !== undefined) return `at most ${slice.most} by the argument "${slice.argument}" at ${slice.at}`;
  const parts = Math.ceil(requested / limit);
  return `${parts} requests or more instead of one, or less at ${path.join('.')}`;
}
