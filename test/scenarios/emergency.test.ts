import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPostgresRegisters, type Registers } from '../../gateway/registers/index.ts';
import { essence, withheldIn } from '../support/essence.ts';
import {
  OFFICER_BROTHER,
  OFFICER_NEIGHBOUR,
  PROFILE,
  PROTECTED_FIRST,
  PROTECTED_SECOND,
  PROTECTED_THIRD,
  personaId,
} from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

/** Break-glass (Law 60/2024/QH15, article 18) on a night of a flood. */
const COMMUNE = 'PC-COMMUNE-00004';
const DECLARED = {
  agency: COMMUNE,
  officer: 'CB-0001',
  reason: 'Flood in the ward, houses along the river are being evacuated',
  legalBasis: 'Law 60/2024/QH15, article 18',
  hours: 2,
};
const CALL = 'query ($id: PersonalId!) { citizen(personalId: $id) { name { full } bloodGroup phone } }';
const MANY =
  'query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { outcome citizen { name { full } bloodGroup } } }';
const NOBODY = '901085999999';

let system: TestSystem;
let registers: Registers;

beforeAll(async () => {
  registers = createPostgresRegisters(inject('registers').servingUrl);
  system = await startTestSystem();
});

afterAll(async () => {
  await system.stop();
  await registers.close();
});

function inEmergency(id: string | undefined, { agency = COMMUNE, officer = 'CB-0001' } = {}): Asker {
  const headers = { 'officer-id': officer, ...(id === undefined ? {} : { 'emergency-id': id }) };
  return { agency, purposes: ['EMERGENCY'], headers };
}

const declare = async (persons: number, changes: Partial<typeof DECLARED> = {}) =>
  (await registers.declareEmergency({ ...DECLARED, ...changes, persons })).id;

const codes = async (asked: ReturnType<TestSystem['ask']>) =>
  (await asked).errors.map(({ extensions }) => extensions.code);

async function sql(url: string, text: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

describe('an emergency', () => {
  it('opens whoever is in danger, wherever they live, and nobody without it', async () => {
    const stranger = personaId('other-province');
    expect(await codes(system.ask(inEmergency(undefined), CALL, { id: stranger }))).toEqual([
      'EMERGENCY_REQUIRED',
    ]);
    const { data, errors } = await system.ask(inEmergency(await declare(1)), CALL, { id: stranger });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      citizen: { name: { full: 'Hồ Thị Quỳnh Trang' }, phone: expect.any(String) as string },
    });
  });

  it('reaches as many persons as were declared, the same ones again and again', async () => {
    const asker = inEmergency(await declare(2));
    const ids = [PROFILE, OFFICER_NEIGHBOUR, personaId('widow')];
    const { data } = await system.ask(asker, MANY, { ids });
    expect(data).toMatchObject({
      citizens: [{ outcome: 'FOUND' }, { outcome: 'FOUND' }, { outcome: 'NOT_FOUND', citizen: null }],
    });
    expect((await system.ask(asker, CALL, { id: PROFILE })).errors).toEqual([]);
    const third = await system.ask(asker, CALL, { id: personaId('widow') });
    expect(third.data).toEqual({ citizen: null });
    expect(withheldIn(third)).toEqual(['citizen SUBJECT_WITHHELD emergency-limit']);
  });

  it('does not reach one too many when many ask at once', async () => {
    const asker = inEmergency(await declare(3));
    const keys = [
      'widow',
      'guardian',
      'landless',
      'pensioner',
      'old-card',
      'ex-spouse',
      'homonym-a',
      'homonym-b',
    ];
    const answers = await Promise.all(keys.map((key) => system.ask(asker, CALL, { id: personaId(key) })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(3);
    expect(answers.filter(({ data }) => data?.['citizen'] === null)).toHaveLength(5);
  });

  it('does not spend its persons on whoever does not exist or must not be read', async () => {
    const asker = inEmergency(await declare(1));
    for (const id of [NOBODY, PROTECTED_THIRD, OFFICER_BROTHER]) {
      expect((await system.ask(asker, CALL, { id })).data).toEqual({ citizen: null });
    }
    expect((await system.ask(asker, CALL, { id: PROFILE })).data).toMatchObject({
      citizen: { name: { full: 'Nguyễn Minh Quân' } },
    });
  });

  it('opens protected persons as far as the agreement says, and the highest grade never', async () => {
    const asker = inEmergency(await declare(5));
    const police = inEmergency(await declare(5, { agency: 'C06' }), { agency: 'C06' });
    const reads = async (by: Asker, id: string) =>
      (await system.ask(by, CALL, { id })).data?.['citizen'] !== null;
    expect(await reads(asker, PROTECTED_FIRST)).toBe(true);
    expect(await reads(asker, PROTECTED_SECOND)).toBe(false);
    expect(await reads(police, PROTECTED_SECOND)).toBe(true);
    for (const by of [asker, police]) {
      const hidden = await system.ask(by, CALL, { id: PROTECTED_THIRD });
      expect(hidden.errors).toEqual([]);
      expect(essence(hidden, PROTECTED_THIRD)).toBe(
        essence(await system.ask(by, CALL, { id: NOBODY }), NOBODY),
      );
    }
  });

  it('is no way into one’s own family', async () => {
    const asker = inEmergency(await declare(1));
    expect(withheldIn(await system.ask(asker, CALL, { id: OFFICER_BROTHER }))).toEqual([
      'citizen SUBJECT_WITHHELD conflict-of-interest',
    ]);
    const colleague = { officer: 'CB-0002' };
    const other = inEmergency(await declare(1, colleague), colleague);
    expect((await system.ask(other, CALL, { id: OFFICER_BROTHER })).errors).toEqual([]);
  });
});

describe('a declaration', () => {
  it('serves the officer who made it, at the agency of it, and nobody else', async () => {
    const id = await declare(1);
    for (const other of [{ officer: 'CB-0002' }, { agency: 'C06' }]) {
      expect(await codes(system.ask(inEmergency(id, other), CALL, { id: PROFILE }))).toEqual([
        'EMERGENCY_NOT_OPEN',
      ]);
    }
    expect(await codes(system.ask(inEmergency(id), CALL, { id: PROFILE }))).toEqual([]);
  });

  it('above ten persons is in force when a second officer has confirmed it', async () => {
    const id = await declare(11);
    const ask = (officer: string) => codes(system.ask(inEmergency(id, { officer }), CALL, { id: PROFILE }));
    expect(await ask('CB-0001')).toEqual(['EMERGENCY_NOT_OPEN']);
    expect(await registers.confirmEmergency(COMMUNE, 'CB-0001', id)).toBeUndefined();
    expect(await registers.confirmEmergency('C06', 'CB-0002', id)).toBeUndefined();
    expect(await ask('CB-0001')).toEqual(['EMERGENCY_NOT_OPEN']);
    expect(await registers.confirmEmergency(COMMUNE, 'CB-0002', id)).toMatchObject({ id });
    expect(await ask('CB-0001')).toEqual([]);
    expect(await ask('CB-0002')).toEqual([]);
  });

  it('of ten persons needs no second one', async () => {
    expect(await codes(system.ask(inEmergency(await declare(10)), CALL, { id: PROFILE }))).toEqual([]);
  });

  it('states a reason, and lasts a day at the most', async () => {
    await expect(declare(1, { reason: 'hurry' })).rejects.toThrow(/reason/);
    await expect(declare(1, { hours: 25 })).rejects.toThrow(/check/);
    await expect(declare(1, { hours: 24 })).resolves.toEqual(expect.any(String));
    await expect(declare(1_001)).rejects.toThrow(/persons/);
  });

  it('ends by itself', async () => {
    const [row] = await sql(
      inject('registers').ownerUrl,
      `insert into emergencies (agency, officer_id, reason, legal_basis, persons, declared_at, ends_at)
       values ($1, $2, $3, $4, 5, now() - interval '24 hours', now() - interval '1 second') returning id`,
      COMMUNE,
      DECLARED.officer,
      DECLARED.reason,
      DECLARED.legalBasis,
    );
    const ended = inEmergency(String(row?.['id']));
    expect(await codes(system.ask(ended, CALL, { id: PROFILE }))).toEqual(['EMERGENCY_NOT_OPEN']);
    expect(await codes(system.ask(inEmergency(await declare(5)), CALL, { id: PROFILE }))).toEqual([]);
  });

  it('that nobody made opens nothing, whatever it is called', async () => {
    for (const id of ['a2f5d3c0-0000-4000-8000-000000000001', 'now', "' or true --"]) {
      expect(await codes(system.ask(inEmergency(id), CALL, { id: PROFILE }))).toEqual(['EMERGENCY_NOT_OPEN']);
    }
  });
});

describe('the ledger', () => {
  it('names the emergency, its purpose and its officer with every answer given under it', async () => {
    const id = await declare(1);
    const { extensions } = await system.ask(inEmergency(id), CALL, { id: PROFILE });
    const entries = await sql(
      inject('ledger').ownerUrl,
      `select content->>'purpose' as purpose, content->>'officer' as officer, content->>'agency' as agency,
         content->>'emergencyId' as emergency_id, e.subject_type
       from answers a join entries e on e.answer = a.id where content->>'requestId' = $1`,
      extensions.lienthong?.requestId,
    );
    expect(entries).toEqual([
      {
        purpose: 'EMERGENCY',
        officer: 'CB-0001',
        emergency_id: id,
        agency: COMMUNE,
        subject_type: 'Citizen',
      },
    ]);
    const counted = await sql(
      inject('registers').ownerUrl,
      'select subject from emergency_subjects where emergency_id = $1',
      id,
    );
    expect(counted).toEqual([{ subject: `Citizen ${PROFILE}` }]);
  });

  it('names none with an answer that was given without one', async () => {
    const asker: Asker = { agency: 'GDT', purposes: ['QLNN:TAX'], headers: { 'officer-id': 'CB-0001' } };
    const name = 'query ($id: PersonalId!) { citizen(personalId: $id) { name { full } } }';
    const { extensions } = await system.ask(asker, name, { id: PROFILE });
    const [entry] = await sql(
      inject('ledger').ownerUrl,
      `select content->>'purpose' as purpose, content->>'emergencyId' as emergency_id
       from answers where content->>'requestId' = $1`,
      extensions.lienthong?.requestId,
    );
    expect(entry).toEqual({ purpose: 'QLNN:TAX', emergency_id: null });
  });
});
