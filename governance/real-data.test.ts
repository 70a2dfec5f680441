import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { databaseOf } from '../contract/elements.ts';
import { loadGovernance } from './index.ts';

const governance = loadGovernance();
const DAY = '2026-11-21';

/** Granted elements that are not public. */
function granted(agency: string, purpose: string): readonly string[] {
  return [...governance.grantFor(agency, purpose, DAY).elements].filter(
    (element) => governance.elements.get(element)?.class !== 'none',
  );
}

function sensitive(elements: readonly string[]): readonly string[] {
  return elements.filter((element) => governance.elements.get(element)?.class === 'sensitive');
}

describe('the agencies and their agreements', () => {
  it('give at least eight consumers rights that differ from each other', () => {
    const rights = [...governance.agencies.keys()].map((agency) =>
      governance
        .purposesOf(agency, DAY)
        .map((purpose) => `${purpose} ${granted(agency, purpose)}`)
        .join(),
    );
    expect(new Set(rights.filter((right) => right !== '')).size).toBeGreaterThanOrEqual(8);
  });

  it('let the owner of each database use all that it holds (Decree 194/2025/NĐ-CP, article 16.1)', () => {
    for (const { key, owner } of governance.databases.values()) {
      const own = [...governance.elements.values()].filter(({ database }) => database === key);
      const held = governance.grantFor(owner, 'QLNN:PRODUCER', DAY).elements;
      expect({ key, lacking: own.filter(({ name }) => !held.has(name)).map(({ name }) => name) }).toEqual({
        key,
        lacking: [],
      });
    }
  });

  it('name every sensitive element that they grant', () => {
    for (const { id, elements, patterns } of governance.agreements) {
      expect({ id, unnamed: sensitive(elements).filter((element) => !patterns.includes(element)) }).toEqual({
        id,
        unnamed: [],
      });
    }
  });

  it('grant every element of a database to somebody', () => {
    const shared = new Set(governance.agreements.flatMap(({ elements }) => elements));
    const orphans = [...governance.elements.values()].filter(
      (element) => element.class !== 'none' && !shared.has(element.name),
    );
    expect(orphans.map(({ name }) => name)).toEqual([]);
  });

  it('keep public reference data in the catalogue only', () => {
    const open = [...governance.elements.values()].filter((element) => element.class === 'none');
    expect(new Set(open.map(({ database }) => database))).toEqual(new Set(['catalogue']));
  });
});

describe('a commune people’s committee', () => {
  it('reads its own residents, with officer and case', () => {
    const grant = governance.grantFor('PC-COMMUNE-00004', 'TTHC:1.001193', DAY);
    expect(grant).toMatchObject({ officerRequired: true, caseRequired: true });
    expect(grant.terms.get('population')?.jurisdiction).toEqual(['00004']);
    expect(grant.elements.has('population.residence.permanent')).toBe(true);
    expect(grant.elements.has('population.identity.religion')).toBe(false);
  });

  it('learns for a social pension whether there is a pension, never how much', () => {
    const elements = granted('PC-COMMUNE-00004', 'QLNN:SOCIAL-PENSION');
    expect(elements).toContain('insurance.benefit.pensionThreshold');
    expect(elements).not.toContain('insurance.benefit.monthlyPension');
  });

  it('learns nothing of insurance while that agreement is suspended', () => {
    const elements = granted('PC-COMMUNE-16681', 'QLNN:SOCIAL-PENSION');
    expect(elements.filter((element) => databaseOf(element) === 'insurance')).toEqual([]);
    expect(elements).toContain('population.identity.birthDate');
  });
});

describe('a land registration office', () => {
  it('reads the parcels of its province, and holders wherever they live', () => {
    const { terms } = governance.grantFor('LRO-40', 'TTHC:1.013980', DAY);
    expect(terms.get('land')?.jurisdiction).toEqual(['40']);
    expect(terms.get('population')?.jurisdiction).toBe('national');
  });

  it('reads a marriage only for the procedure in which it matters', () => {
    expect(granted('LRO-40', 'TTHC:1.013980')).toContain('civil-status.marriage.spouses');
    expect(granted('LRO-40', 'TTHC:1.012793')).not.toContain('civil-status.marriage.spouses');
  });

  it('cannot list the parcels of a person', () => {
    expect(granted('LRO-40', 'TTHC:1.013980')).not.toContain('land.holding.parcelsOfCitizen');
    expect(granted('GDT', 'QLNN:TAX')).toContain('land.holding.parcelsOfCitizen');
  });
});

describe('those without rights', () => {
  it('are a ministry without an agreement, which reads public reference data only', () => {
    for (const purpose of governance.purposes.keys()) expect(granted('MOCST', purpose)).toEqual([]);
    expect(governance.grantFor('MOCST', 'QLNN:TAX', DAY).elements.has('catalogue.unit.name')).toBe(true);
  });
});

describe('a bank', () => {
  it('reads with the consent of each person only, a limited number of them a day, and nobody who is dead', () => {
    const purpose = 'CONSENT:CUSTOMER-IDENTIFICATION';
    const { terms } = governance.grantFor('BANK-SYNTHETIC', purpose, DAY);
    expect(terms.get('population')).toMatchObject({
      consentRequired: true,
      deceased: 'excluded',
      quota: { per: 'day' },
    });
  });
});

describe('a citizen', () => {
  it('sees their own record, sensitive data included, and nobody else’s', () => {
    const { terms } = governance.grantFor('CITIZEN', 'OWN-DATA', DAY);
    expect(sensitive(granted('CITIZEN', 'OWN-DATA'))).toContain('population.identity.religion');
    expect(
      [...terms].filter(([database]) => database !== 'catalogue').map(([, { subject }]) => subject),
    ).toEqual(Array(5).fill('self'));
  });

  it('does not see an employer’s list of employees', () => {
    expect(granted('CITIZEN', 'OWN-DATA')).not.toContain('insurance.employer.employees');
  });
});

describe('whatever the agency, the purpose and the day', () => {
  const day = fc
    .date({ min: new Date('2025-06-01'), max: new Date('2028-06-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const agency = fc.constantFrom(...governance.agencies.keys(), 'CITIZEN');
  const purpose = fc.constantFrom(...governance.purposes.keys());

  it('a grant holds no element that is neither public nor named by an active agreement', () => {
    fc.assert(
      fc.property(agency, purpose, day, (who, why, on) => {
        const active = governance.agreements.filter(
          ({ consumer, purposes, suspension, from, to }) =>
            consumer === who &&
            purposes.includes(why) &&
            (suspension === null || on < suspension.from) &&
            from <= on &&
            (to === null || on <= to),
        );
        const named = new Set(active.flatMap(({ elements }) => elements));
        const extra = [...governance.grantFor(who, why, on).elements].filter(
          (element) => !named.has(element) && governance.elements.get(element)?.class !== 'none',
        );
        expect(extra).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('jurisdiction never reaches beyond the agency’s own where the agreement says so', () => {
    fc.assert(
      fc.property(agency, purpose, (who, why) => {
        for (const [database, { jurisdiction, agreements }] of governance.grantFor(who, why, DAY).terms) {
          const limited = governance.agreements.some(
            (a) => agreements.includes(a.id) && a.jurisdiction === 'own',
          );
          if (limited)
            expect({ database, jurisdiction }).toEqual({
              database,
              jurisdiction: governance.agencies.get(who)?.jurisdiction,
            });
        }
      }),
    );
  });
});
