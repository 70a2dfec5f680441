import type { HealthCard } from './country.ts';
import { AS_OF_DAY, addYears, ageAt, type Day, dateText, dayOf } from './days.ts';
import type { PersonDraft } from './draft.ts';
import { known } from './known.ts';
import type { Random } from './random.ts';

/** What a health-insurance card depends on. */
export interface Insured {
  readonly person: PersonDraft;
  readonly socialInsuranceNumber: string;
  readonly employed: boolean;
  readonly pensioner: boolean;
}

/** Group of the insured in the 15-character number with its usual benefit level (letters and levels: B-H). */
const GROUPS = {
  CHILD: ['TE', 1],
  PENSIONER: ['HT', 3],
  EMPLOYEE: ['DN', 4],
  PUPIL: ['HS', 4],
  FAMILY: ['GD', 4],
  POOR: ['HN', 2],
} as const;

const YEAR_START = dayOf('2026-01-01');
const YEAR_END = dayOf('2026-12-31');
const LAST_YEAR_END = dayOf('2025-12-31');

/** A health-insurance card (thẻ BHYT): ten digits, or 15 characters for a few who never exchanged an old one. */
export function drawHealthCard(insured: Insured, random: Random): HealthCard {
  const { person, socialInsuranceNumber } = insured;
  const age = ageAt(person.birthDay, AS_OF_DAY);
  const group = groupOf(insured, age, random);
  const [letters, benefitLevel] = GROUPS[group];
  const oldForm = age >= 15 && random.chance(0.04);
  const { from, until } = validity(person, group, random);
  const commune = person.household?.commune ?? known(person.home, 'home');
  return {
    cardNumber: oldForm
      ? `${letters}${benefitLevel}${known(person.home, 'home').oldProvinceCode}${socialInsuranceNumber}`
      : socialInsuranceNumber,
    benefitLevel,
    validFrom: dateText(from),
    validUntil: dateText(until),
    initialFacility: `Trạm Y tế ${commune.fullName}`,
    fiveYearsContinuousOn: fiveYears(person, group, random),
  };
}

function groupOf({ employed, pensioner }: Insured, age: number, random: Random): keyof typeof GROUPS {
  if (age < 6) return 'CHILD';
  if (pensioner) return 'PENSIONER';
  if (employed) return 'EMPLOYEE';
  if (random.chance(0.04)) return 'POOR';
  return age < 19 ? 'PUPIL' : 'FAMILY';
}

/** Until the sixth birthday for small children, for pensioners several years, for the others the calendar year. */
function validity(
  person: PersonDraft,
  group: keyof typeof GROUPS,
  random: Random,
): { from: Day; until: Day } {
  if (group === 'CHILD') return { from: person.birthDay, until: addYears(person.birthDay, 6) - 1 };
  if (group === 'PENSIONER')
    return { from: YEAR_START - 365 * random.integer(0, 3), until: addYears(YEAR_END, 3) };
  // Family contributions run for twelve months from any day, and some have lapsed.
  if (group === 'FAMILY') {
    const from = AS_OF_DAY - random.integer(0, random.chance(0.04) ? 600 : 360);
    return { from, until: addYears(from, 1) - 1 };
  }
  return random.chance(0.01)
    ? { from: addYears(YEAR_START, -1), until: LAST_YEAR_END }
    : { from: YEAR_START, until: YEAR_END };
}

function fiveYears(person: PersonDraft, group: keyof typeof GROUPS, random: Random): string | null {
  if (group === 'CHILD' || random.chance(0.35)) return null;
  const first = Math.max(dayOf('2020-01-01'), addYears(person.birthDay, 6));
  return dateText(random.integer(first, Math.max(first, addYears(AS_OF_DAY, 3))));
}
