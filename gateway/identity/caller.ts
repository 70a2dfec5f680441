import { today } from '../../contract/calendar.ts';
import { Refusal } from '../../contract/refusal.ts';
import { CITIZEN, type Governance, type PolicyGrant } from '../../governance/index.ts';
import type { TokenClaims } from './token.ts';

/** Who asks, why, and in whose name: fixed for one request. */
export interface Caller {
  /** Key of the agency, or `CITIZEN`. */
  readonly agency: string;
  readonly client: string;
  /** Purposes that the token permits. */
  readonly purposes: readonly string[];
  /** The one of them for which the request is made; empty when it names none of several. */
  readonly purpose: string;
  /** Officer in whose name the agency asks. */
  readonly officer: string | undefined;
  /** Case (dossier) for which it asks. */
  readonly caseId: string | undefined;
  /** Declared emergency under which it asks (break-glass). */
  readonly emergencyId: string | undefined;
  /** Personal number on a citizen's own token. */
  readonly subject: string | undefined;
  /** The day on which the agreements are asked, `YYYY-MM-DD`. */
  readonly on: string;
  /** What the agreements grant to this agency for this purpose on that day; public elements only while something lacks. */
  readonly policy: PolicyGrant;
  /**
   * What the request does not state and the graph must know: a purpose, an officer or a case. The graph is refused
   * with it; what an agency asks about its own access is answered, because that is where it learns what to state.
   */
  readonly lacks: Refusal | undefined;
}

/** Request headers that say why and in whose name. */
export interface CallerHeaders {
  readonly purpose: string | undefined;
  readonly officerId: string | undefined;
  readonly caseId: string | undefined;
  readonly emergencyId: string | undefined;
}

/** Purpose of a citizen's own token. */
export const OWN_DATA = 'OWN-DATA';

/**
 * Joins what the token says with what the request states, and looks up what that may read.
 *
 * @param on the day in Viet Nam, `YYYY-MM-DD`
 * @throws Refusal `AGENCY_UNKNOWN`, `PURPOSE_UNKNOWN`, `PURPOSE_NOT_PERMITTED` or `OFFICER_MISMATCH`
 */
export function identifyCaller(
  claims: TokenClaims,
  headers: CallerHeaders,
  governance: Governance,
  on: string = today(),
): Caller {
  const agency = claims.kind === 'citizen' ? CITIZEN : knownAgency(claims.agency, governance);
  const purposes = claims.kind === 'citizen' ? [OWN_DATA] : claims.purposes;
  const purpose = choosePurpose(headers.purpose, purposes, governance);
  const officer = claims.kind === 'citizen' ? undefined : chooseOfficer(headers.officerId, claims.officer);
  const asking: Asking = {
    agency,
    client: claims.client,
    purposes,
    purpose: purpose ?? NO_PURPOSE,
    officer,
    caseId: headers.caseId,
    emergencyId: headers.emergencyId,
    subject: claims.kind === 'citizen' ? claims.subject : undefined,
  };
  return callerUnder(asking, governance, on);
}

/** Who asks, and why, whatever that may read. */
export type Asking = Omit<Caller, 'on' | 'policy' | 'lacks'>;

/**
 * The same caller under one version of the agreements.
 *
 * @param on a day, `YYYY-MM-DD`
 */
export function callerUnder(asking: Asking, governance: Governance, on: string): Caller {
  const { agency, purposes, purpose, officer, caseId } = asking;
  const policy = governance.grantFor(agency, purpose, on);
  const lacks = purpose === NO_PURPOSE ? purposeRequired(purposes) : lackOf(policy, officer, caseId);
  return {
    ...asking,
    on,
    policy: lacks === undefined ? policy : governance.grantFor(agency, NO_PURPOSE, on),
    lacks,
  };
}

/** No agreement is about it, so it grants public elements only. */
const NO_PURPOSE = '';

function lackOf(
  { officerRequired, caseRequired, agreements }: PolicyGrant,
  officer: string | undefined,
  caseId: string | undefined,
): Refusal | undefined {
  if (officerRequired && officer === undefined) {
    return new Refusal('OFFICER_REQUIRED', 'The agreement for this purpose requires the header Officer-Id.', {
      header: 'Officer-Id',
      agreements,
    });
  }
  if (caseRequired && caseId === undefined) {
    return new Refusal('CASE_REQUIRED', 'The agreement for this purpose requires the header Case-Id.', {
      header: 'Case-Id',
      agreements,
    });
  }
  return undefined;
}

function knownAgency(agency: string, governance: Governance): string {
  if (governance.agencies.has(agency)) return agency;
  throw new Refusal('AGENCY_UNKNOWN', `The token names the agency "${agency}", which is not registered.`, {
    received: agency,
  });
}

/**
 * The purpose among those of a token: the one stated, or the only one there is; `undefined` when none of several is
 * stated.
 * @throws Refusal `PURPOSE_UNKNOWN` or `PURPOSE_NOT_PERMITTED`
 */
export function choosePurpose(
  stated: string | undefined,
  permitted: readonly string[],
  governance: Governance,
): string | undefined {
  if (stated === undefined) {
    const [only, ...others] = permitted;
    return only !== undefined && others.length === 0 ? knownPurpose(only, governance) : undefined;
  }
  const purpose = knownPurpose(stated, governance);
  if (permitted.includes(purpose)) return purpose;
  throw new Refusal('PURPOSE_NOT_PERMITTED', `The token does not permit the purpose "${purpose}".`, {
    header: 'Purpose',
    received: purpose,
    expected: permitted,
  });
}

/** Says that one of several purposes must be stated. */
export function purposeRequired(permitted: readonly string[]): Refusal {
  return new Refusal(
    'PURPOSE_REQUIRED',
    'The token permits several purposes; state one in the header Purpose.',
    { header: 'Purpose', expected: permitted },
  );
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
