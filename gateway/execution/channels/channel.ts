import type { ChannelAnswer } from './batch-answer.ts';
import type { BreakerState } from './breaker.ts';

/** Something that happened in a channel, for logs and metrics. It never carries anything of a call or an answer. */
export type ChannelEvent = { readonly database: string } & (
  | { readonly type: 'sent'; readonly calls: number }
  | { readonly type: 'retried'; readonly calls: number }
  | { readonly type: 'refused'; readonly reason: 'overloaded' | 'open' }
  | { readonly type: 'breaker'; readonly state: BreakerState }
);

/** Settings of {@link createChannel}. Durations are in milliseconds. */
export interface ChannelOptions {
  /** Its name, for errors and events. */
  readonly database: string;
  /** For example `http://127.0.0.1:4101/graphql`; a call's `path` is resolved against it. */
  readonly url: string;
  /** Size of the keep-alive pool, and so most HTTP requests in flight. */
  readonly connections: number;
  /** Most calls of one HTTP request; with 1 every call is a plain object, for servers that know no arrays. */
  readonly maxBatch: number;
  /** Most calls that wait to leave; beyond it one fails at once, of the grant that has most of them. */
  readonly maxWaiting: number;
  /** Longest time of a call from its start to its answer, waiting included. */
  readonly timeoutMs: number;
  /** Whether identical calls in flight are made once. */
  readonly shareInFlight: boolean;
  /** Failed HTTP requests in a row that open the breaker, and how long until one may find out. */
  readonly breaker: { readonly failures: number; readonly halfOpenAfterMs: number };
  /** Must not throw; if it does, nobody hears of it. */
  readonly onEvent?: (event: ChannelEvent) => void;
}

/** One call to a database. */
export interface Call {
  /** `graphql` or `conditions`: relative to the channel's URL. */
  readonly path: string;
  /** The signed access grant; an empty text is none. Calls meet only under exactly the same grant and path. */
  readonly grant: string;
  /** The call as JSON text of one object. */
  readonly body: string;
  /** Calls in flight with the same path, grant and `sameAs` are the same question. Left out: never shared. */
  readonly sameAs?: string;
  /** The client has gone, or (with a `TimeoutError` as reason) the request's deadline has passed. */
  readonly signal: AbortSignal;
}

/**
 * The way to one database. A call leaves at once when nothing is under way for its path and grant; calls that come
 * meanwhile leave together.
 */
export interface Channel {
  /** @throws {CallFailure} */
  call(call: Call): Promise<ChannelAnswer>;
  /** Whether calls pass. */
  readonly state: BreakerState;
  /** Ends everything that waits or is under way, and every connection. */
  close(): Promise<void>;
}
