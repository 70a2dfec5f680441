import { Source } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessGrant } from '../../contract/access-grant.ts';
import {
  ASKS_CONDITIONS,
  packConditions,
  questionName,
  UNKNOWN_PERSON,
} from '../../contract/subject-conditions.ts';
import { type SubjectVerdict, sealPass, subjectName } from '../../contract/subject-pass.ts';
import { FULL_GRANT, folderWith, freshDatabase, type GatewayKeys, gatewayKeys, SDL_HEAD } from './fixture.ts';
import {
  type DatabaseDefinition,
  linkTo,
  loadRows,
  migrate,
  type Reference,
  type RunningSubgraph,
  serveDatabase,
} from './index.ts';

const [ANN, BEN, CHI] = ['901195000001', '901090000002', '901188000003'];

interface CardRow {
  readonly id: string;
  readonly personalId: string;
  readonly number: string;
  readonly friendId: string | null;
}
interface CardTables {
  readonly cards: CardRow;
}

/** Whoever has a card at the library is a citizen; a friend is only a link to another register. */
const DEFINITION: DatabaseDefinition<CardTables> = {
  name: 'library',
  sdl: new Source(`${SDL_HEAD}
    type Query { cards(first: Int, after: String): CardConnection @requiresScopes(scopes: [["library.card.holders"]]) }
    type CardConnection { edges: [CardEdge!] pageInfo: PageInfo }
    type CardEdge { cursor: String node: Card }
    type PageInfo { hasNextPage: Boolean endCursor: String }
    type Card {
      number: String @requiresScopes(scopes: [["library.card.number"]])
      friend: Citizen @requiresScopes(scopes: [["library.card.friend"]])
    }
    type Citizen @key(fields: "personalId") {
      personalId: String
      card: Card @requiresScopes(scopes: [["library.card.number"]])
    }
  `),
  migrations: folderWith({
    '001-cards.sql':
      'create table cards (id bigint primary key, personal_id text not null, number text not null, friend_id text);',
  }),
  resolvers: {
    Query: { cards: (_root, page: object, { load }) => load.all('cards', page) },
    Card: { friend: ({ friendId }: CardRow, _args, context) => linkTo('Citizen', friendId, context) },
    Citizen: {
      __resolveReference: async ({ personalId }: Reference<'personalId'>, _args, { subjects }) =>
        subjects.isHidden('Citizen', personalId) ? null : { personalId },
      card: ({ personalId }: { personalId: string }, _args, { load }) =>
        load.one('cards', 'personalId', personalId),
    },
  },
  rowRules: {},
  rowSubjects: { cards: { type: 'Citizen', column: 'personalId' } },
  conditions: async (_database, { personalIds }) => {
    if (personalIds.includes(CHI)) throw new Error('relation "cards" is on fire');
    return personalIds.map(() => UNKNOWN_PERSON);
  },
};

const GRANT: AccessGrant = {
  ...FULL_GRANT,
  elements: ['library.card.holders', 'library.card.number', 'library.card.friend'],
  checkedTypes: ['Citizen'],
  shownKeys: ['Citizen.personalId'],
};

const urls = freshDatabase();
let keys: GatewayKeys;
let library: RunningSubgraph;
const faults: unknown[] = [];

beforeAll(async () => {
  keys = await gatewayKeys();
  await migrate(urls.ownerUrl, DEFINITION.migrations);
  await loadRows<CardTables>(
    urls.ownerUrl,
    {
      cards: [
        { id: '1', personalId: ANN, number: 'C1', friendId: CHI },
        { id: '2', personalId: BEN, number: 'C2', friendId: null },
      ],
    },
    'library',
  );
  library = await serveDatabase(DEFINITION, {
    databaseUrl: urls.servingUrl,
    gatewayKey: keys.publicKey,
    onFault: (fault) => faults.push(fault),
  });
});
afterAll(() => library.stop());

async function post(path: string, body: unknown, grant: AccessGrant | undefined = GRANT) {
  const response = await fetch(new URL(path, library.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'access-grant': await keys.signer.sign(grant) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Asks with verdicts about citizens, or with a pass as it is. */
async function ask(query: string, verdicts?: Readonly<Record<string, SubjectVerdict>> | string) {
  const pass =
    typeof verdicts === 'object'
      ? sealPass(
          GRANT.linkKey,
          GRANT.audience,
          new Map(Object.entries(verdicts).map(([key, one]) => [subjectName('Citizen', key), one])),
        )
      : verdicts;
  const r = [ANN, BEN].map((personalId) => ({ __typename: 'Citizen', personalId }));
  const extensions = pass === undefined ? {} : { extensions: { subjectPass: pass } };
  const { status, body } = await post('/graphql', {
    query,
    variables: query.includes('$r') ? { r } : {},
    ...extensions,
  });
  return { status, ...body } as {
    status: number;
    data?: unknown;
    errors?: { extensions: Record<string, unknown> }[];
    extensions?: Record<string, unknown>;
  };
}

const ENTITIES =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { card { number } } } }';
const HOLDERS =
  '{ cards(first: 1) { edges { node { number friend { personalId } } } pageInfo { hasNextPage } } }';

describe('a subgraph and the subject pass of a call', () => {
  it('gives the record of whom the pass lets read, and names nobody', async () => {
    const { data, errors, extensions } = await ask(ENTITIES, { [ANN]: 'read', [BEN]: 'read' });
    expect(data).toEqual({ _entities: [{ card: { number: 'C1' } }, { card: { number: 'C2' } }] });
    expect(errors).toBeUndefined();
    expect(extensions).toEqual({ asOf: expect.any(String) });
  });

  it('withholds it by the rule that the pass states', async () => {
    const { data, errors } = await ask(ENTITIES, { [ANN]: 'read', [BEN]: 'case-party' });
    expect(data).toEqual({ _entities: [{ card: { number: 'C1' } }, { card: null }] });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBJECT_WITHHELD', rule: 'case-party' } }]);
  });

  it('names whom it met without a verdict, and tells nothing of them', async () => {
    const { data, extensions } = await ask(ENTITIES, { [ANN]: 'read' });
    expect(data).toEqual({ _entities: [{ card: { number: 'C1' } }, { card: null }] });
    expect(extensions?.['uncheckedSubjects']).toEqual([[`Citizen ${BEN}`, true]]);
  });

  it('tells nothing of anybody to a call without a pass', async () => {
    const { data, extensions } = await ask(ENTITIES);
    expect(data).toEqual({ _entities: [{ card: null }, { card: null }] });
    expect(extensions?.['uncheckedSubjects']).toHaveLength(2);
  });

  it('names whoever is on a list or linked from it, the first of the next page too', async () => {
    const { data, extensions } = await ask(HOLDERS, {});
    expect(data).toMatchObject({ cards: { pageInfo: { hasNextPage: true } } });
    expect(extensions?.['uncheckedSubjects']).toEqual(
      [ANN, BEN, CHI].map((key) => [`Citizen ${key}`, false]),
    );
  });

  it('shows a list as if the hidden were not there, and no link to them', async () => {
    const answer = await ask(HOLDERS, { [ANN]: 'read', [BEN]: 'hidden', [CHI]: 'hidden' });
    expect(answer.data).toEqual({
      cards: { edges: [{ node: { number: 'C1', friend: null } }], pageInfo: { hasNextPage: false } },
    });
    expect(answer.errors).toBeUndefined();
    const twin = await ask(HOLDERS, { [ANN]: 'read', [BEN]: 'read', [CHI]: 'read' });
    expect(twin.data).toEqual({
      cards: {
        edges: [{ node: { number: 'C1', friend: { personalId: CHI } } }],
        pageInfo: { hasNextPage: true },
      },
    });
  });

  it('refuses a call with a pass that nobody sealed, before anything is read', async () => {
    const forged = sealPass('b3RoZXI', 'library', new Map([[subjectName('Citizen', ANN), 'read']]));
    for (const pass of [forged, 'let me in', '']) {
      const { status, data, errors } = await ask(ENTITIES, pass);
      expect([status, data]).toEqual([401, undefined]);
      expect(errors).toMatchObject([{ extensions: { code: 'GRANT_INVALID' } }]);
    }
  });
});

describe("the gateway's question about persons, by HTTP,", () => {
  const asking: AccessGrant = { ...GRANT, elements: [ASKS_CONDITIONS] };

  it('is answered under a grant for it', async () => {
    const { status, body } = await post('/conditions', { personalIds: [ANN, BEN] }, asking);
    expect(status).toBe(200);
    const packed = packConditions(UNKNOWN_PERSON);
    expect(body).toEqual({ of: questionName({ personalIds: [ANN, BEN] }), conditions: [packed, packed] });
  });

  it.each([
    ['under a grant for data', { personalIds: [ANN] }, GRANT, 'GRANT_INSUFFICIENT'],
    ['under a grant for another', { personalIds: [ANN] }, { ...asking, audience: 'land' }, 'GRANT_AUDIENCE'],
    ['about nobody in particular', {}, asking, 'BAD_REQUEST'],
  ] as const)('is refused %s', async (_case, question, grant, code) => {
    const { status, body } = await post('/conditions', question, grant);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toEqual({
      errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code }) }],
    });
  });

  it('masks a fault, and reports it', async () => {
    const { status, body } = await post('/conditions', { personalIds: [CHI] }, asking);
    expect(status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(body)).not.toContain('fire');
    expect(String(faults.at(-1))).toContain('on fire');
  });

  it('has no answer at a register that does not know persons', async () => {
    const { conditions: _none, ...silent } = DEFINITION;
    const other = await serveDatabase(silent, { databaseUrl: urls.servingUrl, gatewayKey: keys.publicKey });
    try {
      const response = await fetch(new URL('/conditions', other.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'access-grant': await keys.signer.sign(asking) },
        body: JSON.stringify({ personalIds: [ANN] }),
      });
      expect(response.status).toBe(404);
    } finally {
      await other.stop();
    }
  });
});
