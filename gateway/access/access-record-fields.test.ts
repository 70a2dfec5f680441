import { describe, expect, it } from 'vitest';
import { accessRecordFields } from './access-record-fields.ts';
import type { AccessRecord, AccessRecordQuestion } from './access-records.ts';
import { type Asked, ask, CITIZEN, GRAPH, ME_GRAPH } from './fixture.ts';

const ME = '901085000001';
const CHILD = '901085000002';

const RECORD: AccessRecord = {
  position: 7,
  at: '2026-03-04T05:06:07.000Z',
  agency: 'WARD',
  purpose: 'TTHC:1.001193',
  legalBases: [{ document: 'Law 26/2023/QH15', article: '10' }],
  database: 'population',
  elements: ['population.identity.fullName', 'population.identity.gone'],
  outcome: 'READ',
  proof: async () => null,
};
const HEAD = {
  logId: 'l',
  size: 8,
  root: 'aa',
  at: '2026-03-04T05:06:08.000Z',
  previous: 'bb',
  keyId: 'k',
  signature: 's',
};

interface World {
  readonly records?: readonly AccessRecord[];
  readonly hasNextPage?: boolean;
  readonly minors?: readonly string[] | Error;
  readonly asked?: Asked;
}

/** Asks, and tells what was looked at and who was asked about. */
async function view(
  query: string,
  { records = [RECORD], hasNextPage = false, minors = [], asked }: World = {},
) {
  const views: AccessRecordQuestion[] = [];
  const questions: string[] = [];
  const fields = accessRecordFields({
    accessRecords: {
      async view(question) {
        views.push(question);
        return { records, hasNextPage };
      },
    },
    async representsMinor(minor) {
      questions.push(minor);
      if (minors instanceof Error) throw minors;
      return minors.includes(minor);
    },
  });
  const answer = await ask(query, { ownFields: [fields], graph: ME_GRAPH, claims: CITIZEN, ...asked });
  const refusal = answer.errors[0]?.originalError as
    | { readonly code: string; readonly message: string; readonly facts: Readonly<Record<string, unknown>> }
    | undefined;
  return { ...answer, views, questions, refusal };
}

describe('accessRecords', () => {
  it('says who read what, why and by which law, and never which officer', async () => {
    const { data } = await view(`{ me { accessRecords { edges { cursor node {
      at position outcome agency { key nameEn } purpose { code nameEn legalBasis { document } }
      legalBases { document article } database { key nameVi } elements { name nameVi class }
    } } } } }`);
    expect(data.me.accessRecords.edges).toEqual([
      {
        cursor: expect.any(String),
        node: {
          at: '2026-03-04T05:06:07.000Z',
          position: '7',
          outcome: 'READ',
          agency: { key: 'WARD', nameEn: "People's Committee of Ba Đình ward" },
          purpose: {
            code: 'TTHC:1.001193',
            nameEn: 'Birth registration',
            legalBasis: { document: expect.any(String) },
          },
          legalBases: [{ document: 'Law 26/2023/QH15', article: '10' }],
          database: { key: 'population', nameVi: expect.any(String) },
          elements: [
            { name: 'population.identity.fullName', nameVi: expect.any(String), class: 'basic' },
            { name: 'population.identity.gone', nameVi: null, class: null },
          ],
        },
      },
    ]);
    const fields = await view('{ __type(name: "AccessRecord") { fields { name } } }');
    expect(JSON.stringify(fields.data)).not.toMatch(/officer|client|case/i);
  });

  it('names what the gateway itself keeps, and the citizen', async () => {
    const own = {
      ...RECORD,
      agency: 'CITIZEN',
      database: 'gateway',
      elements: ['gateway.ledger.accessRecords'],
    };
    const query = `{ me { accessRecords { edges { node { agency { key nameVi } database { key nameEn }
      elements { name nameEn } } } } } }`;
    const { data } = await view(query, { records: [own] });
    expect(data.me.accessRecords.edges[0].node).toEqual({
      agency: { key: 'CITIZEN', nameVi: null },
      database: { key: 'gateway', nameEn: 'The Liên thông gateway' },
      elements: [{ name: 'gateway.ledger.accessRecords', nameEn: 'Record of accesses to a citizen’s data' }],
    });
  });

  it('proves an entry where it can, with numbers of any size', async () => {
    const query =
      '{ me { accessRecords { edges { node { position proof { leafHash path head { size at } } } } } } }';
    const proof = { leafHash: 'cc', path: ['dd'], head: { ...HEAD, size: 3_000_000_000 } };
    const records = [{ ...RECORD, position: 2_999_999_999, proof: async () => proof }, RECORD];
    const { data } = await view(query, { records });
    expect(data.me.accessRecords.edges.map(({ node }: { node: unknown }) => node)).toEqual([
      {
        position: '2999999999',
        proof: { leafHash: 'cc', path: ['dd'], head: { size: '3000000000', at: HEAD.at } },
      },
      { position: '7', proof: null },
    ]);
  });

  it('goes on where the page before ended', async () => {
    const query = (after: string) =>
      `{ me { accessRecords(first: 1${after}) { pageInfo { hasNextPage endCursor } } } }`;
    const first = await view(query(''), { hasNextPage: true });
    expect(first.views).toEqual([{ personalId: ME, limit: 1 }]);
    const { hasNextPage, endCursor } = first.data.me.accessRecords.pageInfo;
    expect(hasNextPage).toBe(true);
    const second = await view(query(`, after: "${endCursor}"`), { records: [] });
    expect(second.views).toEqual([{ personalId: ME, limit: 1, before: 7 }]);
    expect(second.data.me.accessRecords.pageInfo).toEqual({ hasNextPage: false, endCursor: null });
  });

  it.each([
    ['(first: 100)', undefined, 100],
    ['', undefined, 20],
    ['(first: null)', undefined, 20],
    ['(first: 101)', 'PAGE_TOO_LARGE', 0],
    ['(first: 0)', 'PAGE_TOO_LARGE', 0],
    ['(after: "row:1")', 'INVALID_CURSOR', 0],
  ])('takes a page only as it gives them: %s', async (args, code, limit) => {
    const { refusal, views } = await view(`{ me { accessRecords${args} { delayNotice } } }`);
    expect(refusal?.code).toBe(code);
    expect(views.map((asked) => asked.limit)).toEqual(limit === 0 ? [] : [limit]);
  });

  it('tells everybody the same of what the law delays', async () => {
    const query = '{ me { accessRecords { delayNotice } } }';
    const notices = await Promise.all([view(query), view(query, { records: [] })]);
    expect(new Set(notices.map(({ data }) => data.me.accessRecords.delayNotice)).size).toBe(1);
    expect(notices[0]?.data.me.accessRecords.delayNotice).toMatch(/pháp luật.*the law/);
  });

  it('gives at most ten pages in one request', async () => {
    const pages = (count: number) =>
      `{ me { ${Array.from({ length: count }, (_, n) => `a${n}: accessRecords { delayNotice }`).join(' ')} } }`;
    expect((await view(pages(10))).errors).toEqual([]);
    const { refusal, views } = await view(pages(11));
    expect([refusal?.code, views.length]).toEqual(['OPERATION_TOO_COMPLEX', 10]);
  });

  it('is not there on a graph that has no citizens of its own', async () => {
    const { data } = await view('{ __type(name: "Citizen") { fields { name } } }', {
      asked: { graph: GRAPH },
    });
    expect(JSON.stringify(data)).not.toContain('accessRecords');
  });
});

describe('a person whom the citizen represents', () => {
  const query = (of: string) => `{ me { accessRecords(of: "${of}") { delayNotice } } }`;

  it('is shown where the register says so', async () => {
    const { views, questions, errors } = await view(query(CHILD), { minors: [CHILD] });
    expect(errors).toEqual([]);
    expect([questions, views.map(({ personalId }) => personalId)]).toEqual([[CHILD], [CHILD]]);
  });

  it('is withheld otherwise, as anybody else would be', async () => {
    const { refusal, views, data } = await view(query(CHILD), { minors: ['901085000003'] });
    expect(refusal).toMatchObject({ code: 'SUBJECT_WITHHELD', facts: { rule: 'own-record' } });
    expect(refusal?.message).not.toContain(CHILD);
    expect([views, data]).toEqual([[], { me: { accessRecords: null } }]);
  });

  it('is withheld while the register does not answer', async () => {
    const { refusal, views } = await view(query(CHILD), { minors: new Error('refused') });
    expect(refusal).toMatchObject({ code: 'SOURCE_UNAVAILABLE', facts: { source: 'population' } });
    expect(views).toEqual([]);
  });

  it('is not asked about where it is the citizen', async () => {
    const { questions, views } = await view(query(ME), { minors: new Error('refused') });
    expect([questions, views.length]).toEqual([[], 1]);
  });
});

describe('an agency', () => {
  it('is told that this is the citizen’s', async () => {
    const { refusal, views, questions } = await view(
      `{ me { accessRecords(of: "${CHILD}") { delayNotice } } }`,
      {
        minors: [CHILD],
        asked: { claims: {} },
      },
    );
    expect(refusal?.code).toBe('CALLER_NOT_PERMITTED');
    expect([views, questions]).toEqual([[], []]);
  });
});
