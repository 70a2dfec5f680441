import { describe, expect, it } from 'vitest';
import { checkCertificateSerial } from '../contract/identifiers.ts';
import { officialCommunes } from './communes.fixture.ts';
import { AS_OF } from './index.ts';
import { duplicates, identifierOf, nationOf } from './nation.fixture.ts';

const nation = nationOf(1000);
const { parcels } = nation;
const communes = new Set(officialCommunes().map(({ code }) => code));

describe('land', () => {
  it('is divided into 0.61 parcels per citizen, each with an identifier and a place of its own on the map', () => {
    expect(parcels).toHaveLength(610);
    expect(duplicates(parcels.map(({ parcelId }) => parcelId))).toEqual([]);
    const positions = parcels.flatMap(({ communeCode, mapSheet, parcelNumber, formerIdentifiers }) =>
      [{ mapSheet, parcelNumber }, ...formerIdentifiers].map((one) =>
        [communeCode, one.mapSheet, one.parcelNumber].join('/'),
      ),
    );
    expect(duplicates(positions)).toEqual([]);
    for (const { communeCode } of parcels) expect(communes.has(communeCode)).toBe(true);
  });

  it('has uses whose areas add up to the parcel', () => {
    expect(parcels.some(({ uses }) => uses.length > 1)).toBe(true);
    for (const { uses, areaM2 } of parcels) {
      expect(uses.reduce((sum, use) => sum + Math.round(use.areaM2 * 10), 0)).toBe(Math.round(areaM2 * 10));
      expect(areaM2).toBeGreaterThan(0);
    }
  });

  it('belongs to living citizens and active enterprises, in common exactly where there are several', () => {
    const people = new Map(nation.people.map((person) => [person.personalId, person]));
    const enterprises = new Map(nation.enterprises.map((one) => [one.enterpriseCode, one]));
    for (const { rights } of parcels) {
      expect(rights.length).toBeGreaterThan(0);
      for (const { holder, form, since } of rights) {
        expect(form).toBe(rights.length > 1 ? 'COMMON' : 'SEPARATE');
        expect(since <= AS_OF).toBe(true);
        if ('personalId' in holder) expect(people.get(holder.personalId)?.deathOrMissing).toBeNull();
        else expect(enterprises.get(holder.enterpriseCode)?.status).toBe('ACTIVE');
      }
    }
    const common = parcels.filter(({ rights }) => rights.length > 1);
    expect(common.length).toBeGreaterThan(100);
    expect(
      parcels.filter(({ rights }) => rights.some(({ holder }) => 'enterpriseCode' in holder)).length,
    ).toBeGreaterThan(10);
  });

  it('is mostly held by heads of household in their own commune', () => {
    const homes = new Map(nation.households.map(({ headId, place }) => [headId, place.communeCode]));
    const near = parcels.filter(({ communeCode, rights }) =>
      rights.some(({ holder }) => 'personalId' in holder && homes.get(holder.personalId) === communeCode),
    );
    expect(near.length / parcels.length).toBeGreaterThan(0.6);
  });

  it('has certificates with serials of both forms, once each, of which the last is valid', () => {
    const serials = parcels.flatMap(({ certificates }) => certificates.map(({ serial }) => serial));
    expect(duplicates(serials)).toEqual([]);
    expect(serials.flatMap((serial) => checkCertificateSerial(serial) ?? [])).toEqual([]);
    expect(new Set(serials.map((serial) => serial.length))).toEqual(new Set([9, 11]));
    for (const { certificates } of parcels) {
      const statuses = certificates.map(({ status }) => status);
      expect(statuses.slice(0, -1).every((status) => status === 'REPLACED')).toBe(true);
      if (statuses.length > 0) expect(statuses.at(-1)).toBe('VALID');
      const days = certificates.map(({ issuedOn }) => issuedOn);
      expect(days).toEqual([...days].sort());
    }
    expect(parcels.some(({ certificates }) => certificates.length === 0)).toBe(true);
  });

  it('was renumbered in a share of cases, always before the reform', () => {
    const renumbered = parcels.filter(({ formerIdentifiers }) => formerIdentifiers.length > 0);
    expect(renumbered.length / parcels.length).toBeCloseTo(0.18, 1);
    for (const { formerIdentifiers } of renumbered) {
      for (const { until } of formerIdentifiers) expect(until < '2025-07-01').toBe(true);
    }
  });

  it('is mortgaged to the bank on the strength of a certificate', () => {
    const bank = identifierOf(nation, 'bank');
    const mortgaged = parcels.filter(({ mortgages }) => mortgages.length > 0);
    expect(mortgaged.length).toBeGreaterThan(20);
    for (const { mortgages, certificates } of mortgaged) {
      for (const { mortgageeCode, registeredOn, dischargedOn } of mortgages) {
        expect(mortgageeCode).toBe(bank);
        expect(registeredOn >= (certificates[0]?.issuedOn ?? '9999')).toBe(true);
        if (dischargedOn !== null) expect(dischargedOn >= registeredOn).toBe(true);
      }
    }
    expect(
      mortgaged.some(({ mortgages }) => mortgages.every(({ dischargedOn }) => dischargedOn !== null)),
    ).toBe(true);
  });
});
