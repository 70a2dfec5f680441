import { holdsOn } from './holding.ts';
import type { Agreement, GovernanceContent } from './model.ts';
import type { Policy } from './policy.ts';

/** One version of the governance files, checked, with what it decides. */
export type Version = GovernanceContent & Policy;

/** A consumer's way to one database for one purpose. */
export interface Way {
  readonly consumer: string;
  readonly purpose: string;
  readonly database: string;
}

/** Whether an agreement is about this consumer, purpose and database. */
export function isOnWay({ consumer, purposes, database }: Agreement, way: Way): boolean {
  return consumer === way.consumer && database === way.database && purposes.includes(way.purpose);
}

/** An agreement from which a change of access comes. */
export interface AgreementChange {
  readonly id: string;
  /** What happened to it, in words. */
  readonly what: string;
}

/** A change, by the day on which it begins. */
interface Beginning {
  readonly effect: 'gains' | 'loses';
  /** Empty for a condition. */
  readonly elements: readonly string[];
  readonly from: string;
}

/** The agreements behind a change that begins on a day, and what the other version does with each. */
export function reasonsFor(
  way: Way,
  { effect, elements, from }: Beginning,
  before: Version,
  after: Version,
): readonly AgreementChange[] {
  const held = ({ agreements }: Version) =>
    agreements.filter((agreement) => isOnWay(agreement, way) && holdsOn(agreement, from));
  const findIn = ({ agreements }: Version, id: string) => agreements.find((one) => one.id === id);
  const grants = (agreement: Agreement) => elements.some((name) => agreement.elements.includes(name));
  if (elements.length === 0) {
    return held(after)
      .filter((now) => JSON.stringify(now) !== JSON.stringify(findIn(before, now.id)))
      .map(({ id }) => ({ id, what: findIn(before, id) === undefined ? 'new' : 'has other terms' }));
  }
  if (effect === 'gains') {
    return held(after)
      .filter(grants)
      .map(({ id }) => ({ id, what: gainReason(findIn(before, id), from) }));
  }
  return held(before)
    .filter(grants)
    .map(({ id }) => ({ id, what: lossReason(findIn(after, id), from) }));
}

function gainReason(before: Agreement | undefined, day: string): string {
  if (before === undefined) return 'new';
  const stop = stopOn(before, day);
  return stop === undefined ? 'grants more' : `before: ${stop}`;
}

function lossReason(after: Agreement | undefined, day: string): string {
  if (after === undefined) return 'no longer there';
  return stopOn(after, day) ?? 'grants less';
}

/** Why an agreement grants nothing on a day; `undefined` when it holds. */
function stopOn(agreement: Agreement, day: string): string | undefined {
  if (holdsOn(agreement, day)) return undefined;
  const { from, to, plannedSuspension, suspension, termination } = agreement;
  if (termination !== null && termination.on <= day) {
    const reason =
      termination.reason === 'purpose-gone' ? 'its purpose is gone' : 'a misuse was not remedied';
    return `terminated on ${termination.on}, because ${reason}`;
  }
  if (suspension !== null && suspension.from <= day) {
    return `suspended from ${suspension.from} for misuse: ${suspension.violation}`;
  }
  if (day < from) return `begins on ${from}`;
  if (to !== null && day > to) return `ends on ${to}`;
  if (plannedSuspension !== null && plannedSuspension.from <= day) {
    return `interrupted from ${plannedSuspension.from} to ${plannedSuspension.to ?? 'a day not known yet'}`;
  }
  return 'its legal basis is not in force';
}
