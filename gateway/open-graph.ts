import type { GatewayConfig } from './config.ts';
import {
  composeGraph,
  createGeneration,
  followSupergraph,
  type GenerationParts,
  LiveGraph,
} from './generations/index.ts';
import type { RunningPolicy } from './policy/index.ts';
import { supergraphReader } from './supergraph/index.ts';

/** The graph that runs, and which follows its files. */
export interface OpenGraph {
  readonly graph: LiveGraph;
  /** Takes no further version of the files, and ends the ways to the databases. */
  close(): Promise<void>;
}

/** What {@link openGraph} needs, besides what all generations share. */
export interface GraphParts extends Omit<GenerationParts, 'codes'> {
  readonly policy: RunningPolicy;
  /** The clock of agreements. */
  readonly now: () => Date;
  readonly onFault: (error: unknown) => void;
}

/**
 * Composes the graph of the files, makes it ready to run, and follows the files from then on. No database is asked for
 * any of it, so none can hinder it.
 *
 * @throws CompositionError with all problems, each with file and line: there is nothing older to keep
 */
export async function openGraph(
  config: Pick<GatewayConfig, 'supergraphFile' | 'environment'>,
  parts: GraphParts,
): Promise<OpenGraph> {
  const { policy, now, log, onFault } = parts;
  const read = supergraphReader(config.supergraphFile, config.environment);
  const texts = await read();
  const { elements, codes } = policy.current();
  const made = { ...parts, codes };
  const graph = new LiveGraph(await createGeneration(composeGraph(texts, elements), made), onFault);
  const stopFollowing = followSupergraph({
    graph,
    read,
    taken: texts,
    policy,
    now,
    log,
    make: (planned) => createGeneration(planned, made),
  });
  return {
    graph,
    async close() {
      await stopFollowing();
      await graph.stop();
    },
  };
}
