import { createRandom, type Random } from '../../nation/random.ts';
import {
  type NaiveDictionary,
  naiveGrant,
  naiveTerritory,
  type WrittenAgreement,
} from './naive-agreements.ts';
import type { NaiveRights } from './naive-answer.ts';
import type { ReadCountry } from './naive-country.ts';
import { NaiveRecords } from './naive-records.ts';
import { personaId } from './personas.ts';
import { later, randomAgreements } from './random-agreements.ts';
import type { KnownKeys } from './random-operations.ts';
import type { Asker } from './system.ts';

/** A post of the officer: who the officer is as a person, from a day on. */
export interface RandomPost {
  readonly personalId: string;
  readonly from: string;
}

/** A person's consent, or something that looks like one. */
export interface RandomConsent {
  readonly personalId: string;
  readonly kind: 'given' | 'withdrawn' | 'expired' | 'other purpose' | 'other agency';
}

/** A random governance with the registers and the caller that belong to it. */
export interface RandomCase {
  readonly number: number;
  readonly day: string;
  readonly agency: string;
  readonly purpose: string;
  readonly otherPurpose: string;
  /** The citizen whose own token asks; `undefined` for an agency. */
  readonly citizen: string | undefined;
  readonly jurisdiction: 'national' | readonly string[];
  readonly agreements: readonly WrittenAgreement[];
  readonly officer: string | undefined;
  readonly posts: readonly RandomPost[];
  readonly caseId: string | undefined;
  /** Names such as `Citizen 901085100001`. */
  readonly parties: readonly string[];
  readonly consents: readonly RandomConsent[];
  readonly asker: Asker;
  /** What operations under it ask for. */
  readonly keys: KnownKeys;
}

const PURPOSES = ['QLNN:TAX', 'QLNN:INSURANCE', 'QLNN:CIVIL-STATUS', 'TTHC:1.000894', 'TTHC:1.013980'];
const CONSENT_PURPOSE = 'CONSENT:CUSTOMER-IDENTIFICATION';
/** With rows about persons who are protected: asked for more often than others. */
const PROTECTED_ENTERPRISE = Array.from({ length: 3 }, () => personaId('protected-enterprise'));
const PROTECTED_PARCEL = Array.from({ length: 4 }, () => personaId('protected-parcel'));
/** Numbers that are in no register. */
export const NOBODY = '901085199998';
const NO_ENTERPRISE = '9909999995';
const NO_PARCEL = 'TD-999999999';
const OFFICER_ID = 'CB-7001';

/** Makes one random case; the same for the same seed and number. */
export function randomCase(
  seed: number,
  number: number,
  country: ReadCountry,
  dictionary: NaiveDictionary,
  personas: readonly string[],
): RandomCase {
  const random = createRandom(seed, `case ${number}`);
  const day = later('2026-11-21', random.integer(-150, 400));
  const people = [...country.people.values()];
  const citizen = random.chance(0.1) ? random.pick([...personas, random.pick(people).personalId]) : undefined;
  const purpose =
    citizen !== undefined ? 'OWN-DATA' : random.pick([...PURPOSES, ...PURPOSES, CONSENT_PURPOSE]);
  const otherPurpose = random.pick(PURPOSES.filter((code) => code !== purpose));
  const isCitizen = citizen !== undefined;
  const agency = isCitizen ? 'CITIZEN' : `RANDOM-${number}`;
  const agreements = randomAgreements({ day, purpose, otherPurpose, isCitizen, dictionary }, random).map(
    (agreement) => ({ ...agreement, id: `${agency.toLowerCase()}-${agreement.id}` }),
  );
  const jurisdiction = randomJurisdiction(country, random);
  const asked = askedPeople({ country, jurisdiction, personas, citizen }, random);
  const needs = (what: 'officer' | 'case') => agreements.some((agreement) => agreement[what] === 'required');
  const officer = !isCitizen && (needs('officer') || random.chance(0.4)) ? OFFICER_ID : undefined;
  const caseId = !isCitizen && (needs('case') || random.chance(0.2)) ? `H-${number}` : undefined;
  return {
    number,
    day,
    agency,
    purpose,
    otherPurpose,
    citizen,
    jurisdiction,
    agreements,
    officer,
    posts: randomPosts(day, asked, random),
    caseId,
    parties: randomParties(country, asked, random),
    consents: randomConsents(
      people.map(({ personalId }) => personalId),
      random,
    ),
    asker: askerOf({ agency, purpose, otherPurpose, citizen, officer, caseId }),
    keys: keysOf(country, asked, random),
  };
}

function askerOf({
  agency,
  purpose,
  otherPurpose,
  citizen,
  officer,
  caseId,
}: Pick<RandomCase, 'agency' | 'purpose' | 'otherPurpose' | 'citizen' | 'officer' | 'caseId'>): Asker {
  if (citizen !== undefined) return { citizen };
  const headers = {
    purpose,
    ...(officer === undefined ? {} : { 'officer-id': officer }),
    ...(caseId === undefined ? {} : { 'case-id': caseId }),
  };
  return { agency, purposes: [purpose, otherPurpose], headers };
}

function randomJurisdiction({ people }: ReadCountry, random: Random): RandomCase['jurisdiction'] {
  if (random.chance(0.12)) return 'national';
  const communes = [...people.values()].flatMap((person) => person.communes.slice(0, 1));
  const units = Array.from({ length: random.integer(1, 3) }, () => {
    const commune = random.pick(['00004', '00004', random.pick(communes)]);
    return random.chance(0.3) ? commune : provinceOf(commune);
  });
  return [...new Set(units)];
}

const PROVINCES = [
  '01',
  '04',
  '08',
  '11',
  '12',
  '14',
  '15',
  '19',
  '20',
  '22',
  '24',
  '25',
  '31',
  '33',
  '37',
  '38',
]
  .concat([
    '40',
    '42',
    '44',
    '46',
    '48',
    '51',
    '52',
    '56',
    '66',
    '68',
    '75',
    '79',
    '80',
    '82',
    '86',
    '91',
    '92',
    '96',
  ])
  .map((code) => [code, naiveTerritory([code])] as const);

function provinceOf(commune: string): string {
  return PROVINCES.find(([, communes]) => communes.has(commune))?.[0] ?? commune;
}

/** Personas, people who live in the territory, people of anywhere, and nobody. */
function askedPeople(
  {
    country: { people },
    jurisdiction,
    personas,
    citizen,
  }: Pick<RandomCase, 'jurisdiction' | 'citizen'> & { country: ReadCountry; personas: readonly string[] },
  random: Random,
): readonly string[] {
  const all = [...people.values()];
  const territory = jurisdiction === 'national' ? undefined : naiveTerritory(jurisdiction);
  const local = all.filter(({ communes }) => communes.some((one) => territory?.has(one) ?? true));
  const family = all.filter(
    ({ personalId, father, mother, representative }) =>
      citizen !== undefined && [personalId, father, mother, representative].includes(citizen),
  );
  const some = (from: readonly { readonly personalId: string }[], count: number) =>
    random
      .shuffle(from)
      .slice(0, count)
      .map(({ personalId }) => personalId);
  const own = family.map(({ personalId }) => personalId);
  return [
    ...own,
    ...own,
    ...some(local, citizen === undefined ? 14 : 2),
    ...some(all, 4),
    ...random.shuffle(personas).slice(0, 10),
    NOBODY,
  ];
}

function randomPosts(day: string, asked: readonly string[], random: Random): readonly RandomPost[] {
  const post = (from: string): RandomPost => ({ personalId: random.pick([...asked, NOBODY]), from });
  const change = later(day, random.pick([-1, 0, 1]));
  return random.chance(0.3) ? [post(later(day, -300)), post(change)] : [post(later(day, -300))];
}

function randomParties(country: ReadCountry, asked: readonly string[], random: Random): readonly string[] {
  const chosen = asked
    .filter(() => random.chance(0.7))
    .flatMap((id) => [id, ...relativesOf(country, id, random)]);
  return [
    ...[...new Set(chosen)].map((id) => `Citizen ${id}`),
    ...country.enterprises.filter(() => random.chance(0.6)).map((code) => `Business ${code}`),
  ];
}

function relativesOf({ people }: ReadCountry, id: string, random: Random): readonly string[] {
  const person = people.get(id);
  const relatives = [person?.father, person?.mother, person?.spouse];
  return relatives.flatMap((relative) => (relative == null || random.chance(0.4) ? [] : [relative]));
}

function randomConsents(people: readonly string[], random: Random): readonly RandomConsent[] {
  const kinds = [
    ...Array.from({ length: 8 }, () => 'given' as const),
    'withdrawn',
    'expired',
    'other purpose',
    'other agency',
  ] as const;
  return people.flatMap((personalId) =>
    random.chance(0.85) ? [{ personalId, kind: random.pick(kinds) }] : [],
  );
}

function keysOf(country: ReadCountry, asked: readonly string[], random: Random): KnownKeys {
  const oldOfAsked = [...country.oldNumbers].flatMap(([old, id]) => (asked.includes(id) ? [old] : []));
  const list = (of: readonly string[], count: number) => random.shuffle(of).slice(0, count);
  const enterpriseCode = [
    ...list(country.enterprises.slice(0, 14), 8),
    ...list(country.enterprises, 3),
    ...PROTECTED_ENTERPRISE,
    NO_ENTERPRISE,
  ];
  return {
    personalId: asked,
    personalIds: [list(asked, 3), list(asked, 6), [...list(asked, 2), NOBODY]],
    oldIdNumber: [...oldOfAsked, ...list([...country.oldNumbers.keys()], 2), '999999999'],
    enterpriseCode,
    enterpriseCodes: [list(enterpriseCode, 3), list(enterpriseCode, 5)],
    parcelId: [
      ...parcelsOf(country, asked),
      ...country.parcels.slice(0, 8),
      ...list(country.parcels, 4),
      ...PROTECTED_PARCEL,
      NO_PARCEL,
    ],
    serial: [...list(country.serials, 6), 'ZZ 99999999'],
    'administrativeUnit.code': ['01', '00004'],
    first: [1, 2, 3, 5, 25],
    amount: ['500000', '9000000'],
    on: ['2026-01-01'],
    day: ['2026-01-01'],
  };
}

function parcelsOf({ holders }: ReadCountry, asked: readonly string[]): readonly string[] {
  return [...holders].flatMap(([parcel, of]) => (of.some((one) => asked.includes(one)) ? [parcel] : []));
}

/** What a case grants, worked out by the naive way. */
export function caseRights(
  { agreements, purpose, day, jurisdiction, posts, officer, caseId, parties, consents, citizen }: RandomCase,
  country: ReadCountry,
  dictionary: NaiveDictionary,
): NaiveRights {
  const { elements, terms } = naiveGrant(agreements, purpose, day, dictionary);
  const post = posts.findLast(({ from }) => from <= day);
  const records = new NaiveRecords(country, {
    terms,
    territory: jurisdiction === 'national' ? undefined : naiveTerritory(jurisdiction),
    parties: new Set(caseId === undefined ? [] : parties),
    consenting: new Set(consents.filter(({ kind }) => kind === 'given').map(({ personalId }) => personalId)),
    officer: officer === undefined ? undefined : post?.personalId,
    citizen,
    today: new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10),
  });
  return { granted: elements, hasAgreement: (database) => terms.has(database), records };
}
