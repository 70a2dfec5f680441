import type { GrantSigner } from '../../contract/access-grant.ts';
import { databaseOf } from '../../contract/elements.ts';
import { coversCommune, type Governance, type PolicyGrant } from '../../governance/index.ts';

/** Gives the signed access grant for one database; the same one again while it lasts. */
export interface GrantIssuer {
  issue(policy: PolicyGrant, database: string, subject: string | undefined): Promise<string>;
}

/** Grants are used for half a minute and accepted for a whole one, so that none ends on its way. */
const LIFE_SECONDS = 60;
const REUSE_MS = 30_000;
const REMEMBERED = 10_000;

interface IssuedGrant {
  readonly token: Promise<string>;
  readonly until: number;
}

/**
 * Makes the issuer. Grants are kept with the very policy that they were signed for: a new version of the agreements
 * is a new policy, and nothing that the old one signed is used again.
 */
export function createGrantIssuer(signer: GrantSigner, governance: Governance): GrantIssuer {
  const issued = new WeakMap<PolicyGrant, Map<string, IssuedGrant>>();
  return {
    issue(policy, database, subject) {
      const ofPolicy = issued.get(policy) ?? new Map<string, IssuedGrant>();
      issued.set(policy, ofPolicy);
      const name = `${database} ${subject ?? ''}`;
      const known = ofPolicy.get(name);
      if (known !== undefined && known.until > Date.now()) return known.token;
      const token = signer.sign(toGrant(policy, database, subject, governance), LIFE_SECONDS);
      if (ofPolicy.size >= REMEMBERED) ofPolicy.clear();
      ofPolicy.set(name, { token, until: Date.now() + REUSE_MS });
      return token;
    },
  };
}

function toGrant(policy: PolicyGrant, database: string, subject: string | undefined, governance: Governance) {
  const jurisdiction = policy.terms.get(database)?.jurisdiction ?? 'national';
  return {
    audience: database,
    agency: policy.agency,
    purpose: policy.purpose,
    elements: [...policy.elements].filter((element) => databaseOf(element) === database),
    jurisdiction: jurisdiction === 'national' ? jurisdiction : communesOf(jurisdiction, governance),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** Databases know communes only; a province stands for all of its communes of today. */
function communesOf(units: readonly string[], { codes }: Governance): readonly string[] {
  return [...codes.communes.keys()].filter((commune) => coversCommune(codes, units, commune));
}
