import type { Enterprise, InsurancePeriod } from './country.ts';
import { AS_OF_DAY, addYears, ageAt, type Day, dateText, dayOf, nextMonthStart } from './days.ts';
import { isPresent, type PersonDraft } from './draft.ts';
import { type Random, weighted } from './random.ts';

/** An enterprise as a place to work: insured jobs begin after its foundation and end with its activity. */
interface Employer {
  readonly code: string;
  readonly foundedOn: Day;
  readonly until: Day;
}

/** Share of all people with an open period at an enterprise and with a voluntary one; the rest of the 21 % works for the state. */
const EMPLOYED_SHARE = 0.16;
const VOLUNTARY_SHARE = 0.02;

/** Limits of employed life here. */
const FIRST_WORKING_AGE = 18;
const RETIREMENT_AGE = 60;

/** How many employees the large employer takes from a big population, and which part of a small one. */
const LARGE_EMPLOYER_STAFF = 150;
const LARGE_EMPLOYER_SHARE = 0.45;

/** Monthly bases in hundreds of thousands of đồng. */
const COMPULSORY_BASE = [50, 280] as const;
const VOLUNTARY_BASE = [15, 80] as const;

/** Most insured periods begin with the computerised registers (B-L). */
const FIRST_PERIOD_DAY = dayOf('1995-01-01');

/**
 * Employs people at the enterprises. The large employer is filled first, from people drawn of the whole population,
 * so that it has many employees even in a small country; the other active enterprises share the rest.
 */
export function employ(
  people: readonly PersonDraft[],
  enterprises: readonly Enterprise[],
  largeEmployer: Enterprise,
  random: Random,
): Map<PersonDraft, readonly InsurancePeriod[]> {
  const employers = enterprises.map(employerOf);
  const active = employers.filter((employer) => employer.until > AS_OF_DAY);
  const drawEmployer = weighted(active.map((employer) => [employer, 1 / (0.03 + random.next())] as const));
  const workers = random.shuffle(people.filter(isOfWorkingAge));
  const large = Math.min(LARGE_EMPLOYER_STAFF, Math.floor(workers.length * LARGE_EMPLOYER_SHARE));
  const employed = Math.max(large, Math.round(people.length * EMPLOYED_SHARE));
  const voluntary = employed + Math.round(people.length * VOLUNTARY_SHARE);
  const periods = new Map<PersonDraft, readonly InsurancePeriod[]>();
  workers.slice(0, voluntary).forEach((worker, index) => {
    const employer =
      index < large ? employerOf(largeEmployer) : index < employed ? drawEmployer(random) : null;
    const open = openPeriod(worker, employer, random);
    if (open !== null) periods.set(worker, [...earlierPeriods(worker, open, employers, random), open]);
  });
  for (const worker of workers.slice(voluntary)) {
    if (!random.chance(0.1)) continue;
    const closed = earlierPeriods(worker, { from: dateText(AS_OF_DAY - 200) }, employers, random);
    if (closed.length > 0) periods.set(worker, closed);
  }
  return periods;
}

function isOfWorkingAge(person: PersonDraft): boolean {
  const age = ageAt(person.birthDay, AS_OF_DAY);
  return isPresent(person) && age >= FIRST_WORKING_AGE && age < RETIREMENT_AGE;
}

function employerOf({ enterpriseCode, foundedOn, status, statusSince }: Enterprise): Employer {
  const until = status === 'ACTIVE' ? Infinity : dayOf(statusSince);
  return { code: enterpriseCode, foundedOn: dayOf(foundedOn), until };
}

function openPeriod(worker: PersonDraft, employer: Employer | null, random: Random): InsurancePeriod | null {
  const first = firstPossibleDay(worker, employer);
  const from = nextMonthStart(Math.max(first, AS_OF_DAY - Math.floor(random.next() ** 2 * 5500) - 30));
  return from > AS_OF_DAY ? null : period(from, null, employer, random);
}

function firstPossibleDay(worker: PersonDraft, employer: Employer | null): Day {
  return Math.max(addYears(worker.birthDay, FIRST_WORKING_AGE), employer?.foundedOn ?? 0, FIRST_PERIOD_DAY);
}

/** Up to three closed periods before another one, each at an enterprise that was there then; in order, with gaps. */
function earlierPeriods(
  worker: PersonDraft,
  next: { readonly from: string },
  employers: readonly Employer[],
  random: Random,
): readonly InsurancePeriod[] {
  const periods: InsurancePeriod[] = [];
  let limit = dayOf(next.from);
  for (let count = random.integer(0, 3); count > 0; count -= 1) {
    const employer = random.pick(employers);
    // The last day of a month, some months before the next period.
    const until = nextMonthStart(Math.min(limit - random.integer(0, 400), employer.until) - 31) - 1;
    const first = nextMonthStart(firstPossibleDay(worker, employer));
    const from = nextMonthStart(Math.max(first, until - random.integer(200, 2600)));
    if (from + 60 > until) break;
    periods.unshift(period(from, until, employer, random));
    limit = from;
  }
  return periods;
}

function period(from: Day, until: Day | null, employer: Employer | null, random: Random): InsurancePeriod {
  const [lowest, highest] = employer === null ? VOLUNTARY_BASE : COMPULSORY_BASE;
  return {
    from: dateText(from),
    until: until === null ? null : dateText(until),
    kind: employer === null ? 'VOLUNTARY' : 'COMPULSORY',
    employerCode: employer?.code ?? null,
    monthlyBaseVnd: BigInt(random.integer(lowest, highest)) * 100_000n,
  };
}

/**
 * The last periods of pensioners: from an early enterprise until the pension, where one is old enough. Work for the
 * state before the registers were computerised is not in them.
 */
export function periodsBeforePension(
  pensioner: PersonDraft,
  enterprises: readonly Enterprise[],
  random: Random,
): readonly InsurancePeriod[] {
  const retired = addYears(pensioner.birthDay, RETIREMENT_AGE);
  const until = nextMonthStart(retired) - 1;
  const candidates = enterprises
    .map(employerOf)
    .filter((one) => one.foundedOn + 7500 < until && one.until > until);
  if (candidates.length === 0 || until > AS_OF_DAY) return [];
  const employer = random.pick(candidates);
  const from = nextMonthStart(firstPossibleDay(pensioner, employer));
  return from + 5500 > until ? [] : [period(from, until, employer, random)];
}
