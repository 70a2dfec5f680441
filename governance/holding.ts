import { addDays, earlierEnd, type Period } from './days.ts';
import type { Agreement } from './model.ts';

/**
 * The days on which an agreement grants anything, in order: from its first day to its last, as long as its legal
 * basis is in force, and neither while a planned suspension lasts, nor from the day of a suspension for misuse or of
 * its termination on (384-QĐ/TW, articles 15 and 16). Empty when there is no such day.
 */
export function heldPeriods(agreement: Agreement): readonly Period[] {
  const { plannedSuspension: pause } = agreement;
  const whole = wholePeriod(agreement);
  if (pause === null) return [whole].filter(isPeriod);
  const before = { from: whole.from, to: earlierEnd(whole.to, addDays(pause.from, -1)) };
  if (pause.to === null) return [before].filter(isPeriod);
  const resumed = addDays(pause.to, 1);
  return [before, { from: resumed > whole.from ? resumed : whole.from, to: whole.to }].filter(isPeriod);
}

/** Whether an agreement grants anything on a day. */
export function holdsOn(agreement: Agreement, on: string): boolean {
  return heldPeriods(agreement).some(({ from, to }) => from <= on && (to === null || on <= to));
}

function wholePeriod({ from, to, legalBasis, suspension, termination }: Agreement): Period {
  const { validFrom, validTo } = legalBasis;
  const stops = [suspension?.from, termination?.on].map((day) =>
    day === undefined ? null : addDays(day, -1),
  );
  return {
    from: validFrom !== null && validFrom > from ? validFrom : from,
    to: [validTo, ...stops].reduce(earlierEnd, to),
  };
}

function isPeriod({ from, to }: Period): boolean {
  return to === null || from <= to;
}
