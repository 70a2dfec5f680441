import type { z } from 'zod';
import type { Report } from './agreement-entry.ts';
import { addDays, workingDaysBetween } from './days.ts';
import type { agreementShape } from './shapes.ts';

type Written = z.output<typeof agreementShape>;

/** Working days between the announcement of a planned suspension and its first day (384-QĐ/TW, article 15). */
const ANNOUNCED_BEFORE = 7;
/** Days to remedy a misuse, counted from the notice (384-QĐ/TW, article 16). */
const DAYS_TO_REMEDY = 30;

/** Which blocks of dates belong to which state. */
const BLOCKS = {
  plannedSuspension: 'planned-suspension',
  suspension: 'suspended',
  termination: 'terminated',
} as const;

/**
 * Checks the days of an agreement: its beginning and end, its yearly review, and the clocks that run while it is
 * suspended or after it was terminated.
 */
export function checkLifecycle(value: Written, report: Report): void {
  checkDays(value, report);
  checkReview(value, report);
  checkBlocks(value, report);
  checkPlannedSuspension(value, report);
  checkSuspension(value, report);
  checkTermination(value, report);
}

function checkDays({ from, to, legalBasis }: Written, report: Report): void {
  const { validFrom, validTo } = legalBasis;
  if (to !== null && to < from) {
    report(['to'], `an end on ${to}, before the start on ${from}`, 'the start or a later day');
  }
  if (validFrom !== undefined && validTo !== undefined && validTo < validFrom) {
    report(
      ['legalBasis', 'validTo'],
      `an end on ${validTo}, before the start on ${validFrom}`,
      'the start or a later day',
    );
  }
  const outside =
    (validFrom !== undefined && to !== null && to < validFrom) || (validTo !== undefined && validTo < from);
  if (outside) report(['legalBasis'], 'a provision in force on no day of the agreement', 'a day in common');
}

/** Each year by 25 December (384-QĐ/TW, article 18): the first time in the year in which the agreement begins. */
function checkReview({ from, to, review, reviewed }: Written, report: Report): void {
  const due = reviewed === undefined ? christmasOnOrAfter(from) : `${Number(reviewed.slice(0, 4)) + 1}-12-25`;
  if (review === null) {
    if (to === null || to > due) report(['review'], 'no review', `a day, not after ${due}`);
    return;
  }
  const earliest = reviewed ?? from;
  if (review < earliest || review > due) {
    report(['review'], `a review on ${review}`, `a day from ${earliest} to ${due}`);
  }
}

function christmasOnOrAfter(day: string): string {
  const year = Number(day.slice(0, 4));
  return day.slice(5) <= '12-25' ? `${year}-12-25` : `${year + 1}-12-25`;
}

function checkBlocks(value: Written, report: Report): void {
  for (const [block, state] of Object.entries(BLOCKS) as [keyof typeof BLOCKS, string][]) {
    const belongs = value.state === state || (block === 'suspension' && isUnremedied(value));
    if (belongs && value[block] === undefined) {
      report(['state'], `the state ${value.state} without ${block}`, `its dates under "${block}"`);
    } else if (!belongs && value[block] !== undefined) {
      report(
        [block],
        `${block} of an agreement whose state is ${value.state}`,
        `the state ${state}, or none`,
      );
    }
  }
}

function isUnremedied({ state, termination }: Written): boolean {
  return state === 'terminated' && termination?.reason === 'not-remedied';
}

function checkPlannedSuspension({ plannedSuspension, from }: Written, report: Report): void {
  if (plannedSuspension === undefined) return;
  const { cause, announcedOn, from: first, to: last } = plannedSuspension;
  const at = (part: string, found: string, expected: string) =>
    report(['plannedSuspension', part], found, expected);
  if (first < from) at('from', `a suspension from ${first}, before the start`, `${from} or a later day`);
  if (last === null && cause === 'planned') at('to', 'no end', 'the last day of a planned suspension');
  if (last !== null && last < first) {
    at('to', `an end on ${last}, before the start on ${first}`, 'the start or a later day');
  }
  if (cause === 'force-majeure') {
    const latest = addDays(first, 1);
    if (announcedOn > latest) {
      at('announcedOn', `a notice on ${announcedOn}`, `a day not after ${latest}, within 24 hours`);
    }
    return;
  }
  const days = workingDaysBetween(announcedOn, first);
  if (days < ANNOUNCED_BEFORE) {
    at(
      'announcedOn',
      `a notice on ${announcedOn}, ${days} working days before ${first}`,
      `at least ${ANNOUNCED_BEFORE} working days`,
    );
  }
}

function checkSuspension({ suspension, from }: Written, report: Report): void {
  if (suspension === undefined) return;
  const { from: first, notifiedOn, deadline } = suspension;
  const at = (part: string, found: string, expected: string) => report(['suspension', part], found, expected);
  if (first < from) at('from', `a suspension from ${first}, before the start`, `${from} or a later day`);
  const latest = addDays(first, 1);
  if (notifiedOn < first || notifiedOn > latest) {
    at('notifiedOn', `a notice on ${notifiedOn}`, `${first} or ${latest}, within one day`);
  }
  const due = addDays(notifiedOn, DAYS_TO_REMEDY);
  if (deadline !== due) {
    at('deadline', `a deadline on ${deadline}`, `${due}, ${DAYS_TO_REMEDY} days after the notice`);
  }
}

function checkTermination({ termination, suspension, from }: Written, report: Report): void {
  if (termination === undefined) return;
  const { on, reason } = termination;
  if (on < from) report(['termination', 'on'], `an end on ${on}, before the start`, `${from} or a later day`);
  if (reason !== 'not-remedied' || suspension === undefined || on > suspension.deadline) return;
  report(
    ['termination', 'on'],
    `an end on ${on}, while the misuse may still be remedied`,
    `a day after ${suspension.deadline}`,
  );
}
