import { describe, expect, it } from 'vitest';
import { CITIZEN, loadGovernance } from './index.ts';

const governance = loadGovernance();
const DAY = '2026-11-21';

/** A procedure, who decides it, and what it needs of the databases that are served; `<group>.*` as in an agreement. */
interface Served {
  readonly by: string;
  readonly purpose: string;
  readonly needs: Readonly<Record<string, string>>;
}

const IDENTITY =
  'identity.personalId identity.fullName identity.birthDate identity.sex identity.nationalities';
const CERTIFICATE =
  'registration.enterpriseCode registration.name registration.status registration.headOffice ' +
  'representative.entries representative.persons representative.position activity.linesOfBusiness';
const ENTERPRISE = { business: CERTIFICATE, population: 'identity.fullName' };
const LAND_CERTIFICATE =
  'parcel.parcelId parcel.mapSheet parcel.parcelNumber parcel.address parcel.uses right.entries right.holders ' +
  'certificate.serial certificate.status';
const RESIDENT =
  'identity.personalId identity.fullName identity.birthDate identity.sex identity.ethnicity ' +
  'identity.nationalities identity.nativePlace identity.deathOrMissing residence.permanent residence.temporary ' +
  'residence.current';
const KINSHIP = {
  population:
    'identity.personalId identity.fullName identity.birthDate identity.sex identity.deathOrMissing residence.* ' +
    'household.* family.*',
  land:
    'parcel.parcelId parcel.unit parcel.address parcel.area right.entries right.holders certificate.serial ' +
    'certificate.issuedOn certificate.status',
  'civil-status': 'birth.entry birth.parents marriage.entry marriage.spouses marriage.status',
};
const BIRTH_AND_CARD = {
  'civil-status':
    'birth.entry birth.certificateNumber birth.registeringOffice birth.registeredOn marriage.entry ' +
    'marriage.spouses marriage.establishedOn marriage.status',
  insurance: 'health.record health.cardNumber health.initialFacility',
};
const PASSPORT = {
  population: IDENTITY,
  'civil-status':
    'birth.entry birth.certificateNumber birth.childName birth.birthDate birth.sex birth.birthPlace ' +
    'birth.parents birth.parentNames',
};
const PERMIT = {
  land: LAND_CERTIFICATE,
  population: IDENTITY,
  business: 'registration.enterpriseCode registration.name registration.status',
};
const MORTGAGE = 'mortgage.entries mortgage.mortgagees mortgage.registeredOn mortgage.dischargedOn';
const HOLDER =
  'identity.personalId identity.fullName identity.birthDate identity.deathOrMissing residence.permanent';
const REORGANISED = {
  business:
    'registration.enterpriseCode registration.name registration.type registration.status registration.foundedOn ' +
    'registration.headOffice',
  land: 'parcel.* right.* certificate.*',
};

/** The 21 procedures that the agreements were written for, by their number; one may have several codes. */
const PROCEDURES: Readonly<Record<string, readonly Served[]>> = {
  '1 linked birth, residence, card': [
    {
      by: 'NPSP',
      purpose: 'TTHC:2.000986',
      needs: {
        population:
          'identity.personalId identity.fullName identity.ethnicity identity.nationalities residence.permanent ' +
          'household.fileNumber household.head',
        ...BIRTH_AND_CARD,
      },
    },
    {
      by: 'NPSP',
      purpose: 'TTHC:2.001023',
      needs: {
        population: 'identity.personalId identity.fullName identity.ethnicity identity.nationalities',
        ...BIRTH_AND_CARD,
      },
    },
  ],
  '2 linked death': [
    {
      by: 'NPSP',
      purpose: 'QLNN:LINKED-DEATH',
      needs: {
        population:
          'identity.personalId identity.fullName identity.birthDate identity.sex identity.deathOrMissing ' +
          'residence.permanent family.parents family.spouse family.children',
        insurance: 'social.record social.number history.periods',
      },
    },
    {
      by: 'PC-COMMUNE-00004',
      purpose: 'TTHC:1.000656',
      needs: { population: RESIDENT, 'civil-status': 'birth.entry birth.certificateNumber death.*' },
    },
  ],
  '3 birth': [
    {
      by: 'PC-COMMUNE-00004',
      purpose: 'TTHC:1.001193',
      needs: { population: RESIDENT, 'civil-status': 'birth.* marriage.*' },
    },
  ],
  '4 marriage': [
    {
      by: 'PC-COMMUNE-00004',
      purpose: 'TTHC:1.000894',
      needs: { population: RESIDENT, 'civil-status': 'marriage.* divorce.* death.entry' },
    },
  ],
  '5 permanent residence': [
    { by: 'C06', purpose: 'TTHC:1.004222', needs: KINSHIP },
    { by: 'POLICE-COMMUNE-16681', purpose: 'TTHC:1.004222', needs: KINSHIP },
  ],
  '6 passport': [
    { by: 'POLICE-40', purpose: 'TTHC:1.001456', needs: PASSPORT },
    { by: 'A08', purpose: 'TTHC:1.001471', needs: PASSPORT },
  ],
  '7 driving licence': [
    { by: 'POLICE-40', purpose: 'QLNN:DRIVING-LICENCE', needs: { population: IDENTITY } },
  ],
  '8 vehicle registration': [
    {
      by: 'C08',
      purpose: 'QLNN:VEHICLE-REGISTRATION',
      needs: {
        population: IDENTITY,
        business: 'registration.enterpriseCode registration.name registration.status registration.headOffice',
      },
    },
  ],
  '9 transport badge': [
    {
      by: 'DOC-40',
      purpose: 'TTHC:2.002288',
      needs: { business: 'registration.enterpriseCode registration.name registration.status' },
    },
  ],
  '10 founding an enterprise': [
    {
      by: 'DOF-40',
      purpose: 'QLNN:BUSINESS-REGISTRATION',
      needs: {
        population: IDENTITY,
        business:
          'registration.enterpriseCode registration.name registration.foreignName registration.shortName ' +
          'registration.status role.rolesOfCitizen role.kind',
        insurance: 'employer.unitCode',
      },
    },
  ],
  '11 change of land-use rights': [
    {
      by: 'LRO-40',
      purpose: 'TTHC:1.013980',
      needs: {
        population: HOLDER,
        'civil-status':
          'marriage.entry marriage.spouses marriage.establishedOn marriage.status divorce.entry divorce.spouses ' +
          'divorce.effectiveOn divorce.decision',
        business: 'registration.enterpriseCode registration.name registration.status',
        land: `parcel.* right.* certificate.* ${MORTGAGE}`,
      },
    },
    {
      by: 'LRO-40',
      purpose: 'TTHC:1.012793',
      needs: {
        population: HOLDER,
        business: `${REORGANISED.business} representative.*`,
        land: `parcel.* right.* certificate.* ${MORTGAGE}`,
      },
    },
    { by: 'LRO-01', purpose: 'TTHC:1.013977', needs: REORGANISED },
    { by: 'LRO-01', purpose: 'TTHC:1.010121', needs: REORGANISED },
  ],
  '12 construction permit': [
    { by: 'DOC-40', purpose: 'TTHC:1.013236', needs: PERMIT },
    { by: 'PC-COMMUNE-16681', purpose: 'TTHC:1.013225', needs: PERMIT },
  ],
  '13 social pension': [
    {
      by: 'PC-COMMUNE-00004',
      purpose: 'QLNN:SOCIAL-PENSION',
      needs: { population: HOLDER, insurance: 'social.record benefit.pensionThreshold' },
    },
  ],
  '14 tuition': [
    {
      by: 'SCHOOL-SYNTHETIC',
      purpose: 'QLNN:TUITION',
      needs: {
        population: 'identity.personalId identity.fullName identity.birthDate identity.ethnicity',
      },
    },
  ],
  '15 criminal record': [
    {
      by: 'POLICE-40',
      purpose: 'QLNN:CRIMINAL-RECORD',
      needs: {
        population: `${IDENTITY} residence.permanent residence.temporary residence.current`,
      },
    },
  ],
  '16 employment services': [
    { by: 'DOHA-40', purpose: 'TTHC:1.001865', needs: ENTERPRISE },
    { by: 'DOHA-40', purpose: 'TTHC:1.000479', needs: ENTERPRISE },
  ],
  '17 security and order': [
    { by: 'POLICE-40', purpose: 'TTHC:2.001478', needs: ENTERPRISE },
    { by: 'POLICE-COMMUNE-16681', purpose: 'TTHC:3.000243', needs: ENTERPRISE },
    { by: 'MPS', purpose: 'TTHC:1.003204', needs: ENTERPRISE },
  ],
  '18 treatment costs': [
    {
      by: 'VSS',
      purpose: 'TTHC:1.014140',
      needs: {
        insurance: 'social.record social.number health.*',
        population:
          'identity.personalId identity.fullName identity.birthDate identity.sex identity.deathOrMissing',
      },
    },
  ],
  '19 adoption': [
    {
      by: 'PC-COMMUNE-16681',
      purpose: 'TTHC:2.001263',
      needs: { population: IDENTITY, 'civil-status': 'marriage.status divorce.entry death.entry' },
    },
  ],
  // The health book and the diploma only, which no database here serves.
  '20 scholarship abroad': [{ by: 'MOET', purpose: 'TTHC:1.005086', needs: {} }],
  '21 enterprise certificate': [
    { by: 'MOIT', purpose: 'TTHC:2.002093', needs: ENTERPRISE },
    { by: 'MOST', purpose: 'TTHC:1.000359', needs: ENTERPRISE },
    { by: 'MOH', purpose: 'TTHC:1.012327', needs: ENTERPRISE },
    { by: 'MOET', purpose: 'TTHC:1.012960', needs: ENTERPRISE },
    { by: 'MOC', purpose: 'TTHC:1.004719', needs: ENTERPRISE },
    { by: 'MAE', purpose: 'TTHC:1.001686', needs: ENTERPRISE },
    { by: 'MOHA', purpose: 'TTHC:1.013934', needs: ENTERPRISE },
    { by: 'SBV', purpose: 'TTHC:1.001815', needs: ENTERPRISE },
    { by: 'MND', purpose: 'TTHC:1.013199', needs: ENTERPRISE },
    { by: 'MOF', purpose: 'TTHC:1.011664', needs: ENTERPRISE },
  ],
};

/** The full names, a group without its sensitive elements. */
function namesOf(needs: Served['needs']): readonly string[] {
  const all = [...governance.elements.values()];
  return Object.entries(needs)
    .flatMap(([database, list]) => list.split(' ').map((name) => `${database}.${name}`))
    .flatMap((name) =>
      name.endsWith('.*')
        ? all
            .filter((one) => one.name.startsWith(name.slice(0, -1)) && one.class !== 'sensitive')
            .map((one) => one.name)
        : [name],
    )
    .toSorted();
}

const SERVED = Object.entries(PROCEDURES).flatMap(([number, list]) =>
  list.map((served) => [`no. ${number}`, served.by, served.purpose, served] as const),
);

describe('each procedure is served with exactly what it needs:', () => {
  it('all 21 of them', () => {
    expect(Object.keys(PROCEDURES).map((name) => Number.parseInt(name, 10))).toEqual(
      Array.from({ length: 21 }, (_, index) => index + 1),
    );
  });

  it.each(SERVED)('%s, by %s for %s', (_number, by, purpose, { needs }) => {
    const granted = [...governance.grantFor(by, purpose, DAY).elements].filter(
      (name) => governance.elements.get(name)?.class !== 'none',
    );
    expect(governance.purposes.has(purpose)).toBe(true);
    expect(granted.toSorted()).toEqual(namesOf(needs));
  });

  it.each(SERVED)('%s, by %s for %s, only for an open case', (_number, by, purpose, { needs }) => {
    expect(governance.grantFor(by, purpose, DAY).caseRequired).toBe(Object.keys(needs).length > 0);
  });
});

describe('the consumers', () => {
  const consumers = new Set(
    [...governance.agencies.keys()].filter((key) => governance.agreementsOf(key, DAY).length > 0),
  );

  it('are at least 25 agencies', () => {
    expect(consumers.size).toBeGreaterThanOrEqual(25);
    expect(consumers).not.toContain(CITIZEN);
  });

  it('have at least one purpose for every agreement, and every purpose but one has an agreement', () => {
    const used = new Set(governance.agreements.flatMap(({ purposes }) => purposes));
    expect([...governance.purposes.keys()].filter((code) => !used.has(code))).toEqual(['TTHC:1.005086']);
  });
});

describe('an emergency', () => {
  const emergencies = governance.agreements.filter(({ purposes }) => purposes.includes('EMERGENCY'));

  it('opens names, birth, homes, blood group and phone to the police and to one ward, and nothing else', () => {
    expect(emergencies.map(({ consumer }) => consumer)).toEqual(['C06', 'PC-COMMUNE-00004']);
    for (const { elements } of emergencies) {
      expect(elements).toEqual(
        namesOf({
          population:
            'identity.personalId identity.fullName identity.birthDate identity.bloodGroup residence.permanent ' +
            'residence.current contact.phone',
        }),
      );
    }
  });
});

describe('the states of an agreement', () => {
  const held = (id: string, on: string) => {
    const agreement = governance.agreements.find((one) => one.id === id);
    return governance.agreementsOf(agreement?.consumer ?? '', on).some((one) => one.id === id);
  };

  it.each([
    ['a planned suspension', 'ltt-2026-mera-land-01', '2026-12-27', true],
    ['a planned suspension', 'ltt-2026-mera-land-01', '2026-12-28', false],
    ['a planned suspension', 'ltt-2026-mera-land-01', '2026-12-31', false],
    ['a planned suspension', 'ltt-2026-mera-land-01', '2027-01-01', true],
    ['a suspension for misuse', 'ltt-2026-pc16681-ins-01', '2026-11-01', true],
    ['a suspension for misuse', 'ltt-2026-pc16681-ins-01', '2026-11-02', false],
    ['a termination', 'ltt-2026-bank-civ-01', '2026-08-02', true],
    ['a termination', 'ltt-2026-bank-civ-01', '2026-08-03', false],
    ['a termination', 'ltt-2026-bank-civ-01', '2027-08-03', false],
  ])('%s: %s on %s', (_what, id, on, expected) => {
    expect(held(id, on)).toBe(expected);
  });
});
