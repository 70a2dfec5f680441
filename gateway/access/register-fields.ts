import { isDate } from '../../contract/calendar.ts';
import { checkEnterpriseCode, checkPersonalId } from '../../contract/identifiers.ts';
import { Refusal } from '../../contract/refusal.ts';
import { subjectName } from '../../contract/subject-pass.ts';
import type { Governance } from '../../governance/index.ts';
import type { Caller } from '../identity/index.ts';
import { PERSONS_OF_ONE_OFFICER, type Registers } from '../registers/index.ts';
import type { OwnContext, OwnFields } from './own-fields.ts';
import { REGISTER_TYPES } from './register-types.ts';

/** Most persons and hours of one emergency. */
const MAX_PERSONS = 1_000;
const MAX_HOURS = 24;
const LEAST_REASON = 20;

/**
 * The gateway's own fields on its registers: a citizen gives and withdraws consent, the portal opens and closes cases,
 * officers declare and confirm emergencies. Nobody writes what would open records to themselves alone: a case is
 * opened by the portal, not by the agency that reads, and above ten persons a second officer confirms.
 */
export function registerFields(registers: Registers): OwnFields {
  return {
    typeDefs: REGISTER_TYPES,
    query: {
      myConsents: async (_args, { caller }) => await registers.consentsOf(citizenOf(caller)),
    },
    mutation: {
      async giveConsent({ agency, purpose, until }: ConsentArguments, { caller, governance }: OwnContext) {
        const personalId = citizenOf(caller);
        checkConsent(governance, caller.on, { agency, purpose, until });
        return await registers.giveConsent({ personalId, agency, purpose, endsAt: endOfDay(until) });
      },
      withdrawConsent: async ({ id }: { readonly id: string }, { caller }: OwnContext) =>
        await registers.withdrawConsent(citizenOf(caller), id),
      async openCase(
        { caseId, agency, purpose, parties }: CaseArguments,
        { caller, governance }: OwnContext,
      ) {
        assertPortal(caller, governance);
        assertKnown(governance, agency, purpose);
        assertText(
          'caseId',
          caseId,
          /^\S{1,64}$/,
          'the number of the case, 1 to 64 characters without spaces',
        );
        return await registers.openCase({ caseId, agency, purpose, parties: parties.map(partyName) });
      },
      async closeCase(
        { caseId, agency, purpose }: Omit<CaseArguments, 'parties'>,
        { caller, governance }: OwnContext,
      ) {
        if (caller.agency !== agency) assertPortal(caller, governance);
        return await registers.closeCase(agency, purpose, caseId);
      },
      async declareEmergency(declared: EmergencyArguments, { caller }: OwnContext) {
        const officer = await postedOfficer(registers, caller);
        checkEmergency(declared);
        return await registers.declareEmergency({ ...declared, agency: caller.agency, officer });
      },
      async confirmEmergency({ id }: { readonly id: string }, { caller }: OwnContext) {
        const officer = await postedOfficer(registers, caller);
        const confirmed = await registers.confirmEmergency(caller.agency, officer, id);
        if (confirmed !== undefined) return confirmed;
        throw new Refusal('EMERGENCY_NOT_OPEN', 'There is no such emergency that this officer can confirm.', {
          argument: 'id',
          expected:
            'an emergency of the same agency, declared by another officer, not yet confirmed or ended',
        });
      },
    },
  };
}

interface ConsentArguments {
  readonly agency: string;
  readonly purpose: string;
  readonly until: string;
}

interface CaseArguments {
  readonly caseId: string;
  readonly agency: string;
  readonly purpose: string;
  readonly parties: readonly {
    readonly personalId?: string | null;
    readonly enterpriseCode?: string | null;
  }[];
}

interface EmergencyArguments {
  readonly reason: string;
  readonly legalBasis: string;
  readonly persons: number;
  readonly hours: number;
}

function citizenOf({ subject }: Caller): string {
  if (subject !== undefined) return subject;
  throw new Refusal('CALLER_NOT_PERMITTED', 'Consent is given and withdrawn by the citizen.', {
    expected: "a citizen's own token",
  });
}

function assertPortal({ agency }: Caller, { agencies }: Governance): void {
  if (agencies.get(agency)?.kind === 'portal') return;
  throw new Refusal('CALLER_NOT_PERMITTED', 'Cases are registered by the portal at which they are filed.', {
    received: agency,
    expected: 'a token of the national public-service portal',
  });
}

/** The officer who acts, serving at the agency today, for a purpose of emergencies. */
async function postedOfficer(registers: Registers, caller: Caller): Promise<string> {
  const { agency, purpose, officer, policy } = caller;
  if (!policy.emergencyRequired || policy.agreements.length === 0) {
    throw new Refusal('CALLER_NOT_PERMITTED', 'No agreement lets this agency read in an emergency.', {
      received: purpose,
      expected: 'an agency with an agreement for the purpose EMERGENCY, stated in the header Purpose',
    });
  }
  if (officer === undefined) {
    throw new Refusal('OFFICER_REQUIRED', 'An emergency is declared and confirmed by an officer.', {
      header: 'Officer-Id',
    });
  }
  const asked = { agency, purpose, officer, caseId: undefined, emergencyId: undefined, on: caller.on };
  const admission = await registers.admit(asked);
  if (admission.officer !== undefined) return officer;
  throw new Refusal('OFFICER_NOT_POSTED', 'The officer does not serve at this agency today.', {
    header: 'Officer-Id',
    expected: 'an officer whose post at the agency is in force',
  });
}

function checkConsent(
  governance: Governance,
  on: string,
  { agency, purpose, until }: ConsentArguments,
): void {
  assertKnown(governance, agency, purpose);
  const isAsked = governance.agreements.some(
    (agreement) =>
      agreement.consumer === agency && agreement.consentRequired && agreement.purposes.includes(purpose),
  );
  if (!isAsked) {
    throw badInput('purpose', purpose, `a purpose for which an agreement lets ${agency} read with consent`);
  }
  if (!isDate(until) || until < on) throw badInput('until', until, 'today or a later day, as YYYY-MM-DD');
}

function assertKnown({ agencies, purposes }: Governance, agency: string, purpose: string): void {
  if (!agencies.has(agency)) throw badInput('agency', agency, 'the key of a registered agency');
  if (!purposes.has(purpose)) throw badInput('purpose', purpose, 'the code of a registered purpose');
}

function checkEmergency({ reason, legalBasis, persons, hours }: EmergencyArguments): void {
  if (reason.trim().length < LEAST_REASON) {
    throw badInput('reason', `${reason.trim().length} characters`, `at least ${LEAST_REASON} characters`);
  }
  if (legalBasis.trim() === '') throw badInput('legalBasis', legalBasis, 'the document and article');
  if (persons < 1 || persons > MAX_PERSONS) {
    throw badInput(
      'persons',
      persons,
      `1 to ${MAX_PERSONS}, above ${PERSONS_OF_ONE_OFFICER} with a second officer`,
    );
  }
  if (hours < 1 || hours > MAX_HOURS) throw badInput('hours', hours, `1 to ${MAX_HOURS}`);
}

function partyName(party: CaseArguments['parties'][number], index: number): string {
  const { personalId, enterpriseCode } = party;
  const given = [personalId, enterpriseCode].filter((key) => key !== null && key !== undefined);
  if (given.length !== 1) throw badInput(`parties[${index}]`, `${given.length} keys`, 'one key');
  const type = enterpriseCode == null ? 'Citizen' : 'Business';
  const key = String(given[0]);
  const problem = type === 'Citizen' ? checkPersonalId(key) : checkEnterpriseCode(key);
  if (problem !== undefined) throw badInput(`parties[${index}]`, `${key.length} characters`, problem);
  return subjectName(type, key);
}

function assertText(argument: string, text: string, form: RegExp, expected: string): void {
  if (!form.test(text)) throw badInput(argument, `${text.length} characters`, expected);
}

function badInput(argument: string, received: string | number, expected: string): Refusal {
  return new Refusal('BAD_USER_INPUT', `${argument}: received ${received}, expected ${expected}.`, {
    argument,
    received,
    expected,
  });
}

/** A consent holds to the end of its last day in Viet Nam. */
function endOfDay(day: string): string {
  return `${day}T23:59:59.999+07:00`;
}
