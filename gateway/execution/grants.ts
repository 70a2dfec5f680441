import { createHash, createHmac } from 'node:crypto';
import type { AccessGrant, GrantSigner } from '../../contract/access-grant.ts';
import { databaseOf, lackingElements } from '../../contract/elements.ts';
import { type Codes, coversCommune, type PolicyGrant } from '../../governance/index.ts';
import type { KeyRequirements } from '../supergraph/index.ts';

/** Gives the signed access grant for one database; the same one again while it lasts. */
export interface GrantIssuer {
  issue(policy: PolicyGrant, database: string, subject: string | undefined): Promise<string>;
  /** The key that seals subject passes under the grants of this policy, as they themselves state it. */
  linkKey(policy: PolicyGrant, subject: string | undefined): string;
  /**
   * A name for everything that a grant for one database says, but for its time: what was answered under one name may
   * be told again under the same.
   */
  classOf(policy: PolicyGrant, database: string, subject: string | undefined): string;
}

/** Grants are used for half a minute and accepted for a whole one, so that none ends on its way. */
const LIFE_SECONDS = 60;
const REUSE_MS = 30_000;
const REMEMBERED = 10_000;

interface IssuedGrant {
  readonly grant: AccessGrant;
  readonly className: string;
  token: Promise<string> | undefined;
  until: number;
}

/** What grants are made from, besides the policy. */
export interface GrantIssuerOptions {
  readonly signer: GrantSigner;
  readonly codes: Codes;
  /** Secret of the keys that seal what travels beside the grants; the same on all replicas. */
  readonly linkSecret: string;
  /** What a caller needs to see the keys of records. */
  readonly keys: KeyRequirements;
  /** Elements that each subgraph's schema states, those of other databases among them. */
  readonly stated: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Makes the issuer. Grants are kept with the very policy that they were signed for: a new version of the agreements
 * is a new policy, and nothing that the old one signed is used again.
 */
export function createGrantIssuer(options: GrantIssuerOptions): GrantIssuer {
  const { signer, linkSecret } = options;
  const issued = new WeakMap<PolicyGrant, Map<string, IssuedGrant>>();
  const linkKeys = new WeakMap<PolicyGrant, Map<string, string>>();
  const linkKey: GrantIssuer['linkKey'] = (policy, subject = '') =>
    remembered(linkKeys, policy, subject, () => {
      const { agency, purpose } = policy;
      return createHmac('sha256', linkSecret)
        .update(JSON.stringify([agency, purpose, subject]))
        .digest('base64url');
    });
  const grantOf = (policy: PolicyGrant, database: string, subject: string | undefined): IssuedGrant =>
    remembered(issued, policy, `${database} ${subject ?? ''}`, () => {
      const grant = { ...toGrant(policy, database, subject, options), linkKey: linkKey(policy, subject) };
      const className = createHash('sha256').update(JSON.stringify(grant)).digest('base64url');
      return { grant, className, token: undefined, until: 0 };
    });
  return {
    linkKey,
    issue(policy, database, subject) {
      const known = grantOf(policy, database, subject);
      if (known.token === undefined || known.until <= Date.now()) {
        known.token = signer.sign(known.grant, LIFE_SECONDS);
        known.until = Date.now() + REUSE_MS;
      }
      return known.token;
    },
    classOf: (policy, database, subject) => grantOf(policy, database, subject).className,
  };
}

/** A value of a policy by name, made once; when there are too many, all are made anew. */
function remembered<Value>(
  all: WeakMap<PolicyGrant, Map<string, Value>>,
  policy: PolicyGrant,
  name: string,
  make: () => Value,
): Value {
  const ofPolicy = all.get(policy) ?? new Map<string, Value>();
  all.set(policy, ofPolicy);
  const known = ofPolicy.get(name);
  if (known !== undefined) return known;
  if (ofPolicy.size >= REMEMBERED) ofPolicy.clear();
  const value = make();
  ofPolicy.set(name, value);
  return value;
}

function toGrant(
  policy: PolicyGrant,
  database: string,
  subject: string | undefined,
  { codes, keys, stated }: GrantIssuerOptions,
): Omit<AccessGrant, 'linkKey'> {
  const terms = policy.terms.get(database);
  const jurisdiction = terms?.jurisdiction ?? 'national';
  return {
    audience: database,
    agency: policy.agency,
    purpose: policy.purpose,
    elements: [...policy.elements].filter(
      (element) => databaseOf(element) === database || stated.get(database)?.has(element) === true,
    ),
    jurisdiction: jurisdiction === 'national' ? jurisdiction : communesOf(jurisdiction, codes),
    shownKeys: [...keys].flatMap(([name, requirement]) =>
      lackingElements(requirement, policy.elements).length === 0 ? [name] : [],
    ),
    checkedTypes: terms?.subject === 'case-party' ? ['Citizen', 'Business'] : ['Citizen'],
    ...(subject === undefined ? {} : { subject }),
  };
}

/** Databases know communes only; a province stands for all of its communes of today. */
function communesOf(units: readonly string[], codes: Codes): readonly string[] {
  return [...codes.communes.keys()].filter((commune) => coversCommune(codes, units, commune));
}
