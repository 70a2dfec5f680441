import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnRegisters, ownRegisters, runSql } from './fixture.ts';
import type { Registers } from './index.ts';

const BANK = { agency: 'BANK-SYNTHETIC', purpose: 'CONSENT:CUSTOMER-IDENTIFICATION' };
const FAR = '2099-12-31T00:00:00.000Z';

let own: OwnRegisters;
let registers: Registers;
let last = 901_085_000_000;

beforeAll(async () => {
  own = await ownRegisters();
  registers = own.registers;
});
afterAll(() => own.drop());

/** A person of each test's own. */
const somebody = () => String(++last);
const give = (personalId: string, endsAt = FAR) => registers.giveConsent({ ...BANK, personalId, endsAt });
const consents = async (personalId: string, question = BANK) =>
  (await registers.consenting({ ...question, personalIds: [personalId] })).has(personalId);

describe('consent', () => {
  it('is in force from the moment in which it is given, and not before', async () => {
    const ann = somebody();
    expect(await consents(ann)).toBe(false);
    const consent = await give(ann);
    expect(await consents(ann)).toBe(true);
    expect(consent).toMatchObject({ ...BANK, endsAt: FAR, withdrawnAt: null });
    expect(Math.abs(Date.parse(consent.givenAt) - Date.now())).toBeLessThan(60_000);
  });

  it('is for one agency and one purpose, and of one person', async () => {
    const [ann, ben] = [somebody(), somebody()];
    await give(ann);
    expect(await consents(ann, { ...BANK, agency: 'ANOTHER-BANK' })).toBe(false);
    expect(await consents(ann, { ...BANK, purpose: 'CONSENT:CREDIT' })).toBe(false);
    expect(await registers.consenting({ ...BANK, personalIds: [ben, ann, ann] })).toEqual(new Set([ann]));
    expect(await registers.consenting({ ...BANK, personalIds: [] })).toEqual(new Set());
  });

  it('that is withdrawn between two pages opens no second one', async () => {
    const ann = somebody();
    const { id } = await give(ann);
    expect(await consents(ann)).toBe(true);
    expect(await registers.withdrawConsent(ann, id)).toBe(true);
    expect(await consents(ann)).toBe(false);
  });

  it('is withdrawn by the person who gave it, and by nobody else', async () => {
    const [ann, ben] = [somebody(), somebody()];
    const { id } = await give(ann);
    expect(await registers.withdrawConsent(ben, id)).toBe(false);
    expect(await registers.withdrawConsent(ann, 'no such consent')).toBe(false);
    expect(await registers.withdrawConsent(ann, crypto.randomUUID())).toBe(false);
    expect(await consents(ann)).toBe(true);
    expect(await registers.withdrawConsent(ann, id)).toBe(true);
  });

  it('may be given again after it was withdrawn; each one is withdrawn by itself', async () => {
    const ann = somebody();
    const first = await give(ann);
    await registers.withdrawConsent(ann, first.id);
    const second = await give(ann);
    const third = await give(ann);
    await registers.withdrawConsent(ann, second.id);
    expect(await consents(ann)).toBe(true);
    await registers.withdrawConsent(ann, third.id);
    expect(await consents(ann)).toBe(false);
  });

  it('ends at its time by the clock of the registers, without anybody doing anything', async () => {
    const ann = somebody();
    const ended = `insert into consents (personal_id, agency, purpose, given_at, ends_at)
      values ('${ann}', '${BANK.agency}', '${BANK.purpose}', now() - interval '2 days', now() - interval '1 second')`;
    await runSql(own.servingUrl, ended);
    expect(await consents(ann)).toBe(false);
    await runSql(own.servingUrl, ended.replace("- interval '1 second'", "+ interval '1 hour'"));
    expect(await consents(ann)).toBe(true);
  });

  it('cannot end before it begins', async () => {
    await expect(give(somebody(), '2020-01-01T00:00:00Z')).rejects.toThrow('consents_check');
  });

  it('stays readable to the person with all that became of it, and to nobody else', async () => {
    const ann = somebody();
    const first = await give(ann);
    await registers.withdrawConsent(ann, first.id);
    const second = await give(ann);
    expect(await registers.consentsOf(ann)).toEqual([
      { ...first, withdrawnAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/) },
      second,
    ]);
    expect(await registers.consentsOf(somebody())).toEqual([]);
  });
});
