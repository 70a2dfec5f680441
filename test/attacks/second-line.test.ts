import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyGrant } from '../../governance/index.ts';
import { createRandom } from '../../nation/random.ts';
import { CALLERS } from '../support/callers.ts';
import { randomGrant, randomKeys } from '../support/compare-with-naive.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { NaiveAuthorisation } from '../support/naive-authorisation.ts';
import { PROFILE } from '../support/personas.ts';
import { randomOperation } from '../support/random-operations.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { NO_VERDICTS, READ_ALL, startUnenforced, type Unenforced } from '../support/unenforced.ts';

/**
 * The gateway's enforcement is off: no field is taken out, no record is judged, nothing is restored. What the
 * databases then let out is what their own line holds.
 */
const SUPERGRAPH = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');
const governance = governanceGrantingEverything();
const everything = governance.grantFor('GO', 'QLNN:TAX', '2026-11-21');

let system: TestSystem;
let unenforced: Unenforced;

beforeAll(async () => {
  system = await startTestSystem({ governance });
  unenforced = await startUnenforced(system);
});

afterAll(async () => {
  await unenforced.stop();
  await system.stop();
});

function granting(...elements: string[]): PolicyGrant {
  return { ...everything, elements: new Set(elements) };
}

describe('without the gateway’s enforcement, a database', () => {
  it('gives no field and no search that its grant does not cover', { timeout: 60_000 }, async () => {
    const naive = new NaiveAuthorisation(SUPERGRAPH);
    const schema = buildASTSchema(parse(SUPERGRAPH), { assumeValidSDL: true });
    const random = createRandom(31, 'second line');
    let released = 0;
    for (let number = 0; number < 60; number += 1) {
      const { query, variables } = randomOperation(schema, randomKeys(), random);
      const whole = await system.ask(CALLERS.everything, query, variables);
      const policy = randomGrant(everything, number, random);
      const allowed = naive.authorise(query, variables, whole.data ?? {}, policy.elements);
      const data = await unenforced.ask(query, variables, policy, READ_ALL);
      released += expectWithin(data, allowed, policy, query);
    }
    expect(released).toBeGreaterThan(30);
  });

  const MARRIAGE = `{ citizen(personalId: "${PROFILE}") { marriages { certificateNumber wife { personalId } } } }`;
  const MARRIAGE_ELEMENTS = [
    'civil-status.marriage.entry',
    'civil-status.marriage.certificateNumber',
    'civil-status.marriage.spouses',
  ];

  it('gives a key along a granted edge only sealed, and in clear to whom it is granted', async () => {
    const policy = granting(...MARRIAGE_ELEMENTS, 'population.identity.personalId');
    const entitled = await unenforced.ask(MARRIAGE, {}, policy, READ_ALL);
    expect(JSON.stringify(entitled)).toContain('931187100002');
    const holder = `{ landParcel(parcelId: "TD-000000001") { rights { edges { node { holder { ... on Citizen { personalId } } } } } } }`;
    const edges = ['land.parcel.parcelId', 'land.right.entries', 'land.right.holders'];
    const without = JSON.stringify(await unenforced.ask(holder, {}, granting(...edges), READ_ALL));
    expect(without).toContain('"personalId":"sealed:');
    expect(without).not.toContain(PROFILE);
    const clear = granting(...edges, 'population.identity.personalId');
    expect(JSON.stringify(await unenforced.ask(holder, {}, clear, READ_ALL))).toContain(PROFILE);
  });

  it('gives nothing of a person about whom the call brings no verdict', async () => {
    const policy = granting(...MARRIAGE_ELEMENTS, 'population.identity.personalId');
    const judged = JSON.stringify(await unenforced.ask(MARRIAGE, {}, policy, READ_ALL));
    expect(judged).toContain('KH-00004-2012-');
    const unjudged = JSON.stringify(await unenforced.ask(MARRIAGE, {}, policy, NO_VERDICTS));
    expect(unjudged).not.toContain('KH-00004-2012-');
    const employees = `{ business(enterpriseCode: "9900001034") { declaredEmployees(first: 2) { edges { node { citizen { name { full } } } } } } }`;
    const all = (gate: typeof READ_ALL) => unenforced.ask(employees, {}, everything, gate);
    expect(JSON.stringify(await all(READ_ALL))).toMatch(/"full":"\p{L}/u);
    expect(JSON.stringify(await all(NO_VERDICTS))).not.toContain('"full":"');
  });
});

/** Every value must be one that is allowed at its place; a key may stand there sealed. Counts the values. */
function expectWithin(data: unknown, allowed: unknown, policy: PolicyGrant, query: string): number {
  if (data === null || data === undefined) return 0;
  if (Array.isArray(data)) {
    return data.reduce(
      (sum: number, item, at) => sum + expectWithin(item, (allowed as unknown[] | null)?.[at], policy, query),
      0,
    );
  }
  if (typeof data === 'object') {
    const places = allowed as Record<string, unknown> | null | undefined;
    return Object.entries(data).reduce((sum, [key, value]) => {
      if (key === '__typename' || key === 'use' || key === 'lienthong_type') return sum;
      if (key.startsWith('lienthong_')) {
        expectSealed(value, key, policy);
        return sum;
      }
      return sum + expectWithin(value, places?.[key], policy, query);
    }, 0);
  }
  if (typeof data === 'string' && data.startsWith('sealed:')) return 0;
  expect(data, query).toEqual(allowed);
  return 1;
}

function expectSealed(value: unknown, alias: string, { elements }: PolicyGrant): void {
  const element = alias.endsWith('personalId')
    ? 'population.identity.personalId'
    : 'business.registration.enterpriseCode';
  if (typeof value === 'string' && !elements.has(element)) expect(value).toMatch(/^sealed:/);
}
