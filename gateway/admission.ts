import { today } from '../contract/calendar.ts';
import { Refusal } from '../contract/refusal.ts';
import { ASKS_CONDITIONS } from '../contract/subject-conditions.ts';
import type { PolicyGrant } from '../governance/index.ts';
import { ConditionsUnavailable, createSubjectGate, type SubjectGate } from './conditions/index.ts';
import { CallFailed, type ExecutionRequest, type PlanRunner } from './execution/index.ts';
import type { Caller } from './identity/index.ts';
import type { Admission, Registers } from './registers/index.ts';

/** What admitting a request needs. */
export interface AdmissionParts {
  readonly registers: Registers;
  readonly runner: PlanRunner;
  readonly now: () => Date;
}

/**
 * Checks what a request states about itself against the registers: that its officer serves at the agency today, that
 * its case is open for this agency and purpose where an
 * agreement asks for one, that its emergency is in force. What comes back decides, for this
 * request, whose records may be read.
 *
 * @throws Refusal `OFFICER_NOT_POSTED`, `CASE_NOT_OPEN`, `EMERGENCY_REQUIRED`, `EMERGENCY_NOT_OPEN` or
 *   `SOURCE_UNAVAILABLE`
 */
export async function admit(
  { registers, runner, now }: AdmissionParts,
  caller: Caller,
  request: ExecutionRequest,
): Promise<SubjectGate> {
  const admission = await checkedAdmission(registers, caller, today(now()));
  const { policy, subject } = caller;
  const question = { ...request, policy: questionPolicy(policy) };
  return createSubjectGate({
    policy,
    subject,
    admission,
    registers,
    async ask(conditions) {
      const population = runner.database('population');
      if (population === undefined) throw new CallFailed('population');
      return await population.conditions(question, conditions);
    },
  });
}

async function checkedAdmission(registers: Registers, caller: Caller, on: string): Promise<Admission> {
  const { agency, purpose, officer, caseId, emergencyId, policy } = caller;
  if (policy.emergencyRequired && emergencyId === undefined) {
    throw new Refusal('EMERGENCY_REQUIRED', 'This purpose requires the header Emergency-Id.', {
      header: 'Emergency-Id',
      expected:
        'the id of an emergency that was declared, and above ten persons confirmed by a second officer',
    });
  }
  if ([officer, caseId, emergencyId].every((stated) => stated === undefined)) return NOTHING_STATED;
  const admission = await registers
    .admit({ agency, purpose, officer, caseId, emergencyId, on })
    .catch((error: unknown) => {
      throw new ConditionsUnavailable('registers', error);
    });
  refuseUnless(officer === undefined || admission.officer !== undefined, 'OFFICER_NOT_POSTED', 'Officer-Id', {
    message: 'The officer does not serve at this agency today.',
    expected: 'an officer whose post at the agency is in force',
  });
  refuseUnless(!policy.caseRequired || admission.parties !== undefined, 'CASE_NOT_OPEN', 'Case-Id', {
    message: 'The case is not open for this agency and purpose.',
    expected: 'a case that the agency has open for this purpose',
  });
  refuseUnless(
    emergencyId === undefined || admission.emergency !== undefined,
    'EMERGENCY_NOT_OPEN',
    'Emergency-Id',
    {
      message: 'The emergency is not in force for this officer.',
      expected: 'an emergency that this officer declared or confirmed, before its end',
    },
  );
  return admission;
}

const NOTHING_STATED: Admission = { officer: undefined, parties: undefined, emergency: undefined };

function refuseUnless(
  holds: boolean,
  code: 'OFFICER_NOT_POSTED' | 'CASE_NOT_OPEN' | 'EMERGENCY_NOT_OPEN',
  header: string,
  { message, expected }: { readonly message: string; readonly expected: string },
): void {
  if (!holds) throw new Refusal(code, message, { header, expected });
}

/** Kept with the policy, so that signed grants for the question are used again too. */
const questions = new WeakMap<PolicyGrant, PolicyGrant>();

/**
 * The grant of this one question: what holds for these persons? The agency's own terms for the population database
 * may be wider, or it may have none at all, while another database is limited.
 */
function questionPolicy(policy: PolicyGrant): PolicyGrant {
  const known = questions.get(policy);
  if (known !== undefined) return known;
  const all = [...policy.terms.values()];
  const terms = all.find(({ jurisdiction }) => jurisdiction !== 'national') ?? all[0];
  const question: PolicyGrant = {
    ...policy,
    elements: new Set([ASKS_CONDITIONS]),
    terms: new Map(terms === undefined ? [] : [['population', { ...terms, subject: 'any' }]]),
  };
  questions.set(policy, question);
  return question;
}
