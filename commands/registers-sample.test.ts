import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dropDatabase, type ProvisionedDatabase, provisionDatabase } from '../embedded/index.ts';
import { createPostgresRegisters, type Registers } from '../gateway/registers/index.ts';
import { loadGovernance } from '../governance/index.ts';
import { DEFAULT_SEED, makeNation } from './country.ts';
import { fillRegisters, SAMPLE_CASE } from './registers-sample.ts';

const MIGRATION = readFileSync(
  new URL('../gateway/registers/migrations/001-registers.sql', import.meta.url),
  'utf8',
);
const which = {
  adminUrl: inject('postgresUrl'),
  name: `registers-${randomBytes(5).toString('hex')}`,
  prefix: 'test_',
};
const governance = loadGovernance();
const { personas } = makeNation({ citizens: 200, seed: DEFAULT_SEED }, governance.codes);
const idOf = (key: string) => personas.find((persona) => persona.key === key)?.identifier ?? '';

let urls: ProvisionedDatabase;
let registers: Registers;

beforeAll(async () => {
  urls = await provisionDatabase({ ...which, secret: 'for the tests only', serving: 'append-only' });
  await query(MIGRATION);
  await fillRegisters(urls.servingUrl, governance);
  registers = createPostgresRegisters(urls.servingUrl);
});

afterAll(async () => {
  await registers.close();
  await dropDatabase(which);
});

async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: urls.ownerUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const tables = ['officers', 'cases', 'case_parties', 'consents'];
const contents = () =>
  Promise.all(tables.map((table) => query(`select * from ${table} order by 1, 2, 3, 4`)));

/** Everything that a request of the day states, as the gateway asks about it. */
const admission = (agency: string, purpose: string, officer: string) =>
  registers.admit({
    agency,
    purpose,
    officer,
    caseId: SAMPLE_CASE,
    emergencyId: undefined,
    on: '2026-03-04',
  });

describe('the sample of the registers', () => {
  it('posts the two officers at every agency', async () => {
    for (const agency of governance.agencies.keys()) {
      expect((await admission(agency, 'any', 'CB-0001')).officer).toBe(idOf('officer'));
      expect((await admission(agency, 'any', 'CB-0002')).officer).toBe(idOf('second-officer'));
      expect((await admission(agency, 'any', 'CB-0003')).officer).toBeUndefined();
    }
  });

  it('opens the case wherever an agreement needs one, and nowhere else', async () => {
    const needs = (wanted: boolean) =>
      governance.agreements
        .filter(({ caseRequired, subject }) => (caseRequired || subject === 'case-party') === wanted)
        .flatMap(({ consumer, purposes }) => purposes.map((purpose) => `${consumer} ${purpose}`));
    const open = (await query('select agency, purpose from cases')).map(
      ({ agency, purpose }) => `${String(agency)} ${String(purpose)}`,
    );
    expect(new Set(open)).toEqual(new Set(needs(true)));
    expect(open).toContain('PC-COMMUNE-00004 TTHC:1.000894');
    expect(open.some((reading) => reading.startsWith('CITIZEN '))).toBe(false);
  });

  it('has the personas and their families as parties, and not the neighbour', async () => {
    const { parties } = await admission('PC-COMMUNE-00004', 'TTHC:1.000894', 'CB-0001');
    for (const key of ['profile', 'profile-spouse', 'newborn', 'officer-brother', 'protected-third']) {
      expect(parties).toContain(`Citizen ${idOf(key)}`);
    }
    expect(parties).toContain(`Business ${idOf('profile-enterprise')}`);
    expect(parties).not.toContain(`Citizen ${idOf('officer-neighbour')}`);
  });

  it('has the consent of the profile persona only', async () => {
    const question = { agency: 'BANK-SYNTHETIC', purpose: 'CONSENT:CUSTOMER-IDENTIFICATION' };
    const personalIds = [idOf('profile'), idOf('profile-spouse')];
    expect(await registers.consenting({ ...question, personalIds })).toEqual(new Set([idOf('profile')]));
  });

  it('adds nothing at the next start, not even a consent that was withdrawn', async () => {
    for (const { id } of await registers.consentsOf(idOf('profile'))) {
      await registers.withdrawConsent(idOf('profile'), id);
    }
    const before = await contents();
    await fillRegisters(urls.servingUrl, governance);
    expect(await contents()).toEqual(before);
    expect(before.every((rows) => rows.length > 0)).toBe(true);
  });
});
