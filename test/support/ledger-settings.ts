import { parseKeyRing } from '../../contract/key-ring.ts';
import type { Secrets } from '../../embedded/index.ts';
import type { GatewayConfig } from '../../gateway/config.ts';

/** The settings of a ledger at this address, with the secrets of the run and the product's defaults. */
export function ledgerSettings(url: string, secrets: Secrets): GatewayConfig['ledger'] {
  const masterKeys = parseKeyRing(secrets.ledgerMasterKeys);
  if (masterKeys === undefined) throw new Error('The master keys of the run are none.');
  return {
    url,
    digestSecret: secrets.ledgerDigestSecret,
    signingKey: secrets.ledgerKey.privateJwk,
    masterKeys,
    headEveryMs: 1_000,
  };
}
