import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPostgresRegisters, type Registers } from '../../gateway/registers/index.ts';
import { CALLERS } from '../support/callers.ts';
import { essence, withheldIn } from '../support/essence.ts';
import { governanceWith } from '../support/governance.ts';
import { type Oracle, openOracle } from '../support/oracle.ts';
import { personaId } from '../support/personas.ts';
import { type Answer, startTestSystem, type TestSystem } from '../support/system.ts';

const BANK = { agency: 'BANK-SYNTHETIC', purpose: 'CONSENT:CUSTOMER-IDENTIFICATION' };
const YEAR_MS = 365 * 24 * 3600 * 1000;
const NAME = 'query ($id: PersonalId!) { citizen(personalId: $id) { name { full } } }';
const PAGE = `query ($id: PersonalId!, $after: String) { citizen(personalId: $id) { socialInsurance {
  periods(first: 1, after: $after) { edges { cursor node { from kind } } pageInfo { hasNextPage endCursor } } } } }`;

/** With the consent of a customer, the bank of these stories also pages through the customer's insurance periods. */
const PERIODS = `
  - id: test-bank-ins-01
    provider: VSS
    database: insurance
    purposes: [CONSENT:CUSTOMER-IDENTIFICATION]
    legalBasis: { document: Law 26/2023/QH15, article: "10" }
    elements: [insurance.social.record, insurance.history.periods]
    jurisdiction: national
    officer: optional
    case: optional
    consent: required
    from: "2026-01-01"
    review: "2026-12-25"
    to: null
    state: active
`;

let system: TestSystem;
let registers: Registers;
let oracle: Oracle;
/** Living adults with at least two insurance periods, of whom nobody else's test speaks. */
let customers: readonly string[];

beforeAll(async () => {
  registers = createPostgresRegisters(inject('registers').servingUrl);
  oracle = await openOracle();
  const file = readFileSync(
    new URL('../../governance/agreements/bank-synthetic.yaml', import.meta.url),
    'utf8',
  );
  system = await startTestSystem({
    governance: governanceWith({ 'agreements/bank-synthetic.yaml': file.trimEnd() + PERIODS }),
  });
  const rows = await oracle.rows(
    'insurance',
    'select personal_id from periods group by personal_id having count(*) > 1 order by personal_id desc',
  );
  const living = await oracle.rows(
    'population',
    `select personal_id from citizens where personal_id = any($1) and death_or_missing_kind is null
       and protection_grade = 0 and substr(personal_id, 7, 3) <> '100'
     order by personal_id desc limit 3`,
    rows.map((row) => row['personal_id']),
  );
  customers = living.map((row) => row['personal_id'] ?? '');
});

afterAll(async () => {
  await system.stop();
  await oracle.close();
  await registers.close();
});

const consent = (personalId: string) =>
  registers.giveConsent({ personalId, ...BANK, endsAt: new Date(Date.now() + YEAR_MS).toISOString() });

/** Consent to the bank as it was given long ago. */
async function endedConsent(personalId: string): Promise<void> {
  const client = new Client({ connectionString: inject('registers').ownerUrl });
  await client.connect();
  await client.query(
    `insert into consents (personal_id, agency, purpose, given_at, ends_at)
     values ($1, $2, $3, now() - interval '1 year', now() - interval '1 second')`,
    [personalId, BANK.agency, BANK.purpose],
  );
  await client.end();
}

interface Periods {
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const periodsOf = ({ data }: Answer) =>
  (data as { citizen: { socialInsurance: { periods: Periods } } }).citizen.socialInsurance.periods;

describe('the bank whose customer withdraws consent between two pages', () => {
  it('gets no second page, and not the first again', async () => {
    const [customer = '', other = ''] = customers;
    const given = await consent(customer);
    await consent(other);
    const first = await system.ask(CALLERS.bank, PAGE, { id: customer });
    expect(first.errors).toEqual([]);
    expect(periodsOf(first).pageInfo.hasNextPage).toBe(true);
    const after = periodsOf(first).pageInfo.endCursor;
    expect(await registers.withdrawConsent(customer, given.id)).toBe(true);
    for (const variables of [{ id: customer, after }, { id: customer }]) {
      const refused = await system.ask(CALLERS.bank, PAGE, variables);
      expect(refused.data).toEqual({ citizen: null });
      expect(withheldIn(refused)).toEqual(['citizen SUBJECT_WITHHELD consent']);
    }
    const page = await system.ask(CALLERS.bank, PAGE, { id: other });
    const next = await system.ask(CALLERS.bank, PAGE, {
      id: other,
      after: periodsOf(page).pageInfo.endCursor,
    });
    expect(next.errors).toEqual([]);
    expect(periodsOf(next).edges).toHaveLength(1);
  });

  it('reads those of a list who still consent, and cannot tell the others from nobody', async () => {
    const [, , third = ''] = customers;
    const bulk =
      'query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { outcome citizen { name { full } } } }';
    const strangers = [personaId('widow'), '901085999999'];
    await consent(third);
    const { data, errors } = await system.ask(CALLERS.bank, bulk, { ids: [third, ...strangers] });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      citizens: [
        { outcome: 'FOUND', citizen: { name: { full: expect.any(String) as string } } },
        { outcome: 'NOT_FOUND', citizen: null },
        { outcome: 'NOT_FOUND', citizen: null },
      ],
    });
  });

  it('reads again when the customer consents anew', async () => {
    const customer = personaId('voluntary-insured');
    const withdrawn = await consent(customer);
    await registers.withdrawConsent(customer, withdrawn.id);
    expect(withheldIn(await system.ask(CALLERS.bank, NAME, { id: customer }))).toEqual([
      'citizen SUBJECT_WITHHELD consent',
    ]);
    await consent(customer);
    expect((await system.ask(CALLERS.bank, NAME, { id: customer })).data).toEqual({
      citizen: { name: { full: 'Châu Thị Mỹ Dung' } },
    });
  });

  it('does not read under consent that has ended, was given to another agency, or for another purpose', async () => {
    const customer = personaId('landless');
    await endedConsent(customer);
    for (const other of [
      { ...BANK, agency: 'SCHOOL-SYNTHETIC' },
      { ...BANK, purpose: 'QLNN:TAX' },
    ]) {
      const endsAt = new Date(Date.now() + YEAR_MS).toISOString();
      await registers.giveConsent({ personalId: customer, ...other, endsAt });
    }
    expect(withheldIn(await system.ask(CALLERS.bank, NAME, { id: customer }))).toEqual([
      'citizen SUBJECT_WITHHELD consent',
    ]);
    await consent(customer);
    expect((await system.ask(CALLERS.bank, NAME, { id: customer })).data).toEqual({
      citizen: { name: { full: 'Cao Văn Tâm' } },
    });
  });
});

describe('the deceased', () => {
  it('consent to nothing any more, whatever they signed; the living do', async () => {
    const [dead, widow] = [personaId('dead'), personaId('ex-spouse')];
    await consent(dead);
    await consent(widow);
    const refused = await system.ask(CALLERS.bank, NAME, { id: dead });
    expect(refused.data).toEqual({ citizen: null });
    expect(withheldIn(refused)).toEqual(['citizen SUBJECT_WITHHELD deceased']);
    expect((await system.ask(CALLERS.bank, NAME, { id: widow })).data).toEqual({
      citizen: { name: { full: 'Phan Thị Thanh Vân' } },
    });
  });

  it('stay readable for whoever needs no consent', async () => {
    const { data } = await system.ask(CALLERS.tax, NAME, { id: personaId('dead') });
    expect(data).toEqual({ citizen: { name: { full: 'Đỗ Văn Lợi' } } });
  });

  it('read nothing with their own token, neither of themselves nor of their children', async () => {
    const [row] = await oracle.rows(
      'population',
      'select father_id from citizens where personal_id = $1',
      personaId('minor-with-guardian'),
    );
    const father = row?.['father_id'] ?? '';
    const query = '{ me { personalId name { full } children { personalId name { full } } } }';
    const refused = await system.ask({ citizen: father }, query);
    expect(JSON.stringify(refused)).not.toMatch(/Hoàng|\d{12}/);
    expect(new Set(refused.errors.map(({ extensions: { code } }) => code))).toEqual(
      new Set(['SUBJECT_WITHHELD']),
    );
    const ward = personaId('minor-with-guardian');
    const look = await system.ask({ citizen: father }, NAME, { id: ward });
    expect(withheldIn(look)).toEqual(['citizen SUBJECT_WITHHELD own-record']);
    const nobody = '901085999999';
    expect(essence(look, ward)).toBe(
      essence(await system.ask({ citizen: father }, NAME, { id: nobody }), nobody),
    );
    const asGuardian = await system.ask({ citizen: personaId('guardian') }, NAME, { id: ward });
    expect(asGuardian.data).toEqual({ citizen: { name: { full: 'Hoàng Đức Minh' } } });
  });
});

describe('the parent who reads a minor child’s record', () => {
  const RECORD = `query ($id: PersonalId!) { citizen(personalId: $id) { name { full } birthRegistration { certificateNumber
    fatherName motherName } healthInsurance { cardNumber } father { personalId name { full } } mother { name { full } } } }`;

  it('reads it in every database, and the names of the other parent as the birth entry has them', async () => {
    const [row] = await oracle.rows(
      'population',
      'select personal_id from citizens where father_id = $1 order by birth_date limit 1',
      personaId('profile'),
    );
    const child = row?.['personal_id'] ?? '';
    const answer = await system.ask({ citizen: personaId('profile-spouse') }, RECORD, { id: child });
    expect(answer.data).toMatchObject({
      citizen: {
        name: { full: 'Nguyễn Minh Anh' },
        birthRegistration: { fatherName: 'Nguyễn Minh Quân', motherName: 'Trần Thu Hà' },
        healthInsurance: { cardNumber: expect.any(String) as string },
        father: { personalId: null, name: null },
        mother: { name: { full: 'Trần Thu Hà' } },
      },
    });
    expect(withheldIn(answer)).toEqual([
      'citizen.father.personalId SUBJECT_WITHHELD own-record',
      'citizen.father.name SUBJECT_WITHHELD own-record',
    ]);
    const aunt = await system.ask({ citizen: personaId('widow') }, RECORD, { id: child });
    expect(aunt.data).toEqual({ citizen: null });
    expect(withheldIn(aunt)).toEqual(['citizen SUBJECT_WITHHELD own-record']);
  });
});
