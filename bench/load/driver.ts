import { CORES, startChild } from '../harness/child.ts';
import type { LoadJob, LoadResult } from './job.ts';

/** The process that makes load. */
export interface Load {
  /** @throws Error when it takes far longer than asked for, as when the gateway answers nothing */
  run(job: LoadJob): Promise<LoadResult>;
  stop(): void;
}

/** Longest wait for what is under way when the time of a job is over, in seconds. */
const PATIENCE = 60;

/** Starts the load's process. */
export function startLoad(): Load {
  const child = startChild({
    command: process.execPath,
    words: ['--import', 'tsx', 'bench/load/loop.ts'],
    core: CORES.others,
  });
  return {
    async run(job) {
      child.tell(JSON.stringify(job));
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error('answers did not come to an end')),
          (job.seconds + PATIENCE) * 1_000,
        );
      });
      try {
        return JSON.parse(await Promise.race([child.nextLine(), tooLong])) as LoadResult;
      } finally {
        clearTimeout(timer);
      }
    },
    stop: child.stop,
  };
}
