import type { CompiledCall, CompiledPlan } from './compile-plan.ts';

/** How long a step that could be made waits for others of its call, in milliseconds. */
const PATIENCE_MS = 25;

const WAITING = 0;
const READY = 1;
const MADE = 2;
const ENDED = 3;

/**
 * Says when each call is made: when all of its steps can be, because one call costs less than several; but a step does
 * not wait long for others, so that a database that does not answer holds up nobody but those who need it. Then the
 * call is made for some of its steps, and again for the others.
 */
export class Turns {
  readonly #plan: CompiledPlan;
  readonly #make: (call: CompiledCall, steps: readonly number[]) => void;
  readonly #wake: () => void;
  readonly #states: Uint8Array;
  readonly #timers = new Map<number, NodeJS.Timeout>();
  /** Calls whose steps have waited for others long enough. */
  readonly #impatient = new Set<number>();
  #left: number;

  /**
   * @param make makes a call for these of its steps, and ends them sooner or later, whatever comes of it
   * @param wake told when a call has waited long enough: {@link advance} is due
   */
  constructor(
    plan: CompiledPlan,
    make: (call: CompiledCall, steps: readonly number[]) => void,
    wake: () => void,
  ) {
    this.#wake = wake;
    this.#plan = plan;
    this.#make = make;
    this.#states = new Uint8Array(plan.steps.length);
    this.#left = plan.steps.length;
  }

  /** Whether every step has ended. */
  get areOver(): boolean {
    return this.#left === 0;
  }

  /** Makes every call whose turn has come. */
  advance(): void {
    let isMade = true;
    while (isMade) {
      isMade = false;
      this.#markReady();
      for (const call of this.#plan.calls) {
        const ready = call.steps.filter((step) => this.#states[step] === READY);
        if (ready.length === 0) continue;
        const isWaiting = call.steps.some((step) => this.#states[step] === WAITING);
        if (isWaiting && !this.#impatient.delete(call.index)) {
          this.#waitForOthers(call);
        } else {
          this.#makeNow(call, ready);
          isMade = true;
        }
      }
    }
  }

  /** Steps whose call has ended. */
  end(steps: readonly number[]): void {
    for (const step of steps) this.#states[step] = ENDED;
    this.#left -= steps.length;
  }

  #markReady(): void {
    for (const [step, { waitsFor }] of this.#plan.steps.entries()) {
      if (this.#states[step] === WAITING && waitsFor.every((before) => this.#states[before] === ENDED)) {
        this.#states[step] = READY;
      }
    }
  }

  #waitForOthers(call: CompiledCall): void {
    if (this.#timers.has(call.index)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(call.index);
      this.#impatient.add(call.index);
      this.#wake();
    }, PATIENCE_MS);
    this.#timers.set(call.index, timer);
  }

  #makeNow(call: CompiledCall, steps: readonly number[]): void {
    clearTimeout(this.#timers.get(call.index));
    this.#timers.delete(call.index);
    for (const step of steps) this.#states[step] = MADE;
    this.#make(call, steps);
  }
}
