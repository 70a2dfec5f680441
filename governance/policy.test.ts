import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODES, edited, FIXTURE } from './fixture.ts';
import { compileGovernance, type Governance } from './index.ts';

const BIRTH = 'TTHC:1.001193';
const STATISTICS = 'QLNN:STATISTICS';
const PUBLIC = 'population.reference.sexName';

const SUSPENDED = `    state: suspended
    suspension:
      from: "2026-03-01"
      notifiedOn: "2026-03-02"
      violation: Persons without a case were read.
      remedy: Name the case.
      deadline: "2026-04-01"`;

const governance = compileGovernance(FIXTURE, CODES);

function granted(
  agency: string,
  purpose: string,
  on: string,
  from: Governance = governance,
): readonly string[] {
  return [...from.grantFor(agency, purpose, on).elements].filter((element) => element !== PUBLIC).toSorted();
}

describe('a grant', () => {
  it('holds what the agreements of that agency name for that purpose', () => {
    expect(granted('WARD', BIRTH, '2026-03-01')).toEqual([
      'civil-status.birth.number',
      'population.identity.fullName',
      'population.identity.sex',
    ]);
  });

  it('holds nothing of another purpose, and nothing for another agency', () => {
    expect(granted('WARD', STATISTICS, '2026-03-01')).toEqual(['civil-status.birth.number']);
    expect(granted('MOJ', BIRTH, '2026-03-01')).toEqual([]);
  });

  it('always holds public reference data, even for a stranger without a purpose', () => {
    expect([...governance.grantFor('NOBODY', 'NOTHING', '2026-03-01').elements]).toEqual([PUBLIC]);
  });

  it('covers a sensitive element only by name', () => {
    expect(granted('WARD', BIRTH, '2026-03-01')).not.toContain('population.identity.ethnicity');
    expect(granted('CITIZEN', 'OWN-DATA', '2026-03-01')).toContain('population.identity.ethnicity');
  });

  it.each([
    ['the day before the first', '2025-12-31', false],
    ['the first day', '2026-01-01', true],
    ['the last day', '2026-06-30', true],
    ['the day after the last', '2026-07-01', false],
  ])('on %s', (_name, on, expected) => {
    expect(granted('WARD', BIRTH, on).includes('population.identity.fullName')).toBe(expected);
  });

  it('ends when its agreement is suspended, and only that one', () => {
    const suspended = compileGovernance(
      edited('agreements/ward.yaml', 'to: "2026-06-30"\n    state: active', `to: "2026-06-30"\n${SUSPENDED}`),
      CODES,
    );
    expect(granted('WARD', BIRTH, '2026-02-28', suspended)).toContain('population.identity.sex');
    expect(granted('WARD', BIRTH, '2026-03-01', suspended)).toEqual(['civil-status.birth.number']);
  });

  it('refuses to decide for a day that does not exist', () => {
    expect(() => governance.grantFor('WARD', BIRTH, '2026-02-30')).toThrow(
      'on: received "2026-02-30", expected a day as YYYY-MM-DD',
    );
    expect(() => governance.purposesOf('WARD', 'today')).toThrow(RangeError);
  });
});

describe('a grant that was given', () => {
  it('cannot be changed, not even by who ignores its type', () => {
    const { elements, terms } = governance.grantFor('WARD', BIRTH, '2026-03-01');
    expect(() => (elements as Set<string>).add('population.identity.ethnicity')).toThrow(TypeError);
    expect(() => (terms as Map<string, unknown>).delete('population')).toThrow(TypeError);
    expect(granted('WARD', BIRTH, '2026-03-01')).not.toContain('population.identity.ethnicity');
  });

  it('is the same object for the same question on the same day, so that decisions can be kept by it', () => {
    const grant = governance.grantFor('WARD', BIRTH, '2026-03-02');
    expect(governance.grantFor('WARD', BIRTH, '2026-03-02')).toBe(grant);
    expect(governance.grantFor('WARD', BIRTH, '2026-03-03')).not.toBe(grant);
  });
});

describe('the terms of a grant', () => {
  it('stand by database, and the strictest demand holds for the whole request', () => {
    const grant = governance.grantFor('WARD', BIRTH, '2026-03-01');
    expect(grant.terms.get('population')).toMatchObject({
      jurisdiction: ['00004', '40'],
      subject: 'any',
      officerRequired: true,
      caseRequired: true,
      agreements: ['ward-pop-01'],
      legalBases: [{ document: 'Law 26/2023/QH15', article: '10' }],
    });
    expect(grant.terms.get('civil-status')).toMatchObject({ jurisdiction: 'national', caseRequired: false });
    expect(grant).toMatchObject({
      officerRequired: true,
      caseRequired: true,
      agreements: ['ward-civ-01', 'ward-pop-01'],
    });
    expect(grant.legalBases).toHaveLength(2);
  });

  it('do not require a case when only the agreement that does not is used', () => {
    expect(governance.grantFor('WARD', STATISTICS, '2026-03-01').caseRequired).toBe(false);
  });

  it('confine a citizen to their own record', () => {
    expect(governance.grantFor('CITIZEN', 'OWN-DATA', '2026-03-01').terms.get('population')).toMatchObject({
      jurisdiction: 'national',
      subject: 'self',
      officerRequired: false,
    });
  });

  it('exist for a database of which only public elements are granted, without any agreement', () => {
    const { terms } = governance.grantFor('MOJ', BIRTH, '2026-03-01');
    expect([...terms.keys()]).toEqual(['population']);
    expect(terms.get('population')).toMatchObject({ jurisdiction: 'national', agreements: [] });
  });
});

describe('an agreement that needs consent', () => {
  it('grants its elements, and its terms say that each record needs it; the dead cannot consent', () => {
    const grant = governance.grantFor('BANK', STATISTICS, '2026-03-01');
    expect(granted('BANK', STATISTICS, '2026-03-01')).toEqual(['population.identity.fullName']);
    expect(grant.terms.get('population')).toMatchObject({ consentRequired: true, deceased: 'excluded' });
    expect(governance.purposesOf('BANK', '2026-03-01')).toEqual([STATISTICS]);
  });

  it('stands beside others whose records need none, and the dead are among them', () => {
    const { terms } = governance.grantFor('WARD', BIRTH, '2026-03-01');
    expect(terms.get('population')).toMatchObject({
      consentRequired: false,
      deceased: 'included',
      protectedUpTo: 0,
      quota: null,
    });
  });
});

describe('an emergency', () => {
  it('is declared by whoever reads for it, with an officer and without a case', () => {
    expect(governance.grantFor('C06', 'EMERGENCY', '2026-03-01')).toMatchObject({
      emergencyRequired: true,
      officerRequired: true,
      caseRequired: false,
    });
    expect(governance.grantFor('WARD', BIRTH, '2026-03-01').emergencyRequired).toBe(false);
  });
});

describe('the agreements of an agency', () => {
  it('are those that hold on the day, in the order of their ids', () => {
    const ids = (agency: string, on: string) => governance.agreementsOf(agency, on).map(({ id }) => id);
    expect(ids('WARD', '2026-03-01')).toEqual(['ward-civ-01', 'ward-pop-01']);
    expect(ids('WARD', '2026-07-01')).toEqual(['ward-civ-01']);
    expect(ids('NOBODY', '2026-03-01')).toEqual([]);
    expect(() => ids('WARD', '2026-13-01')).toThrow(RangeError);
  });

  it('serve the procedures of their purposes', () => {
    expect(governance.agreementsOf('WARD', '2026-03-01').map(({ procedures }) => procedures)).toEqual([
      ['1.001193'],
      ['1.001193'],
    ]);
  });
});

describe('the purposes of an agency', () => {
  it('are those of the agreements that hold on the day', () => {
    expect(governance.purposesOf('WARD', '2026-03-01')).toEqual([STATISTICS, BIRTH]);
    expect(governance.purposesOf('WARD', '2025-03-01')).toEqual([]);
    expect(governance.purposesOf('NOBODY', '2026-03-01')).toEqual([]);
  });
});

describe('the provision that restricts an element', () => {
  it('is its own legal basis or that of its group, with the owner who could share it', () => {
    expect(governance.restrictingProvision('population.identity.ethnicity')).toMatchObject({
      database: 'population',
      legalBasis: { document: 'Decree 356/2025/NĐ-CP', article: '4' },
      owner: { key: 'C06', nameVi: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội' },
    });
    expect(governance.restrictingProvision('population.identity.sex')?.legalBasis.article).toBe('9');
  });

  it('is unknown for an element that is not in the dictionary', () => {
    expect(governance.restrictingProvision('population.identity.shoeSize')).toBeUndefined();
  });
});

describe('whatever the agency, the purpose and the day', () => {
  const day = fc
    .date({ min: new Date('2025-06-01'), max: new Date('2027-06-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const agency = fc.constantFrom(...governance.agencies.keys(), 'CITIZEN', 'NOBODY');
  const purpose = fc.constantFrom(...governance.purposes.keys(), 'NOTHING');

  it('a grant holds no element that is neither public nor named by an active agreement', () => {
    fc.assert(
      fc.property(agency, purpose, day, (who, why, on) => {
        for (const element of governance.grantFor(who, why, on).elements) {
          const named = governance.agreements.some(
            (agreement) =>
              agreement.consumer === who &&
              agreement.purposes.includes(why) &&
              agreement.state === 'active' &&
              agreement.from <= on &&
              on <= (agreement.to ?? '9999-12-31') &&
              agreement.elements.includes(element),
          );
          expect(named || governance.elements.get(element)?.class === 'none').toBe(true);
        }
      }),
    );
  });

  it('a grant has terms for exactly the databases of its elements', () => {
    fc.assert(
      fc.property(agency, purpose, day, (who, why, on) => {
        const { elements, terms } = governance.grantFor(who, why, on);
        const databases = new Set([...elements].map((element) => element.split('.')[0]));
        expect(new Set(terms.keys())).toEqual(databases);
      }),
    );
  });

  it('the same question has the same answer, also after another day was asked about', () => {
    fc.assert(
      fc.property(agency, purpose, day, day, (who, why, on, other) => {
        const before = governance.grantFor(who, why, on);
        governance.grantFor(who, why, other);
        expect(governance.grantFor(who, why, on)).toEqual(before);
      }),
    );
  });
});
