import { createHash } from 'node:crypto';
import { parse } from 'graphql';
import type { OperationText, PlannedOperation } from '../planning/index.ts';
import {
  CompositionError,
  compose,
  formatProblem,
  type KnownElements,
  parseSupergraph,
  type SubgraphSource,
  type SupergraphTexts,
  toRuntimeSdl,
} from '../supergraph/index.ts';
import { planAhead } from './plan-ahead.ts';

/** A graph as it was composed, and from what: plain data, which can be handed to another thread. */
export interface ComposedGraph {
  /** Hash of the schemas and of what they compose to. */
  readonly id: string;
  readonly policySdl: string;
  /** The schemas, without the places in their files. */
  readonly subgraphs: readonly SubgraphSource[];
}

/** A composed graph with plans that were made on it. */
export interface PlannedGraph extends ComposedGraph {
  readonly ahead: readonly PlannedOperation[];
}

/** What a thread is asked: to compose a graph, to check it, and to plan on it. */
export interface GraphQuestion {
  readonly texts: SupergraphTexts;
  /** The dictionary in force. */
  readonly elements: KnownElements;
  /** What is asked most now, the hottest first. */
  readonly operations: readonly OperationText[];
}

/** What came of it: a graph, or what is wrong with it, one line each, with file and line where there are. */
export type GraphOutcome = { readonly graph: PlannedGraph } | { readonly problems: readonly string[] };

/** Time for plans ahead: the rest is planned when it is asked. */
const PLANS_WITHIN_MS = 10_000;

/** @throws CompositionError with all problems, each with file and line */
export function composeGraph(texts: SupergraphTexts, elements: KnownElements): ComposedGraph {
  const { policySdl } = compose(parseSupergraph(texts), elements);
  return {
    // Lifetimes of entities stand in the schemas alone: a change of these is another graph as well.
    id: createHash('sha256')
      .update(JSON.stringify([policySdl, texts.subgraphs]))
      .digest('base64url'),
    policySdl,
    subgraphs: texts.subgraphs.map(({ text, ...subgraph }) => ({
      ...subgraph,
      document: parse(text, { noLocation: true }),
    })),
  };
}

/** Composes, checks with a throw-away planner, plans what is hottest. */
export function answerGraphQuestion({ texts, elements, operations }: GraphQuestion): GraphOutcome {
  try {
    const graph = composeGraph(texts, elements);
    const supergraphSdl = toRuntimeSdl(graph.policySdl);
    return {
      graph: { ...graph, ahead: planAhead({ supergraphSdl, operations, withinMs: PLANS_WITHIN_MS }) },
    };
  } catch (error) {
    return { problems: problemsOf(error) };
  }
}

/** What is wrong with a graph, one line each. */
export function problemsOf(error: unknown): readonly string[] {
  if (error instanceof CompositionError) return error.problems.map(formatProblem);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  return [`supergraph: ${message.replace(/\s*\n\s*/g, ' ')}`];
}
