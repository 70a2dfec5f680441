import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGovernance } from '../../governance/index.ts';
import { CALLERS } from '../support/callers.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { askSubgraph, claimsFor, entityQuery, signedGrant } from '../support/subgraph-calls.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

/** An entity as a database is asked for it, with values that somebody would like it to repeat. */
interface Entity {
  readonly database: string;
  readonly key: Readonly<Record<string, string>> & { readonly __typename: string };
  readonly injected: Readonly<Record<string, unknown>>;
  readonly selection: string;
}

const LIE = 'Kẻ Mạo Danh';
const STRANGER = '901099999999';

const ENTITIES: readonly Entity[] = [
  {
    database: 'population',
    key: { __typename: 'Citizen', personalId: PROFILE },
    injected: { name: { full: LIE }, familyName: LIE, phone: LIE, fatherId: STRANGER, email: LIE },
    selection: 'personalId name { full family } phone email father { personalId }',
  },
  {
    database: 'population',
    key: { __typename: 'Household', residenceFileNumber: '00004-000001' },
    injected: { headId: STRANGER, placeDetail: LIE, place: { detail: LIE }, members: [] },
    selection: 'residenceFileNumber place { detail } head { personalId } members { relationToHead }',
  },
  {
    database: 'civil-status',
    key: { __typename: 'Citizen', personalId: PROFILE },
    injected: { marriages: [{ certificateNumber: LIE }], civilMaritalStatus: 'NEVER_MARRIED' },
    selection: 'personalId marriages { certificateNumber } civilMaritalStatus',
  },
  {
    database: 'business',
    key: { __typename: 'Business', enterpriseCode: personaId('profile-enterprise') },
    injected: { name: LIE, charterCapital: '1', status: { status: 'DISSOLVED' }, statusSetBy: 'COURT' },
    selection: 'enterpriseCode name charterCapital status { status setBy }',
  },
  {
    database: 'insurance',
    key: { __typename: 'Citizen', personalId: PROFILE },
    injected: { healthInsurance: { cardNumber: LIE }, socialInsurance: { monthlyPension: '1' } },
    selection: 'personalId healthInsurance { cardNumber } socialInsurance { monthlyPension }',
  },
  {
    database: 'land',
    key: { __typename: 'LandParcel', parcelId: personaId('profile-home-parcel') },
    injected: { address: LIE, area: 1, communeCode: '16681', rights: { edges: [] } },
    selection: 'parcelId address area unit { code } rights { edges { node { form } } }',
  },
  {
    database: 'catalogue',
    key: { __typename: 'AdministrativeUnit', code: '00004' },
    injected: { name: LIE, fullName: LIE, level: 'PROVINCE', provinceCode: '40' },
    selection: 'code name fullName level province { code }',
  },
];

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

const dictionary = [...loadGovernance().elements.values()];

async function resolve({ database, selection }: Entity, representation: object) {
  const elements = dictionary.filter((element) => element.database === database).map(({ name }) => name);
  const type = (representation as { readonly __typename: string }).__typename;
  return await askSubgraph(
    system.subgraphUrl(database),
    {
      query: entityQuery(`... on ${type} { ${selection} }`),
      variables: { representations: [representation] },
    },
    await signedGrant(system, {
      ...claimsFor({ database, elements }),
      shownKeys: ['Citizen.personalId', 'Business.enterpriseCode'],
    }),
  );
}

describe.each(ENTITIES)('a representation of $key.__typename for $database', (entity) => {
  it('with values that were put into it is answered from the database alone', async () => {
    const plain = await resolve(entity, entity.key);
    expect(plain.codes).toEqual([]);
    expect(JSON.stringify(plain.data)).toContain(Object.values(entity.key)[1]);
    const injected = await resolve(entity, { ...entity.key, ...entity.injected });
    expect(injected.data).toEqual(plain.data);
    expect(injected.text).not.toContain(LIE);
  });

  it('of nobody stays nobody, whatever it says', async () => {
    const [[keyName] = ['']] = Object.entries(entity.key).filter(([name]) => name !== '__typename');
    const nobody = { ...entity.key, [keyName]: 'NOBODY-0' };
    const answer = await resolve(entity, { ...nobody, ...entity.injected });
    expect(answer.text).not.toContain(LIE);
    expect(answer.text).not.toContain(STRANGER);
    expect((await resolve(entity, nobody)).data).toEqual(answer.data);
  });
});

describe('the door for representations', () => {
  it.each(['{ _entities(representations: []) { __typename } }', '{ _service { sdl } }'])(
    'is not one of the graph: %s',
    async (query) => {
      const answer = await system.ask(CALLERS.tax, query);
      expect(answer.status).toBe(400);
      expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
      expect(answer.data ?? null).toBeNull();
      expect((await system.ask(CALLERS.tax, '{ __typename }')).data).toEqual({ __typename: 'Query' });
    },
  );
});
