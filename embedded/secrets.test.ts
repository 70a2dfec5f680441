import { mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGrantSigner, createGrantVerifier } from '../contract/access-grant.ts';
import { parseKeyRing } from '../contract/key-ring.ts';
import { loadSecrets, type Secrets } from './secrets.ts';

let dataDir: string;
let secrets: Secrets;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'secrets-'));
  secrets = await loadSecrets(dataDir);
});
afterAll(() => rm(dataDir, { recursive: true }));

describe('the secrets of a data directory', () => {
  it('are made once and then stay the same', async () => {
    expect(await loadSecrets(dataDir)).toEqual(secrets);
  });

  it('are the same for processes that start together', async () => {
    const fresh = join(dataDir, 'together');
    const all = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(fresh)));
    for (const one of all) expect(one).toEqual(all[0]);
  });

  it('differ from one data directory to another', async () => {
    const other = await loadSecrets(join(dataDir, 'other'));
    expect(other.grantKey.publicJwk).not.toEqual(secrets.grantKey.publicJwk);
    expect(other.issuerKey.publicJwk).not.toEqual(secrets.issuerKey.publicJwk);
    expect(other.ledgerKey.publicJwk).not.toEqual(secrets.ledgerKey.publicJwk);
    expect(other.ledgerMasterKeys).not.toBe(secrets.ledgerMasterKeys);
    expect(other.ledgerDigestSecret).not.toBe(secrets.ledgerDigestSecret);
    expect(other.databaseSecret).not.toBe(secrets.databaseSecret);
  });

  it('lie in files and a folder that only their owner can open', async () => {
    expect((await stat(join(dataDir, 'secrets'))).mode & 0o777).toBe(0o700);
    for (const file of ['keys.json', 'ledger.json']) {
      expect((await stat(join(dataDir, 'secrets', file))).mode & 0o777).toBe(0o600);
    }
  });

  it('show nothing private in the public halves', () => {
    expect(Object.keys(secrets.grantKey.publicJwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'x']);
    expect(Object.keys(secrets.ledgerKey.publicJwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'x']);
    expect(Object.keys(secrets.issuerKey.publicJwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'x', 'y']);
  });

  it('sign grants that the public half accepts, and no other key’s', async () => {
    const grant = {
      audience: 'land',
      agency: 'A',
      purpose: 'P',
      elements: [],
      jurisdiction: 'national',
      checkedTypes: ['Citizen'],
      linkKey: 'bGluaw',
    } as const;
    const verifier = await createGrantVerifier(secrets.grantKey.publicJwk, 'land');
    const ours = await createGrantSigner(secrets.grantKey.privateJwk);
    await expect(verifier.verify(await ours.sign(grant))).resolves.toMatchObject({ agency: 'A' });
    const other = await loadSecrets(join(dataDir, 'other'));
    const theirs = await createGrantSigner(other.grantKey.privateJwk);
    await expect(verifier.verify(await theirs.sign(grant))).rejects.toMatchObject({ code: 'GRANT_INVALID' });
  });
});

describe('the secrets of the ledger', () => {
  it('are added to an installation that was made before there were any, and change nothing of it', async () => {
    const folder = await mkdtemp(join(dataDir, 'before-'));
    const { ledgerKey: _key, ledgerMasterKeys: _keys, ...before } = await loadSecrets(folder);
    const path = join(folder, 'secrets', 'keys.json');
    const text = await readFile(path, 'utf8');
    expect(text).not.toMatch(/ledgerKey|ledgerMasterKeys/);
    await unlink(join(folder, 'secrets', 'ledger.json'));
    const after = await loadSecrets(folder);
    expect(after).toMatchObject(before);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await loadSecrets(folder)).toEqual(after);
  });

  it('sign with a key that is not the grants’', () => {
    expect(secrets.ledgerKey.privateJwk).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' });
    expect(secrets.ledgerKey.publicJwk['x']).not.toBe(secrets.grantKey.publicJwk['x']);
    expect(secrets.ledgerKey.publicJwk.kid).not.toBe(secrets.grantKey.publicJwk.kid);
  });

  it('have one master key, in the form that the gateway reads', () => {
    expect(parseKeyRing(secrets.ledgerMasterKeys)?.map(({ id, key }) => [id, key.length])).toEqual([
      ['1', 32],
    ]);
  });

  it('may have more master keys, which their owner has added', async () => {
    const folder = await mkdtemp(join(dataDir, 'more-'));
    const { ledgerMasterKeys: first } = await loadSecrets(folder);
    const path = join(folder, 'secrets', 'ledger.json');
    const ledgerMasterKeys = `2:${Buffer.alloc(32, 2).toString('base64')}, ${first}`;
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ledgerMasterKeys }));
    const loaded = await loadSecrets(folder);
    expect(parseKeyRing(loaded.ledgerMasterKeys)?.map(({ id }) => id)).toEqual(['2', '1']);
  });
});

describe('a damaged file of secrets', () => {
  const damage = async (file: string, change: (text: string) => string): Promise<Error> => {
    const folder = await mkdtemp(join(dataDir, 'damaged-'));
    await loadSecrets(folder);
    const path = join(folder, 'secrets', file);
    const text = await readFile(path, 'utf8');
    await expect(loadSecrets(folder)).resolves.toBeDefined();
    await writeFile(path, change(text));
    return loadSecrets(folder).then(
      () => new Error('it was accepted'),
      (error: Error) => Object.assign(error, { file: path }),
    );
  };
  const edit = (part: string, value: unknown) => (text: string) =>
    JSON.stringify({ ...(JSON.parse(text) as object), [part]: value });

  const SHORT = Buffer.alloc(31, 7).toString('base64');

  it.each<[string, string, (text: string) => string]>([
    ['keys.json', 'the whole file', () => ''],
    ['keys.json', 'the whole file', (text) => text.slice(0, 100)],
    ['keys.json', 'the whole file', () => '[]'],
    ['keys.json', 'grantKey', edit('grantKey', undefined)],
    ['keys.json', 'grantKey', edit('grantKey', { kty: 'EC', crv: 'P-256', d: 'x', kid: 'k' })],
    [
      'keys.json',
      'grantKey',
      edit('grantKey', { kty: 'OKP', crv: 'Ed25519', d: 'short', x: 'short', kid: 'k' }),
    ],
    ['keys.json', 'issuerKey', edit('issuerKey', { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'k' })],
    ['keys.json', 'ledgerDigestSecret', edit('ledgerDigestSecret', 'short')],
    ['keys.json', 'databaseSecret', edit('databaseSecret', 7)],
    ['ledger.json', 'the whole file', () => ''],
    ['ledger.json', 'the whole file', (text) => text.slice(0, 100)],
    ['ledger.json', 'ledgerKey', edit('ledgerKey', undefined)],
    ['ledger.json', 'ledgerKey', edit('ledgerKey', { kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'k' })],
    ['ledger.json', 'ledgerMasterKeys', edit('ledgerMasterKeys', undefined)],
    ['ledger.json', 'ledgerMasterKeys', edit('ledgerMasterKeys', '')],
    ['ledger.json', 'ledgerMasterKeys', edit('ledgerMasterKeys', `1:${SHORT}`)],
    ['ledger.json', 'ledgerMasterKeys', edit('ledgerMasterKeys', Buffer.alloc(32, 7).toString('base64'))],
  ])('is refused, naming %s, %s and what to do', async (file, part, change) => {
    const error = await damage(file, change);
    expect(error.message).toContain(`${file}: ${part} is damaged; expected`);
    expect(error.message).toMatch(/Restore the file from a copy.*delete it/);
    expect(error.message).not.toContain(SHORT);
  });

  it.each([
    ['keys.json', /tokens that were issued are no longer accepted/],
    ['ledger.json', /subjects that the ledger encrypted before can never be read again/],
  ])('says what is lost with %s', async (file, loss) => {
    expect((await damage(file, () => '')).message).toMatch(loss);
  });
});
