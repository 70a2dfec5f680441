import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { Guarded, grantedByFile, seenWith } from '../support/expected.ts';
import { type Oracle, openOracle } from '../support/oracle.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';
import { wholeProfile } from '../support/whole-profile.ts';

const OPERATION = readFileSync(new URL('../operations/unified-profile.graphql', import.meta.url), 'utf8');

/** Five callers, with the file of their agreements. */
const ASKED_BY: readonly (readonly [string, Asker, string, string])[] = [
  ['the ward, for a marriage', CALLERS.communeMarriage, 'pc-commune-00004', 'TTHC:1.000894'],
  ['the land registration office', CALLERS.landOffice, 'lro-40', 'TTHC:1.013980'],
  ['the tax department', CALLERS.tax, 'gdt', 'QLNN:TAX'],
  ['social insurance', CALLERS.socialInsurance, 'vss', 'QLNN:INSURANCE'],
  ['business registration', CALLERS.businessRegistration, 'bra', 'QLNN:BUSINESS-REGISTRATION'],
];

let system: TestSystem;
let oracle: Oracle;
let truth: unknown;

beforeAll(async () => {
  system = await startTestSystem();
  oracle = await openOracle();
  truth = await wholeProfile(oracle, PROFILE);
});

afterAll(async () => {
  await oracle.close();
  await system.stop();
});

describe('one operation over six databases', () => {
  it('asks for at least sixty leaves', () => {
    expect(leavesOf(truth)).toBeGreaterThanOrEqual(60);
    expect(OPERATION.match(/^ +[a-zA-Z]+$/gm)?.length ?? 0).toBeGreaterThanOrEqual(60);
  });

  it.each(ASKED_BY)(
    '%s gets exactly what its agreements grant, with the values that SQL returns',
    async (...args) => {
      const [, asker, file, purpose] = args;
      const answer = await system.ask(asker, OPERATION, { personalId: PROFILE });
      const expected = seenWith(grantedByFile(file, purpose), truth);
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual(expected);
    },
  );

  it('gives no two of them the same answer', async () => {
    const answers = await Promise.all(
      ASKED_BY.map(async ([, asker]) =>
        JSON.stringify((await system.ask(asker, OPERATION, { personalId: PROFILE })).data),
      ),
    );
    expect(new Set(answers).size).toBe(ASKED_BY.length);
  });

  it.each(ASKED_BY)('%s is told for each withheld field the rule and what is lacking', async (...args) => {
    const [, asker, file, purpose] = args;
    const granted = grantedByFile(file, purpose);
    const { errors, extensions } = await system.ask(asker, OPERATION, { personalId: PROFILE });
    expect(errors.length).toBeGreaterThan(0);
    for (const { extensions: facts } of errors) {
      expect(facts.code).toBe('ELEMENT_WITHHELD');
      const lacking = facts['lacking'] as string[];
      expect(lacking.length).toBeGreaterThan(0);
      for (const element of lacking) expect(granted.has(element)).toBe(false);
    }
    expect(extensions.lienthong?.states.every(({ state }) => state === 'withheld')).toBe(true);
  });

  it('calls no database that the caller may not read', async () => {
    system.clearStatements();
    await system.ask(CALLERS.communeMarriage, OPERATION, { personalId: PROFILE });
    expect(system.statements.get('land')).toEqual([]);
    expect(system.statements.get('business')).toEqual([]);
    expect(system.statements.get('population')).not.toEqual([]);
  });

  it('tells an agency without any agreement nothing', async () => {
    const { data, errors } = await system.ask(CALLERS.withoutAgreement, OPERATION, { personalId: PROFILE });
    expect(data).toEqual({ citizen: null });
    expect(errors.map(({ extensions: { code, rule } }) => [code, rule])).toEqual([
      ['ELEMENT_WITHHELD', 'no-agreement'],
    ]);
  });

  it('tells a bank what its agreement grants, with the consent of the person', async () => {
    const { data } = await system.ask(CALLERS.bank, OPERATION, { personalId: PROFILE });
    const granted = grantedByFile('bank-synthetic', 'CONSENT:CUSTOMER-IDENTIFICATION');
    expect(data).toEqual(seenWith(granted, truth));
    expect(JSON.stringify(data)).toContain('Nguyễn Minh Quân');
  });

  it('tells a bank nothing without it, nor whether there is such a person', async () => {
    const essence = async (personalId: string) => {
      const { status, data, errors, extensions } = await system.ask(CALLERS.bank, OPERATION, { personalId });
      return { status, data, errors, states: extensions.lienthong?.states };
    };
    const without = await essence(personaId('profile-spouse'));
    expect(without.data).toEqual({ citizen: null });
    expect(without.errors.map(({ extensions: { code, rule } }) => [code, rule])).toEqual([
      ['SUBJECT_WITHHELD', 'consent'],
    ]);
    expect(await essence('901085999999')).toEqual(without);
  });

  it('refuses the whole operation when asked to', async () => {
    const asker = { ...CALLERS.tax, headers: { ...CALLERS.tax.headers, 'on-withheld': 'reject' } };
    const refused = await system.ask(asker, OPERATION, { personalId: PROFILE });
    expect(refused.status).toBe(403);
    expect(refused.data ?? null).toBeNull();
    expect(refused.errors[0]?.extensions.code).toBe('OPERATION_WITHHELD');
    const granted = await system.ask(
      asker,
      'query($id: PersonalId!) { citizen(personalId: $id) { birthDate } }',
      {
        id: PROFILE,
      },
    );
    expect(granted.data).toEqual({ citizen: { birthDate: '1985-03-14' } });
  });

  it('says how fresh each database is', async () => {
    const { extensions } = await system.ask(CALLERS.tax, OPERATION, { personalId: PROFILE });
    const sources = extensions.lienthong?.sources ?? [];
    expect(sources.map(({ database }) => database).sort()).toEqual([
      'business',
      'catalogue',
      'insurance',
      'land',
      'population',
    ]);
    for (const { asOf } of sources) expect(Date.parse(asOf ?? '')).not.toBeNaN();
  });
});

function leavesOf(value: unknown): number {
  if (value instanceof Guarded) return leavesOf(value.value);
  if (Array.isArray(value)) return Math.max(0, ...value.map(leavesOf));
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + leavesOf(item), 0);
}
