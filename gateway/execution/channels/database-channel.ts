import { setMaxListeners } from 'node:events';
import { Pool } from 'undici';
import type { ChannelAnswer } from './batch-answer.ts';
import { Breaker, type BreakerState } from './breaker.ts';
import { CallFailure, type FailureReason } from './call-failure.ts';
import type { Call, Channel, ChannelEvent, ChannelOptions } from './channel.ts';
import { Deadlines } from './deadlines.ts';
import { type Lane, Lanes } from './lanes.ts';
import { Patience } from './patience.ts';
import { abortReason, type OnLeave, Question, Waiter } from './question.ts';
import { Abandoned, type Arrival, Shipment, type ShipmentContext } from './shipment.ts';

/** Most bytes of one HTTP answer: a database that lies about its size cannot take the gateway's memory. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Opens the channel of one database. It connects when it is first called. */
export function createChannel(options: ChannelOptions): Channel {
  return new DatabaseChannel(options);
}

class DatabaseChannel implements Channel {
  readonly #options: ChannelOptions;
  readonly #pool: Pool;
  readonly #lanes: Lanes;
  readonly #deadlines = new Deadlines();
  readonly #patience: Patience;
  readonly #breaker: Breaker;
  readonly #context: ShipmentContext;
  readonly #shipments = new Set<Shipment>();
  #freeConnections: number;
  #isClosed = false;
  #leavesThisTurn = false;
  #patienceTimer: NodeJS.Timeout | undefined;

  constructor(options: ChannelOptions) {
    const { url, connections, timeoutMs } = options;
    this.#options = options;
    this.#freeConnections = connections;
    this.#lanes = new Lanes(options);
    this.#patience = new Patience(timeoutMs / 2);
    this.#breaker = new Breaker(options.breaker, this.#onBreaker);
    this.#pool = new Pool(new URL(url).origin, {
      connections,
      connect: { timeout: timeoutMs },
      maxResponseSize: MAX_ANSWER_BYTES,
      // Deadlines are the channel's own.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#context = {
      pool: this.#pool,
      patience: this.#patience,
      deadlines: this.#deadlines,
      timeoutMs,
      onLanded: (shipment) => this.#landed(shipment),
      onRetry: ({ questions }) => this.#tell({ type: 'retried', calls: questions.length }),
    };
  }

  get state(): BreakerState {
    return this.#breaker.state;
  }

  call(call: Call): Promise<ChannelAnswer> {
    return new Promise((resolve, reject) => {
      const expiresAt = performance.now() + this.#options.timeoutMs;
      const waiter = new Waiter(call.signal, expiresAt, resolve, reject, this.#onLeave);
      const refusal = this.#refusal(call.signal);
      if (refusal === undefined) this.#ask(call, waiter);
      else this.#refuse([waiter], refusal);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const question of this.#lanes.drain()) this.#refuse(question.waiters, 'cancelled');
    for (const shipment of this.#shipments) {
      shipment.abandon();
      for (const question of shipment.questions) this.#refuse(question.waiters, 'cancelled');
    }
    this.#deadlines.stop();
    clearTimeout(this.#patienceTimer);
    await this.#pool.destroy();
  }

  #refusal(signal: AbortSignal): FailureReason | undefined {
    if (this.#isClosed) return 'cancelled';
    if (signal.aborted) return abortReason(signal);
    return this.#breaker.admits ? undefined : 'open';
  }

  #ask({ path, grant, body, sameAs, signal }: Call, waiter: Waiter): void {
    setMaxListeners(0, signal);
    signal.addEventListener('abort', waiter);
    this.#deadlines.add(waiter);
    const lane = this.#lanes.of(path, grant);
    const shareAs = this.#options.shareInFlight ? sameAs : undefined;
    const same = shareAs === undefined ? undefined : lane.shared?.get(shareAs);
    if (same !== undefined && this.#isFresh(same)) {
      same.join(waiter);
      return;
    }
    const question = new Question(lane, body, shareAs);
    question.join(waiter);
    if (shareAs !== undefined) lane.share(shareAs, question);
    this.#enqueue(question);
  }

  /** Whoever came late would otherwise wait, one after the other and for ever, for a request that hangs. */
  #isFresh({ shipment }: Question): boolean {
    return shipment === undefined || performance.now() - shipment.sentAt < this.#options.timeoutMs / 2;
  }

  #enqueue(question: Question): void {
    // What can leave already does not count as waiting.
    if (this.#lanes.isFull && this.#leavesThisTurn) this.#leave();
    const loser = this.#lanes.add(question);
    if (loser !== undefined) {
      this.#forget(loser);
      this.#refuse(loser.waiters, 'overloaded');
    }
    if (loser !== question) this.#wake(question.lane);
  }

  #wake(lane: Lane): void {
    if (this.#leavesThisTurn || this.#freeConnections === 0) return;
    if (!this.#lanes.mayLeave(lane, performance.now(), this.#patience.ms)) {
      this.#watchPatience();
      return;
    }
    this.#leavesThisTurn = true;
    queueMicrotask(this.#atEndOfTurn);
  }

  /** A tick that is asked for by a microtask comes when all microtasks are done: those who call now leave together. */
  readonly #atEndOfTurn = (): void => process.nextTick(this.#leave);

  readonly #leave = (): void => {
    this.#leavesThisTurn = false;
    const now = performance.now();
    while (this.#freeConnections > 0 && this.#breaker.admits) {
      const batch = this.#lanes.next(now, this.#patience.ms);
      if (batch === undefined) break;
      this.#send(batch);
    }
    if (this.#lanes.waiting === 0) return;
    if (!this.#breaker.admits) this.#refuseWaiting();
    else if (this.#freeConnections > 0) this.#watchPatience();
  };

  #send(batch: readonly Question[]): void {
    const [first] = batch;
    if (first === undefined) return;
    const shipment = new Shipment(this.#context, first.lane, batch, this.#breaker.state !== 'closed');
    this.#freeConnections -= 1;
    this.#shipments.add(shipment);
    void this.#carry(shipment);
    this.#tell({ type: 'sent', calls: batch.length });
  }

  async #carry(shipment: Shipment): Promise<void> {
    try {
      this.#settle(shipment, await this.#breaker.watch(() => shipment.travel()));
    } catch (error) {
      // Whoever waited for an abandoned one has been told. The breaker itself refuses when the clock was set back.
      if (!(error instanceof Abandoned))
        this.#settle(shipment, { healthy: false, reason: 'open', facts: {} });
    }
    this.#shipments.delete(shipment);
    this.#landed(shipment);
  }

  #settle({ questions }: Shipment, arrival: Arrival): void {
    const failure =
      'reason' in arrival
        ? new CallFailure(this.#options.database, arrival.reason, arrival.facts)
        : undefined;
    let position = 0;
    for (const question of questions) {
      this.#forget(question);
      const answer = 'answers' in arrival ? arrival.answers[position] : undefined;
      position += 1;
      for (const waiter of question.waiters) {
        if (!this.#finish(waiter)) continue;
        if (answer !== undefined) waiter.resolve({ ...answer, isShared: question.waiters.length > 1 });
        else waiter.reject(failure ?? new CallFailure(this.#options.database, 'answer'));
      }
    }
  }

  #landed(shipment: Shipment): void {
    if (!shipment.isUnderWay) return;
    shipment.isUnderWay = false;
    const { lane } = shipment;
    lane.underWay -= 1;
    this.#freeConnections += 1;
    this.#lanes.forgetIdle(lane);
    if (this.#lanes.waiting > 0) this.#leave();
  }

  readonly #onLeave: OnLeave = (waiter, reason) => {
    const { question } = waiter;
    if (!this.#finish(waiter) || question === undefined) return;
    waiter.reject(new CallFailure(this.#options.database, reason));
    question.live -= 1;
    if (question.live > 0) return;
    this.#forget(question);
    if (question.shipment === undefined) this.#lanes.remove(question);
    else question.shipment.lose(reason);
  };

  readonly #onBreaker = (state: BreakerState): void => {
    this.#tell({ type: 'breaker', state });
    if (state === 'open') this.#refuseWaiting();
  };

  #refuseWaiting(): void {
    for (const question of this.#lanes.drain()) {
      this.#forget(question);
      this.#refuse(question.waiters, 'open');
    }
  }

  #refuse(waiters: readonly Waiter[], reason: FailureReason): void {
    for (const waiter of waiters) {
      if (!this.#finish(waiter)) continue;
      waiter.reject(new CallFailure(this.#options.database, reason));
      if (reason === 'overloaded' || reason === 'open') this.#tell({ type: 'refused', reason });
    }
  }

  /** Nobody joins it from now on. */
  #forget(question: Question): void {
    const { lane, sameAs } = question;
    if (sameAs !== undefined && lane.shared?.get(sameAs) === question) lane.shared.delete(sameAs);
  }

  /** Whether the waiter still waited. It leaves nothing behind. */
  #finish(waiter: Waiter): boolean {
    if (waiter.isDone) return false;
    waiter.isDone = true;
    this.#deadlines.remove(waiter);
    waiter.signal.removeEventListener('abort', waiter);
    return true;
  }

  #watchPatience(): void {
    if (this.#patienceTimer !== undefined) return;
    const wait = this.#lanes.patienceEndsAt(this.#patience.ms) - performance.now();
    this.#patienceTimer = setTimeout(this.#onPatience, Math.max(1, Math.ceil(wait))).unref();
  }

  /** When the gateway was busy itself, the answer has come meanwhile and only needs to be read: that goes first. */
  readonly #onPatience = (): void => void setImmediate(this.#onPatienceOver);

  readonly #onPatienceOver = (): void => {
    this.#patienceTimer = undefined;
    this.#leave();
  };

  #tell(event: DistributiveOmit<ChannelEvent, 'database'>): void {
    try {
      this.#options.onEvent?.({ database: this.#options.database, ...event });
    } catch {
      // Telling must not change what is told.
    }
  }
}

type DistributiveOmit<T, Key extends string> = T extends unknown ? Omit<T, Key> : never;
