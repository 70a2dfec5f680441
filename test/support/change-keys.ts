import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';

/** Keys with which databases of a test tell of changes. */
export interface ChangeKeys {
  /** What the gateway is given. */
  readonly publicKeys: JSONWebKeySet;
  /** What only the database has. */
  privateKey(database: string): JWK;
}

/** Makes a pair for each of these databases. */
export async function makeChangeKeys(...databases: readonly string[]): Promise<ChangeKeys> {
  const pairs = await Promise.all(
    databases.map(async (kid) => {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
      return { kid, privateKey: await exportJWK(privateKey), publicKey: await exportJWK(publicKey) };
    }),
  );
  return {
    publicKeys: { keys: pairs.map(({ kid, publicKey }) => ({ ...publicKey, kid })) },
    privateKey(database) {
      const found = pairs.find(({ kid }) => kid === database);
      if (found === undefined) throw new Error(`No key of ${database}.`);
      return found.privateKey;
    },
  };
}
