import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { type Oracle, openOracle } from '../support/oracle.ts';
import { PROFILE } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

/** The owner of the population database, who may read the telephone number that everyone below is after. */
const OWNER: Asker = { agency: 'C06', purposes: ['QLNN:PRODUCER'], headers: CALLERS.tax.headers };

let system: TestSystem;
let phone: string;
let oracle: Oracle;

beforeAll(async () => {
  system = await startTestSystem();
  oracle = await openOracle();
  const [row] = await oracle.rows('population', 'select phone from citizens where personal_id = $1', PROFILE);
  phone = String(row?.['phone']);
  expect(phone).toMatch(/^\+84/);
});

afterAll(async () => {
  await oracle.close();
  await system.stop();
});

/** Ways to ask for the telephone number, with the path at which each would deliver it. */
const WAYS: Readonly<Record<string, readonly [query: string, path: string]>> = {
  'by its name': ['{ citizen(personalId: "ID") { phone } }', 'citizen.phone'],
  'under an alias': ['{ citizen(personalId: "ID") { contact: phone } }', 'citizen.contact'],
  'under the name of a granted field': [
    '{ citizen(personalId: "ID") { birthDate: phone } }',
    'citizen.birthDate',
  ],
  'under the name of the key': ['{ citizen(personalId: "ID") { personalId: phone } }', 'citizen.personalId'],
  'below an alias of its parent': ['{ name: citizen(personalId: "ID") { phone } }', 'name.phone'],
  'in a named fragment': [
    'query { citizen(personalId: "ID") { ...F } } fragment F on Citizen { phone }',
    'citizen.phone',
  ],
  'in a fragment within a fragment': [
    'fragment G on Citizen { ... { x: phone } } query { citizen(personalId: "ID") { ...F } } fragment F on Citizen { ...G }',
    'citizen.x',
  ],
  'in a fragment on Query': [
    'query { ...F } fragment F on Query { citizen(personalId: "ID") { phone } }',
    'citizen.phone',
  ],
  'in an inline fragment without a type': [
    '{ citizen(personalId: "ID") { ... { phone } } }',
    'citizen.phone',
  ],
  'in conditions that hold': [
    'query ($yes: Boolean = true, $no: Boolean! = false) { citizen(personalId: "ID") { ... @include(if: $yes) { phone @skip(if: $no) } } }',
    'citizen.phone',
  ],
  'twice, once hidden among what is granted': [
    'query { citizen(personalId: "ID") { name { full } ...F phone } } fragment F on Citizen { name { given } phone }',
    'citizen.phone',
  ],
  'in the second of two operations': [
    'query A { __typename } query B { citizen(personalId: "ID") { phone } }',
    'citizen.phone',
  ],
};

async function ask(asker: Asker, query: string) {
  const operationName = query.includes('query B') ? { operationName: 'B' } : {};
  const response = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.token({ agency: asker.agency, purposes: asker.purposes })}`,
      ...asker.headers,
    },
    body: JSON.stringify({ query: query.replaceAll('ID', PROFILE), ...operationName }),
  });
  const text = await response.text();
  return {
    text,
    ...(JSON.parse(text) as {
      data: unknown;
      errors?: { path?: (string | number)[]; extensions: { code: string } }[];
    }),
  };
}

describe.each(Object.entries(WAYS))('a withheld field %s', (_way, [query, path]) => {
  it('stays withheld, as null with its error at that very path', async () => {
    const answer = await ask(CALLERS.communeMarriage, query);
    expect(answer.text).not.toContain(phone);
    expect(valueAt(answer.data, path)).toBeNull();
    const codes = answer.errors?.filter((error) => error.path?.join('.') === path);
    expect(codes?.map(({ extensions }) => extensions.code)).toEqual(['ELEMENT_WITHHELD']);
  });

  it('is given to the caller to whom it is granted', async () => {
    const answer = await ask(OWNER, query);
    expect(valueAt(answer.data, path)).toBe(phone);
    expect(answer.errors ?? []).toEqual([]);
  });
});

describe('a withheld field along an edge of another database', () => {
  it('stays withheld, beside what is granted', async () => {
    const query = '{ citizen(personalId: "ID") { marriages { husband { birthDate phone } } } }';
    const answer = await ask(CALLERS.communeMarriage, query);
    expect(answer.data).toEqual({
      citizen: { marriages: [{ husband: { birthDate: '1985-03-14', phone: null } }] },
    });
    expect(answer.errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['citizen.marriages.0.husband.phone', 'ELEMENT_WITHHELD'],
    ]);
  });
});

describe('names that the gateway needs for itself', () => {
  it.each(['lienthong_personalId: phone', 'lienthong_type: phone', '__typename: phone', '__proto__: phone'])(
    'cannot be taken: %s',
    async (field) => {
      const answer = await ask(OWNER, `{ citizen(personalId: "ID") { ${field} } }`);
      expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      expect(answer.data ?? null).toBeNull();
      expect(answer.text).not.toContain(phone);
    },
  );

  it('do not show in an answer', async () => {
    const query = '{ citizen(personalId: "ID") { name { full } spouse { name { full } } } }';
    const answer = await ask(OWNER, query);
    expect(answer.text).toContain('Trần Thu Hà');
    expect(answer.text).not.toContain('lienthong_');
  });
});

describe('a search by what is withheld', () => {
  const question =
    '{ citizen(personalId: "ID") { socialInsurance { hasMonthlyPensionAtLeast(amount: "1") } } }';
  const search = '{ citizenByOldIdNumber(oldIdNumber: "990000001") { personalId } }';

  it('is a read, and is withheld as one', async () => {
    const found = await ask(OWNER, search);
    expect(found.data).toEqual({ citizenByOldIdNumber: { personalId: PROFILE } });
    const searched = await ask(CALLERS.tax, search);
    expect(searched.data).toEqual({ citizenByOldIdNumber: null });
    expect(searched.errors?.map(({ extensions }) => extensions.code)).toEqual(['ELEMENT_WITHHELD']);
    const asked = await ask(CALLERS.tax, question);
    expect(asked.data).toEqual({ citizen: { socialInsurance: null } });
  });

  it('is withheld with its argument as a variable that is null, too', async () => {
    const query =
      'query ($on: Date) { citizen(personalId: "ID") { name { full } healthInsurance { validOn(day: $on) } } }';
    const answer = await ask(CALLERS.tax, query);
    expect(answer.data).toEqual({ citizen: { name: { full: 'Nguyễn Minh Quân' }, healthInsurance: null } });
    expect((await ask(CALLERS.socialInsurance, query)).data).toMatchObject({
      citizen: { healthInsurance: { validOn: true } },
    });
  });
});

describe('On-Withheld: reject', () => {
  it('refuses the whole operation, and reads nothing', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } phone } }`;
    const reject = { ...CALLERS.tax, headers: { ...CALLERS.tax.headers, 'on-withheld': 'reject' } };
    system.clearStatements();
    const refused = await system.ask(reject, query);
    expect(refused.status).toBe(403);
    expect(refused.data ?? null).toBeNull();
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['OPERATION_WITHHELD']);
    expect([...system.statements.values()].flat()).toEqual([]);
    const allowed = await system.ask(reject, query.replace('phone', 'birthDate'));
    expect(allowed.data).toMatchObject({ citizen: { birthDate: '1985-03-14' } });
  });
});

function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data);
}
