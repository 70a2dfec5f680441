import { isDeepStrictEqual } from 'node:util';
import { today } from '../../contract/calendar.ts';
import type { Governance } from '../../governance/index.ts';
import type { Log } from '../observability/index.ts';
import type { RunningPolicy } from '../policy/index.ts';
import type { SupergraphTexts } from '../supergraph/index.ts';
import { composeAside } from './compose-aside.ts';
import { type PlannedGraph, problemsOf } from './compose-graph.ts';
import type { Generation } from './generation.ts';
import { lostElements } from './lost-elements.ts';
import type { LiveGraph } from './running-graph.ts';
import { type SeenFiles, watchSupergraph } from './watched-supergraph.ts';

/** What {@link followSupergraph} needs. */
export interface FollowOptions {
  readonly graph: LiveGraph;
  /** Reads supergraph.yaml and the schemas that it names. */
  readonly read: () => Promise<SupergraphTexts>;
  /** Those with which the running generation was made. */
  readonly taken: SupergraphTexts;
  readonly policy: RunningPolicy;
  /** The clock of agreements. */
  readonly now: () => Date;
  /** Makes ready what runs on a graph. */
  readonly make: (graph: PlannedGraph) => Promise<Generation>;
  readonly log: Log;
  /** Time between two looks into the files, in milliseconds. */
  readonly everyMs?: number;
}

/** Operations that are planned ahead: those that make nearly all of the traffic. */
const HOTTEST = 200;

/**
 * Follows the files while the gateway runs: what is new in them is composed aside, made ready, and takes over. What is
 * wrong with it is told in one line, and the running generation serves on. A graph that was refused is tried once more
 * with each version of the agreements, for it may be what these waited for.
 *
 * @returns what ends it
 */
export function followSupergraph(options: FollowOptions): () => Promise<void> {
  const { graph, policy, log, read, taken, everyMs } = options;
  const ending = new AbortController();
  let inForce = taken;
  let refused = '';
  let turn = Promise.resolve();

  const refuse = (problems: readonly string[]): void => {
    // The same files under another version of the agreements may be wrong in the same way.
    if (refused !== problems.join('\n')) log.error({ problems }, 'graph refused');
    refused = problems.join('\n');
  };
  const take = async (seen: SeenFiles): Promise<void> => {
    if ('problems' in seen) return refuse(seen.problems);
    const isBack = isDeepStrictEqual(seen.texts, inForce);
    const next = isBack ? undefined : await readyGraph(options, seen.texts, ending.signal);
    if (next !== undefined && 'problems' in next) return refuse(next.problems);
    refused = '';
    if (next === undefined) return;
    const before = graph.current().id;
    try {
      ending.signal.throwIfAborted();
      graph.take(next.generation);
    } catch (error) {
      await next.generation.stop();
      throw error;
    }
    inForce = seen.texts;
    const { generation, ...facts } = next;
    log.info({ generation: generation.id, before, ...facts }, 'graph in force');
  };
  const watch = watchSupergraph({
    read,
    taken,
    onFiles(seen) {
      turn = take(seen).catch((error: unknown) => {
        if (!ending.signal.aborted) refuse(problemsOf(error));
      });
      return turn;
    },
    ...(everyMs === undefined ? {} : { everyMs }),
  });
  const stopListening = policy.onChange(() => {
    if (refused !== '') watch.again();
  });
  return async () => {
    watch.stop();
    stopListening();
    ending.abort();
    await turn;
  };
}

/** A generation that may take over, with what it took to make it; or what is wrong with it. */
type Readied =
  | {
      readonly generation: Generation;
      readonly plans: number;
      readonly composedMs: number;
      readonly madeMs: number;
    }
  | { readonly problems: readonly string[] };

async function readyGraph(
  { graph, policy, now, make }: FollowOptions,
  texts: SupergraphTexts,
  signal: AbortSignal,
): Promise<Readied> {
  const running = graph.current();
  const began = performance.now();
  const operations = running.runner.hottest(HOTTEST);
  const outcome = await composeAside({ texts, elements: classes(policy.current()), operations }, signal);
  if ('problems' in outcome) return outcome;
  const composed = performance.now();
  const generation = await make(outcome.graph);
  const lost = lostElements(running.elements, generation.elements, policy.current().agreements, today(now()));
  if (lost.length > 0) {
    await generation.stop();
    return { problems: lost };
  }
  return {
    generation,
    plans: outcome.graph.ahead.length,
    composedMs: Math.round(composed - began),
    madeMs: Math.round(performance.now() - composed),
  };
}

/** What the schema rules must know of the dictionary. */
function classes({ elements }: Governance): ReadonlyMap<string, { readonly class: string }> {
  return new Map([...elements].map(([name, element]) => [name, { class: element.class }]));
}
