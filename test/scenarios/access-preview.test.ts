import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../nation/random.ts';
import { CALLERS } from '../support/callers.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { askPreview, type Preview, previewOf } from '../support/preview.ts';
import { randomOperation } from '../support/random-operations.ts';
import { type Answer, type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

const { query: OPERATION } = JSON.parse(
  readFileSync(new URL('../../docs/examples/profile.json', import.meta.url), 'utf8'),
) as { readonly query: string };

const { agency, purposes } = CALLERS.communeMarriage;
/** The ward before it has an officer and a case. */
const BEFOREHAND: Asker = { agency, purposes };

const rowsOf = ({ fields }: Preview) =>
  new Map(fields.map((field) => [field.path.join('.'), field] as const));

describe('an agency that asks beforehand', () => {
  it('learns which fields it gets, without naming anybody, an officer or a case', async () => {
    const preview = await previewOf(system, BEFOREHAND, { operation: OPERATION });
    expect(preview.headers.map(({ name }) => name)).toEqual(['Officer-Id', 'Case-Id']);
    expect(preview.complete).toBe(false);
    const rows = rowsOf(preview);
    expect(rows.get('citizen.name.full')?.decision).not.toBe('WITHHELD');
    expect(rows.get('citizen.landRights')).toMatchObject({
      coordinate: 'Citizen.landRights',
      decision: 'WITHHELD',
      rule: 'no-agreement',
    });
    expect(rows.get('citizen.landRights')?.lacking[0]).toMatchObject({
      name: expect.stringMatching(/^land\./),
      owner: { key: expect.any(String) },
    });
    expect(preview.lacking.length).toBeGreaterThan(rows.get('citizen.landRights')?.lacking.length ?? 0);
  });

  it('touches no database', async () => {
    system.clearStatements();
    await previewOf(system, CALLERS.tax, { operation: OPERATION, variables: { personalId: PROFILE } });
    expect([...system.statements.values()].flat()).toEqual([]);
    await system.ask(CALLERS.tax, OPERATION, { personalId: PROFILE });
    expect([...system.statements.values()].flat()).not.toEqual([]);
  });

  it('may ask about any purpose of its token, and about no other', async () => {
    const both: Asker = { agency: 'GDT', purposes: ['QLNN:TAX', 'TTHC:1.000894'] };
    const granted = await previewOf(system, both, { operation: OPERATION, purpose: 'QLNN:TAX' });
    expect(rowsOf(granted).get('citizen')?.decision).not.toBe('WITHHELD');
    const nothing = await previewOf(system, both, { operation: OPERATION, purpose: 'TTHC:1.000894' });
    expect(rowsOf(nothing).get('citizen')).toMatchObject({ decision: 'WITHHELD', rule: 'no-agreement' });
    const refused = await askPreview(system, both, { operation: OPERATION, purpose: 'QLNN:INSURANCE' });
    expect(refused.data).toEqual({ accessPreview: null });
    expect(refused.errors).toMatchObject([
      { extensions: { code: 'PURPOSE_NOT_PERMITTED', received: 'QLNN:INSURANCE' } },
    ]);
    const unstated = await askPreview(system, both, { operation: OPERATION });
    expect(unstated.errors).toMatchObject([{ extensions: { code: 'PURPOSE_REQUIRED' } }]);
  });

  it('asks together with what it asks of the databases, in one answer', async () => {
    const query = `query($operation: String!, $id: PersonalId!) {
      a: accessPreview(operation: $operation) { complete }
      citizen(personalId: $id) { name { full } }
      __typename
    }`;
    const { data, errors } = await system.ask(CALLERS.tax, query, { operation: OPERATION, id: PROFILE });
    expect(errors).toEqual([]);
    expect(Object.keys(data ?? {})).toEqual(['a', 'citizen', '__typename']);
    expect(data).toMatchObject({ a: { complete: false }, citizen: { name: { full: expect.any(String) } } });
  });
});

const SCHEMA = buildASTSchema(
  parse(readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8')),
  { assumeValidSDL: true },
);
const PEOPLE = ['profile', 'profile-spouse', 'triple-owner', 'divorced-remarried', 'landless'].map(personaId);
const KEYS = {
  personalId: PEOPLE,
  personalIds: [PEOPLE.slice(0, 3), PEOPLE.slice(3)],
  enterpriseCode: ['joint-stock', 'large-employer'].map(personaId),
  parcelId: ['common-parcel'].map(personaId),
  'administrativeUnit.code': ['01'],
  'procedure.code': ['1.000894'],
  'agency.code': ['VSS'],
  first: [1, 2],
  amount: ['500000'],
  on: ['2026-01-01'],
  day: ['2026-01-01'],
};

/** Every place of an answer that has a value, by its path with `@` for lists. */
function placesWithValue(value: unknown, path: readonly string[] = []): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => placesWithValue(item, [...path, '@']));
  if (typeof value !== 'object') return [path.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => placesWithValue(inner, [...path, key]));
}

function expectEqual(query: string, { fields, complete }: Preview, answer: Answer, rejected: Answer): void {
  const pathsWhere = (isWanted: (decision: string) => boolean) =>
    fields.filter(({ decision }) => isWanted(decision)).map(({ path }) => path.join('.'));
  const withheld = [...new Set(pathsWhere((decision) => decision === 'WITHHELD'))].sort();
  const conditional = pathsWhere((decision) => decision === 'CONDITIONAL');
  const readable = pathsWhere((decision) => decision !== 'WITHHELD');
  const states = (answer.extensions.lienthong?.states ?? []).filter(({ state }) => state === 'withheld');
  for (const { path, rule } of states) {
    const isOfElement = rule === 'no-agreement' || rule === 'element-not-granted';
    expect(isOfElement ? withheld : conditional, query).toContain(path.join('.'));
  }
  for (const place of placesWithValue(answer.data)) {
    expect(readable, query).toContain(place.replace(/(\.@)+$/, ''));
  }
  const refusal = rejected.errors.find(({ extensions }) => extensions.code === 'OPERATION_WITHHELD');
  const listed = (refusal?.extensions['withheld'] ?? []) as readonly { readonly path: readonly string[] }[];
  const paths = [...new Set(listed.map(({ path }) => path.join('.')))].sort();
  // Where every field is granted, only rules about the records can stand in the way of the whole answer.
  const records = [...new Set(states.map(({ path }) => path.join('.')))].sort();
  expect(paths, query).toEqual(complete ? records : withheld);
  expect(refusal === undefined, query).toBe(complete && records.length === 0);
}

describe('the preview equals the enforcement', () => {
  const askers: readonly (readonly [string, Asker])[] = [
    ['the tax department', CALLERS.tax],
    ['a ward', CALLERS.communeMarriage],
    ['social insurance', CALLERS.socialInsurance],
    ['an agency without any agreement', CALLERS.withoutAgreement],
    ['a citizen', { citizen: PROFILE }],
  ];

  it.each(askers)('for random operations of %s', { timeout: 60_000 }, async (name, asker) => {
    const random = createRandom(11, `preview ${name}`);
    const rejecting = { ...asker, headers: { ...asker.headers, 'on-withheld': 'reject' } };
    let decided = 0;
    for (let number = 0; number < 25; number += 1) {
      const { query, variables } = randomOperation(SCHEMA, KEYS, random);
      const preview = await previewOf(system, asker, { operation: query, variables });
      const answer = await system.ask(asker, query, { ...variables });
      const rejected = await system.ask(rejecting, query, { ...variables });
      expectEqual(query, preview, answer, rejected);
      decided += preview.fields.length;
    }
    expect(decided).toBeGreaterThan(50);
  });
});
