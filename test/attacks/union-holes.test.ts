import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { type Oracle, openOracle } from '../support/oracle.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { type Answer, startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;
let oracle: Oracle;
let phones: readonly string[];

beforeAll(async () => {
  system = await startTestSystem();
  oracle = await openOracle();
  const rows = await oracle.rows('population', 'select phone from citizens where phone is not null');
  phones = rows.map(({ phone }) => String(phone));
});

afterAll(async () => {
  await oracle.close();
  await system.stop();
});

/** A parcel that two citizens hold, and one that an enterprise holds. */
const [HOME, FACTORY] = [personaId('profile-home-parcel'), personaId('mortgaged-enterprise-parcel')];

function holders(parcel: string, selection: string): Promise<Answer> {
  return system.ask(
    CALLERS.tax,
    `{ landParcel(parcelId: "${parcel}") { rights { edges { node { holder { ${selection} } } } } } }`,
  );
}

function holdersOf({ data }: Answer): readonly unknown[] {
  const { landParcel } = data as {
    landParcel: { rights: { edges: readonly { node: { holder: unknown } }[] } };
  };
  return landParcel.rights.edges.map(({ node }) => node.holder);
}

const MIXED = `
  kind: __typename
  ... on Citizen { personalId name { full } phone }
  ... on Business { enterpriseCode businessName: name declaredEmployees(first: 1) { edges { cursor } } }
`;

describe('the holder of a land-use right, a citizen or an enterprise', () => {
  it('shows of a citizen what is granted about citizens, and says so of the rest at that holder only', async () => {
    const answer = await holders(HOME, MIXED);
    expect(holdersOf(answer)).toEqual([
      { kind: 'Citizen', personalId: PROFILE, name: { full: 'Nguyễn Minh Quân' }, phone: null },
      {
        kind: 'Citizen',
        personalId: personaId('profile-spouse'),
        name: { full: 'Trần Thu Hà' },
        phone: null,
      },
    ]);
    expect(answer.errors.map(({ path }) => path?.slice(3).join('.'))).toEqual([
      '0.node.holder.phone',
      '1.node.holder.phone',
    ]);
  });

  it('shows of an enterprise what is granted about enterprises, with no word on citizens', async () => {
    const answer = await holders(FACTORY, MIXED);
    expect(holdersOf(answer)).toEqual([
      {
        kind: 'Business',
        enterpriseCode: personaId('large-employer'),
        businessName: expect.stringContaining('May Trường Giang') as string,
        declaredEmployees: null,
      },
    ]);
    expect(answer.errors.map(({ path }) => path?.slice(3).join('.'))).toEqual([
      '0.node.holder.declaredEmployees',
    ]);
  });

  it.each([
    ['in an inline fragment', '... on Citizen { phone }', ''],
    ['in a named fragment', '...F', 'fragment F on Citizen { phone }'],
    ['in a fragment on the union', '...F', 'fragment F on LandUseRightHolder { ... on Citizen { phone } }'],
    ['in fragments one in another', '... on LandUseRightHolder { ... on Citizen { ... { phone } } }', ''],
    ['under an alias', '... on Citizen { kind: phone }', ''],
    ['beside what is granted', '... on Citizen { name { full } } ... on Citizen { phone }', ''],
  ])('gives no withheld element away %s', async (_way, selection, fragments) => {
    const query = `query { landParcel(parcelId: "${HOME}") { rights { edges { node { holder { ${selection} } } } } } } ${fragments}`;
    const answer = await system.ask(CALLERS.tax, query);
    const text = JSON.stringify(answer);
    expect(phones.filter((phone) => text.includes(phone))).toEqual([]);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual([
      'ELEMENT_WITHHELD',
      'ELEMENT_WITHHELD',
    ]);
    const granted = await system.ask(CALLERS.tax, query.replaceAll('phone', 'birthDate'));
    expect(granted.errors).toEqual([]);
    expect(JSON.stringify(granted.data)).toContain('1985-03-14');
  });

  it('has one shape for all: null where nothing of the holder is granted', async () => {
    const onlyWithheld = await holders(HOME, '... on Citizen { phone email }');
    expect(holdersOf(onlyWithheld)).toEqual([
      { phone: null, email: null },
      { phone: null, email: null },
    ]);
    expect(holdersOf(await holders(FACTORY, '... on Citizen { phone email }'))).toEqual([{}]);
    expect(holdersOf(await holders(FACTORY, '__typename'))).toEqual([{ __typename: 'Business' }]);
  });

  it('is not asked for at all where holders are withheld', async () => {
    const businessRegistration = await system.ask(
      CALLERS.businessRegistration,
      `{ landParcel(parcelId: "${HOME}") { rights { edges { node { holder { __typename } } } } } }`,
    );
    expect(businessRegistration.data).toEqual({ landParcel: null });
  });
});

describe('the holder of a share, a citizen or an enterprise', () => {
  const members = (code: string, selection: string) =>
    `{ business(enterpriseCode: "${code}") { members(first: 100) { edges { node { holder { ${selection} } } } } } }`;

  it('shows both kinds side by side, each with its own gaps', async () => {
    const answer = await system.ask(CALLERS.tax, members(personaId('joint-stock'), MIXED));
    const { business } = answer.data as {
      business: { members: { edges: { node: { holder: Record<string, unknown> } }[] } };
    };
    const found = business.members.edges.map(({ node }) => node.holder);
    const citizens = found.filter(({ kind }) => kind === 'Citizen');
    const businesses = found.filter(({ kind }) => kind === 'Business');
    expect([citizens.length, businesses.length]).toEqual([30, 2]);
    for (const citizen of citizens) {
      expect(Object.keys(citizen)).toEqual(['kind', 'personalId', 'name', 'phone']);
      expect(citizen['phone']).toBeNull();
      expect(citizen['name']).toMatchObject({ full: expect.any(String) as string });
    }
    for (const one of businesses) {
      expect(one).toMatchObject({ businessName: expect.any(String) as string, declaredEmployees: null });
    }
    expect(answer.errors.length).toBe(32);
    expect(JSON.stringify(answer)).not.toContain('lienthong_');
  });
});
