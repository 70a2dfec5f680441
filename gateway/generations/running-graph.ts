import type { GraphQLSchema } from 'graphql';
import type { Generation } from './generation.ts';

/** The generation that runs, which can be followed by another one at any moment. */
export interface RunningGraph {
  /** The one that new requests meet. */
  current(): Generation;
  /**
   * The generation that serves a schema: whatever is done for a request is done by the one on whose schema it was
   * validated.
   *
   * @throws Error for a schema that none of them serves
   */
  of(schema: GraphQLSchema): Generation;
  /** Keeps the generation of a request running until the returned function is called. */
  enter(schema: GraphQLSchema): () => void;
  /** Told of each new generation, at once when it takes over. Returns what ends that. */
  onChange(listener: (generation: Generation) => void): () => void;
  stop(): Promise<void>;
}

interface Served {
  readonly generation: Generation;
  requests: number;
  isFollowed: boolean;
}

/** Generations, one after the other. Each one that is followed by another stops when its last request has ended. */
export class LiveGraph implements RunningGraph {
  readonly #served = new WeakMap<GraphQLSchema, Served>();
  readonly #listeners = new Set<(generation: Generation) => void>();
  readonly #onFault: (error: unknown) => void;
  readonly #stopping = new Set<Promise<void>>();
  readonly #followed = new Set<Served>();
  #current: Served;
  #isStopped = false;

  /** @param onFault told what went wrong while a generation stopped */
  constructor(first: Generation, onFault: (error: unknown) => void) {
    this.#onFault = onFault;
    this.#current = this.#add(first);
  }

  current(): Generation {
    return this.#current.generation;
  }

  of(schema: GraphQLSchema): Generation {
    return this.#servedOf(schema).generation;
  }

  enter(schema: GraphQLSchema): () => void {
    const served = this.#servedOf(schema);
    served.requests += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      served.requests -= 1;
      this.#stopIfDone(served);
    };
  }

  onChange(listener: (generation: Generation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Lets a generation take over. Requests that come from now on meet it; those under way stay where they are.
   *
   * @throws Error after the stop, or what a listener threw: then everything stays as it was, and the generation is the
   *   caller's to stop
   */
  take(generation: Generation): void {
    if (this.#isStopped) throw new Error('The graph has been stopped.');
    const next = this.#add(generation);
    for (const listener of this.#listeners) listener(generation);
    const before = this.#current;
    this.#current = next;
    before.isFollowed = true;
    this.#followed.add(before);
    this.#stopIfDone(before);
  }

  /** How many generations run: one, and those whose last requests are under way. */
  get running(): number {
    return 1 + this.#followed.size;
  }

  async stop(): Promise<void> {
    const all = this.#isStopped ? [] : [this.#current, ...this.#followed];
    this.#isStopped = true;
    for (const served of all) this.#stop(served);
    await Promise.all(this.#stopping);
  }

  #add(generation: Generation): Served {
    const served: Served = { generation, requests: 0, isFollowed: false };
    this.#served.set(generation.access.schema, served);
    return served;
  }

  #servedOf(schema: GraphQLSchema): Served {
    const served = this.#served.get(schema);
    if (served === undefined) throw new Error('No generation serves this schema.');
    return served;
  }

  #stopIfDone(served: Served): void {
    if (served.isFollowed && served.requests === 0 && !this.#isStopped) this.#stop(served);
  }

  #stop(served: Served): void {
    this.#followed.delete(served);
    const stopping = served.generation.stop().catch(this.#onFault);
    this.#stopping.add(stopping);
    void stopping.then(() => this.#stopping.delete(stopping));
  }
}

/** A graph that stays as it is. */
export function fixedGraph(generation: Generation): RunningGraph {
  return new LiveGraph(generation, () => undefined);
}
