import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { OFFICER_NEIGHBOUR, PROFILE, PROTECTED_THIRD } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

/** Consents, cases and emergencies through the graph itself, as citizens, the portal and officers use them. */
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

const NEIGHBOUR: Asker = { citizen: OFFICER_NEIGHBOUR };
const PORTAL: Asker = { agency: 'NPSP', purposes: ['TTHC:2.000986'] };
const COMMUNE = 'PC-COMMUNE-00004';
const NAME = `query ($id: PersonalId!) { citizen(personalId: $id) { name { full } } }`;
const TO_BANK = { agency: 'BANK-SYNTHETIC', purpose: 'CONSENT:CUSTOMER-IDENTIFICATION' };
const GIVE = `mutation ($agency: String!, $purpose: String!, $until: String!) {
  giveConsent(agency: $agency, purpose: $purpose, until: $until) { id agency withdrawnAt }
}`;

const codes = (answer: { errors: readonly { extensions: { code: string } }[] }) =>
  answer.errors.map(({ extensions }) => extensions.code);

describe('a citizen', () => {
  it('lets a bank read by consenting, and stops it at once by withdrawing', async () => {
    const read = () => system.ask(CALLERS.bank, NAME, { id: OFFICER_NEIGHBOUR });
    expect((await read()).errors[0]?.extensions).toMatchObject({ code: 'SUBJECT_WITHHELD', rule: 'consent' });
    const given = await system.ask(NEIGHBOUR, GIVE, { ...TO_BANK, until: '2099-12-31' });
    expect(given.errors).toEqual([]);
    const id = (given.data?.['giveConsent'] as { readonly id: string } | undefined)?.id ?? '';
    expect((await read()).data).toMatchObject({ citizen: { name: { full: expect.any(String) } } });
    const withdraw = `mutation ($id: ID!) { withdrawConsent(id: $id) }`;
    expect((await system.ask({ citizen: PROFILE }, withdraw, { id })).data).toEqual({
      withdrawConsent: false,
    });
    expect((await read()).errors).toEqual([]);
    expect((await system.ask(NEIGHBOUR, withdraw, { id })).data).toEqual({ withdrawConsent: true });
    expect((await read()).errors[0]?.extensions).toMatchObject({ rule: 'consent' });
    const { data } = await system.ask(NEIGHBOUR, '{ myConsents { id withdrawnAt } }');
    expect(data).toEqual({ myConsents: [{ id, withdrawnAt: expect.any(String) }] });
  });

  it.each([
    [{ ...TO_BANK, until: '2020-01-01' }, 'until'],
    [{ ...TO_BANK, until: 'soon' }, 'until'],
    [{ ...TO_BANK, agency: 'NOBODY', until: '2099-12-31' }, 'agency'],
    [{ ...TO_BANK, agency: 'GDT', until: '2099-12-31' }, 'purpose'],
  ])('is told what is wrong with %o', async (variables, argument) => {
    const { errors } = await system.ask(NEIGHBOUR, GIVE, variables);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });

  it('alone consents: no agency does it for them', async () => {
    expect(codes(await system.ask(CALLERS.bank, GIVE, { ...TO_BANK, until: '2099-12-31' }))).toEqual([
      'CALLER_NOT_PERMITTED',
    ]);
  });
});

describe('the portal', () => {
  const OPEN = `mutation ($caseId: String!, $parties: [CasePartyInput!]!) {
    openCase(caseId: $caseId, agency: "${COMMUNE}", purpose: "TTHC:1.000894", parties: $parties)
  }`;
  const CLOSE = `mutation ($caseId: String!) {
    closeCase(caseId: $caseId, agency: "${COMMUNE}", purpose: "TTHC:1.000894")
  }`;
  const filed = { caseId: 'H-TEST-PORTAL-1', parties: [{ personalId: PROFILE }] };
  const commune: Asker = {
    ...CALLERS.communeMarriage,
    headers: { 'officer-id': 'CB-0001', 'case-id': filed.caseId },
  };

  it('opens a case, under which the commune reads until it is closed', async () => {
    expect(codes(await system.ask(commune, NAME, { id: PROFILE }))).toEqual(['CASE_NOT_OPEN']);
    expect((await system.ask(PORTAL, OPEN, filed)).data).toEqual({ openCase: true });
    expect((await system.ask(commune, NAME, { id: PROFILE })).data).toMatchObject({
      citizen: { name: { full: 'Nguyễn Minh Quân' } },
    });
    expect((await system.ask(PORTAL, OPEN, filed)).data).toEqual({ openCase: false });
    expect((await system.ask(commune, CLOSE, { caseId: filed.caseId })).data).toEqual({ closeCase: true });
    expect(codes(await system.ask(commune, NAME, { id: PROFILE }))).toEqual(['CASE_NOT_OPEN']);
  });

  it('alone opens cases: whoever reads under a case cannot make one', async () => {
    expect(codes(await system.ask(commune, OPEN, { ...filed, caseId: 'H-TEST-OWN' }))).toEqual([
      'CALLER_NOT_PERMITTED',
    ]);
  });

  it('names each party by exactly one valid key, which no error repeats', async () => {
    for (const party of [
      {},
      { personalId: PROFILE, enterpriseCode: '9900001027' },
      { personalId: '901085100' },
    ]) {
      const { errors } = await system.ask(PORTAL, OPEN, { caseId: 'H-TEST-BAD', parties: [party] });
      expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'parties[0]' });
      expect(JSON.stringify(errors)).not.toContain('901085100');
    }
  });
});

describe('an officer', () => {
  const emergency = (officer: string, id?: string): Asker => ({
    agency: 'C06',
    purposes: ['EMERGENCY'],
    headers: { 'officer-id': officer, ...(id === undefined ? {} : { 'emergency-id': id }) },
  });
  const DECLARE = `mutation ($persons: Int!, $reason: String!, $hours: Int = 2) {
    declareEmergency(reason: $reason, legalBasis: "Law 60/2024/QH15, article 18", persons: $persons, hours: $hours) {
      id persons awaitsConfirmation
    }
  }`;
  const REASON = 'Flood in the ward, persons missing since the morning';
  const declare = async (persons: number) => {
    const { data } = await system.ask(emergency('CB-0001'), DECLARE, { persons, reason: REASON });
    return data?.['declareEmergency'] as { readonly id: string; readonly awaitsConfirmation: boolean };
  };

  it('breaks the glass for as many persons as were declared, and never for the highest grade', async () => {
    const { id, awaitsConfirmation } = await declare(1);
    expect(awaitsConfirmation).toBe(false);
    const read = (personalId: string) => system.ask(emergency('CB-0001', id), NAME, { id: personalId });
    expect((await read(PROTECTED_THIRD)).data).toEqual({ citizen: null });
    expect((await read(PROFILE)).data).toMatchObject({ citizen: { name: { full: 'Nguyễn Minh Quân' } } });
    expect((await read(OFFICER_NEIGHBOUR)).errors[0]?.extensions).toMatchObject({ rule: 'emergency-limit' });
    expect((await read(PROFILE)).errors).toEqual([]);
    expect(codes(await system.ask(emergency('CB-0001'), NAME, { id: PROFILE }))).toEqual([
      'EMERGENCY_REQUIRED',
    ]);
    expect(codes(await system.ask(emergency('CB-0002', id), NAME, { id: PROFILE }))).toEqual([
      'EMERGENCY_NOT_OPEN',
    ]);
  });

  it('needs a second one above ten persons', async () => {
    const { id, awaitsConfirmation } = await declare(11);
    expect(awaitsConfirmation).toBe(true);
    const read = () => system.ask(emergency('CB-0001', id), NAME, { id: PROFILE });
    const confirm = (officer: string) =>
      system.ask(emergency(officer), 'mutation ($id: ID!) { confirmEmergency(id: $id) { id } }', { id });
    expect(codes(await read())).toEqual(['EMERGENCY_NOT_OPEN']);
    expect(codes(await confirm('CB-0001'))).toEqual(['EMERGENCY_NOT_OPEN']);
    expect((await confirm('CB-0002')).data).toEqual({ confirmEmergency: { id } });
    expect((await read()).errors).toEqual([]);
  });

  it.each([
    [{ persons: 1, reason: 'hurry' }, 'reason'],
    [{ persons: 0, reason: REASON }, 'persons'],
    [{ persons: 1_001, reason: REASON }, 'persons'],
    [{ persons: 1, reason: REASON, hours: 25 }, 'hours'],
  ])('is told what is wrong with %o', async (variables, argument) => {
    const { errors } = await system.ask(emergency('CB-0001'), DECLARE, variables);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });

  it('who serves elsewhere, or whose agency has no agreement for it, declares none', async () => {
    const variables = { persons: 1, reason: REASON };
    expect(codes(await system.ask(emergency('CB-9999'), DECLARE, variables))).toEqual(['OFFICER_NOT_POSTED']);
    expect(codes(await system.ask({ ...emergency('CB-0001'), agency: 'GDT' }, DECLARE, variables))).toEqual([
      'CALLER_NOT_PERMITTED',
    ]);
  });
});
