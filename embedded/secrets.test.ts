import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGrantSigner, createGrantVerifier } from '../contract/access-grant.ts';
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
    expect(other.ledgerDigestSecret).not.toBe(secrets.ledgerDigestSecret);
    expect(other.databaseSecret).not.toBe(secrets.databaseSecret);
  });

  it('lie in a file and a folder that only their owner can open', async () => {
    expect((await stat(join(dataDir, 'secrets'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'secrets', 'keys.json'))).mode & 0o777).toBe(0o600);
  });

  it('show nothing private in the public halves', () => {
    expect(Object.keys(secrets.grantKey.publicJwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'x']);
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

describe('a damaged file of secrets', () => {
  const damage = async (change: (text: string) => string): Promise<Error> => {
    const folder = await mkdtemp(join(dataDir, 'damaged-'));
    await loadSecrets(folder);
    const path = join(folder, 'secrets', 'keys.json');
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

  it.each<[string, (text: string) => string]>([
    ['the whole file', () => ''],
    ['the whole file', (text) => text.slice(0, 100)],
    ['the whole file', () => '[]'],
    ['grantKey', edit('grantKey', undefined)],
    ['grantKey', edit('grantKey', { kty: 'EC', crv: 'P-256', d: 'x', kid: 'k' })],
    ['grantKey', edit('grantKey', { kty: 'OKP', crv: 'Ed25519', d: 'short', x: 'short', kid: 'k' })],
    ['issuerKey', edit('issuerKey', { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'k' })],
    ['ledgerDigestSecret', edit('ledgerDigestSecret', 'short')],
    ['databaseSecret', edit('databaseSecret', 7)],
  ])('is refused, naming the file, %s and what to do', async (part, change) => {
    const error = await damage(change);
    expect(error.message).toContain(`keys.json: ${part} is damaged; expected`);
    expect(error.message).toMatch(/Restore the file from a copy.*delete it/);
  });
});
