import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGovernance } from '../../governance/index.ts';
import { essence } from '../support/essence.ts';
import { governanceWith } from '../support/governance.ts';
import {
  PROTECTED_FIRST,
  PROTECTED_SECOND,
  PROTECTED_SPOUSE,
  PROTECTED_THIRD,
  personaId,
} from '../support/personas.ts';
import { type Answer, type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

/** The Government Office reads everything: for tax nobody protected, for insurance up to grade 1, then up to 2. */
const PURPOSES = ['QLNN:TAX', 'QLNN:INSURANCE', 'QLNN:BUSINESS-REGISTRATION'] as const;

/** Persons by their grade of protection, from 1. */
const PERSONS = [PROTECTED_FIRST, PROTECTED_SECOND, PROTECTED_THIRD];

const NOBODY = '901085999999';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ governance: governanceByGrade() });
});

afterAll(() => system.stop());

function governanceByGrade() {
  const { databases: owned, elements: all } = loadGovernance();
  const elements = [...all.values()].filter((element) => element.class !== 'none');
  const agreements = PURPOSES.flatMap((purpose, protectedUpTo) =>
    [...new Set(elements.map(({ database }) => database))].map((database) => ({
      id: `test-grade-${protectedUpTo}-${database}`,
      provider: owned.get(database)?.owner,
      database,
      purposes: [purpose],
      legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
      elements: elements.filter((element) => element.database === database).map(({ name }) => name),
      jurisdiction: 'national',
      officer: 'optional',
      case: 'optional',
      protectedUpTo,
      from: '2026-01-01',
      review: '2026-12-25',
      to: null,
      state: 'active',
    })),
  );
  return governanceWith({ 'agreements/go.yaml': JSON.stringify({ consumer: 'GO', agreements }) });
}

/** A caller who may read persons up to a grade of protection. */
const upTo = (grade: 0 | 1 | 2): Asker => ({ agency: 'GO', purposes: [PURPOSES[grade]] });

const ask = (grade: 0 | 1 | 2, query: string, variables: Record<string, unknown> = {}) =>
  system.ask(upTo(grade), query, variables);

/** Data of an answer that says of nothing that it was withheld. */
async function silently(asked: Promise<Answer>): Promise<unknown> {
  const { data, errors, extensions } = await asked;
  expect({ errors, states: extensions.lienthong?.states }).toEqual({ errors: [], states: [] });
  return data;
}

const LOOK_UP = 'query ($id: PersonalId!) { citizen(personalId: $id) { personalId birthDate } }';

describe.each([0, 1, 2] as const)('a caller who may read up to grade %i', (grade) => {
  it.each(PERSONS.map((person, index) => [index + 1, person] as const))(
    'finds somebody of grade %i only if the agreement reaches so far',
    async (ofPerson, person) => {
      const found = await ask(grade, LOOK_UP, { id: person });
      if (ofPerson <= grade) {
        expect(found.errors).toEqual([]);
        expect(found.data).toEqual({
          citizen: { personalId: person, birthDate: expect.any(String) as string },
        });
        return;
      }
      expect(essence(found, person)).toBe(essence(await ask(grade, LOOK_UP, { id: NOBODY }), NOBODY));
      expect(await silently(ask(grade, LOOK_UP, { id: person }))).toEqual({ citizen: null });
    },
  );

  it('gets one outcome for each number of a list, and the same for nobody', async () => {
    const bulk =
      'query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { personalId outcome citizen { birthDate } } }';
    const ids = [PROTECTED_SPOUSE, ...PERSONS, NOBODY];
    const data = (await silently(ask(grade, bulk, { ids }))) as { citizens: { outcome: string }[] };
    const found = ids.map((_id, index) => index === 0 || (index <= grade && index <= PERSONS.length));
    expect(data.citizens.map(({ outcome }) => outcome)).toEqual(
      found.map((isFound) => (isFound ? 'FOUND' : 'NOT_FOUND')),
    );
    expect(data.citizens.map((each) => ({ ...each }))).toMatchObject(
      ids.map((personalId, index) => ({ personalId, ...(found[index] ? {} : { citizen: null }) })),
    );
  });
});

/** Ways that lead past somebody of grade 1, with what is there for whoever may read that grade, and for others. */
const EDGES: Readonly<Record<string, readonly [query: string, seen: unknown, unseen: unknown]>> = {
  'the spouse': [
    `{ citizen(personalId: "${PROTECTED_SPOUSE}") { spouse { personalId birthDate } } }`,
    { citizen: { spouse: { personalId: PROTECTED_FIRST, birthDate: '1979-08-21' } } },
    { citizen: { spouse: null } },
  ],
  'the father of a child': [
    `{ citizen(personalId: "${personaId('protected-child')}") { father { personalId } mother { personalId }
      birthRegistration { father { personalId } fatherName motherName } } }`,
    {
      citizen: {
        father: { personalId: PROTECTED_FIRST },
        mother: { personalId: PROTECTED_SPOUSE },
        birthRegistration: {
          father: { personalId: PROTECTED_FIRST },
          fatherName: 'Hoàng Trọng Khải',
          motherName: 'Vũ Thị Ngọc Diệp',
        },
      },
    },
    {
      citizen: {
        father: null,
        mother: { personalId: PROTECTED_SPOUSE },
        birthRegistration: { father: null, fatherName: null, motherName: 'Vũ Thị Ngọc Diệp' },
      },
    },
  ],
  'the members of a household': [
    `{ citizen(personalId: "${PROTECTED_SPOUSE}") { household { head { personalId } members { citizen { personalId } } } } }`,
    {
      citizen: {
        household: {
          head: { personalId: PROTECTED_FIRST },
          members: [PROTECTED_FIRST, PROTECTED_SPOUSE, personaId('protected-child')].map((personalId) => ({
            citizen: { personalId },
          })),
        },
      },
    },
    {
      citizen: {
        household: {
          head: null,
          members: [PROTECTED_SPOUSE, personaId('protected-child')].map((personalId) => ({
            citizen: { personalId },
          })),
        },
      },
    },
  ],
  'the husband of a marriage': [
    `{ citizen(personalId: "${PROTECTED_SPOUSE}") { marriages { husband { birthDate } wife { personalId } } } }`,
    {
      citizen: {
        marriages: [{ husband: { birthDate: '1979-08-21' }, wife: { personalId: PROTECTED_SPOUSE } }],
      },
    },
    { citizen: { marriages: [{ husband: null, wife: { personalId: PROTECTED_SPOUSE } }] } },
  ],
  'the holders of a parcel in common': [
    `{ landParcel(parcelId: "${personaId('protected-parcel')}") { rights { edges { node { holder {
      ... on Citizen { personalId } } } } pageInfo { hasNextPage } } } }`,
    rights([PROTECTED_FIRST, PROTECTED_SPOUSE]),
    rights([PROTECTED_SPOUSE]),
  ],
  'a page of the holders': [
    `{ landParcel(parcelId: "${personaId('protected-parcel')}") { rights(first: 1) { edges { node { holder {
      ... on Citizen { personalId } } } } pageInfo { hasNextPage } } } }`,
    rights([PROTECTED_FIRST], true),
    rights([PROTECTED_SPOUSE]),
  ],
  'the representatives of an enterprise': [
    `{ business(enterpriseCode: "${personaId('protected-enterprise')}") { legalRepresentatives { position citizen { personalId } } } }`,
    {
      business: {
        legalRepresentatives: [{ position: 'Giám đốc', citizen: { personalId: PROTECTED_FIRST } }],
      },
    },
    { business: { legalRepresentatives: [] } },
  ],
  'the members of an enterprise': [
    `{ business(enterpriseCode: "${personaId('protected-enterprise')}") { members(first: 1) { edges { node { sharePercent holder {
      ... on Citizen { personalId } } } } pageInfo { hasNextPage } } } }`,
    members(PROTECTED_FIRST, 70, true),
    members(PROTECTED_SPOUSE, 30, false),
  ],
};

function rights(holders: readonly string[], hasNextPage = false) {
  const edges = holders.map((personalId) => ({ node: { holder: { personalId } } }));
  return { landParcel: { rights: { edges, pageInfo: { hasNextPage } } } };
}

function members(personalId: string, sharePercent: number, hasNextPage: boolean) {
  const edges = [{ node: { sharePercent, holder: { personalId } } }];
  return { business: { members: { edges, pageInfo: { hasNextPage } } } };
}

describe.each(Object.entries(EDGES))('past somebody protected, %s', (_way, [query, seen, unseen]) => {
  it('are whole for whoever may read that grade', async () => {
    expect(await silently(ask(1, query))).toEqual(seen);
  });

  it('are as if that person did not exist for anybody else, without a word', async () => {
    const answer = await ask(0, query);
    expect(JSON.stringify(answer)).not.toMatch(/Hoàng Trọng Khải|1979-08-21|lienthong_/);
    expect(JSON.stringify(answer)).not.toContain(PROTECTED_FIRST);
    expect(await silently(Promise.resolve(answer))).toEqual(unseen);
  });
});

describe('cursors of a list', () => {
  const PAGE = `query ($after: String) { business(enterpriseCode: "${personaId('protected-enterprise')}") {
    members(first: 1, after: $after) { edges { cursor node { sharePercent } } pageInfo { hasNextPage endCursor } } } }`;

  it('lead from page to page past somebody protected, and to the last entry', async () => {
    const shares = async (grade: 0 | 1) => {
      const seen: number[] = [];
      let after: string | null = null;
      for (let hasNextPage = true; hasNextPage; ) {
        const { business } = (await silently(ask(grade, PAGE, { after }))) as {
          business: {
            members: {
              edges: { node: { sharePercent: number } }[];
              pageInfo: { hasNextPage: boolean; endCursor: string };
            };
          };
        };
        seen.push(...business.members.edges.map(({ node }) => node.sharePercent));
        ({ hasNextPage, endCursor: after } = business.members.pageInfo);
      }
      return seen;
    };
    expect(await shares(1)).toEqual([70, 30]);
    expect(await shares(0)).toEqual([30]);
  });
});

describe('a protected person’s own token', () => {
  it('reads their own record, and nobody’s is opened by it', async () => {
    const query = '{ me { birthDate spouse { birthDate } } }';
    const { data } = await system.ask({ citizen: PROTECTED_THIRD }, query);
    expect(data).toEqual({ me: { birthDate: '1965-01-17', spouse: null } });
    const spouse = await system.ask({ citizen: PROTECTED_SPOUSE }, query);
    expect(spouse.data).toEqual({ me: { birthDate: '1982-03-30', spouse: { birthDate: null } } });
  });
});
