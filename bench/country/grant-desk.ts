import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { createGrantSigner } from '../../contract/access-grant.ts';
import { loadGovernance } from '../../governance/index.ts';
import { DATABASES } from '../../subgraphs/databases.ts';
import { jsonResponse, type LeanServer, serveLean } from '../wire/server.ts';
import { ASKING } from './governance.ts';

/** What the grants say besides for whom they are. */
export interface GrantDeskOptions {
  readonly grantKey: JWK;
  /** Key fields whose keys are shown. */
  readonly shownKeys: readonly string[];
}

/**
 * Signs one grant for each database that covers everything and asks for no verdict about anybody; `POST /` answers
 * them by the databases' names. They live for a minute, so who uses them asks again now and then.
 */
export async function openGrantDesk({ grantKey, shownKeys }: GrantDeskOptions): Promise<LeanServer> {
  const signer = await createGrantSigner(grantKey);
  const elements = [...loadGovernance().elements.keys()];
  const linkKey = randomBytes(32).toString('base64url');
  return await serveLean(async () => {
    const grants = await Promise.all(
      DATABASES.map(async ({ name }) => [
        name,
        await signer.sign({
          ...ASKING,
          audience: name,
          elements,
          jurisdiction: 'national',
          checkedTypes: [],
          shownKeys,
          linkKey,
        }),
      ]),
    );
    return jsonResponse(JSON.stringify(Object.fromEntries(grants)));
  });
}
