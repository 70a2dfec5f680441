import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { type Oracle, openOracle } from '../support/oracle.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const SPOUSE = personaId('profile-spouse');

/** What any path could give away about a person. */
const PERSON = 'personalId name { full } birthDate sex phone';

const VALUES = `select personal_id, concat_ws(' ', family_name, middle_name, given_name) as name, birth_date, phone
  from citizens`;

let system: TestSystem;
let oracle: Oracle;
/** Values that belong to adults and strangers only: numbers, names, days of birth, telephone numbers. */
let foreign: readonly string[];
/** Their children: minors, whom a parent's own token reads like the parent's own record; the eldest first. */
let minors: readonly string[];
/** Their father, whose child they are although they are grown up. */
let father: string;

beforeAll(async () => {
  system = await startTestSystem();
  oracle = await openOracle();
  const children = 'select personal_id from citizens where father_id = $1 order by birth_date';
  minors = (await oracle.rows('population', children, PROFILE)).map((row) => row['personal_id'] ?? '');
  const parents = 'select father_id from citizens where personal_id = $1';
  father = (await oracle.rows('population', parents, PROFILE))[0]?.['father_id'] ?? '';
  const rows = await oracle.rows('population', VALUES);
  const isOwn = (row: Record<string, string>) => [PROFILE, ...minors].includes(row['personal_id'] ?? '');
  const own = rows.filter(isOwn).flatMap(Object.values) as string[];
  foreign = rows
    .filter((row) => !isOwn(row))
    .flatMap(Object.values)
    .filter((value): value is string => typeof value === 'string' && value.length > 4)
    .filter((value) => !own.some((known) => known?.includes(value)));
  expect(own).toContain('Nguyễn Minh Anh');
  expect(foreign).toContain('Trần Thu Hà');
});

afterAll(async () => {
  await oracle.close();
  await system.stop();
});

/** Paths from one's own record, or from anywhere, to other people. */
const PATHS: Readonly<Record<string, string>> = {
  'a look-up': `{ citizen(personalId: "${SPOUSE}") { ${PERSON} marriages { establishedOn } } }`,
  'a bulk look-up': `{ citizens(personalIds: ["${PROFILE}", "${SPOUSE}"]) { outcome citizen { ${PERSON} } } }`,
  'the number of an old card': `{ citizenByOldIdNumber(oldIdNumber: "990000002") { ${PERSON} } }`,
  'the spouse': `{ me { spouse { ${PERSON} } } }`,
  'the parents': `{ me { father { ${PERSON} } mother { ${PERSON} } } }`,
  'the children': `{ me { children { ${PERSON} } } }`,
  'the persons represented': `{ me { represents { ${PERSON} } legalRepresentative { ${PERSON} } } }`,
  'the household': `{ me { household { head { ${PERSON} } members { relationToHead citizen { ${PERSON} } } } } }`,
  'a marriage': `{ me { marriages { husband { ${PERSON} } wife { ${PERSON} } } } }`,
  'the birth registration': `{ me { birthRegistration { father { ${PERSON} } mother { ${PERSON} } } } }`,
  'a shared land-use right': `{ me { landRights { edges { node { parcel { rights { edges { node { holder {
    ... on Citizen { ${PERSON} } } } } } } } } } } }`,
  'a company': `{ me { businessRoles { edges { node { business { members { edges { node { holder {
    ... on Citizen { ${PERSON} } } } } } legalRepresentatives { citizen { ${PERSON} } } } } } } } }`,
  'the colleagues': `{ me { socialInsurance { currentEmployer { declaredEmployees { edges { node { citizen {
    ${PERSON} } } } } } } } }`,
  'the parcel of another person': `{ landParcel(parcelId: "${personaId('common-parcel')}") { address rights {
    edges { node { holder { ... on Citizen { ${PERSON} } } } } } } }`,
  'the spouse of the spouse': `{ me { spouse { spouse { ${PERSON} } household { members { citizen { ${PERSON} } } } } } }`,
  'everything at once': `{ me { ${PERSON} spouse { ${PERSON} healthInsurance { cardNumber } landRights { edges { node {
    since } } } businessRoles { edges { node { role } } } marriages { certificateNumber } } } }`,
};

describe('a citizen’s own token, by the number of a parcel', () => {
  const parcel = (parcelId: string) =>
    system.ask({ citizen: PROFILE }, `{ landParcel(parcelId: "${parcelId}") { address } }`);

  it('finds the parcels of the citizen, and nobody else’s', async () => {
    const { data } = await system.ask(
      { citizen: PROFILE },
      '{ me { landRights { edges { node { parcel { parcelId address } } } } } }',
    );
    const own = (data as { me: { landRights: { edges: { node: { parcel: { parcelId: string } } }[] } } }).me
      .landRights.edges[0]?.node.parcel;
    const { address } = own as { readonly address?: unknown };
    expect(typeof address).toBe('string');
    expect((await parcel(own?.parcelId ?? '')).data).toEqual({ landParcel: { address } });
    const refused = await parcel(personaId('common-parcel'));
    expect(refused.data).toEqual({ landParcel: null });
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['SUBJECT_WITHHELD']);
  });
});

describe.each(Object.entries(PATHS))('a citizen’s own token, through %s', (_path, query) => {
  it('says nothing about anybody else, and hides no gap', async () => {
    const answer = await system.ask({ citizen: PROFILE }, query);
    expect(answer.status).toBe(200);
    const text = JSON.stringify({ ...answer, data: answer.data });
    expect(foreign.filter((value) => text.includes(value))).toEqual([]);
    expect(text).not.toContain('lienthong_');
    const codes = new Set(answer.errors.map(({ extensions }) => extensions.code));
    expect([...codes].every((code) => code === 'SUBJECT_WITHHELD' || code === 'ELEMENT_WITHHELD')).toBe(true);
    for (const { extensions } of answer.errors.filter(
      ({ extensions: { code } }) => code === 'SUBJECT_WITHHELD',
    )) {
      expect(extensions['rule']).toBe('own-record');
    }
    expect(
      silentNulls(
        answer.data,
        answer.errors.map(({ path }) => path ?? []),
      ),
    ).toEqual([]);
  });
});

/** Values that a person's own record, or a child's, really lacks; any other null needs its error. */
const ABSENT = [/legalRepresentative$/, /citizens\.\d+\.citizen$/, /(children\.\d+|citizen)\.phone$/];

function silentNulls(
  value: unknown,
  told: readonly (readonly (string | number)[])[],
  path: readonly (string | number)[] = [],
): readonly string[] {
  const place = path.join('.');
  if (told.some((one) => one.join('.') === place) || ABSENT.some((known) => known.test(place))) return [];
  if (value === null) return [place];
  if (typeof value !== 'object') return [];
  return Object.entries(value as object).flatMap(([key, below]) =>
    silentNulls(below, told, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

describe('a citizen’s own token', () => {
  it('reads me, in every database', async () => {
    const query = `{ me { ${PERSON} marriages { establishedOn } healthInsurance { validFrom }
      businessRoles { edges { node { role } } } landRights { edges { node { parcel { address } } } } } }`;
    const answer = await system.ask({ citizen: PROFILE }, query);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      me: {
        personalId: PROFILE,
        name: { full: 'Nguyễn Minh Quân' },
        marriages: [{ establishedOn: '2012-01-08' }],
        landRights: { edges: [expect.anything(), expect.anything()] },
      },
    });
  });

  it('reads its own number by look-up too, and finds itself among others', async () => {
    const { data } = await system.ask({ citizen: SPOUSE }, PATHS['a bulk look-up'] ?? '');
    expect(data).toMatchObject({
      citizens: [
        { outcome: 'NOT_FOUND', citizen: null },
        { outcome: 'FOUND', citizen: { name: { full: 'Trần Thu Hà' } } },
      ],
    });
  });

  it('cannot tell another person from nobody', async () => {
    const ask = async (number: string) => {
      const answer = await system.ask(
        { citizen: PROFILE },
        `{ citizen(personalId: "${number}") { name { full } } }`,
      );
      const { states } = answer.extensions.lienthong ?? {};
      return { status: answer.status, data: answer.data, errors: answer.errors, states };
    };
    expect(await ask(SPOUSE)).toEqual(await ask('901085999999'));
    expect((await ask(PROFILE)).data).toEqual({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
  });

  it('of a parent reads the minor children, in every database, and never the other parent', async () => {
    const query = `{ me { children { ${PERSON} healthInsurance { cardNumber } father { personalId } mother { ${PERSON} } } } }`;
    const { data, errors } = await system.ask({ citizen: PROFILE }, query);
    const { children } = (data as { me: { children: Record<string, unknown>[] } }).me;
    expect(children.map(({ personalId }) => personalId).sort()).toEqual([...minors].sort());
    for (const child of children) {
      expect(child).toMatchObject({
        name: { full: expect.stringMatching(/^Nguyễn /) as string },
        father: { personalId: PROFILE },
        mother: { personalId: null, name: null, birthDate: null, phone: null },
      });
    }
    expect(new Set(errors.map(({ extensions: { rule } }) => rule))).toEqual(new Set(['own-record']));
    expect(errors.every(({ path }) => path?.includes('mother'))).toBe(true);
  });

  it('of a parent finds a minor by number too, and a grown child not', async () => {
    const look = (citizen: string, personalId: string) =>
      system.ask({ citizen }, `{ citizen(personalId: "${personalId}") { name { full } } }`);
    const [minor = ''] = minors;
    expect((await look(PROFILE, minor)).data).toEqual({ citizen: { name: { full: 'Nguyễn Minh Anh' } } });
    const grown = await look(father, PROFILE);
    expect(grown.data).toEqual({ citizen: null });
    expect(grown.errors.map(({ extensions: { rule } }) => rule)).toEqual(['own-record']);
  });

  it('of a minor reads nobody who represents that minor', async () => {
    const [minor = ''] = minors;
    const { data } = await system.ask({ citizen: minor }, `{ me { name { full } father { ${PERSON} } } }`);
    expect(data).toMatchObject({ me: { name: { full: 'Nguyễn Minh Anh' }, father: { name: null } } });
  });

  it('of a guardian reads the ward, who has a token of their own', async () => {
    const [guardian, ward] = [personaId('guardian'), personaId('minor-with-guardian')];
    const query = '{ me { represents { name { full } } name { full } } }';
    const asGuardian = await system.ask({ citizen: guardian }, query);
    expect(asGuardian.data).toEqual({
      me: { represents: [{ name: { full: 'Hoàng Đức Minh' } }], name: { full: 'Hoàng Thị Mai' } },
    });
    expect((await system.ask({ citizen: ward }, query)).data).toMatchObject({
      me: { name: { full: 'Hoàng Đức Minh' } },
    });
  });

  it('takes no other purpose, and no officer makes it more', async () => {
    const query = `{ citizen(personalId: "${SPOUSE}") { name { full } } }`;
    const refused = await system.ask({ citizen: PROFILE, headers: { purpose: 'QLNN:TAX' } }, query);
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['PURPOSE_NOT_PERMITTED']);
    const officer = await system.ask({ citizen: PROFILE, headers: CALLERS.tax.headers }, query);
    expect(officer.data).toEqual({ citizen: null });
  });

  it('that says it is an agency as well is nobody’s', async () => {
    const both = { citizen: PROFILE, agency: 'C06', purposes: ['QLNN:PRODUCER'] };
    const token = await system.token(both);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ citizen: PROFILE });
    const answer = await system.ask(both, `{ citizen(personalId: "${SPOUSE}") { name { full } } }`);
    expect(JSON.stringify(answer)).not.toContain('Trần Thu Hà');
  });
});
