import { databaseOf } from '../contract/elements.ts';
import { type ConditionChange, conditionChanges } from './compare-conditions.ts';
import { type AgreementChange, isOnWay, reasonsFor, type Version, type Way } from './compare-reasons.ts';
import { addDays } from './days.ts';
import { heldPeriods } from './holding.ts';
import { compareText } from './problems.ts';

/** Whoever calls, with or without an agreement. */
export const EVERYBODY = 'EVERYBODY';

/** One thing that a consumer may do under one version of the governance files and not under the other. */
export interface AccessChange {
  /** A condition that loosens is a gain, one that tightens a loss. */
  readonly effect: 'gains' | 'loses';
  /** Key of an agency, `CITIZEN`, or {@link EVERYBODY} where an element is public in one of the versions. */
  readonly consumer: string;
  /** `null` for {@link EVERYBODY}. */
  readonly purpose: string | null;
  readonly database: string;
  /** Elements that are granted or no longer granted; empty for a condition. */
  readonly elements: readonly string[];
  /** The condition that changes for what both versions grant. */
  readonly condition: ConditionChange | null;
  /** First and last day; `null` is no end. */
  readonly from: string;
  readonly to: string | null;
  /** The agreements from which the change comes, and what happened to each. */
  readonly agreements: readonly AgreementChange[];
}

/** What one segment of days changes: `key` is the same wherever the same thing changes. */
interface Fact {
  readonly key: string;
  readonly effect: AccessChange['effect'];
  readonly element?: string;
  readonly condition?: ConditionChange;
}

interface Segment {
  readonly from: string;
  readonly to: string | null;
  readonly facts: readonly Fact[];
}

/**
 * Who gains and who loses what when `after` takes the place of `before`, on a day and on all days after it: elements
 * by what is granted, not by what is written, and the conditions on elements that both grant. In the order of
 * consumers, purposes, databases and days.
 *
 * @param on `YYYY-MM-DD`
 */
export function compareAccess(before: Version, after: Version, on: string): readonly AccessChange[] {
  const everybody = publicChanges(before, after, on);
  const named = waysOf([before, after]).flatMap((way) => changesOn(way, before, after, on));
  return [...everybody, ...named];
}

function publicChanges(before: Version, after: Version, on: string): readonly AccessChange[] {
  const isPublic = ({ elements }: Version, name: string) => elements.get(name)?.class === 'none';
  const names = [...new Set([...before.elements.keys(), ...after.elements.keys()])].toSorted(compareText);
  const changed = names.filter((name) => isPublic(before, name) !== isPublic(after, name));
  return changed.map((name) => ({
    effect: isPublic(after, name) ? 'gains' : 'loses',
    consumer: EVERYBODY,
    purpose: null,
    database: databaseOf(name),
    elements: [name],
    condition: null,
    from: on,
    to: null,
    agreements: [],
  }));
}

function waysOf(versions: readonly Version[]): readonly Way[] {
  const ways = new Map<string, Way>();
  for (const { consumer, purposes, database } of versions.flatMap(({ agreements }) => agreements)) {
    for (const purpose of purposes) {
      ways.set(`${consumer} ${purpose} ${database}`, { consumer, purpose, database });
    }
  }
  return [...ways].toSorted(([a], [b]) => compareText(a, b)).map(([, way]) => way);
}

function changesOn(way: Way, before: Version, after: Version, on: string): readonly AccessChange[] {
  const days = turningPoints(way, [before, after], on);
  const segments = days.map((from, index): Segment => {
    const next = days[index + 1];
    const to = next === undefined ? null : addDays(next, -1);
    return { from, to, facts: factsOn(way, before, after, from) };
  });
  return grouped(segments).map(({ facts, from, to, effect }) => {
    const elements = facts.flatMap(({ element }) => element ?? []);
    const condition = facts[0]?.condition ?? null;
    const agreements = reasonsFor(way, { effect, elements, from }, before, after);
    return { effect, ...way, elements, condition, from, to, agreements };
  });
}

/** The day itself, and each later one on which an agreement of either version begins or ceases to hold. */
function turningPoints(way: Way, versions: readonly Version[], on: string): readonly string[] {
  const periods = versions
    .flatMap(({ agreements }) => agreements.filter((agreement) => isOnWay(agreement, way)))
    .flatMap(heldPeriods);
  const days = periods.flatMap(({ from, to }) => (to === null ? [from] : [from, addDays(to, 1)]));
  return [...new Set([on, ...days.filter((day) => day > on)])].toSorted(compareText);
}

function factsOn(way: Way, before: Version, after: Version, day: string): readonly Fact[] {
  const a = before.grantFor(way.consumer, way.purpose, day);
  const b = after.grantFor(way.consumer, way.purpose, day);
  const isNamed = (name: string) =>
    databaseOf(name) === way.database &&
    ![before, after].some(({ elements }) => elements.get(name)?.class === 'none');
  const had = [...a.elements].filter(isNamed);
  const gained = [...b.elements].filter((name) => isNamed(name) && !a.elements.has(name));
  const lost = had.filter((name) => !b.elements.has(name));
  const was = a.terms.get(way.database);
  const is = b.terms.get(way.database);
  const isKept = had.length > lost.length && was !== undefined && is !== undefined;
  const conditions = isKept ? conditionChanges([was, before.codes], [is, after.codes]) : [];
  return [
    ...gained.map((element): Fact => ({ key: `+ ${element}`, effect: 'gains', element })),
    ...lost.map((element): Fact => ({ key: `- ${element}`, effect: 'loses', element })),
    ...conditions.map(
      ({ effect, condition }): Fact => ({
        key: `${effect} ${condition.name} ${condition.before} ${condition.after}`,
        effect,
        condition,
      }),
    ),
  ];
}

interface Run extends Omit<Segment, 'facts'> {
  readonly effect: AccessChange['effect'];
  readonly facts: readonly Fact[];
}

/** Facts that last over neighbouring segments become one; elements of the same days become one change. */
function grouped(segments: readonly Segment[]): readonly Run[] {
  const groups = new Map<string, Run>();
  for (const { fact, from, to } of runsOf(segments)) {
    const key = `${fact.effect} ${from} ${to} ${fact.element === undefined ? fact.key : ''}`;
    const facts = [...(groups.get(key)?.facts ?? []), fact];
    groups.set(key, { effect: fact.effect, from, to, facts });
  }
  return [...groups.values()];
}

function runsOf(segments: readonly Segment[]): readonly { fact: Fact; from: string; to: string | null }[] {
  return segments.flatMap(({ facts, from }, index) =>
    facts.flatMap((fact) => {
      const lastsFrom = (at: number) => segments[at]?.facts.some(({ key }) => key === fact.key) === true;
      if (lastsFrom(index - 1)) return [];
      let last = index;
      while (lastsFrom(last + 1)) last += 1;
      return [{ fact, from, to: segments[last]?.to ?? null }];
    }),
  );
}
