import { isDeepStrictEqual } from 'node:util';
import type { GraphQLSchema } from 'graphql';
import type { CallDatabase } from '../../gateway/execution/index.ts';
import { createRandom } from '../../nation/random.ts';
import { type RandomOperation, randomOperation } from '../support/random-operations.ts';
import { createDatabases } from './databases.ts';
import { compareData, compareErrors, compareMisfits, gapAt, uncompared } from './deviations.ts';
import { callsTo, type Executors, type Outcome, outcomeOf, startExecutors } from './executors.ts';
import { composeWorld } from './graph.ts';
import { ARGUMENTS, IDENTITIES, SHAPE } from './keys.ts';
import { inSpecifiedOrder } from './specified.ts';

/** What to compare. */
export interface ComparisonOptions {
  readonly seed: number;
  readonly operations: number;
  /** One operation alone, by its number. */
  readonly only?: number | undefined;
  readonly onProgress?: (operations: number) => void;
}

/** What came of it. */
export interface ComparisonFigures {
  operations: number;
  /** Calls to databases, by executor. */
  readonly calls: { apollo: number; ours: number; split: number };
  /** Answers with errors. */
  withErrors: number;
  /** Errors that were compared. */
  errors: number;
  /** How often each known deviation was met. */
  readonly deviations: Record<string, number>;
  /** Each with the operation that shows it. */
  readonly differences: string[];
}

/** Runs random operations with both executors over the same data. */
export async function compareExecutors(options: ComparisonOptions): Promise<ComparisonFigures> {
  const { operations, only, onProgress } = options;
  const ask = createDatabases();
  const executors = await startExecutors(composeWorld(), ask);
  const figures: ComparisonFigures = {
    operations: 0,
    calls: { apollo: 0, ours: 0, split: 0 },
    withErrors: 0,
    errors: 0,
    deviations: {},
    differences: [],
  };
  try {
    for (let number = 0; number < operations; number += 1) {
      if (only !== undefined && number !== only) continue;
      await compareOne(executors, callsTo(ask), number, options, figures);
      onProgress?.(figures.operations);
    }
  } finally {
    await executors.stop();
  }
  return figures;
}

async function compareOne(
  executors: Executors,
  callDatabase: CallDatabase,
  number: number,
  { seed }: ComparisonOptions,
  figures: ComparisonFigures,
): Promise<void> {
  const { operation, isIdentified } = operationOf(executors.schema, seed, number);
  const { apollo, ours, split } = await executors.prepare(operation);
  const outcomes = {
    apollo,
    ours: await outcomeOf(ours, callDatabase),
    split: await outcomeOf(split, callDatabase),
  };
  count(outcomes, figures);
  const { deviations, differences } = judge(executors, operation, outcomes, isIdentified);
  for (const name of deviations) figures.deviations[name] = (figures.deviations[name] ?? 0) + 1;
  if (differences.length === 0) return;
  const { query, variables } = operation;
  figures.differences.push(
    `seed ${seed}, operation ${number}\n${differences.join('\n')}\n${query}\n${JSON.stringify(variables)}`,
  );
}

/** A random operation; every other one says which record stands where. */
export function operationOf(schema: GraphQLSchema, seed: number, number: number) {
  const isIdentified = number % 2 === 1;
  const shape = isIdentified ? { ...SHAPE, always: IDENTITIES } : SHAPE;
  const random = createRandom(seed, `executors/${number}`);
  return { operation: randomOperation(schema, ARGUMENTS, random, shape), isIdentified };
}

interface Outcomes {
  readonly apollo: Outcome;
  readonly ours: Outcome;
  readonly split: Outcome;
}

function count({ apollo, ours, split }: Outcomes, figures: ComparisonFigures): void {
  figures.operations += 1;
  figures.calls.apollo += apollo.calls;
  figures.calls.ours += ours.calls;
  figures.calls.split += split.calls;
  figures.withErrors += apollo.errors.length > 0 ? 1 : 0;
  figures.errors += apollo.errors.length;
}

interface Verdict {
  readonly deviations: readonly string[];
  readonly differences: readonly string[];
}

function judge(
  { schema }: Executors,
  operation: RandomOperation,
  { apollo, ours, split }: Outcomes,
  isIdentified: boolean,
): Verdict {
  const left = uncompared(apollo);
  if (left !== undefined) return { deviations: [left], differences: [] };
  const data = compareData(apollo.data, ours.data);
  const errors = compareErrors(apollo.errors, ours.errors, ours.data);
  const misfits = compareMisfits(operation, apollo, ours);
  const ordered = JSON.stringify(inSpecifiedOrder(schema, operation, ours.data));
  return {
    deviations: [...new Set([...(data ?? []), ...errors.deviations, ...misfits.deviations])],
    differences: [
      ...(data === undefined ? [differentData('ApolloGateway', apollo, ours)] : []),
      ...(isDeepStrictEqual(ours.data, split.data) ? [] : [differentData('split calls', split, ours)]),
      ...(ordered === JSON.stringify(ours.data)
        ? []
        : ['another order of fields than the specification has']),
      ...errors.differences,
      ...misfits.differences,
      ...(isDeepStrictEqual(explained(ours), explained(split))
        ? []
        : ['other gaps explained by split calls']),
      ...(isIdentified ? strayErrors(ours) : []),
      ...(ours.calls > apollo.calls ? [`${ours.calls} calls, ApolloGateway makes ${apollo.calls}`] : []),
    ],
  };
}

function differentData(who: string, other: Outcome, ours: Outcome): string {
  return `data:\n  ${who} ${JSON.stringify(other.data)}\n  ours ${JSON.stringify(ours.data)}`;
}

/**
 * The gaps of an answer about which something is told. With calls of their own for persons, more can be told about one
 * gap: each call says what it lacks, though one of them is enough to leave a gap above.
 */
function explained({ data, errors, misfits }: Outcome): ReadonlySet<string> {
  const paths = [...errors.map(({ path = [] }) => path), ...misfits];
  return new Set(paths.map((path) => JSON.stringify(gapAt(data, path))).sort());
}

/** Errors that do not stand at the record of which they speak: `<field> of <record>`. */
function strayErrors({ data, errors }: Outcome): readonly string[] {
  return errors.flatMap(({ message, path = [] }) => {
    const about = /^\w+ of ([pfhd]\d)$/.exec(message)?.[1];
    const stands = gapAt(data, path).length === path.length;
    if (about === undefined || !stands) return [];
    const record = path.slice(0, -1).reduce<unknown>((value, step) => (value as Json)[step], data) as Json;
    return record['own'] === undefined || record['own'] === about
      ? []
      : [`${message} stands at ${JSON.stringify(record['own'])}`];
  });
}

type Json = Readonly<Record<string | number, unknown>>;
