import type { Enterprise, EnterpriseMember, EnterpriseStatus, EnterpriseType, Place } from './country.ts';
import { type Day, dateText } from './days.ts';
import type { EnterpriseNames } from './enterprise-names.ts';
import type { Random } from './random.ts';

/** The whole, in hundredths of a percent: shares are whole numbers of these, so that they add up exactly. */
export const WHOLE = 10_000;

/** A holder of a share while an enterprise is put together. */
export interface Holding {
  readonly holder: EnterpriseMember['holder'];
  readonly role: EnterpriseMember['role'];
  /** Share in hundredths of a percent. */
  readonly share: number;
  readonly since: Day;
}

/** What an enterprise is made of. */
export interface EnterpriseParts {
  readonly code: string;
  readonly names: EnterpriseNames;
  readonly type: EnterpriseType;
  readonly status: EnterpriseStatus;
  /** Body that set the status, where it is not the usual one. */
  readonly statusSetBy?: Enterprise['statusSetBy'];
  readonly statusSince: Day;
  readonly foundedOn: Day;
  /** A multiple of 10,000 đồng, so that every share of it is a whole number. */
  readonly capitalVnd: bigint;
  readonly headOffice: Place;
  readonly representatives: readonly {
    readonly personalId: string;
    readonly position: string;
    readonly since: Day;
  }[];
  readonly holdings: readonly Holding[];
  /** The main line first. */
  readonly lines: readonly string[];
  readonly branches?: readonly {
    readonly name: string;
    readonly place: Place;
    readonly status: EnterpriseStatus;
  }[];
  /** Changes after the foundation, in order. */
  readonly changes?: readonly { readonly on: Day; readonly content: string }[];
  /** Four characters at the end of the unit code at the insurance agency, such as `A03`. */
  readonly insuranceUnit: string;
}

/**
 * Who sets a status: the tax authority that an enterprise is not at its address, the court a bankruptcy, the registry
 * the others; that the registry itself revokes at the tax authority's request is general knowledge (B-M).
 */
const SET_BY: Readonly<Record<EnterpriseStatus, Enterprise['statusSetBy']>> = {
  ACTIVE: 'REGISTRY',
  SUSPENDED: 'REGISTRY',
  NOT_AT_ADDRESS: 'TAX',
  REVOKED_FOR_TAX_ENFORCEMENT: 'REGISTRY',
  DISSOLVING: 'REGISTRY',
  IN_BANKRUPTCY: 'COURT',
  DISSOLVED: 'REGISTRY',
};

/** Puts an enterprise together; throws when the shares do not add up to the whole. */
export function assembleEnterprise(parts: EnterpriseParts): Enterprise {
  const total = parts.holdings.reduce((sum, { share }) => sum + share, 0);
  if (total !== WHOLE)
    throw new Error(`nation: shares of ${parts.code} add up to ${total}, expected ${WHOLE}`);
  return {
    enterpriseCode: parts.code,
    ...parts.names,
    type: parts.type,
    status: parts.status,
    statusSetBy: parts.statusSetBy ?? SET_BY[parts.status],
    statusSince: dateText(parts.statusSince),
    foundedOn: dateText(parts.foundedOn),
    charterCapitalVnd: parts.capitalVnd,
    headOffice: parts.headOffice,
    representatives: parts.representatives.map((one) => ({ ...one, since: dateText(one.since) })),
    members: parts.holdings.map((holding) => member(holding, parts.capitalVnd)),
    linesOfBusiness: parts.lines.map((code, index) => ({ code, main: index === 0 })),
    branches: branches(parts),
    changes: changes(parts),
    // Two letters and three characters after the enterprise code, as in 0123456789DNA03.
    insuranceUnitCode: `${parts.code}DN${parts.insuranceUnit}`,
  };
}

function member({ holder, role, share, since }: Holding, capitalVnd: bigint): EnterpriseMember {
  return {
    holder,
    role,
    contributionVnd: (capitalVnd / BigInt(WHOLE)) * BigInt(share),
    sharePercent: share / 100,
    since: dateText(since),
  };
}

function branches({ code, branches: list = [] }: EnterpriseParts): Enterprise['branches'] {
  return list.map((branch, index) => ({ code: `${code}-${String(index + 1).padStart(3, '0')}`, ...branch }));
}

function changes({ foundedOn, changes: list = [] }: EnterpriseParts): Enterprise['changes'] {
  const foundation = { on: foundedOn, content: 'Đăng ký thành lập doanh nghiệp (đăng ký lần đầu)' };
  return [foundation, ...list].map(({ on, content }, number) => ({
    number,
    changedOn: dateText(on),
    content,
  }));
}

/** Splits the whole at random among a number of holders, each with at least one percent where there are few. */
export function splitShares(count: number, random: Random): readonly number[] {
  const weights = Array.from({ length: count }, () => random.integer(10, 100));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = weights.map((weight) => Math.floor((weight * WHOLE) / sum));
  const rest = WHOLE - shares.reduce((total, share) => total + share, 0);
  return shares.map((share, index) => (index === 0 ? share + rest : share));
}
