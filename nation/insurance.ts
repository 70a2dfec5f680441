import type { Enterprise, InsuranceHistory, InsurancePeriod } from './country.ts';
import { AS_OF_DAY, ageAt } from './days.ts';
import { isPresent, type PersonDraft } from './draft.ts';
import { employ, periodsBeforePension } from './employment.ts';
import { drawHealthCard } from './health-cards.ts';
import type { NumberIssuer } from './numbers.ts';
import type { Random } from './random.ts';

/** Health insurance covered 95.16 % of the population at the end of 2025. */
const CARD_SHARE = 0.952;

/** Share of people of pension age who draw one. */
const PENSION_SHARE = 0.33;
const PENSION_AGE = 60;

/** What an insurance history is made of. */
export interface InsuranceParts {
  readonly person: PersonDraft;
  readonly periods: readonly InsurancePeriod[];
  readonly monthlyPensionVnd: bigint | null;
  readonly card: boolean;
}

/** The insurance of the whole population, in its order; people with nothing at all have no entry. */
export function insurePopulation(
  people: readonly PersonDraft[],
  enterprises: readonly Enterprise[],
  largeEmployer: Enterprise,
  numbers: NumberIssuer,
  random: Random,
): InsuranceHistory[] {
  const periods = employ(people, enterprises, largeEmployer, random.fork('employment'));
  const early = enterprises.filter(({ foundedOn }) => foundedOn < '2002');
  const histories: InsuranceHistory[] = [];
  for (const person of people) {
    if (!isPresent(person)) continue;
    const pension = drawPension(person, random);
    const parts: InsuranceParts = {
      person,
      periods: pension === null ? (periods.get(person) ?? []) : periodsBeforePension(person, early, random),
      monthlyPensionVnd: pension,
      card: random.chance(CARD_SHARE),
    };
    if (parts.card || parts.periods.length > 0 || pension !== null) {
      histories.push(assembleInsurance(parts, numbers, random));
    }
  }
  return histories;
}

/** Puts a history together: everybody in it has a social-insurance number, which is also the number of a new card. */
export function assembleInsurance(
  { person, periods, monthlyPensionVnd, card }: InsuranceParts,
  numbers: NumberIssuer,
  random: Random,
): InsuranceHistory {
  const socialInsuranceNumber = numbers.socialInsuranceNumber(random);
  const employed = periods.some((period) => period.until === null && period.kind === 'COMPULSORY');
  const pensioner = monthlyPensionVnd !== null;
  return {
    personalId: person.personalId,
    socialInsuranceNumber,
    periods,
    monthlyPensionVnd,
    healthCard: card ? drawHealthCard({ person, socialInsuranceNumber, employed, pensioner }, random) : null,
  };
}

/** A few pensions lie below the 500,000 đồng that matter for the social retirement allowance (Decree 176/2025/NĐ-CP). */
function drawPension(person: PersonDraft, random: Random): bigint | null {
  if (ageAt(person.birthDay, AS_OF_DAY) < PENSION_AGE || !random.chance(PENSION_SHARE)) return null;
  const thousands = random.chance(0.03) ? random.integer(330, 495) : random.integer(2800, 13_000);
  return BigInt(thousands) * 1000n;
}

/** Takes the unit code away from enterprises for which nobody is or was insured. */
export function withInsuranceUnits(
  enterprises: readonly Enterprise[],
  insurance: readonly InsuranceHistory[],
): Enterprise[] {
  const insuring = new Set(
    insurance.flatMap(({ periods }) => periods.map(({ employerCode }) => employerCode)),
  );
  return enterprises.map((enterprise) =>
    insuring.has(enterprise.enterpriseCode) ? enterprise : { ...enterprise, insuranceUnitCode: null },
  );
}
