import { today } from '../../contract/calendar.ts';
import { Refusal } from '../../contract/refusal.ts';
import { CITIZEN, type Governance, type PolicyGrant } from '../../governance/index.ts';
import type { TokenClaims } from './token.ts';

/** Who asks, why, and in whose name: fixed for one request. */
export interface Caller {
  /** Key of the agency, or `CITIZEN`. */
  readonly agency: string;
  readonly client: string;
  readonly purpose: string;
  /** Officer in whose name the agency asks. */
  readonly officer: string | undefined;
  /** Case (dossier) for which it asks. */
  readonly caseId: string | undefined;
  /** Personal number on a citizen's own token. */
  readonly subject: string | undefined;
  /** What the agreements grant to this agency for this purpose today. */
  readonly policy: PolicyGrant;
}

/** Request headers that say why and in whose name. */
export interface CallerHeaders {
  readonly purpose: string | undefined;
  readonly officerId: string | undefined;
  readonly caseId: string | undefined;
}

/** Purpose of a citizen's own token. */
export const OWN_DATA = 'OWN-DATA';

/**
 * Joins what the token says with what the request states, and looks up what that may read.
 * @throws Refusal `AGENCY_UNKNOWN`, `PURPOSE_…`, `OFFICER_…` or `CASE_REQUIRED`
 */
export function identifyCaller(claims: TokenClaims, headers: CallerHeaders, governance: Governance): Caller {
  const agency = claims.kind === 'citizen' ? CITIZEN : knownAgency(claims.agency, governance);
  const permitted = claims.kind === 'citizen' ? [OWN_DATA] : claims.purposes;
  const purpose = choosePurpose(headers.purpose, permitted, governance);
  const officer = claims.kind === 'citizen' ? undefined : chooseOfficer(headers.officerId, claims.officer);
  const policy = governance.grantFor(agency, purpose, today());
  if (policy.officerRequired && officer === undefined) {
    throw new Refusal('OFFICER_REQUIRED', 'The agreement for this purpose requires the header Officer-Id.', {
      header: 'Officer-Id',
      agreements: policy.agreements,
    });
  }
  if (policy.caseRequired && headers.caseId === undefined) {
    throw new Refusal('CASE_REQUIRED', 'The agreement for this purpose requires the header Case-Id.', {
      header: 'Case-Id',
      agreements: policy.agreements,
    });
  }
  return {
    agency,
    client: claims.client,
    purpose,
    officer,
    caseId: headers.caseId,
    subject: claims.kind === 'citizen' ? claims.subject : undefined,
    policy,
  };
}

function knownAgency(agency: string, governance: Governance): string {
  if (governance.agencies.has(agency)) return agency;
  throw new Refusal('AGENCY_UNKNOWN', `The token names the agency "${agency}", which is not registered.`, {
    received: agency,
  });
}

function choosePurpose(
  stated: string | undefined,
  permitted: readonly string[],
  governance: Governance,
): string {
  const [only, ...others] = permitted;
  if (stated === undefined) {
    if (only !== undefined && others.length === 0) return knownPurpose(only, governance);
    throw new Refusal(
      'PURPOSE_REQUIRED',
      'The token permits several purposes; state one in the header Purpose.',
      {
        header: 'Purpose',
        expected: permitted,
      },
    );
  }
  const purpose = knownPurpose(stated, governance);
  if (permitted.includes(purpose)) return purpose;
  throw new Refusal('PURPOSE_NOT_PERMITTED', `The token does not permit the purpose "${purpose}".`, {
    header: 'Purpose',
    received: purpose,
    expected: permitted,
  });
}

function knownPurpose(purpose: string, governance: Governance): string {
  if (governance.purposes.has(purpose)) return purpose;
  throw new Refusal('PURPOSE_UNKNOWN', `"${purpose}" is no registered purpose.`, {
    header: 'Purpose',
    received: purpose,
    expected: 'a code of governance/purposes.yaml, such as TTHC:1.001193',
  });
}

function chooseOfficer(stated: string | undefined, ofToken: string | undefined): string | undefined {
  if (ofToken === undefined || stated === undefined || stated === ofToken) return ofToken ?? stated;
  throw new Refusal('OFFICER_MISMATCH', 'The header Officer-Id names another officer than the token.', {
    header: 'Officer-Id',
  });
}
