import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPostgresRegisters, type Registers } from '../../gateway/registers/index.ts';
import type { Governance } from '../../governance/index.ts';
import { essence, withheldIn } from '../support/essence.ts';
import { governanceWith } from '../support/governance.ts';
import { type Oracle, openOracle } from '../support/oracle.ts';
import { OFFICER, OFFICER_BROTHER, OFFICER_NEIGHBOUR, PROFILE, personaId } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

const MARRIAGE = 'TTHC:1.000894';
const NAME = 'query ($id: PersonalId!) { citizen(personalId: $id) { name { full } } }';
const QUAN = { citizen: { name: { full: 'Nguyễn Minh Quân' } } };

let system: TestSystem;
let registers: Registers;
let oracle: Oracle;
/** The clock of agreements and posts. */
let now = new Date();

beforeAll(async () => {
  registers = createPostgresRegisters(inject('registers').servingUrl);
  oracle = await openOracle();
  system = await startTestSystem({ now: () => now, governance: await withResidents() });
});

afterAll(async () => {
  await system.stop();
  await oracle.close();
  await registers.close();
});

/** The real agreements; the new unit of the story is the commune where the persona of another province lives. */
async function withResidents(): Promise<Governance> {
  const [row] = await oracle.rows(
    'population',
    'select permanent_commune_code from citizens where personal_id = $1',
    personaId('other-province'),
  );
  const agencies = readFileSync(new URL('../../governance/agencies.yaml', import.meta.url), 'utf8');
  const moved = agencies.replace(
    /(key: PC-COMMUNE-16681\n(?: {4}.*\n)*? {4}jurisdiction: ).*\n/,
    `$1["${row?.['permanent_commune_code']}"]\n`,
  );
  return governanceWith({ 'agencies.yaml': moved });
}

function officerOf(agency: string, officer: string, caseId: string, purpose = MARRIAGE): Asker {
  return { agency, purposes: [purpose], headers: { 'officer-id': officer, 'case-id': caseId } };
}

const codes = async (asked: ReturnType<TestSystem['ask']>) =>
  (await asked).errors.map(({ extensions }) => extensions.code);

describe('the commune officer who moves to another unit', () => {
  const OLD = 'PC-COMMUNE-00004';
  const NEW = 'PC-COMMUNE-16681';
  const LAST_DAY = '2026-10-31';
  const FIRST_DAY = '2026-11-01';
  const MOVES = { officer: 'CB-TEST-MOVES', personalId: OFFICER };
  const resident = personaId('other-province');

  beforeAll(async () => {
    await registers.postOfficer({ ...MOVES, agency: OLD, from: '2026-01-01', until: LAST_DAY });
    await registers.postOfficer({ ...MOVES, agency: NEW, from: FIRST_DAY, until: null });
    for (const agency of [OLD, NEW]) {
      const parties = [`Citizen ${PROFILE}`, `Citizen ${resident}`];
      await registers.openCase({ caseId: 'H-TEST-MOVES', agency, purpose: MARRIAGE, parties });
    }
  });

  afterAll(() => {
    now = new Date();
  });

  it('reads the residents of the old unit to the last day, and nobody from the next', async () => {
    const asker = officerOf(OLD, MOVES.officer, 'H-TEST-MOVES');
    now = new Date(`${LAST_DAY}T23:59:59+07:00`);
    expect((await system.ask(asker, NAME, { id: PROFILE })).data).toEqual(QUAN);
    now = new Date(`${FIRST_DAY}T00:00:00+07:00`);
    const refused = await system.ask(asker, NAME, { id: PROFILE });
    expect([refused.status, refused.data ?? null]).toEqual([403, null]);
    expect(refused.errors.map(({ extensions: { code, header } }) => [code, header])).toEqual([
      ['OFFICER_NOT_POSTED', 'Officer-Id'],
    ]);
  });

  it('reads the residents of the new unit from the first day, and never those of the old one there', async () => {
    const asker = officerOf(NEW, MOVES.officer, 'H-TEST-MOVES');
    now = new Date(`${LAST_DAY}T12:00:00+07:00`);
    expect(await codes(system.ask(asker, NAME, { id: resident }))).toEqual(['OFFICER_NOT_POSTED']);
    now = new Date(`${FIRST_DAY}T12:00:00+07:00`);
    const read = await system.ask(asker, NAME, { id: resident });
    expect(read.errors).toEqual([]);
    expect(read.data).toMatchObject({ citizen: { name: { full: expect.any(String) as string } } });
    expect(withheldIn(await system.ask(asker, NAME, { id: PROFILE }))).toEqual([
      'citizen SUBJECT_WITHHELD jurisdiction',
    ]);
  });

  it('about whom the register of persons knows nothing, reads nobody: a conflict cannot be ruled out', async () => {
    now = new Date(`${FIRST_DAY}T12:00:00+07:00`);
    const unknown = { officer: 'CB-TEST-UNKNOWN', personalId: '901085999998' };
    await registers.postOfficer({ ...unknown, agency: NEW, from: FIRST_DAY, until: null });
    const asker = officerOf(NEW, unknown.officer, 'H-TEST-MOVES');
    expect(withheldIn(await system.ask(asker, NAME, { id: resident }))).toEqual([
      'citizen SUBJECT_WITHHELD conflict-of-interest',
    ]);
  });
});

describe('the case that is closed while the file is open', () => {
  const COMMUNE = 'PC-COMMUNE-00004';
  const open = (caseId: string) =>
    registers.openCase({ caseId, agency: COMMUNE, purpose: MARRIAGE, parties: [`Citizen ${PROFILE}`] });

  it('ends the reading at once, and another open case goes on', async () => {
    await open('H-TEST-CLOSED');
    await open('H-TEST-STAYS');
    const file = officerOf(COMMUNE, 'CB-0001', 'H-TEST-CLOSED');
    expect((await system.ask(file, NAME, { id: PROFILE })).data).toEqual(QUAN);
    await registers.closeCase(COMMUNE, MARRIAGE, 'H-TEST-CLOSED');
    const refused = await system.ask(file, NAME, { id: PROFILE });
    expect([refused.status, refused.data ?? null]).toEqual([403, null]);
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['CASE_NOT_OPEN']);
    const other = officerOf(COMMUNE, 'CB-0001', 'H-TEST-STAYS');
    expect((await system.ask(other, NAME, { id: PROFILE })).data).toEqual(QUAN);
  });

  it('is no case of another agency, nor for another purpose', async () => {
    await open('H-TEST-MINE');
    const file = officerOf(COMMUNE, 'CB-0001', 'H-TEST-MINE');
    expect((await system.ask(file, NAME, { id: PROFILE })).data).toEqual(QUAN);
    const birth = officerOf(COMMUNE, 'CB-0001', 'H-TEST-MINE', 'TTHC:1.001193');
    expect(await codes(system.ask(birth, NAME, { id: PROFILE }))).toEqual(['CASE_NOT_OPEN']);
    const office = officerOf('LRO-40', 'CB-0001', 'H-TEST-MINE', 'TTHC:1.013980');
    expect(await codes(system.ask(office, NAME, { id: PROFILE }))).toEqual(['CASE_NOT_OPEN']);
  });
});

describe('the officer who opens a file that is none of hers', () => {
  const POLICE = 'POLICE-40';
  const LICENCE = 'QLNN:DRIVING-LICENCE';
  const taxOfficer = (officer: string): Asker => ({
    agency: 'GDT',
    purposes: ['QLNN:TAX'],
    headers: { 'officer-id': officer },
  });

  it('her neighbour’s: nobody who is no party to the case, and as little as of a stranger', async () => {
    await registers.openCase({
      caseId: 'H-TEST-NEIGHBOUR',
      agency: POLICE,
      purpose: LICENCE,
      parties: [`Citizen ${PROFILE}`],
    });
    const file = officerOf(POLICE, 'CB-0001', 'H-TEST-NEIGHBOUR', LICENCE);
    expect((await system.ask(file, NAME, { id: PROFILE })).data).toEqual(QUAN);
    const refused = await system.ask(file, NAME, { id: OFFICER_NEIGHBOUR });
    expect(refused.data).toEqual({ citizen: null });
    expect(withheldIn(refused)).toEqual(['citizen SUBJECT_WITHHELD case-party']);
    const nobody = '901085999999';
    expect(essence(refused, OFFICER_NEIGHBOUR)).toBe(
      essence(await system.ask(file, NAME, { id: nobody }), nobody),
    );
  });

  it('her neighbour’s, once the neighbour has a case herself', async () => {
    await registers.openCase({
      caseId: 'H-TEST-NEIGHBOUR-2',
      agency: POLICE,
      purpose: LICENCE,
      parties: [`Citizen ${OFFICER_NEIGHBOUR}`],
    });
    const file = officerOf(POLICE, 'CB-0001', 'H-TEST-NEIGHBOUR-2', LICENCE);
    expect((await system.ask(file, NAME, { id: OFFICER_NEIGHBOUR })).data).toEqual({
      citizen: { name: { full: 'Đặng Thị Thủy' } },
    });
    expect(withheldIn(await system.ask(file, NAME, { id: PROFILE }))).toEqual([
      'citizen SUBJECT_WITHHELD case-party',
    ]);
  });

  it('her brother’s, her own and her mother’s: refused alike, so that the answer tells of no relation', async () => {
    const [row] = await oracle.rows(
      'population',
      'select mother_id from citizens where personal_id = $1',
      OFFICER,
    );
    const close = [OFFICER_BROTHER, OFFICER, row?.['mother_id'] ?? ''];
    const answers = await Promise.all(close.map((id) => system.ask(taxOfficer('CB-0001'), NAME, { id })));
    expect(answers.map(withheldIn)).toEqual(
      close.map(() => ['citizen SUBJECT_WITHHELD conflict-of-interest']),
    );
    const [brother] = answers.map((answer, index) => essence(answer, close[index] ?? ''));
    expect(new Set(answers.map((answer, index) => essence(answer, close[index] ?? '')))).toEqual(
      new Set([brother]),
    );
  });

  it('her brother’s is read by her colleague, and her neighbour’s by herself', async () => {
    const colleague = await system.ask(taxOfficer('CB-0002'), NAME, { id: OFFICER_BROTHER });
    expect(colleague.data).toEqual({ citizen: { name: { full: 'Trần Quang Hưng' } } });
    const neighbour = await system.ask(taxOfficer('CB-0001'), NAME, { id: OFFICER_NEIGHBOUR });
    expect(neighbour.data).toEqual({ citizen: { name: { full: 'Đặng Thị Thủy' } } });
  });

  it('her brother’s stays closed among many, and in the household of her parents', async () => {
    const bulk =
      'query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { outcome citizen { name { full } } } }';
    const ids = [OFFICER_NEIGHBOUR, OFFICER_BROTHER];
    const asHer = await system.ask(taxOfficer('CB-0001'), bulk, { ids });
    expect(asHer.data).toMatchObject({
      citizens: [{ outcome: 'FOUND' }, { outcome: 'NOT_FOUND', citizen: null }],
    });
    const asColleague = await system.ask(taxOfficer('CB-0002'), bulk, { ids });
    expect(asColleague.data).toMatchObject({ citizens: [{ outcome: 'FOUND' }, { outcome: 'FOUND' }] });
  });
});
