import type { Sex } from './country.ts';
import { AS_OF_DAY, addYears, type Day, dayOf } from './days.ts';
import { draftPerson, type PersonDraft } from './draft.ts';
import { type Random, weighted } from './random.ts';

/**
 * Share of the living per five years of age, in percent. Its sums are the published ones for 2025: 22.8 % under 15
 * and 14.5 % aged 60 and over; the division within them is an estimate.
 */
const AGE_GROUPS: readonly number[] = [
  7.3, 7.7, 7.8, 6.9, 6.4, 7.3, 8.3, 8.2, 7.4, 6.7, 6.1, 5.4, 4.7, 3.7, 2.5, 1.4, 1.0, 0.7, 0.35, 0.13, 0.02,
];

/** Share of people in the registers who have died; earlier deaths were never entered. */
const DEAD_SHARE = 0.035;
const FIRST_DEATH_DAY: Day = dayOf('2012-01-01');

const ageAtDeath = weighted<readonly [number, number]>([
  [[0, 4], 3],
  [[5, 29], 4],
  [[30, 59], 22],
  [[60, 79], 41],
  [[80, 98], 30],
]);

/** Lives of `count` people, oldest first. Ages are spread evenly over the table, so small countries fit it too. */
export function createPeople(count: number, random: Random): PersonDraft[] {
  const deadCount = Math.round(count * DEAD_SHARE);
  const people: PersonDraft[] = [];
  for (let index = 0; index < count - deadCount; index += 1) {
    people.push(livingPerson((index + random.next()) / (count - deadCount), random));
  }
  for (let index = 0; index < deadCount; index += 1) people.push(deadPerson(random));
  return people.sort((a, b) => a.birthDay - b.birthDay);
}

function livingPerson(quantile: number, random: Random): PersonDraft {
  const age = ageAtQuantile(quantile);
  const birthDay = AS_OF_DAY - Math.floor(age * 365.2425) - 1;
  const missing = age >= 20 && random.chance(0.0007);
  return draftPerson({
    sex: drawSex(age, random),
    birthDay,
    birthDateLength: precision(age, random),
    deathDay: null,
    missingDay: missing
      ? random.integer(Math.max(addYears(birthDay, 18), dayOf('2005-01-01')), AS_OF_DAY)
      : null,
  });
}

function deadPerson(random: Random): PersonDraft {
  const [youngest, oldest] = ageAtDeath(random);
  const age = youngest + random.next() * (oldest - youngest + 1);
  const deathDay = random.integer(FIRST_DEATH_DAY, AS_OF_DAY - 10);
  return draftPerson({
    // Men die younger, so that among the widowed there are more women.
    sex: random.chance(age >= 30 && age < 80 ? 0.64 : 0.48) ? 'MALE' : 'FEMALE',
    birthDay: deathDay - Math.floor(age * 365.2425) - 1,
    birthDateLength: precision(age, random),
    deathDay,
    missingDay: null,
  });
}

function ageAtQuantile(quantile: number): number {
  let left = quantile * AGE_GROUPS.reduce((sum, share) => sum + share, 0);
  for (const [index, share] of AGE_GROUPS.entries()) {
    if (left < share) return 5 * (index + left / share);
    left -= share;
  }
  return 5 * AGE_GROUPS.length;
}

function drawSex(age: number, random: Random): Sex {
  const male = age < 15 ? 0.525 : age < 60 ? 0.502 : age < 75 ? 0.455 : 0.36;
  return random.chance(male) ? 'MALE' : 'FEMALE';
}

/** Many old people never had more than a year of birth in their papers. */
function precision(age: number, random: Random): 4 | 7 | 10 {
  if (age < 60) return 10;
  if (random.chance(age >= 75 ? 0.12 : 0.06)) return 4;
  return random.chance(0.01) ? 7 : 10;
}
