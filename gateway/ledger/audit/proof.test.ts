import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRM, PERSON, SIGNER } from '../fixture.ts';
import { createHeadSigner, type SignedHead } from '../tree/index.ts';
import { compareHeads } from './compare-heads.ts';
import { KEYS, type PastLedger, pastLedger, rebuild, rehash, resign, tamper } from './fixture.ts';
import { checkProof, type EntryName, type LedgerProof, proveEntries } from './proof.ts';
import { withSnapshot } from './snapshot.ts';

let past: PastLedger;
let proof: LedgerProof;

const prove = (name: EntryName, url = past.database.servingUrl) =>
  withSnapshot(url, (snapshot) => proveEntries(snapshot, name));
/** As whoever gets it reads it. */
const sent = (one: LedgerProof): LedgerProof => JSON.parse(JSON.stringify(one)) as LedgerProof;

beforeAll(async () => {
  past = await pastLedger();
  proof = sent(await prove({ answerId: past.answers[15] ?? '' }));
});

afterAll(() => past.drop());

describe('a proof', () => {
  it('of an answer convinces whoever has the public key, without the ledger', () => {
    const { entries, answer } = checkProof(proof, KEYS);
    expect(entries.map(({ position }) => position)).toEqual([39, 40, 41]);
    expect(answer).toMatchObject({ requestId: 'r-15', agency: 'GDT' });
    expect(proof.head).toEqual(past.heads.at(-1));
  });

  it('can be had of each signed entry', async () => {
    for (const position of [0, 12, 13, 255, 256, 311, 312, 313]) {
      const { entries } = checkProof(sent(await prove({ position })), KEYS);
      expect(entries).toMatchObject([{ position }]);
    }
  });

  it('says of an answer that did not arrive that it did not', async () => {
    const { entries } = checkProof(await prove({ answerId: past.answers[119] ?? '' }), KEYS);
    expect(entries.map(({ entry }) => entry.kind)).toEqual(['nothing-read', 'undelivered']);
    expect(checkProof(await prove({ position: 312 }), KEYS).answer).toBeNull();
  });

  it('names nobody', () => {
    expect(JSON.stringify(proof)).not.toContain(PERSON);
    expect(JSON.stringify(proof)).not.toContain(FIRM);
  });

  it.each([
    ['behind the last head', { position: 314 }, 'No head stands over position 314 yet'],
    ['that there is not', { position: 315 }, 'has no entry at position 315'],
    [
      'of an answer that there is not',
      { answerId: '6c1f4f4e-0000-4000-8000-000000000001' },
      'has no entry of answer 6c1f',
    ],
  ])('cannot be had of an entry %s', async (_what, name, says) => {
    await expect(prove(name)).rejects.toThrow(says);
  });

  const withEntry = (change: object): unknown => ({
    ...proof,
    entries: proof.entries.map((entry, index) => (index === 0 ? { ...entry, ...change } : entry)),
  });
  const withContent = (change: object): unknown =>
    withEntry({ entry: { ...proof.entries[0]?.entry, ...change } });

  it.each([
    [
      'another answer',
      () => ({ ...proof, answer: { ...proof.answer, purpose: 'QLNN:STATISTICS' } }),
      'content of the answer',
    ],
    ['no answer', () => ({ ...proof, answer: null }), 'content of the answer'],
    ['other elements', () => withContent({ elements: ['land.right.area'] }), 'position 39 is not part'],
    ['another subject', () => withContent({ subject: 'ab'.repeat(32) }), 'position 39 is not part'],
    ['another position', () => withEntry({ position: 40 }), 'position 40 is not part'],
    ['a shorter path', () => withEntry({ path: proof.entries[0]?.path.slice(1) }), 'position 39 is not part'],
    ['another head', () => ({ ...proof, head: past.heads[2] }), 'position 39 is not part'],
    [
      'an altered head',
      () => ({ ...proof, head: { ...proof.head, root: '0'.repeat(64) } }),
      'signature of the tree head is wrong',
    ],
    ['no entries', () => ({ ...proof, entries: [] }), 'This is no proof of a ledger: entries'],
    ['more than it proves', () => ({ ...proof, note: 'true' }), 'This is no proof of a ledger'],
    ['nothing at all', () => undefined, 'This is no proof of a ledger'],
  ])('with %s does not hold', (_what, altered, says) => {
    expect(() => checkProof(altered(), KEYS)).toThrow(says);
  });

  it('does not hold under the key of another ledger', () => {
    const stranger = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK;
    expect(() => checkProof(proof, [stranger])).toThrow('which is not known');
    expect(() => checkProof(proof, [stranger, ...KEYS])).not.toThrow();
  });

  it('is not made of a ledger that was altered', async () => {
    const url = await past.copy();
    await tamper(url, `update entries set elements = '{land.right.area}' where position = 40`);
    await expect(prove({ position: 40 }, url)).rejects.toThrow(
      'cannot prove this: it is not as it was signed',
    );
    expect(checkProof(await prove({ position: 39 }, url), KEYS).entries).toHaveLength(1);
  });

  it('is made of the leaves where a stored node was altered', async () => {
    const url = await past.copy();
    await tamper(url, `update nodes set hash = sha256('x')`);
    expect(checkProof(await prove({ position: 300 }, url), KEYS).entries).toHaveLength(1);
  });
});

describe('two auditors who kept a head each', () => {
  const compare = (
    one: SignedHead | undefined,
    other: SignedHead | undefined,
    url = past.database.servingUrl,
  ) => {
    if (one === undefined || other === undefined) throw new Error('Expected two heads.');
    return compareHeads([one, other], KEYS, (read) => withSnapshot(url, read));
  };
  /** What the ledger signs when it has rewritten its past. */
  const rewritten = async () => {
    const url = await past.copy();
    await tamper(url, `update entries set elements = '{land.right.area}' where position = 40`);
    await rehash(url);
    await resign(url, SIGNER);
    return url;
  };

  it('learn that they have seen one history, in either order', async () => {
    expect(await compare(past.heads[1], past.heads[3])).toMatchObject({ verdict: 'extends' });
    expect(await compare(past.heads[3], past.heads[0])).toMatchObject({ verdict: 'extends' });
    expect(await compare(past.heads[2], past.heads[2])).toMatchObject({ verdict: 'same' });
  });

  it('learn that they were shown two histories of the same size', async () => {
    const url = await past.copy();
    await rebuild(url);
    await tamper(
      url,
      `delete from entries where position = 314`,
      `delete from answers where id = '${past.answers[121]}'`,
    );
    await tamper(url, `update entries set elements = '{land.right.area}' where position = 40`);
    await rehash(url);
    await resign(url, SIGNER);
    const other = await withSnapshot(url, (snapshot) => proveEntries(snapshot, { position: 0 }));
    const { verdict, text } = await compare(past.heads[3], other.head, 'postgresql://127.0.0.1:1/none');
    expect(verdict).toBe('two-histories');
    expect(text).toMatch(/^Two histories: the head of 314 entries .* different entries\.$/);
  });

  it('learn it from heads of two sizes when no ledger can prove that one goes on from the other', async () => {
    const url = await rewritten();
    const { head } = await withSnapshot(url, (snapshot) => proveEntries(snapshot, { position: 0 }));
    expect(head.size).toBe(315);
    expect(await compare(past.heads[3], head, url)).toMatchObject({ verdict: 'two-histories' });
    expect(await compare(past.heads[3], head)).toMatchObject({ verdict: 'two-histories' });
    // What lies before the change is the same in both.
    expect(await compare(past.heads[1], head, url)).toMatchObject({ verdict: 'extends' });
  });

  it('learn it from a ledger whose tail was truncated', async () => {
    const url = await past.copy();
    await tamper(url, 'delete from entries where position >= 300');
    expect(await compare(past.heads[1], past.heads[3], url)).toMatchObject({ verdict: 'two-histories' });
  });

  it('learn nothing of heads of two ledgers', async () => {
    const { signature: _signature, keyId: _key, ...head } = past.heads[0] as SignedHead;
    const other = SIGNER.sign({ ...head, logId: 'another-ledger' });
    expect(await compare(past.heads[0], other)).toMatchObject({ verdict: 'other-ledgers' });
    const later = SIGNER.sign({ ...head, logId: 'another-ledger', size: 20 });
    await expect(compare(other, later)).rejects.toThrow('those of another ledger');
  });

  it('take no head that the ledger has not signed', async () => {
    const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK;
    const { signature: _signature, keyId: _key, ...head } = past.heads[0] as SignedHead;
    await expect(compare(past.heads[0], createHeadSigner(key).sign(head))).rejects.toThrow('not known');
  });
});
