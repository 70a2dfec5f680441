import { type Load, startLoad } from '../load/driver.ts';
import type { LoadJob, LoadResult } from '../load/job.ts';
import { type Contestant, type RunningGateway, startGateway } from './gateways.ts';

/** How long each gateway is asked. */
export interface Pace {
  readonly rounds: number;
  readonly roundSeconds: number;
  /** Before the first round of a scenario, for compilers and caches; not counted. */
  readonly warmUpSeconds: number;
}

/** One piece of load for several gateways in turn. */
export interface Heat {
  /** For progress. */
  readonly title: string;
  /** Names of those who take part. */
  readonly names: readonly string[];
  readonly asksFile: string;
  readonly connections: number;
  readonly others: Readonly<Record<string, number>>;
  /** Where the databases count their calls. */
  readonly countersPort: number;
  readonly pace: Pace;
}

/** What was measured of one gateway in one heat. */
export interface Outcome {
  readonly name: string;
  readonly startSeconds: number;
  readonly rounds: readonly LoadResult[];
  /** Why there is nothing, or not all. */
  readonly failure: string | null;
}

interface Entry {
  readonly name: string;
  readonly gateway: RunningGateway | undefined;
  failure: string | null;
}

/** Measures gateways in turn, one at a time on its core, in rounds so that the machine's moods reach all alike. */
export class Contest {
  readonly #say: (line: string) => void;
  readonly #entries: Entry[] = [];
  #load: Load = startLoad();

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Starts every gateway and puts it to sleep, so that each has its core to itself when its turn comes. */
  async start(contestants: readonly Contestant[]): Promise<void> {
    for (const contestant of contestants) {
      const { name } = contestant;
      try {
        const gateway = await startGateway(contestant);
        gateway.child.pause();
        this.#entries.push({ name, gateway, failure: null });
      } catch (error) {
        const failure = `did not start: ${(error as Error).message}`;
        this.#say(`${name} ${failure}`);
        this.#entries.push({ name, gateway: undefined, failure });
      }
    }
  }

  async measure(heat: Heat): Promise<readonly Outcome[]> {
    const { title, names, pace } = heat;
    const entries = this.#entries.filter(({ name }) => names.includes(name));
    const rounds = new Map<Entry, LoadResult[]>(entries.map((entry) => [entry, []]));
    const failures = new Map<Entry, string>();
    for (let round = 0; round <= pace.rounds; round += 1) {
      this.#say(`${title}: ${round === 0 ? 'warming up' : `round ${round} of ${pace.rounds}`}`);
      // To and fro, so that what grows slower over a round does not always meet the same ones.
      for (const entry of round % 2 === 0 ? entries : entries.toReversed()) {
        if (entry.gateway === undefined || failures.has(entry)) continue;
        const seconds = round === 0 ? pace.warmUpSeconds : pace.roundSeconds;
        const result = await this.#ask(entry.gateway, heat, seconds);
        if (typeof result === 'string') failures.set(entry, result);
        else if (round > 0) rounds.get(entry)?.push(result);
      }
    }
    return entries.map((entry) => ({
      name: entry.name,
      startSeconds: entry.gateway?.startSeconds ?? 0,
      rounds: rounds.get(entry) ?? [],
      failure: entry.failure ?? failures.get(entry) ?? null,
    }));
  }

  /** One turn of one gateway; a text when it went wrong. */
  async #ask(gateway: RunningGateway, heat: Heat, seconds: number): Promise<LoadResult | string> {
    gateway.child.resume();
    try {
      const result = await Promise.race([this.#load.run(jobOf(gateway, heat, seconds)), gateway.child.ended]);
      if (result.wrong === 0) return result;
      throw new Error(`${result.wrong} of ${result.answers} answers were wrong: ${result.firstWrong}`);
    } catch (error) {
      const failure = (error as Error).message;
      this.#say(`${gateway.contestant.name} in ${heat.title}: ${failure}`);
      // The load may still wait for answers that never come.
      this.#load.stop();
      this.#load = startLoad();
      return failure;
    } finally {
      gateway.child.pause();
    }
  }

  stop(): void {
    this.#load.stop();
    for (const { gateway } of this.#entries) gateway?.child.stop();
  }
}

function jobOf({ contestant, port, child }: RunningGateway, heat: Heat, seconds: number): LoadJob {
  return {
    port,
    path: '/graphql',
    headers: contestant.headers,
    asksFile: heat.asksFile,
    connections: heat.connections,
    seconds,
    gatewayPid: child.pid,
    others: heat.others,
    countersPort: contestant.countsItself ? port : heat.countersPort,
  };
}
