import { Refusal } from '../../contract/refusal.ts';
import {
  type CompiledCost,
  countOf,
  type FieldTerm,
  type Given,
  SHORT_LIST,
  type Size,
  type Term,
  type Terms,
} from './cost-terms.ts';

/** Where an operation's cost lies. */
export interface HeaviestPlace {
  /** Response keys from the root, with `@` for the items of a list. */
  readonly path: readonly string[];
  /** What everything at and below that place costs together. */
  readonly cost: number;
  /** The argument that would have to ask for less, and for how many; `undefined` when no argument alone can. */
  readonly slice: { readonly argument: string; readonly at: string; readonly most: number } | undefined;
}

/** Values of the variables; of those in `open` nothing is known yet, so that lists are as long as is assumed. */
export interface KnownValues {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly open: ReadonlySet<string>;
}

/** Sums stay exact and finite, however deep lists multiply. */
const MOST = 1e15;

/** Lists below a field that have its size. */
interface Sized {
  readonly names: ReadonlySet<string>;
  readonly count: number;
  readonly by: { readonly argument: string; readonly at: string } | undefined;
}

/** A list on the way to the heaviest place whose length an argument decides. */
interface SlicedList {
  readonly argument: string;
  readonly at: string;
  readonly count: number;
  /** What one entry more costs, in all lists around it together. */
  readonly each: number;
}

/**
 * The sum of an operation's terms. What a fragment costs on one type is summed once, however often it stands.
 *
 * @throws Refusal `BAD_USER_INPUT` when a list must be asked for with exactly one of its slicing arguments
 */
export function sumOf(compiled: CompiledCost, values: KnownValues): number {
  return new Summing(values).total(compiled.terms);
}

/** Follows the dearest field for as long as it alone is at least half of the cost. */
export function heaviestPlace(compiled: CompiledCost, values: KnownValues, limit: number): HeaviestPlace {
  return new Summing(values).heaviest(compiled.terms, limit);
}

class Summing {
  readonly #values: KnownValues;
  readonly #known = new Map<Terms, number>();

  constructor(values: KnownValues) {
    this.#values = values;
  }

  total(terms: Terms): number {
    return this.#terms(terms, undefined, this.#known);
  }

  heaviest(terms: Terms, limit: number): HeaviestPlace {
    const total = this.total(terms);
    const path: string[] = [];
    const lists: SlicedList[] = [];
    let place = { terms, sized: undefined as Sized | undefined, times: 1, cost: total };
    for (;;) {
      const found = this.#dearest(place.terms, place.sized);
      if (found === undefined || found.cost * place.times * 2 < total) break;
      const { field, sized } = found;
      const own = this.#sizeOf(field, sized);
      const entry = this.#dearestEntry(field, own.count);
      path.push(field.responseKey, ...Array.from({ length: field.listDepth }, () => '@'));
      if (own.by !== undefined) lists.push({ ...own.by, count: own.count, each: place.times * entry.cost });
      place = {
        terms: entry.terms,
        sized: this.#sizedBelow(field, path),
        times: Math.min(MOST, place.times * own.count),
        cost: Math.min(MOST, found.cost * place.times),
      };
    }
    return { path, cost: place.cost, slice: sliceOf(lists, total, limit) };
  }

  /** One memory for each size that is handed down, so that no fragment is walked twice on the same way. */
  #terms(terms: Terms, sized: Sized | undefined, known: Map<Terms, number>): number {
    const remembered = known.get(terms);
    if (remembered !== undefined) return remembered;
    let sum = 0;
    for (const term of terms) sum += this.#term(term, sized, known);
    const bounded = Math.min(MOST, sum);
    known.set(terms, bounded);
    return bounded;
  }

  #term(term: Term, sized: Sized | undefined, known: Map<Terms, number>): number {
    if (!term.conditions.every(({ expected, value }) => this.#isTrue(value) === expected)) return 0;
    if ('fragment' in term) return this.#terms(term.fragment, sized, known);
    const { count } = this.#sizeOf(term, sized);
    return Math.min(MOST, term.argumentWeight + count * this.#dearestEntry(term, count).cost);
  }

  #dearestEntry(term: FieldTerm, count: number): { readonly cost: number; readonly terms: Terms } {
    let dearest = { cost: 0, terms: [] as Terms };
    if (count === 0) return dearest;
    const sized = this.#sizedBelow(term, [term.responseKey]);
    for (const { weight, terms } of term.entries) {
      const below = sized === undefined ? this.total(terms) : this.#terms(terms, sized, new Map());
      if (weight + below >= dearest.cost) dearest = { cost: weight + below, terms };
    }
    return dearest;
  }

  /** The field, in a fragment or not, that costs most. */
  #dearest(terms: Terms, sized: Sized | undefined) {
    const known = new Map<Terms, number>();
    let candidates = terms;
    for (;;) {
      let [dearest, cost]: [Term | undefined, number] = [undefined, 0];
      for (const term of candidates) {
        const its = this.#term(term, sized, known);
        if (its > cost) [dearest, cost] = [term, its];
      }
      if (dearest === undefined) return undefined;
      if (!('fragment' in dearest)) return { field: dearest, cost, sized };
      candidates = dearest.fragment;
    }
  }

  #sizedBelow(field: FieldTerm, path: readonly string[]): Sized | undefined {
    if (field.sizedFields.size === 0) return undefined;
    const { count, argument } = this.#entries(field.size);
    return {
      names: field.sizedFields,
      count,
      by: argument === undefined ? undefined : { argument, at: path.join('.') },
    };
  }

  #sizeOf(field: FieldTerm, sized: Sized | undefined): Pick<Sized, 'count' | 'by'> {
    if (sized?.names.has(field.name)) return sized;
    if (field.listDepth === 0 || field.sizedFields.size > 0) return { count: 1, by: undefined };
    const { count, argument } = this.#entries(field.size);
    return {
      // Only the outermost list can be sliced; those within it are short.
      count: Math.min(MOST, count * SHORT_LIST ** (field.listDepth - 1)),
      by: argument === undefined ? undefined : { argument, at: field.responseKey },
    };
  }

  #entries({ assumed, slices, requireOne }: Size): { readonly count: number; readonly argument?: string } {
    const given = slices.flatMap(({ argument, count }) => {
      const value = this.#number(count);
      return value === undefined ? [] : [{ argument, count: value }];
    });
    const isOpen = slices.some(
      ({ count }) => typeof count === 'object' && this.#values.open.has(count.variable),
    );
    if (requireOne && !isOpen && given.length !== 1) throw oneOf(slices.map(({ argument }) => argument));
    return given.toSorted((a, b) => b.count - a.count)[0] ?? { count: assumed };
  }

  #number(given: Given<number | undefined>): number | undefined {
    return typeof given === 'object' ? countOf(this.#values.variables[given.variable]) : given;
  }

  #isTrue(given: Given<boolean>): boolean {
    return typeof given === 'object' ? this.#values.variables[given.variable] === true : given;
  }
}

/** The list of which fewer entries would be enough, when there is one: the longest of them. */
function sliceOf(lists: readonly SlicedList[], total: number, limit: number): HeaviestPlace['slice'] {
  if (total >= MOST) return undefined;
  const [longest] = lists
    .map(({ count, each, ...of }) => ({ ...of, count, most: Math.floor(count - (total - limit) / each) }))
    .filter(({ most }) => most >= 1)
    .toSorted((a, b) => b.count - a.count);
  return longest && { argument: longest.argument, at: longest.at, most: longest.most };
}

function oneOf(names: readonly string[]): Refusal {
  return new Refusal('BAD_USER_INPUT', `Expected exactly one of the arguments ${names.join(', ')}.`, {
    argument: names.join(', '),
    expected: 'exactly one of them',
  });
}
