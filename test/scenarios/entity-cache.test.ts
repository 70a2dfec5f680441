import { importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createPostgresRegisters, type Registers } from '../../gateway/registers/index.ts';
import { runSql } from '../../subgraphs/kit/fixture.ts';
import { createChangeTeller } from '../../subgraphs/kit/index.ts';
import { type ChangeKeys, makeChangeKeys } from '../support/change-keys.ts';
import { changeableDatabases } from '../support/changeable-country.ts';
import { withheldIn } from '../support/essence.ts';
import { governanceWith } from '../support/governance.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

const WARD = '00004';
const UNIT = `{ citizen(personalId: "${PROFILE}") { permanentResidence { place { unit { code name } } } } }`;
const OWN_UNIT = '{ me { permanentResidence { place { unit { code name } } } } }';
const EMPLOYER = `{ citizen(personalId: "${PROFILE}") { socialInsurance { currentEmployer { name type } } } }`;

/** The Government Office for tax, for insurance, and for enterprises that are parties to a case; the tax department. */
const OFFICE = { agency: 'GO', purposes: ['QLNN:TAX'] } satisfies Asker;
const OTHER_PURPOSE = { agency: 'GO', purposes: ['QLNN:INSURANCE'] } satisfies Asker;
const OTHER_AGENCY = { agency: 'MOF', purposes: ['QLNN:TAX'] } satisfies Asker;
const inCase = (caseId: string): Asker => ({
  agency: 'GO',
  purposes: ['QLNN:BUSINESS-REGISTRATION'],
  headers: { 'case-id': caseId },
});

const databases = changeableDatabases('catalogue', 'business', 'insurance', 'population');
let keys: ChangeKeys;
let registers: Registers;
let system: TestSystem;

beforeAll(async () => {
  keys = await makeChangeKeys('catalogue', 'business');
  registers = createPostgresRegisters(inject('registers').servingUrl);
  system = await startTestSystem({
    databases,
    governance: governance(),
    config: {
      cache: { redis: undefined, keys: undefined, localBytes: 10_000_000, changeKeys: keys.publicKeys },
    },
  });
});

afterAll(async () => {
  await system.stop();
  await registers.close();
});

/** The same elements for every one of these callers but one, who may not read the type of an enterprise. */
function governance() {
  const basics = ['population.identity.*', 'population.residence.permanent'];
  const insurance = ['insurance.social.*', 'insurance.social.employer'];
  const agreement = (database: string, provider: string, purposes: readonly string[], elements: object) => ({
    id: `test-${database}-${purposes.join('-').toLowerCase().replaceAll(':', '-')}`,
    provider,
    database,
    purposes,
    legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
    jurisdiction: 'national',
    officer: 'optional',
    case: 'optional',
    from: '2026-01-01',
    review: '2026-12-25',
    to: null,
    state: 'active',
    ...elements,
  });
  const all = ['QLNN:TAX', 'QLNN:INSURANCE', 'QLNN:BUSINESS-REGISTRATION'];
  const common = [
    agreement('population', 'C06', all, { elements: basics }),
    agreement('insurance', 'VSS', all, { elements: insurance }),
  ];
  const office = agreement('business', 'BRA', ['QLNN:TAX', 'QLNN:INSURANCE'], {
    elements: ['business.registration.*'],
  });
  const parties = agreement('business', 'BRA', ['QLNN:BUSINESS-REGISTRATION'], {
    elements: ['business.registration.*'],
    subject: 'case-party',
    case: 'required',
  });
  const fewer = agreement('business', 'BRA', ['QLNN:TAX'], { elements: ['business.registration.name'] });
  const file = (consumer: string, ...agreements: readonly object[]) =>
    JSON.stringify({
      consumer,
      agreements: agreements.map((each) => ({
        ...each,
        id: `${(each as { id: string }).id}-${consumer.toLowerCase()}`,
      })),
    });
  return governanceWith({
    'agreements/go.yaml': file('GO', ...common, office, parties),
    'agreements/mof.yaml': file('MOF', ...common, fewer),
  });
}

/** What was answered, and the SQL statements that one database ran for it; now and then it looks how fresh it is. */
async function ask(database: string, asker: Asker, query: string) {
  system.clearStatements();
  const { data, errors } = await system.ask(asker, query);
  const statements = (system.statements.get(database) ?? []).filter((sql) => !sql.includes('source_state'));
  return { data, errors, statements: statements.length };
}

const unitOf = (asker: Asker) => ask('catalogue', asker, UNIT);
const employerOf = (asker: Asker) => ask('business', asker, EMPLOYER);

/** Everybody starts from nothing that is kept. */
beforeEach(async () => {
  await tell('catalogue', { type: 'AdministrativeUnit', key: { code: WARD } });
  await tell('business', { type: 'Business', key: { enterpriseCode: await employerCode() } });
});

async function tell(database: string, ...changes: readonly { type: string; key: Record<string, unknown> }[]) {
  const teller = await createChangeTeller({
    database,
    privateKey: keys.privateKey(database),
    gatewayUrl: system.gatewayUrl,
  });
  await teller.tell(changes);
}

async function employerCode(): Promise<string> {
  const [row] = await runSql(
    databases['insurance']?.ownerUrl ?? '',
    `select current_employer_code from participants where personal_id = '${PROFILE}'`,
  );
  return String(row?.['current_employer_code']);
}

describe('reference data', () => {
  it('is read once: the second time costs no statement, nor even a database that is there', async () => {
    const first = await unitOf(OFFICE);
    expect(first.errors).toEqual([]);
    expect(JSON.stringify(first.data)).toContain('"name":"Ba Đình"');
    expect(first.statements).toBeGreaterThan(0);
    const second = await unitOf(OFFICE);
    expect(second).toEqual({ ...first, statements: 0 });
    await system.stopSubgraph('catalogue');
    try {
      expect(await unitOf(OFFICE)).toEqual(second);
    } finally {
      await system.startSubgraph('catalogue');
    }
  });

  it('that has changed is read again as soon as its database has told', async () => {
    const catalogue = databases['catalogue']?.ownerUrl ?? '';
    const rename = (name: string) =>
      runSql(catalogue, `update administrative_units set name = '${name}' where code = '${WARD}'`);
    await unitOf(OFFICE);
    await rename('Ba Đình Mới');
    expect(JSON.stringify(await unitOf(OFFICE))).toContain('"name":"Ba Đình"');
    await tell('catalogue', { type: 'AdministrativeUnit', key: { code: WARD } });
    expect(JSON.stringify(await unitOf(OFFICE))).toContain('"name":"Ba Đình Mới"');
    await rename('Ba Đình');
  });

  it('is told with the time of the data, kept or not', async () => {
    const read = async () => (await system.ask(OFFICE, UNIT)).extensions.lienthong?.sources;
    const first = await read();
    expect(first?.find(({ database }) => database === 'catalogue')?.asOf).toMatch(/^20/);
    expect(await read()).toEqual(first);
  });
});

describe('a notice of changes', () => {
  interface Written {
    readonly by?: string;
    readonly iss?: string;
    readonly ageSeconds?: number;
  }

  /** A notice that the unit has changed, sent as it is. */
  async function send({ by = 'catalogue', iss = by, ageSeconds = 0 }: Written): Promise<Response> {
    const issuedAt = Math.floor(Date.now() / 1_000) - ageSeconds;
    const notice = await new SignJWT({ changes: [{ type: 'AdministrativeUnit', key: { code: WARD } }] })
      .setProtectedHeader({ alg: 'EdDSA', kid: by, typ: 'entity-changes+jwt' })
      .setIssuer(iss)
      .setAudience('lien-thong')
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + 600)
      .sign(await importJWK(keys.privateKey(by), 'EdDSA'));
    return await post(notice);
  }

  const post = (body: string) =>
    fetch(new URL('/changes', system.gatewayUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/jwt' },
      body,
    });

  it('of the database itself, just now, is taken in', async () => {
    await unitOf(OFFICE);
    expect((await send({})).status).toBe(204);
    expect((await unitOf(OFFICE)).statements).toBeGreaterThan(0);
  });

  it.each<[string, () => Promise<Response>]>([
    ['that another database signed in its name', () => send({ by: 'business', iss: 'catalogue' })],
    ['that is older than a minute', () => send({ ageSeconds: 120 })],
    ['that nobody signed', () => post('e30.e30.')],
    ['without a word', () => post('')],
  ])('%s is refused, and nothing is forgotten', async (_what, sent) => {
    await unitOf(OFFICE);
    const answer = await sent();
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      errors: [{ extensions: { code: 'CHANGE_NOTICE_INVALID' } }],
    });
    expect((await unitOf(OFFICE)).statements).toBe(0);
  });

  it('of another database is about what that one has', async () => {
    await unitOf(OFFICE);
    expect((await send({ by: 'business' })).status).toBe(204);
    expect((await unitOf(OFFICE)).statements).toBe(0);
  });

  it('has nowhere to go where no keys of databases are known', async () => {
    const without = await startTestSystem();
    try {
      const { status } = await fetch(new URL('/changes', without.gatewayUrl), { method: 'POST' });
      expect(status).toBe(404);
    } finally {
      await without.stop();
    }
  });
});

describe('what was kept for one caller', () => {
  it.each<[string, Asker]>([
    ['purpose', OTHER_PURPOSE],
    ['agency', OTHER_AGENCY],
  ])('is read anew for the same of another %s', async (_what, asker) => {
    const first = await unitOf(OFFICE);
    const other = await unitOf(asker);
    expect(other.data).toEqual(first.data);
    expect(other.statements).toBe(first.statements);
    expect((await unitOf(OFFICE)).statements).toBe(0);
    expect((await unitOf(asker)).statements).toBe(0);
  });

  it('is read anew for another citizen, and kept for the same one', async () => {
    const [one, two] = [{ citizen: PROFILE }, { citizen: personaId('profile-spouse') }];
    expect((await ask('catalogue', one, OWN_UNIT)).statements).toBeGreaterThan(0);
    expect((await ask('catalogue', one, OWN_UNIT)).statements).toBe(0);
    expect((await ask('catalogue', two, OWN_UNIT)).statements).toBeGreaterThan(0);
    expect((await ask('catalogue', one, OWN_UNIT)).statements).toBe(0);
  });

  it('never comes out for one who may read less', async () => {
    const whole = await employerOf(OFFICE);
    expect(whole.errors).toEqual([]);
    const { name, type } = employerIn(whole.data);
    expect([typeof name, typeof type]).toEqual(['string', 'string']);
    expect((await employerOf(OFFICE)).statements).toBe(0);
    const less = await employerOf(OTHER_AGENCY);
    expect(employerIn(less.data)).toEqual({ name, type: null });
    expect(less.errors.map(({ extensions }) => extensions.code)).toEqual(['ELEMENT_WITHHELD']);
    expect(less.statements).toBeGreaterThan(0);
    expect(employerIn((await employerOf(OFFICE)).data)).toEqual({ name, type });
  });
});

describe('an enterprise that is kept', () => {
  it('is told to those whose case it is a party to, and to nobody else of the same agency and purpose', async () => {
    const party = `Business ${await employerCode()}`;
    const open = { agency: 'GO', purpose: 'QLNN:BUSINESS-REGISTRATION' };
    await registers.openCase({ ...open, caseId: 'H-CACHE-1', parties: [party] });
    await registers.openCase({ ...open, caseId: 'H-CACHE-2', parties: [`Citizen ${PROFILE}`] });
    const first = await employerOf(inCase('H-CACHE-1'));
    expect(first.errors).toEqual([]);
    expect((await employerOf(inCase('H-CACHE-1'))).statements).toBe(0);
    const stranger = await system.ask(inCase('H-CACHE-2'), EMPLOYER);
    expect(withheldIn(stranger).join()).toContain('case-party');
    expect(JSON.stringify(stranger)).not.toContain(String(employerIn(first.data)?.name));
    expect(await employerOf(inCase('H-CACHE-1'))).toEqual({ ...first, statements: 0 });
  });

  it('is another one as soon as the register of enterprises has told', async () => {
    const business = databases['business']?.ownerUrl ?? '';
    const code = await employerCode();
    await employerOf(OFFICE);
    await runSql(business, `update businesses set name = 'Đổi tên' where enterprise_code = '${code}'`);
    await tell('business', { type: 'Business', key: { enterpriseCode: code } });
    expect(employerIn((await employerOf(OFFICE)).data)?.name).toBe('Đổi tên');
  });
});

describe('a person', () => {
  it('is never kept', async () => {
    const name = `{ citizen(personalId: "${PROFILE}") { name { full } socialInsurance { socialInsuranceNumber } } }`;
    for (const database of ['population', 'insurance']) {
      const first = await ask(database, OFFICE, name);
      expect(first.statements).toBeGreaterThan(0);
      expect(await ask(database, OFFICE, name)).toEqual(first);
    }
  });
});

function employerIn(data: unknown): Record<string, unknown> {
  const { citizen } = data as { citizen: { socialInsurance: { currentEmployer: Record<string, unknown> } } };
  return citizen.socialInsurance.currentEmployer;
}
