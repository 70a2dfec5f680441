import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type GatewayKeys, gatewayKeys } from '../kit/fixture.ts';
import { loadRows, migrate, type RunningSubgraph, serveDatabase } from '../kit/index.ts';
import { CODES } from './fixture.ts';
import { catalogue } from './index.ts';
import { sample } from './sample.ts';

const SDL = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');
const ELEMENTS = [...new Set(SDL.match(/(?<=")catalogue\.\w+\.\w+(?=")/g))];

const urls = freshDatabase();
let keys: GatewayKeys;
let server: RunningSubgraph;
let statements = 0;

beforeAll(async () => {
  keys = await gatewayKeys();
  await migrate(urls.ownerUrl, catalogue.migrations);
  await loadRows(urls.ownerUrl, sample(CODES), 'catalogue');
  server = await serveDatabase(catalogue, {
    databaseUrl: urls.servingUrl,
    gatewayKey: keys.publicKey,
    onStatement: () => {
      statements++;
    },
  });
});
afterAll(() => server.stop());

/** Data of a query under a grant of all elements of the catalogue. */
async function ask(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const grant = await keys.signer.sign({
    audience: 'catalogue',
    agency: 'MOJ',
    purpose: 'any',
    elements: ELEMENTS,
    jurisdiction: 'national',
    checkedTypes: ['Citizen'],
    linkKey: 'bGluaw',
  });
  statements = 0;
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'access-grant': grant },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

describe('an administrative unit', () => {
  it('leads from commune to province and back', async () => {
    expect(
      await ask(
        `{ administrativeUnit(code: "00004") {
             fullName kind validFrom mergedFrom { code }
             province { name kind communes(first: 1) { edges { node { code } } pageInfo { hasNextPage } } }
           } }`,
      ),
    ).toEqual({
      administrativeUnit: {
        fullName: 'Phường Ba Đình',
        kind: 'WARD',
        validFrom: '2025-07-01',
        mergedFrom: null,
        province: {
          name: 'Hà Nội',
          kind: 'CITY',
          communes: { edges: [{ node: { code: '00004' } }], pageInfo: { hasNextPage: true } },
        },
      },
    });
  });

  it('has one meaning for its code today, and another until 30 June 2025', async () => {
    expect(
      await ask(
        `{ today: administrativeUnit(code: "15") { name codeMeantBefore mergedFrom { code name } }
           yenBai: provinceOfFormerCode(formerCode: "15") { name }
           laoCai: provinceOfFormerCode(formerCode: "10") { name }
           nothing: provinceOfFormerCode(formerCode: "99") { name } }`,
      ),
    ).toEqual({
      today: {
        name: 'Lào Cai',
        codeMeantBefore: 'Yên Bái',
        mergedFrom: [
          { code: '10', name: 'Lào Cai' },
          { code: '15', name: 'Yên Bái' },
        ],
      },
      yenBai: { name: 'Lào Cai' },
      laoCai: { name: 'Lào Cai' },
      nothing: null,
    });
  });

  it('is listed by province or through the whole country', async () => {
    const codes = (query: string) => ask(`{ communes${query} { edges { node { code } } } }`);
    const page = (...list: readonly string[]) => ({
      communes: { edges: list.map((code) => ({ node: { code } })) },
    });
    expect(await codes('')).toEqual(page('00004', '00008', '02647'));
    expect(await codes('(provinceCode: "15")')).toEqual(page('02647'));
    expect(await codes('(provinceCode: "99")')).toEqual(page());
    expect(await ask('{ provinces { code } }')).toEqual({ provinces: [{ code: '01' }, { code: '15' }] });
  });

  it('is found by the other databases through its code', async () => {
    expect(
      await ask(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on AdministrativeUnit { name } } }',
        {
          r: ['02647', '01', '99999'].map((code) => ({
            __typename: 'AdministrativeUnit',
            code,
            name: 'FORGED',
          })),
        },
      ),
    ).toEqual({ _entities: [{ name: 'Sa Pa' }, { name: 'Hà Nội' }, null] });
    expect(statements).toBeLessThanOrEqual(2);
  });
});

describe('lists', () => {
  it.each([
    ['agencies', 'code', ['MPS', 'MOJ', 'C06', 'SPC']],
    ['databases', 'key', ['NPD', 'CIV']],
    ['procedures', 'code', ['1.004222', '1.002520']],
  ])('of %s are walked page by page to the end', async (field, key, expected) => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const data = (await ask(
        `query ($after: String) { list: ${field}(first: 1, after: $after) {
           edges { node { ${key} } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      )) as {
        list: {
          edges: { node: Record<string, string> }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
      seen.push(...data.list.edges.map(({ node }) => node[key] ?? ''));
      after = data.list.pageInfo.endCursor;
      more = data.list.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(expected);
  });

  it('of procedures can be asked for by the database that replaces their documents', async () => {
    const by = (databaseKey: string) =>
      ask('query ($key: String) { procedures(databaseKey: $key) { edges { node { code } } } }', {
        key: databaseKey,
      });
    expect(await by('CIV')).toEqual({ procedures: { edges: [{ node: { code: '1.004222' } }] } });
    expect(await by('NPD')).toMatchObject({ procedures: { edges: [{}, {}] } });
    expect(await by('PASS')).toEqual({ procedures: { edges: [] } });
  });
});

it('a procedure leads to its documents, their databases, and the owners of these', async () => {
  expect(
    await ask(
      `{ procedure(code: "1.004222") {
           name ministryAgency { name }
           replaceableDocuments { number nameAsPrinted article faults databases { key ownerAgency { code } } }
         } }`,
    ),
  ).toEqual({
    procedure: {
      name: 'Đăng ký thường trú',
      ministryAgency: { name: 'Bộ Công an' },
      replaceableDocuments: [
        {
          number: '735',
          nameAsPrinted: 'Đăng ký thường trú',
          article: 'Điều 21',
          faults: [],
          databases: [{ key: 'NPD', ownerAgency: { code: 'C06' } }],
        },
        {
          number: '737',
          nameAsPrinted: 'Đăng ký tạm trú',
          article: null,
          faults: ['article: is empty'],
          databases: [
            { key: 'NPD', ownerAgency: { code: 'C06' } },
            { key: 'CIV', ownerAgency: { code: 'MOJ' } },
          ],
        },
      ],
    },
  });
});
