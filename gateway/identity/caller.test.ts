import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../contract/refusal.ts';
import { CODES, edited, FIXTURE } from '../../governance/fixture.ts';
import { compileGovernance, type Governance } from '../../governance/index.ts';
import { refusalOf } from '../refusal-case.ts';
import { type Caller, type CallerHeaders, identifyCaller, OWN_DATA } from './caller.ts';
import type { AgencyClaims, CitizenClaims } from './token.ts';

// The agreement of the ward asks for officer and case; the one of the bank for neither. Without an end, for any day.
const GOVERNANCE: Governance = compileGovernance(
  edited('agreements/ward.yaml', 'to: "2026-06-30"', 'to: null'),
  CODES,
);

const BIRTH = 'TTHC:1.001193';
const STATISTICS = 'QLNN:STATISTICS';
const WARD: AgencyClaims = {
  kind: 'agency',
  client: 'ward-desk',
  agency: 'WARD',
  purposes: [BIRTH],
  officer: undefined,
};
const CITIZEN: CitizenClaims = { kind: 'citizen', client: 'app', subject: '901085000001' };
const HEADERS: CallerHeaders = {
  purpose: undefined,
  officerId: 'CB-1',
  caseId: 'H-1',
  emergencyId: undefined,
};

function identify(claims: Partial<AgencyClaims>, headers: Partial<CallerHeaders> = {}): Caller {
  return identifyCaller({ ...WARD, ...claims }, { ...HEADERS, ...headers }, GOVERNANCE);
}

function refused(claims: Partial<AgencyClaims>, headers: Partial<CallerHeaders> = {}): Refusal {
  return refusalOf(() => identify(claims, headers));
}

/** What a request does not state, although the graph must know it. */
function lacking(claims: Partial<AgencyClaims>, headers: Partial<CallerHeaders> = {}): Refusal | undefined {
  const { lacks, policy } = identify(claims, headers);
  expect([...policy.elements]).toEqual(['population.reference.sexName']);
  return lacks;
}

describe('a caller', () => {
  it('is whom the token names, with what the agreements grant', () => {
    const caller = identify({});
    expect(caller).toMatchObject({
      agency: 'WARD',
      client: 'ward-desk',
      purpose: BIRTH,
      officer: 'CB-1',
      caseId: 'H-1',
      subject: undefined,
      lacks: undefined,
    });
    expect(caller.policy.elements).toContain('population.identity.fullName');
    expect(caller.policy.agreements).toEqual(['ward-civ-01', 'ward-pop-01']);
  });

  it('may be without any agreement, and then may read public elements only', () => {
    const caller = identify({ agency: 'C06', purposes: [STATISTICS] });
    expect([...caller.policy.elements]).toEqual(['population.reference.sexName']);
  });

  it('of an agency that is not registered is refused', () => {
    expect(refused({ agency: 'GHOST' })).toMatchObject({
      code: 'AGENCY_UNKNOWN',
      facts: { received: 'GHOST' },
    });
    expect(refused({ agency: 'CITIZEN' })).toMatchObject({ code: 'AGENCY_UNKNOWN' });
  });
});

describe('the purpose', () => {
  it('is the only one of the token when none is stated', () => {
    expect(identify({ purposes: [STATISTICS] }).purpose).toBe(STATISTICS);
  });

  it('must be stated when the token permits several', () => {
    const purposes = [BIRTH, STATISTICS];
    expect(lacking({ purposes })).toMatchObject({
      code: 'PURPOSE_REQUIRED',
      facts: { header: 'Purpose', expected: purposes },
    });
    expect(identify({ purposes })).toMatchObject({ purpose: '', purposes });
    const stated = identify({ purposes }, { purpose: STATISTICS });
    expect(stated).toMatchObject({ purpose: STATISTICS, lacks: undefined });
  });

  it('must be a registered one', () => {
    expect(refused({}, { purpose: 'QLNN:CURIOSITY' })).toMatchObject({ code: 'PURPOSE_UNKNOWN' });
    expect(refused({ purposes: ['QLNN:CURIOSITY'] })).toMatchObject({ code: 'PURPOSE_UNKNOWN' });
    expect(identify({}, { purpose: BIRTH }).purpose).toBe(BIRTH);
  });

  it('must be one that the token permits', () => {
    expect(refused({}, { purpose: STATISTICS })).toMatchObject({
      code: 'PURPOSE_NOT_PERMITTED',
      facts: { received: STATISTICS, expected: [BIRTH] },
    });
  });

  it('decides what may be read', () => {
    const purposes = [BIRTH, STATISTICS];
    const born = identify({ purposes }, { purpose: BIRTH }).policy.elements;
    const counted = identify({ purposes }, { purpose: STATISTICS }).policy.elements;
    expect(born.has('population.identity.fullName')).toBe(true);
    expect(counted.has('population.identity.fullName')).toBe(false);
  });
});

describe('the officer', () => {
  it('must be named where the agreement asks for one', () => {
    expect(lacking({}, { officerId: undefined })).toMatchObject({
      code: 'OFFICER_REQUIRED',
      facts: { header: 'Officer-Id' },
    });
  });

  it('may be left out where it does not', () => {
    const caller = identify(
      { agency: 'C06', purposes: [STATISTICS] },
      { officerId: undefined, caseId: undefined },
    );
    expect(caller).toMatchObject({ officer: undefined, caseId: undefined });
  });

  it('may stand in the token instead', () => {
    expect(identify({ officer: 'CB-9' }, { officerId: undefined }).officer).toBe('CB-9');
  });

  it('must be the one of the token when both name one', () => {
    expect(refused({ officer: 'CB-9' }, { officerId: 'CB-1' })).toMatchObject({ code: 'OFFICER_MISMATCH' });
    expect(identify({ officer: 'CB-1' }, { officerId: 'CB-1' }).officer).toBe('CB-1');
  });

  it('of somebody else is not told who the token names', () => {
    const { message, facts } = refused({ officer: 'CB-9' }, { officerId: 'CB-1' });
    expect(JSON.stringify([message, facts])).not.toContain('CB-9');
  });
});

describe('the case', () => {
  it('must be named where the agreement asks for one', () => {
    expect(lacking({}, { caseId: undefined })).toMatchObject({
      code: 'CASE_REQUIRED',
      facts: { header: 'Case-Id' },
    });
  });

  it('may be left out for a purpose of which the agreement does not ask for one', () => {
    expect(identify({ purposes: [STATISTICS] }, { caseId: undefined }).caseId).toBeUndefined();
  });
});

describe('the emergency', () => {
  it('is the one that the request states; whether it is in force, the registers say', () => {
    expect(identify({}).emergencyId).toBeUndefined();
    expect(identify({}, { emergencyId: 'E-1' })).toMatchObject({ emergencyId: 'E-1', lacks: undefined });
  });
});

describe('a citizen', () => {
  const own = (headers: Partial<CallerHeaders> = {}) =>
    identifyCaller(CITIZEN, { ...HEADERS, ...headers }, compileGovernance(FIXTURE, CODES));

  it('asks for their own data, as themselves', () => {
    expect(own()).toMatchObject({
      agency: 'CITIZEN',
      purpose: OWN_DATA,
      subject: '901085000001',
      client: 'app',
    });
    expect(own().policy.terms.get('population')).toMatchObject({ subject: 'self' });
  });

  it('may say so', () => {
    expect(own({ purpose: OWN_DATA }).purpose).toBe(OWN_DATA);
  });

  it('may not ask for anything else', () => {
    expect(refusalOf(() => own({ purpose: BIRTH }))).toMatchObject({ code: 'PURPOSE_NOT_PERMITTED' });
  });

  it('is never an officer', () => {
    expect(own({ officerId: 'CB-1' }).officer).toBeUndefined();
  });
});

it('an agency that names the purpose of citizens reads nobody’s own data', () => {
  const caller = identify({ purposes: [OWN_DATA] });
  expect([...caller.policy.elements]).toEqual(['population.reference.sexName']);
  expect(caller.subject).toBeUndefined();
});
