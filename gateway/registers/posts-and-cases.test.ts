import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnRegisters, ownRegisters, runSql } from './fixture.ts';
import type { Admission, AdmissionQuestion, Registers } from './index.ts';

const WARD = { agency: 'PC-COMMUNE-00004', purpose: 'TTHC:1.000894' };
const [HOA, NAM] = ['901190000001', '901085000002'];

let own: OwnRegisters;
let registers: Registers;

beforeAll(async () => {
  own = await ownRegisters();
  registers = own.registers;
});
afterAll(() => own.drop());

const admit = (stated: Partial<AdmissionQuestion>): Promise<Admission> =>
  registers.admit({
    ...WARD,
    officer: undefined,
    caseId: undefined,
    emergencyId: undefined,
    on: '2026-03-04',
    ...stated,
  });

describe('an officer', () => {
  const officer = 'CB-100';
  const at = async (agency: string, on: string) => (await admit({ agency, officer, on })).officer;

  it('who moves to another unit serves where the post of the day is, from midnight to midnight', async () => {
    const post = { officer, personalId: HOA };
    await registers.postOfficer({ ...post, agency: 'WARD-A', from: '2026-01-01', until: '2026-03-31' });
    await registers.postOfficer({ ...post, agency: 'WARD-B', from: '2026-04-01', until: null });
    const days = ['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01', '2030-01-01'];
    expect(await Promise.all(days.map((day) => at('WARD-A', day)))).toEqual([
      undefined,
      HOA,
      HOA,
      undefined,
      undefined,
    ]);
    expect(await Promise.all(days.map((day) => at('WARD-B', day)))).toEqual([
      undefined,
      undefined,
      undefined,
      HOA,
      HOA,
    ]);
  });

  it('who comes back serves in the second post, and nobody in between', async () => {
    const post = { agency: 'WARD-C', officer };
    await registers.postOfficer({ ...post, personalId: HOA, from: '2026-01-01', until: '2026-01-31' });
    await registers.postOfficer({ ...post, personalId: NAM, from: '2026-03-01', until: null });
    expect([
      await at('WARD-C', '2026-01-31'),
      await at('WARD-C', '2026-02-15'),
      await at('WARD-C', '2026-03-01'),
    ]).toEqual([HOA, undefined, NAM]);
  });

  it('of the same number at another agency is somebody else', async () => {
    await registers.postOfficer({
      agency: 'BANK',
      officer,
      personalId: NAM,
      from: '2026-01-01',
      until: null,
    });
    expect([await at('BANK', '2026-03-04'), await at('WARD-A', '2026-03-04')]).toEqual([NAM, HOA]);
  });

  it('who was never posted, or is not stated, is nobody', async () => {
    expect((await admit({ agency: 'WARD-A', officer: 'CB-101' })).officer).toBeUndefined();
    expect((await admit({ agency: 'WARD-A' })).officer).toBeUndefined();
    expect((await admit({ agency: 'WARD-A', officer: "' or '1'='1" })).officer).toBeUndefined();
  });
});

describe('a case', () => {
  const PARTIES = [`Citizen ${HOA}`, 'Business 9900001027'];
  const partiesOf = async (caseId: string, reading = WARD) => (await admit({ ...reading, caseId })).parties;

  it('is open for its agency and purpose with its parties, each once', async () => {
    expect(await registers.openCase({ ...WARD, caseId: 'H-1', parties: [...PARTIES, ...PARTIES] })).toBe(
      true,
    );
    expect(await partiesOf('H-1')).toEqual(new Set(PARTIES));
  });

  it('is none at another agency, for another purpose or under another number', async () => {
    await registers.openCase({ ...WARD, caseId: 'H-2', parties: PARTIES });
    expect(await partiesOf('H-2', { ...WARD, agency: 'PC-COMMUNE-16681' })).toBeUndefined();
    expect(await partiesOf('H-2', { ...WARD, purpose: 'TTHC:1.001193' })).toBeUndefined();
    expect(await partiesOf('H-02')).toBeUndefined();
    expect((await admit({})).parties).toBeUndefined();
    expect(await partiesOf('H-2')).toEqual(new Set(PARTIES));
  });

  it('of the same number may be opened elsewhere, but not twice, nor with other parties', async () => {
    await registers.openCase({ ...WARD, caseId: 'H-3', parties: PARTIES });
    expect(await registers.openCase({ ...WARD, caseId: 'H-3', parties: [`Citizen ${NAM}`] })).toBe(false);
    expect(await partiesOf('H-3')).toEqual(new Set(PARTIES));
    const elsewhere = { ...WARD, agency: 'PC-COMMUNE-16681' };
    expect(await registers.openCase({ ...elsewhere, caseId: 'H-3', parties: [`Citizen ${NAM}`] })).toBe(true);
    expect(await partiesOf('H-3', elsewhere)).toEqual(new Set([`Citizen ${NAM}`]));
  });

  it('that is closed opens nothing any more, at once and for good', async () => {
    await registers.openCase({ ...WARD, caseId: 'H-4', parties: PARTIES });
    expect(await registers.closeCase('PC-COMMUNE-16681', WARD.purpose, 'H-4')).toBe(false);
    expect(await partiesOf('H-4')).toEqual(new Set(PARTIES));
    expect(await registers.closeCase(WARD.agency, WARD.purpose, 'H-4')).toBe(true);
    expect(await partiesOf('H-4')).toBeUndefined();
    expect(await registers.closeCase(WARD.agency, WARD.purpose, 'H-4')).toBe(false);
    expect(await registers.openCase({ ...WARD, caseId: 'H-4', parties: PARTIES })).toBe(false);
    expect(await partiesOf('H-4')).toBeUndefined();
  });

  it('answers together with the officer, in one look', async () => {
    await registers.openCase({ ...WARD, caseId: 'H-5', parties: PARTIES });
    await registers.postOfficer({
      agency: WARD.agency,
      officer: 'CB-5',
      personalId: NAM,
      from: '2026-01-01',
      until: null,
    });
    expect(await admit({ officer: 'CB-5', caseId: 'H-5', emergencyId: 'none' })).toEqual({
      officer: NAM,
      parties: new Set(PARTIES),
      emergency: undefined,
    });
  });
});

describe('what the registers hold', () => {
  const TABLES = [
    'officers',
    'cases',
    'case_parties',
    'case_closings',
    'consents',
    'consent_withdrawals',
    'emergencies',
    'emergency_confirmations',
    'emergency_subjects',
  ];
  const codeOf = (url: string, sql: string) =>
    runSql(url, sql).then(
      () => 'done',
      (error: { code: string; message: string }) => `${error.code} ${error.message}`,
    );

  it('can be changed, removed or emptied by nobody who serves', async () => {
    for (const table of TABLES) {
      const [column] = await runSql(
        own.ownerUrl,
        `select column_name as name from information_schema.columns where table_name = '${table}' limit 1`,
      );
      const name = String(column?.['name']);
      const denied = `42501 permission denied for table ${table}`;
      expect(await codeOf(own.servingUrl, `update ${table} set ${name} = ${name}`)).toBe(denied);
      expect(await codeOf(own.servingUrl, `delete from ${table}`)).toBe(denied);
      expect(await codeOf(own.servingUrl, `truncate ${table}`)).toBe(denied);
      expect(await codeOf(own.servingUrl, `select from ${table}`)).toBe('done');
    }
  });

  it('is as they said when they were added, also to the owner; a post can be corrected', async () => {
    await registers.openCase({ ...WARD, caseId: 'H-6', parties: [`Citizen ${HOA}`] });
    const final = 'P0001 entries of the registers are added, not changed';
    expect(await codeOf(own.ownerUrl, "update case_parties set subject = 'Citizen 1'")).toBe(final);
    expect(await codeOf(own.ownerUrl, 'delete from cases')).toBe(final);
    expect(await codeOf(own.ownerUrl, "update officers set until_day = '2026-12-31'")).toBe('done');
  });

  it('is unreachable when the server is', async () => {
    expect(await registers.isReachable()).toBe(true);
    const { createPostgresRegisters } = await import('./index.ts');
    const dead = createPostgresRegisters('postgresql://nobody@127.0.0.1:1/registers');
    expect(await dead.isReachable()).toBe(false);
    await expect(dead.consenting({ ...WARD, personalIds: [HOA] })).rejects.toThrow();
    await dead.close();
  });
});
