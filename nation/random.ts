/**
 * Repeatable randomness. Only additions, shifts, multiplications and square roots are used, which ECMAScript defines
 * to the last bit, so that a seed gives the same country on every machine.
 */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** `true` with the given probability. */
  chance(probability: number): boolean;
  /** One item, each as likely as the others; a `RangeError` when there is none. */
  pick<Item>(items: readonly Item[]): Item;
  /** About normally distributed, never further than 3.47 deviations from the mean. */
  normal(mean: number, deviation: number): number;
  /** A copy in random order. */
  shuffle<Item>(items: readonly Item[]): Item[];
  /**
   * An independent stream for a part of the work. It depends on the seed and the labels only, never on what was
   * drawn before, so that a change in one part leaves the others as they were.
   */
  fork(label: string): Random;
}

/** Randomness from a seed: the generator sfc32 (Small Fast Counter, 128 bits of state), seeded by splitmix32. */
export function createRandom(seed: number, path = ''): Random {
  const next = sfc32(hash(`${seed}/${path}`));
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => {
      if (items.length === 0)
        throw new RangeError('pick: received an empty list, expected at least one item');
      return items[integer(0, items.length - 1)] as (typeof items)[number];
    },
    // The sum of four uniform numbers has mean 2 and variance 1/3.
    normal: (mean, deviation) => mean + (next() + next() + next() + next() - 2) * Math.sqrt(3) * deviation,
    shuffle: (items) => shuffled(items, integer),
    fork: (label) => createRandom(seed, `${path}/${label}`),
  };
}

/** A table of items with weights, drawn from in logarithmic time; the weights need not add up to anything. */
export function weighted<Item>(entries: readonly (readonly [Item, number])[]): (random: Random) => Item {
  const limits = new Float64Array(entries.length);
  let total = 0;
  entries.forEach(([, weight], index) => {
    total += weight;
    limits[index] = total;
  });
  if (!(total > 0)) throw new RangeError(`weighted: the weights add up to ${total}, expected more than 0`);
  return (random) => {
    const entry = entries[firstAbove(limits, random.next() * total)];
    if (entry === undefined) throw new RangeError('weighted: drew outside the table');
    return entry[0];
  };
}

function firstAbove(limits: Float64Array, value: number): number {
  let low = 0;
  let high = limits.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((limits[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function shuffled<Item>(items: readonly Item[], integer: (low: number, high: number) => number): Item[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = integer(0, last);
    [copy[last], copy[other]] = [copy[other] as Item, copy[last] as Item];
  }
  return copy;
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
}

function sfc32(seed: number): () => number {
  const seeds = splitmix32(seed);
  let [a, b, c, counter] = [seeds(), seeds(), seeds(), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The first outputs still show the seed's pattern.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}
