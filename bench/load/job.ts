/** One request of a job, with what a right answer to it is. */
export interface Ask {
  /** JSON text of the request. */
  readonly body: string;
  /** JSON text of the value that `data` must have. */
  readonly expected: string;
}

/** A piece of load on one gateway. */
export interface LoadJob {
  /** Port on loopback. */
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON file with a list of asks, which are asked in turn; read when it is named first. */
  readonly asksFile: string;
  readonly connections: number;
  /** Requests start for so long; what is under way then is awaited and counted. */
  readonly seconds: number;
  /** Process whose use of its core is read. */
  readonly gatewayPid: number;
  /** Further processes whose use is read, by what they are called in the result. */
  readonly others: Readonly<Record<string, number>>;
  /** Port where calls are counted: `POST /reset` sets all counters to 0, `POST /counts` tells them. */
  readonly countersPort: number;
}

/** What was counted behind a gateway; each counter is only there where somebody counts it. */
export interface Counts {
  /** HTTP requests that reached the databases. */
  readonly calls?: number;
  /** GraphQL operations in them. */
  readonly operations?: number;
  /** SQL statements that answered them. */
  readonly statements?: number;
}

/** What a piece of load brought. */
export interface LoadResult {
  readonly answers: number;
  /** Requests that a gateway with too much to do has refused, saying when to ask again. */
  readonly refused: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Of the gateway, all its processes together. */
  readonly cpuMs: number;
  readonly residentMb: number;
  /** Milliseconds on a core of each further process. */
  readonly othersCpuMs: Readonly<Record<string, number>>;
  readonly counts: Counts;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Answers that were not the expected ones, and what the first of them was. */
  readonly wrong: number;
  readonly firstWrong: string | null;
}
