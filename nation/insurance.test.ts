import { describe, expect, it } from 'vitest';
import { yearsBetween } from '../contract/calendar.ts';
import { checkHealthInsuranceCardNumber, checkSocialInsuranceNumber } from '../contract/identifiers.ts';
import { AS_OF, type Nation, type Person } from './index.ts';
import { duplicates, identifierOf, nationOf } from './nation.fixture.ts';

const nation = nationOf(1000);
const people = new Map(nation.people.map((person) => [person.personalId, person]));
const enterprises = new Map(nation.enterprises.map((enterprise) => [enterprise.enterpriseCode, enterprise]));

function citizen(id: string): Person {
  const found = people.get(id);
  if (found === undefined) throw new Error(`${id} is nobody`);
  return found;
}

function staffOf(country: Nation, key: string): number {
  const code = identifierOf(country, key);
  const last = country.insurance.map(({ periods }) => periods.at(-1));
  return last.filter((period) => period?.until === null && period.employerCode === code).length;
}

describe('insurance histories', () => {
  it('belong to one living person each, with a number of their own', () => {
    expect(duplicates(nation.insurance.map(({ personalId }) => personalId))).toEqual([]);
    const numbers = nation.insurance.flatMap(({ socialInsuranceNumber }) => socialInsuranceNumber ?? []);
    expect(duplicates(numbers)).toEqual([]);
    for (const number of numbers) expect(checkSocialInsuranceNumber(number)).toBeUndefined();
    for (const { personalId } of nation.insurance) expect(citizen(personalId).deathOrMissing).toBeNull();
  });

  it('have periods in order without overlap, of which only the last may be open', () => {
    let several = 0;
    for (const { periods } of nation.insurance) {
      if (periods.length > 1) several += 1;
      for (const [index, { from, until }] of periods.entries()) {
        if (until !== null) expect(from < until && until <= AS_OF).toBe(true);
        const next = periods[index + 1];
        if (next !== undefined) expect(until !== null && until < next.from).toBe(true);
      }
    }
    expect(several).toBeGreaterThan(40);
  });

  it('have an employer while compulsory, that existed all the time, and none while voluntary', () => {
    const kinds = new Set<string>();
    for (const { personalId, periods } of nation.insurance) {
      for (const { kind, employerCode, from, until, monthlyBaseVnd } of periods) {
        kinds.add(kind);
        expect(kind === 'COMPULSORY').toBe(employerCode !== null);
        expect(monthlyBaseVnd > 0n).toBe(true);
        expect(yearsBetween(citizen(personalId).birthDate, from)).toBeGreaterThanOrEqual(18);
        if (employerCode === null) continue;
        const employer = enterprises.get(employerCode);
        expect(employer).toBeDefined();
        expect(from >= (employer?.foundedOn ?? '9999')).toBe(true);
        if (employer?.status === 'ACTIVE') continue;
        expect(until !== null && until <= (employer?.statusSince ?? '')).toBe(true);
      }
    }
    expect(kinds.size).toBe(2);
  });

  it('give a unit code to exactly the enterprises that insure or insured somebody', () => {
    const insuring = new Set(
      nation.insurance.flatMap(({ periods }) => periods.map(({ employerCode }) => employerCode)),
    );
    for (const { enterpriseCode, insuranceUnitCode } of nation.enterprises) {
      expect(insuranceUnitCode !== null).toBe(insuring.has(enterpriseCode));
      if (insuranceUnitCode !== null) expect(insuranceUnitCode).toMatch(/^\d{10}[A-Z]{2}[A-Z0-9]{3}$/);
    }
  });

  it('give the large employer 120 employees and more, and 25 in the smallest country', () => {
    expect(staffOf(nation, 'large-employer')).toBeGreaterThanOrEqual(120);
    for (const seed of [1, 2, 3]) {
      expect(staffOf(nationOf(200, seed), 'large-employer')).toBeGreaterThanOrEqual(25);
    }
  });

  it('give pensions to a part of those of 60 and over, and to nobody younger', () => {
    const pensioners = nation.insurance.filter(({ monthlyPensionVnd }) => monthlyPensionVnd !== null);
    expect(pensioners.length).toBeGreaterThan(20);
    for (const { personalId, periods } of pensioners) {
      expect(yearsBetween(citizen(personalId).birthDate, AS_OF)).toBeGreaterThanOrEqual(60);
      for (const { until } of periods) expect(until).not.toBeNull();
    }
  });

  it('give a health card to about 95 %, some with 15 characters', () => {
    const cards = nation.insurance.flatMap(({ healthCard }) => healthCard ?? []);
    const living = nation.people.filter(({ deathOrMissing }) => deathOrMissing === null);
    expect(Math.abs((100 * cards.length) / living.length - 95)).toBeLessThan(2);
    expect(cards.some(({ cardNumber }) => cardNumber.length === 15)).toBe(true);
    expect(duplicates(cards.map(({ cardNumber }) => cardNumber))).toEqual([]);
    for (const { cardNumber, validFrom, validUntil, benefitLevel } of cards) {
      expect(checkHealthInsuranceCardNumber(cardNumber)).toBeUndefined();
      expect(validFrom < validUntil).toBe(true);
      expect([1, 2, 3, 4, 5]).toContain(benefitLevel);
    }
    const valid = cards.filter(({ validFrom, validUntil }) => validFrom <= AS_OF && AS_OF <= validUntil);
    expect(valid.length / cards.length).toBeGreaterThan(0.93);
    expect(valid.length).toBeLessThan(cards.length);
  });
});
