import type { GrantSigner } from '../../contract/access-grant.ts';
import { databaseOf } from '../../contract/elements.ts';
import type { Governance, PolicyGrant } from '../../governance/index.ts';

/** Gives the signed access grant for one database; the same one again while it lasts. */
export interface GrantIssuer {
  issue(policy: PolicyGrant, database: string, subject: string | undefined): Promise<string>;
}

/** Grants are used for half a minute and accepted for a whole one, so that none ends on its way. */
const LIFE_SECONDS = 60;
const REUSE_MS = 30_000;
const REMEMBERED = 10_000;

/** Makes the issuer. Whatever differs between two grants is part of the name under which they are kept. */
export function createGrantIssuer(signer: GrantSigner, governance: Governance): GrantIssuer {
  const issued = new Map<string, { readonly token: Promise<string>; readonly until: number }>();
  return {
    issue(policy, database, subject) {
      const name = [policy.agency, policy.purpose, ...policy.agreements, database, subject ?? ''].join(' ');
      const known = issued.get(name);
      if (known !== undefined && known.until > Date.now()) return known.token;
      const token = signer.sign(toGrant(policy, database, subject, governance), LIFE_SECONDS);
      if (issued.size >= REMEMBERED) issued.clear();
      issued.set(name, { token, until: Date.now() + REUSE_MS });
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
  return [...codes.communes.values()]
    .filter(({ code, provinceCode }) => units.includes(code) || units.includes(provinceCode))
    .map(({ code }) => code);
}
