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
  /** Asked in turn. */
  readonly asks: readonly Ask[];
  readonly connections: number;
  /** Requests start for so long; what is under way then is awaited and counted. */
  readonly seconds: number;
  /** Process whose use of its core is read. */
  readonly gatewayPid: number;
  /** Port of the databases, which count their calls. */
  readonly countersPort: number;
}

/** What a piece of load brought. */
export interface LoadResult {
  readonly answers: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Of the gateway, all its processes together. */
  readonly cpuMs: number;
  readonly residentMb: number;
  /** Requests that reached the databases, and GraphQL operations in them. */
  readonly calls: number;
  readonly operations: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not the expected ones, and what the first of them was. */
  readonly wrong: number;
  readonly firstWrong: string | null;
}
