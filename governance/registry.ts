/**
 * Entries by key while the checks run. An entry that is itself broken is still `mentioned`, and a list that could
 * not be read at all is `open`: so one fault is reported once, not again wherever the entry is referred to.
 */
export class Registry<T> {
  readonly #values = new Map<string, T>();
  readonly #mentioned = new Map<string, number>();
  #isOpen = false;

  /**
   * Notes that `key` stands at `line`.
   *
   * @returns the line of an earlier entry with the same key, if any
   */
  mention(key: string, line: number): number | undefined {
    const earlier = this.#mentioned.get(key);
    if (earlier === undefined) this.#mentioned.set(key, line);
    return earlier;
  }

  set(key: string, value: T): void {
    this.#values.set(key, value);
  }

  /** From now on every key counts as known. */
  open(): void {
    this.#isOpen = true;
  }

  knows(key: string): boolean {
    return this.#isOpen || this.#mentioned.has(key);
  }

  /** The sound entry of that key. */
  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  keys(): readonly string[] {
    return [...this.#mentioned.keys()];
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  values(): ReadonlyMap<string, T> {
    return this.#values;
  }
}
