import type { Pool } from 'undici';
import { type ArrivedAnswer, readAnswers } from './batch-answer.ts';
import type { FailureFacts, FailureReason } from './call-failure.ts';
import type { Deadlines, Expiring } from './deadlines.ts';
import { type HttpEnd, HttpExchange, textOf } from './http-exchange.ts';
import type { Lane } from './lanes.ts';
import type { Patience } from './patience.ts';
import type { Question } from './question.ts';

/** Failures of the network after which the database has surely not begun to answer. */
const REPEATABLE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** What a shipment comes back with: an answer to each of its questions, or why there is none. */
export type Arrival =
  | { readonly healthy: boolean; readonly answers: readonly ArrivedAnswer[] }
  | { readonly healthy: false; readonly reason: FailureReason; readonly facts: FailureFacts };

/** What all shipments of a channel share. */
export interface ShipmentContext {
  readonly pool: Pool;
  readonly patience: Patience;
  readonly deadlines: Deadlines;
  readonly timeoutMs: number;
  /** The connection is free again; the answer is not read yet. */
  readonly onLanded: (shipment: Shipment) => void;
  readonly onRetry: (shipment: Shipment) => void;
}

/** Thrown by a shipment for which nobody waits any more: it says nothing about the database. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}

/** Questions on their way in one HTTP request, which is repeated at most once. */
export class Shipment implements Expiring {
  previous: Expiring | undefined;
  next: Expiring | undefined;
  expiresAt = 0;
  readonly lane: Lane;
  readonly sentAt: number;
  /** Whether the channel counts it as under way. */
  isUnderWay = true;
  readonly #context: ShipmentContext;
  readonly #isProbe: boolean;
  #questions: readonly Question[];
  #live = 0;
  #sawTimeout = false;
  #hasRetried = false;
  #exchange: HttpExchange | undefined;
  #resolve: ((arrival: Arrival) => void) | undefined;
  #reject: ((reason: Abandoned) => void) | undefined;

  /** A probe finds out whether the database is back: it ends with a verdict even if nobody waits for its answer. */
  constructor(context: ShipmentContext, lane: Lane, questions: readonly Question[], isProbe: boolean) {
    this.#context = context;
    this.#isProbe = isProbe;
    this.lane = lane;
    this.sentAt = lane.lastLeftAt;
    this.#questions = questions;
    for (const question of questions) question.shipment = this;
    this.#live = questions.length;
  }

  /** In the order of the answers. */
  get questions(): readonly Question[] {
    return this.#questions;
  }

  /** @throws {Abandoned} */
  travel(): Promise<Arrival> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#post();
    });
  }

  /** One of its questions is of no interest any more; with the last one the HTTP request ends as well. */
  lose(reason: FailureReason): void {
    this.#live -= 1;
    if (reason === 'timeout') this.#sawTimeout = true;
    if (this.#live > 0) return;
    // A call that had waited long leaves its request little time: then the database is not to blame.
    const isSlow = performance.now() - this.sentAt >= this.#context.patience.ms;
    if (this.#sawTimeout && isSlow) this.expire();
    else if (this.#isProbe) this.#outlive();
    else this.abandon();
  }

  /** Ends it without a verdict. */
  abandon(): void {
    this.#exchange?.abort();
    this.#context.deadlines.remove(this);
    this.#reject?.(new Abandoned());
  }

  /** Ends it, because the database did not answer in time. */
  expire(): void {
    this.#exchange?.abort();
    this.#resolve?.({ healthy: false, reason: 'timeout', facts: {} });
  }

  #outlive(): void {
    this.expiresAt = performance.now() + this.#context.timeoutMs;
    this.#context.deadlines.add(this);
  }

  #post(): void {
    this.#exchange = new HttpExchange((end) => this.#end(end));
    const { pathname: path, headers } = this.lane;
    this.#context.pool.dispatch({ path, method: 'POST', headers, body: this.#body() }, this.#exchange);
  }

  #body(): string {
    const [first] = this.#questions;
    if (first !== undefined && this.#questions.length === 1) return first.body;
    return `[${this.#questions.map(({ body }) => body).join(',')}]`;
  }

  #end(end: HttpEnd): void {
    if ('code' in end && this.#mayRetry(end)) {
      this.#retry();
      return;
    }
    this.#context.deadlines.remove(this);
    this.#resolve?.('code' in end ? broken(end.code) : this.#read(end.status, end.chunks));
  }

  #mayRetry({ code, untouched }: { readonly code: string; readonly untouched: boolean }): boolean {
    return untouched && REPEATABLE.has(code) && !this.#hasRetried && !this.#isProbe && this.#live > 0;
  }

  #retry(): void {
    this.#hasRetried = true;
    this.#questions = this.#questions.filter(({ live }) => live > 0);
    this.#context.onRetry(this);
    this.#post();
  }

  #read(status: number, chunks: readonly Buffer[]): Arrival {
    const { patience, onLanded } = this.#context;
    patience.learn(performance.now() - this.sentAt);
    // The next batch is on its way while this one is read.
    if (status < 500) onLanded(this);
    const answers = readAnswers(textOf(chunks), status, this.#questions.length);
    if (answers === undefined) return { healthy: false, reason: 'answer', facts: { status } };
    return { healthy: status < 500, answers };
  }
}

function broken(code: string): Arrival {
  const reason = code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 'answer' : 'network';
  return { healthy: false, reason, facts: { code } };
}
