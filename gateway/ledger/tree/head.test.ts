import { createHash, verify as verifySignature } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT } from './hashes.ts';
import {
  HEAD,
  OTHER_PRIVATE_KEY,
  OTHER_PUBLIC_KEY,
  PRIVATE_KEY,
  PUBLIC_KEY,
  reasonOf,
  signer,
  UNSIGNED,
} from './head.fixture.ts';
import {
  createHeadSigner,
  headBytes,
  headDigest,
  headText,
  parseHead,
  type TreeHead,
  verifyHead,
} from './head.ts';

/** Another value that each member could have. */
const OTHERS: readonly (readonly [keyof typeof UNSIGNED, string | number])[] = [
  ['logId', 'lien-thong/gatewax'],
  ['size', 9],
  ['root', EMPTY_ROOT.toString('hex')],
  ['at', '2026-11-22T03:04:05.679Z'],
  ['previous', EMPTY_ROOT.toString('hex')],
];

describe('the bytes of a head', () => {
  it('are a fixed text, line by line', () => {
    expect(headBytes(HEAD).toString()).toBe(
      [
        'lien-thong ledger head v1',
        'logId: lien-thong/gateway',
        'size: 8',
        'root: 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
        'at: 2026-11-22T03:04:05.678Z',
        'previous: 0000000000000000000000000000000000000000000000000000000000000000',
        'keyId: kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
        '',
      ].join('\n'),
    );
  });

  it('do not depend on the order of the members, nor on the signature', () => {
    const { signature: _signature, keyId, ...members } = HEAD;
    const reversed = Object.fromEntries(
      Object.entries({ ...members, keyId }).reverse(),
    ) as unknown as TreeHead;
    expect(headBytes(reversed)).toEqual(headBytes(HEAD));
  });

  it('have a digest by which the next head names this one', () => {
    expect(headDigest(HEAD)).toBe(createHash('sha256').update(headBytes(HEAD)).digest('hex'));
    const next = signer.sign({ ...UNSIGNED, size: 9, previous: headDigest(HEAD) });
    expect(verifyHead(next, [PUBLIC_KEY]).previous).toBe(headDigest(HEAD));
  });

  it.each(OTHERS)('are others with another %s', (name, value) => {
    expect(headBytes({ ...HEAD, [name]: value })).not.toEqual(headBytes(HEAD));
    expect(headDigest({ ...HEAD, [name]: value })).not.toBe(headDigest(HEAD));
  });

  it('can write every exact size', () => {
    const head = signer.sign({ ...UNSIGNED, size: Number.MAX_SAFE_INTEGER });
    expect(headBytes(head).toString()).toContain('\nsize: 9007199254740991\n');
    expect(parseHead(headText(head))).toEqual(head);
  });
});

describe('a signer', () => {
  it('has the thumbprint of its public key as key id (RFC 8037, appendix A.3)', async () => {
    expect(signer.keyId).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    const otherSigner = createHeadSigner(OTHER_PRIVATE_KEY);
    expect(otherSigner.keyId).toBe(await calculateJwkThumbprint(OTHER_PUBLIC_KEY));
  });

  it('cannot be made of a key that names the public half of another', () => {
    const { x = '' } = OTHER_PUBLIC_KEY;
    expect(reasonOf(() => createHeadSigner({ ...PRIVATE_KEY, x }))).toBe(
      'The private JWK contradicts itself: its x is not the public key that belongs to its d.',
    );
    expect(reasonOf(() => createHeadSigner(PRIVATE_KEY))).toBe('accepted');
  });

  it('does not mind what else is stated of the key', () => {
    expect(createHeadSigner({ ...PRIVATE_KEY, alg: 'EdDSA', kid: 'own', use: 'sig' }).keyId).toBe(
      signer.keyId,
    );
  });

  it('signs the bytes of the head, so that any Ed25519 can check them', () => {
    const signature = Buffer.from(HEAD.signature, 'base64url');
    const key = { key: { ...PUBLIC_KEY }, format: 'jwk' } as const;
    expect(verifySignature(null, headBytes(HEAD), key, signature)).toBe(true);
  });

  it('signs nothing but the members of a head', () => {
    const more = { ...UNSIGNED, keyId: 'x', note: 'unsigned' };
    expect(signer.sign(more)).toEqual(HEAD);
  });

  it.each([
    ['a public key', PUBLIC_KEY],
    ['a key of another curve', { ...PRIVATE_KEY, crv: 'X25519' }],
    ['a key of another type', { ...PRIVATE_KEY, kty: 'EC' }],
    ['a key that is cut short', { ...PRIVATE_KEY, d: 'nWGxne_9WmC6hEr0kuws' }],
    ['nothing', {} as JWK],
  ])('cannot be made of %s, of which it quotes nothing', (_name, jwk) => {
    const expected =
      'Tree heads are signed with Ed25519: expected a private JWK with kty OKP and crv Ed25519.';
    expect(reasonOf(() => createHeadSigner(jwk))).toBe(expected);
    expect(reasonOf(() => createHeadSigner(PRIVATE_KEY))).toBe('accepted');
  });

  it.each([
    ['logId', '', 'expected 1 to 200 visible ASCII characters'],
    ['logId', 'a\nsize: 9', 'expected 1 to 200 visible ASCII characters'],
    ['logId', 'liên-thông', 'expected 1 to 200 visible ASCII characters'],
    ['logId', 'a'.repeat(201), 'expected 1 to 200 visible ASCII characters'],
    ['size', -1, ''],
    ['size', 1.5, ''],
    ['size', 2 ** 53, ''],
    ['size', Number.NaN, ''],
    ['size', '8', ''],
    ['root', UNSIGNED.root.toUpperCase(), 'expected 64 lower-case hexadecimal digits'],
    ['root', UNSIGNED.root.slice(1), 'expected 64 lower-case hexadecimal digits'],
    ['root', `${UNSIGNED.root}\n`, 'expected 64 lower-case hexadecimal digits'],
    ['at', '2026-11-22', 'expected a time such as 2026-11-22T03:04:05.678Z'],
    ['at', '2026-11-22T03:04:05Z', 'expected a time such as 2026-11-22T03:04:05.678Z'],
    ['at', '2026-11-22T03:04:05.678+07:00', 'expected a time such as 2026-11-22T03:04:05.678Z'],
    ['at', '2026-02-30T03:04:05.678Z', 'expected a time such as 2026-11-22T03:04:05.678Z'],
    ['previous', '', 'expected 64 lower-case hexadecimal digits'],
  ])('does not sign a head whose %s is %j', (name, value, expected) => {
    const reason = reasonOf(() => signer.sign({ ...UNSIGNED, [name]: value }));
    expect(reason).toContain(`This is not a tree head: ${name}: ${expected}`);
    expect(reasonOf(() => signer.sign(UNSIGNED))).toBe('accepted');
  });
});

describe('a head from elsewhere', () => {
  it('is taken as it was signed, whatever the order of the keys', () => {
    for (const keys of [[PUBLIC_KEY], [OTHER_PUBLIC_KEY, PUBLIC_KEY], [PUBLIC_KEY, OTHER_PUBLIC_KEY]]) {
      expect(verifyHead(JSON.parse(JSON.stringify(HEAD)), keys)).toEqual(HEAD);
    }
  });

  it.each(OTHERS)('is refused with another %s, unless it was signed with it', (name, value) => {
    expect(reasonOf(() => verifyHead({ ...HEAD, [name]: value }, [PUBLIC_KEY]))).toBe(
      'The signature of the tree head is wrong: it is not what the key signed.',
    );
    expect(verifyHead(signer.sign({ ...UNSIGNED, [name]: value }), [PUBLIC_KEY])[name]).toBe(value);
  });

  it('is refused with the id of another key, known or not', () => {
    const otherSigner = createHeadSigner(OTHER_PRIVATE_KEY);
    const renamed = { ...HEAD, keyId: otherSigner.keyId };
    expect(reasonOf(() => verifyHead(renamed, [PUBLIC_KEY]))).toBe(
      `The tree head names the key ${otherSigner.keyId}, which is not known.`,
    );
    expect(reasonOf(() => verifyHead(renamed, [PUBLIC_KEY, OTHER_PUBLIC_KEY]))).toContain('signature');
    const own = otherSigner.sign(UNSIGNED);
    expect(reasonOf(() => verifyHead(own, [PUBLIC_KEY, OTHER_PUBLIC_KEY]))).toBe('accepted');
    expect(reasonOf(() => verifyHead(HEAD, []))).toContain('which is not known');
  });

  it('is refused with the signature of another head, of another key, or with another text of its own', () => {
    const last = HEAD.signature.at(-1) ?? '';
    const sameBytes = `${HEAD.signature.slice(0, -1)}${String.fromCharCode(last.charCodeAt(0) + 1)}`;
    expect(Buffer.from(sameBytes, 'base64url')).toEqual(Buffer.from(HEAD.signature, 'base64url'));
    const verdict = (signature: string) => reasonOf(() => verifyHead({ ...HEAD, signature }, [PUBLIC_KEY]));
    expect(verdict(signer.sign({ ...UNSIGNED, size: 9 }).signature)).toContain(
      'signature of the tree head is wrong',
    );
    expect(verdict(createHeadSigner(OTHER_PRIVATE_KEY).sign(UNSIGNED).signature)).toContain('is wrong');
    expect(verdict(sameBytes)).toContain('signature: expected an Ed25519 signature in base64url');
    expect(verdict(`${HEAD.signature}=`)).toContain('signature: expected an Ed25519 signature');
    expect(verdict(HEAD.signature)).toBe('accepted');
  });

  it.each([undefined, null, '', 7, [], {}, headText(HEAD)])('is refused when it is %j', (value) => {
    expect(reasonOf(() => verifyHead(value, [PUBLIC_KEY]))).toContain('This is not a tree head: ');
  });

  it.each(Object.keys(HEAD))('is refused without its %s', (name) => {
    const rest = Object.fromEntries(Object.entries(HEAD).filter(([key]) => key !== name));
    expect(reasonOf(() => verifyHead(rest, [PUBLIC_KEY]))).toContain(`This is not a tree head: ${name}: `);
  });

  it('is refused with a member more, which nobody signed', () => {
    expect(reasonOf(() => verifyHead({ ...HEAD, note: 'audited' }, [PUBLIC_KEY]))).toContain('note');
    expect(reasonOf(() => verifyHead({ ...HEAD }, [PUBLIC_KEY]))).toBe('accepted');
  });

  it('is not looked at with keys that cannot have signed any', () => {
    const expected =
      'Tree heads are signed with Ed25519: expected a public JWK with kty OKP and crv Ed25519.';
    for (const key of [{ ...PUBLIC_KEY, crv: 'X25519' }, { ...PUBLIC_KEY, x: 'AA' }, { kty: 'OKP' }]) {
      expect(reasonOf(() => verifyHead(HEAD, [PUBLIC_KEY, key]))).toBe(expected);
    }
  });
});
