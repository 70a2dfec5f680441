import type { World } from './format.ts';

/** What a gateway must be able to do to run the suite: everything that is particular to one gateway is behind this. */
export interface Runner {
  /**
   * Composes a world's subgraphs, serves them, and starts the gateway before them.
   *
   * @throws Error when the graph does not compose, with the reasons in its message
   */
  start(world: World): Promise<RunningWorld>;
  /**
   * Only composes.
   *
   * @throws Error when the graph does not compose, with the reasons in its message
   */
  compose(dictionary: World['dictionary'], sdls: Readonly<Record<string, string>>): void;
}

/** One world, answering. */
export interface RunningWorld {
  send(caller: string, request: Request): Promise<Answer>;
  stop(): Promise<void>;
}

/** One HTTP request. */
export interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** One HTTP answer. */
export interface Answer {
  readonly status: number;
  /** The body as it came. */
  readonly text: string;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions?: Readonly<Record<string, unknown>>;
    }[];
  };
  /** Databases that were asked for this answer. */
  readonly called: ReadonlySet<string>;
}
