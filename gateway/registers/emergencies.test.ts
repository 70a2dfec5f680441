import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnRegisters, ownRegisters, runSql } from './fixture.ts';
import { type EmergencyDeclaration, PERSONS_OF_ONE_OFFICER, type Registers } from './index.ts';

const FLOOD: EmergencyDeclaration = {
  agency: 'PC-COMMUNE-00004',
  officer: 'CB-1',
  reason: 'Người dân mắc kẹt trong vùng ngập lụt',
  legalBasis: 'Law 60/2024/QH15, article 18',
  persons: 3,
  hours: 24,
};
const MANY = PERSONS_OF_ONE_OFFICER + 1;

let own: OwnRegisters;
let registers: Registers;

beforeAll(async () => {
  own = await ownRegisters();
  registers = own.registers;
});
afterAll(() => own.drop());

/** Whether the emergency opens records to an officer now. */
async function opensTo(emergencyId: string, officer = 'CB-1', agency = FLOOD.agency): Promise<boolean> {
  const { emergency } = await registers.admit({
    agency,
    purpose: 'EMERGENCY',
    officer,
    caseId: undefined,
    emergencyId,
    on: '2026-03-04',
  });
  return emergency !== undefined;
}

const names = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `Citizen ${901_085_000_000 + from + index}`);

describe('an emergency of up to ten persons', () => {
  it('opens records at once to the officer who declared it, and says for how many', async () => {
    const { id, awaitsConfirmation, declaredAt, endsAt } = await registers.declareEmergency(FLOOD);
    expect(awaitsConfirmation).toBe(false);
    const hours = (Date.parse(endsAt) - Date.parse(declaredAt)) / 3_600_000;
    expect(hours).toBeCloseTo(24, 3);
    const { emergency } = await registers.admit({
      agency: FLOOD.agency,
      purpose: 'any',
      officer: 'CB-1',
      caseId: undefined,
      emergencyId: id,
      on: '2026-03-04',
    });
    expect(emergency).toEqual({ id, persons: 3 });
  });

  it('opens nothing to another officer, to another agency or under another number', async () => {
    const { id } = await registers.declareEmergency({ ...FLOOD, persons: PERSONS_OF_ONE_OFFICER });
    expect(await opensTo(id, 'CB-2')).toBe(false);
    expect(await opensTo(id, 'CB-1', 'PC-COMMUNE-16681')).toBe(false);
    expect(await opensTo(crypto.randomUUID())).toBe(false);
    expect(await opensTo("' or '1'='1")).toBe(false);
    expect(await opensTo(id)).toBe(true);
  });

  it('opens records also to the second officer who joins', async () => {
    const { id } = await registers.declareEmergency(FLOOD);
    expect(await registers.confirmEmergency(FLOOD.agency, 'CB-2', id)).toMatchObject({ id });
    expect([await opensTo(id, 'CB-1'), await opensTo(id, 'CB-2'), await opensTo(id, 'CB-3')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('an emergency above ten persons', () => {
  it('waits for a second officer', async () => {
    const { id, awaitsConfirmation } = await registers.declareEmergency({ ...FLOOD, persons: MANY });
    expect(awaitsConfirmation).toBe(true);
    expect(await opensTo(id)).toBe(false);
    const confirmed = await registers.confirmEmergency(FLOOD.agency, 'CB-2', id);
    expect(confirmed).toMatchObject({ id, persons: MANY, awaitsConfirmation: false });
    expect([await opensTo(id, 'CB-1'), await opensTo(id, 'CB-2')]).toEqual([true, true]);
  });

  it('is not confirmed by the officer who declared it, nor by another agency, nor twice', async () => {
    const { id } = await registers.declareEmergency({ ...FLOOD, persons: MANY });
    expect(await registers.confirmEmergency(FLOOD.agency, 'CB-1', id)).toBeUndefined();
    expect(await registers.confirmEmergency('PC-COMMUNE-16681', 'CB-2', id)).toBeUndefined();
    expect(await registers.confirmEmergency(FLOOD.agency, 'CB-2', 'no number')).toBeUndefined();
    expect(await opensTo(id)).toBe(false);
    expect(await registers.confirmEmergency(FLOOD.agency, 'CB-2', id)).toBeDefined();
    expect(await registers.confirmEmergency(FLOOD.agency, 'CB-3', id)).toBeUndefined();
    expect(await opensTo(id, 'CB-3')).toBe(false);
  });
});

describe('the end of an emergency', () => {
  const declared = async (ago: string, persons = 3): Promise<string> => {
    const [row] = await runSql(
      own.servingUrl,
      `insert into emergencies (agency, officer_id, reason, legal_basis, persons, declared_at, ends_at)
       values ('${FLOOD.agency}', 'CB-1', '${FLOOD.reason}', '${FLOOD.legalBasis}', ${persons},
         now() - interval '${ago}', now() - interval '${ago}' + interval '24 hours') returning id`,
    );
    return String(row?.['id']);
  };

  it('comes after 24 hours: a minute before it is open, a minute after it is not', async () => {
    expect(await opensTo(await declared('23 hours 59 minutes'))).toBe(true);
    expect(await opensTo(await declared('24 hours 1 minute'))).toBe(false);
  });

  it('leaves nothing to confirm', async () => {
    const late = await declared('24 hours 1 minute', MANY);
    expect(await registers.confirmEmergency(FLOOD.agency, 'CB-2', late)).toBeUndefined();
    const inTime = await declared('23 hours 59 minutes', MANY);
    expect(await registers.confirmEmergency(FLOOD.agency, 'CB-2', inTime)).toBeDefined();
  });

  it.each([
    ['more than 24 hours', { hours: 25 }],
    ['no hours', { hours: 0 }],
    ['nobody', { persons: 0 }],
    ['more than a thousand persons', { persons: 1001 }],
    ['a reason that says nothing', { reason: 'vội' }],
  ])('cannot be put off, nor the rest be left open: %s', async (_case, change) => {
    await expect(registers.declareEmergency({ ...FLOOD, ...change })).rejects.toThrow(/check/);
  });
});

describe('the number of persons of an emergency', () => {
  it('lets in the first ones, in order, and nobody else; those who were let in stay so', async () => {
    const open = await registers.declareEmergency(FLOOD);
    expect(await registers.countUnder(open, names(2))).toEqual(new Set(names(2)));
    expect(await registers.countUnder(open, names(4))).toEqual(new Set(names(3)));
    expect(await registers.countUnder(open, names(2, 3))).toEqual(new Set());
    expect(await registers.countUnder(open, names(3).toReversed())).toEqual(new Set(names(3)));
    expect(await registers.countUnder(open, [])).toEqual(new Set());
  });

  it('counts somebody who is named twice once', async () => {
    const open = await registers.declareEmergency(FLOOD);
    const [ann = '', ben = '', chi = '', dan = ''] = names(4);
    expect(await registers.countUnder(open, [ann, ann, ben])).toEqual(new Set([ann, ben]));
    expect(await registers.countUnder(open, [chi, chi, dan])).toEqual(new Set([chi]));
  });

  it('is of one emergency: another one counts anew', async () => {
    const [one, other] = [await registers.declareEmergency(FLOOD), await registers.declareEmergency(FLOOD)];
    await registers.countUnder(one, names(3));
    expect(await registers.countUnder(other, names(3, 10))).toEqual(new Set(names(3, 10)));
  });

  it('is never exceeded by requests at the same time, and is used up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { maxLength: 6 }), {
          minLength: 2,
          maxLength: 12,
        }),
        async (persons, requests) => {
          const open = await registers.declareEmergency({ ...FLOOD, persons });
          const admitted = await Promise.all(
            requests.map((people) =>
              registers.countUnder(
                open,
                people.map((person) => `Citizen ${person}`),
              ),
            ),
          );
          const everybody = new Set(requests.flat());
          const read = new Set(admitted.flatMap((subjects) => [...subjects]));
          expect(read.size).toBe(Math.min(persons, everybody.size));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('leaves a record of who was read under it, in order', async () => {
    const open = await registers.declareEmergency(FLOOD);
    await registers.countUnder(open, names(2));
    await registers.countUnder(open, names(3));
    const rows = await runSql(
      own.ownerUrl,
      `select subject from emergency_subjects where emergency_id = '${open.id}' order by position`,
    );
    expect(rows.map(({ subject }) => subject)).toEqual(names(3));
  });
});
