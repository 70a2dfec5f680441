import { isDeepStrictEqual } from 'node:util';
import type { SupergraphTexts } from '../supergraph/index.ts';
import { problemsOf } from './compose-graph.ts';

/** What stands in the files: the texts, or why they cannot be read, one line each. */
export type SeenFiles = { readonly texts: SupergraphTexts } | { readonly problems: readonly string[] };

/** Looks after the files until it is stopped. */
export interface SupergraphWatch {
  /** Hands on what stands in the files once more, at the next look. */
  again(): void;
  stop(): void;
}

/** What {@link watchSupergraph} needs. */
export interface SupergraphWatchOptions {
  /** @throws CompositionError */
  readonly read: () => Promise<SupergraphTexts>;
  /** What was read before the watch began. */
  readonly taken: SupergraphTexts;
  /** Told of what stands in the files whenever that has changed and is at rest. No look is taken meanwhile. */
  readonly onFiles: (seen: SeenFiles) => Promise<void>;
  /** Time between two looks, in milliseconds. */
  readonly everyMs?: number;
}

/**
 * Looks into the files twice a second. Names and times of files lie: behind the symbolic links of a mounted ConfigMap,
 * on network volumes, after a copy with the times of the original. So what stands in them is compared, which is little.
 * A change is handed on when two looks in a row saw the same: whoever copies ten files is not caught in the middle.
 */
export function watchSupergraph(options: SupergraphWatchOptions): SupergraphWatch {
  const { read, onFiles, everyMs = 500 } = options;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let seen: SeenFiles = { texts: options.taken };
  let taken: SeenFiles | undefined = seen;

  const look = async (): Promise<void> => {
    const before = seen;
    seen = await seenNow(read);
    if (isStopped || !isDeepStrictEqual(seen, before) || isDeepStrictEqual(seen, taken)) return;
    taken = seen;
    await onFiles(seen);
  };
  const lookAgain = async (): Promise<void> => {
    await look();
    if (!isStopped) timer = setTimeout(lookAgain, everyMs);
  };
  timer = setTimeout(lookAgain, everyMs);
  return {
    again() {
      taken = undefined;
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

async function seenNow(read: () => Promise<SupergraphTexts>): Promise<SeenFiles> {
  try {
    return { texts: await read() };
  } catch (error) {
    return { problems: problemsOf(error) };
  }
}
