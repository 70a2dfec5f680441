import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Governance, loadGovernance } from '../../governance/index.ts';
import { CALLERS } from '../support/callers.ts';
import { governanceWith } from '../support/governance.ts';
import { type Oracle, openOracle } from '../support/oracle.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { type Answer, type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

/**
 * Elements that a commune has in no agreement, so that every way to a person is open but for the jurisdiction: its
 * residents' population and civil-status records and insurance, and everybody's enterprises and land.
 */
const LIMITS = {
  population: 'own',
  'civil-status': 'own',
  insurance: 'own',
  business: 'national',
  land: 'national',
} as const;

let system: TestSystem;
let oracle: Oracle;
/** Somebody with a temporary residence outside the commune of the household, and a member who stays there. */
let lodger: { readonly id: string; readonly commune: string; readonly memberId: string };

beforeAll(async () => {
  oracle = await openOracle();
  const [row] = await oracle.rows(
    'population',
    `select a.personal_id, a.temporary_commune_code, b.personal_id as member_id
     from citizens a join citizens b on a.residence_file_number = b.residence_file_number
     where a.temporary_commune_code <> a.permanent_commune_code and a.personal_id <> b.personal_id
       and a.temporary_commune_code not in
         (b.permanent_commune_code, coalesce(b.temporary_commune_code, ''), coalesce(b.current_commune_code, ''))
     order by a.personal_id limit 1`,
  );
  lodger = {
    id: String(row?.['personal_id']),
    commune: String(row?.['temporary_commune_code']),
    memberId: String(row?.['member_id']),
  };
  system = await startTestSystem({ governance: withOpenWays() });
});

afterAll(async () => {
  await oracle.close();
  await system.stop();
});

function fileOf(name: string): string {
  return readFileSync(new URL(`../../governance/${name}`, import.meta.url), 'utf8');
}

/** The real agreements, and beside them agreements of three communes for a purpose that communes do not have. */
function withOpenWays(): Governance {
  const { databases, elements: all } = loadGovernance();
  const elements = [...all.values()].filter((element) => element.class !== 'none');
  const agreementsOf = (consumer: string) =>
    Object.entries(LIMITS).map(([database, jurisdiction]) => ({
      id: `test-${consumer.toLowerCase()}-${database}`,
      provider: databases.get(database)?.owner,
      database,
      purposes: ['QLNN:TAX'],
      legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
      elements: elements.filter((element) => element.database === database).map(({ name }) => name),
      jurisdiction,
      officer: 'optional',
      case: 'optional',
      from: '2026-01-01',
      review: '2026-12-25',
      to: null,
      state: 'active',
    }));
  const beside = (consumer: string) =>
    fileOf(`agreements/${consumer.toLowerCase()}.yaml`).trimEnd() +
    agreementsOf(consumer)
      .map((agreement) => `\n  - ${JSON.stringify(agreement)}`)
      .join('');
  const office = fileOf('agencies.yaml').replace(
    /(key: GO\n(?: {4}.*\n)*? {4}jurisdiction: ).*\n/,
    `$1["${lodger.commune}"]\n`,
  );
  return governanceWith({
    'agencies.yaml': office,
    'agreements/pc-commune-00004.yaml': beside('PC-COMMUNE-00004'),
    'agreements/pc-commune-16681.yaml': beside('PC-COMMUNE-16681'),
    'agreements/go.yaml': JSON.stringify({ consumer: 'GO', agreements: agreementsOf('GO') }),
  });
}

const HOME: Asker = { ...CALLERS.communeMarriage, purposes: ['QLNN:TAX'] };
const OTHER: Asker = { ...CALLERS.otherCommune, purposes: ['QLNN:TAX'] };
/** An office whose territory is where `lodger` has the temporary residence. */
const LODGING: Asker = { agency: 'GO', purposes: ['QLNN:TAX'] };

const PERSON = `personalId name { full } birthDate phone spouse { personalId }
  businessRoles(first: 1) { edges { node { role } } }`;

/** Everything of an answer but what differs from request to request. */
function essence({ status, data, errors, extensions: { lienthong } }: Answer, number: string): string {
  const said = { status, data, errors, states: lienthong?.states, sources: lienthong?.sources };
  return JSON.stringify(said).replaceAll(number, 'NUMBER');
}

describe('under the real agreements', () => {
  const query =
    'query ($id: PersonalId!) { citizen(personalId: $id) { name { full } birthDate marriages { establishedOn } } }';

  it('the ward of residence reads its resident', async () => {
    const answer = await system.ask(CALLERS.communeMarriage, query, { id: PROFILE });
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      citizen: {
        name: { full: 'Nguyễn Minh Quân' },
        birthDate: '1985-03-14',
        marriages: [{ establishedOn: '2012-01-08' }],
      },
    });
  });

  it('another commune cannot tell that resident from a number that does not exist', async () => {
    const nobody = '901085999999';
    const resident = await system.ask(CALLERS.otherCommune, query, { id: PROFILE });
    const absent = await system.ask(CALLERS.otherCommune, query, { id: nobody });
    expect(essence(resident, PROFILE)).toBe(essence(absent, nobody));
    expect(resident.data).toEqual({ citizen: null });
    expect(resident.errors.map(({ extensions }) => extensions.code)).toEqual(['SUBJECT_WITHHELD']);
    expect(resident.extensions.lienthong?.states).toEqual([
      { path: ['citizen'], state: 'withheld', rule: 'jurisdiction' },
    ]);
  });

  it('nor in a bulk look-up, whose other numbers are answered', async () => {
    const bulk =
      'query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { outcome citizen { name { full } } } }';
    const ids = [PROFILE, personaId('other-province'), '901085999999'];
    const ward = await system.ask(CALLERS.communeMarriage, bulk, { ids });
    expect(ward.errors).toEqual([]);
    expect(ward.data).toEqual({
      citizens: [
        { outcome: 'FOUND', citizen: { name: { full: 'Nguyễn Minh Quân' } } },
        { outcome: 'NOT_FOUND', citizen: null },
        { outcome: 'NOT_FOUND', citizen: null },
      ],
    });
    const other = await system.ask(CALLERS.otherCommune, bulk, { ids });
    expect(other.data).toEqual({ citizens: ids.map(() => ({ outcome: 'NOT_FOUND', citizen: null })) });
  });

  it('a resident’s registered father who lives elsewhere stays closed, the resident as a father does not', async () => {
    const birth =
      'query ($id: PersonalId!) { citizen(personalId: $id) { birthRegistration { father { personalId name { full } } } } }';
    const registering = { ...CALLERS.communeMarriage, purposes: ['TTHC:1.001193'] };
    const elsewhere = await system.ask(registering, birth, { id: PROFILE });
    expect(elsewhere.data).toEqual({
      citizen: { birthRegistration: { father: { personalId: null, name: null } } },
    });
    expect(elsewhere.errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['citizen.birthRegistration.father.personalId', 'SUBJECT_WITHHELD'],
      ['citizen.birthRegistration.father.name', 'SUBJECT_WITHHELD'],
    ]);
    const [child] = await oracle.rows(
      'population',
      'select personal_id from citizens where father_id = $1',
      PROFILE,
    );
    const own = await system.ask(registering, birth, { id: child?.['personal_id'] });
    expect(own.data).toEqual({
      citizen: { birthRegistration: { father: { personalId: PROFILE, name: { full: 'Nguyễn Minh Quân' } } } },
    });
  });
});

/** Ways to the same person, and where the person then stands in the data. */
const WAYS: Readonly<Record<string, readonly [query: string, path: string]>> = {
  'by look-up': [`{ citizen(personalId: "${PROFILE}") { ${PERSON} } }`, 'citizen'],
  'by bulk look-up': [
    `{ citizens(personalIds: ["${PROFILE}"]) { citizen { ${PERSON} } } }`,
    'citizens.0.citizen',
  ],
  'by the number of an old card': [
    `{ citizenByOldIdNumber(oldIdNumber: "990000001") { ${PERSON} } }`,
    'citizenByOldIdNumber',
  ],
  'as the representative of an enterprise': [
    `{ business(enterpriseCode: "${personaId('profile-enterprise')}") { legalRepresentatives { citizen { ${PERSON} } } } }`,
    'business.legalRepresentatives.0.citizen',
  ],
  'as the member of an enterprise': [
    `{ business(enterpriseCode: "${personaId('profile-enterprise')}") { members { edges { node { holder {
      ... on Citizen { ${PERSON} } } } } } } }`,
    'business.members.edges.0.node.holder',
  ],
  'as the holder of a land-use right': [
    `{ landParcel(parcelId: "${personaId('profile-second-parcel')}") { rights { edges { node { holder {
      ... on Citizen { ${PERSON} } } } } } } }`,
    'landParcel.rights.edges.0.node.holder',
  ],
  'through a marriage of another holder': [
    `{ landParcel(parcelId: "${personaId('profile-home-parcel')}") { rights { edges { node { holder {
      ... on Citizen { marriages { husband { ${PERSON} } } } } } } } } }`,
    'landParcel.rights.edges.1.node.holder.marriages.0.husband',
  ],
  'as the spouse of another holder': [
    `{ landParcel(parcelId: "${personaId('profile-home-parcel')}") { rights { edges { node { holder {
      ... on Citizen { spouse { ${PERSON} } } } } } } } }`,
    'landParcel.rights.edges.1.node.holder.spouse',
  ],
  'as a member of the household of another holder': [
    `{ landParcel(parcelId: "${personaId('profile-home-parcel')}") { rights { edges { node { holder {
      ... on Citizen { household { head { ${PERSON} } members { citizen { ${PERSON} } } } } } } } } } }`,
    'landParcel.rights.edges.1.node.holder.household.head',
  ],
};

describe.each(Object.entries(WAYS))('a person reached %s', (_way, [query, path]) => {
  it('is read by the ward where the person lives', async () => {
    const answer = await system.ask(HOME, query);
    expect(answer.errors.filter((error) => error.path?.join('.').startsWith(path))).toEqual([]);
    expect(valueAt(answer.data, path)).toMatchObject({ personalId: PROFILE, birthDate: '1985-03-14' });
  });

  it('is not read by a commune of another province, which is told of each gap', async () => {
    const answer = await system.ask(OTHER, query);
    const text = JSON.stringify(answer);
    for (const known of ['Nguyễn Minh Quân', '1985-03-14', '+84 000 100 001', 'Trần Thu Hà']) {
      expect(text).not.toContain(known);
    }
    expect(JSON.stringify(answer.data)).not.toContain(PROFILE);
    expect(text).not.toContain('lienthong_');
    const told = answer.errors.map(({ extensions: { code, rule } }) => `${code} ${rule}`);
    expect(new Set(told)).toEqual(
      new Set(query.includes('citizens(') ? [] : ['SUBJECT_WITHHELD jurisdiction']),
    );
    const paths = answer.errors.map((error) => error.path?.join('.'));
    expect(new Set(paths).size).toBe(paths.length);
    const person = valueAt(answer.data, path) as Record<string, unknown> | null;
    for (const [field, value] of Object.entries(person ?? {})) {
      if (value === null) expect(paths).toContain(`${path}.${field}`);
    }
  });
});

describe('an old card', () => {
  it('of somebody else’s resident and one that nobody ever had are the same answer', async () => {
    const query =
      'query ($number: OldIdNumber!) { citizenByOldIdNumber(oldIdNumber: $number) { name { full } } }';
    const known = await system.ask(OTHER, query, { number: '990000001' });
    const unknown = await system.ask(OTHER, query, { number: '111111111' });
    expect(essence(known, '990000001')).toBe(essence(unknown, '111111111'));
    expect((await system.ask(HOME, query, { number: '990000001' })).data).toEqual({
      citizenByOldIdNumber: { name: { full: 'Nguyễn Minh Quân' } },
    });
  });
});

describe('a household whose members live in two places', () => {
  it('is shown to the territory of one of them, with the others closed one by one', async () => {
    const query = `{ citizen(personalId: "${lodger.id}") { household { members { citizen { personalId birthDate businessRoles {
      pageInfo { hasNextPage } } } } } } }`;
    const { data, errors } = await system.ask(LODGING, query);
    const { citizen } = data as {
      citizen: {
        household: { members: { citizen: Record<string, unknown> }[] };
      };
    };
    const members = citizen.household.members.map((member) => member.citizen);
    const read = members.filter(({ personalId }) => personalId !== null);
    expect(read.map(({ personalId }) => personalId)).toContain(lodger.id);
    expect(read.map(({ personalId }) => personalId)).not.toContain(lodger.memberId);
    const closed = members.filter(({ personalId }) => personalId === null);
    expect(closed.length).toBeGreaterThan(0);
    for (const member of closed) expect(new Set(Object.values(member))).toEqual(new Set([null]));
    expect(errors.length).toBe(closed.length * 3);
    expect(JSON.stringify({ data, errors })).not.toContain(lodger.memberId);
  });

  it('leaves the member who lives elsewhere out of reach by number, too', async () => {
    const query = 'query ($id: PersonalId!) { citizen(personalId: $id) { personalId } }';
    expect((await system.ask(LODGING, query, { id: lodger.id })).data).toEqual({
      citizen: { personalId: lodger.id },
    });
    expect((await system.ask(LODGING, query, { id: lodger.memberId })).data).toEqual({ citizen: null });
  });
});

function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data);
}
