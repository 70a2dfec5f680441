import { isDeepStrictEqual } from 'node:util';
import type { Governance, PolicyGrant } from '../../governance/index.ts';

/** For whom, for what, and under which grant something was decided. */
export interface Decided {
  readonly agency: string;
  readonly purpose: string;
  readonly policy: PolicyGrant;
}

/**
 * Whether what was decided would still be decided on a day: the version in force grants the same elements under the
 * same terms, by the same agreements. Nearly always it is the very same object.
 *
 * @param on a day, `YYYY-MM-DD`
 */
export function stillStands(
  { agency, purpose, policy }: Decided,
  governance: Pick<Governance, 'grantFor'>,
  on: string,
): boolean {
  const inForce = governance.grantFor(agency, purpose, on);
  return inForce === policy || isDeepStrictEqual(inForce, policy);
}
