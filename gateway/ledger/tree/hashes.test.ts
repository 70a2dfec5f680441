import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './hashes.ts';
import { bytes } from './tree.fixture.ts';

const anyHash = fc
  .uint8Array({ minLength: HASH_BYTES, maxLength: HASH_BYTES })
  .map((each) => Buffer.from(each));

describe('the hashes of the tree', () => {
  it('are those of the reference implementations (transparency-dev/merkle, rfc6962_test.go)', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(leafHash(Buffer.alloc(0)).toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(leafHash(Buffer.from('L123456')).toString('hex')).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
  });

  it('of a node too (certificate-transparency, tree_hasher_test.cc)', () => {
    const counted = Buffer.from(Array.from({ length: 2 * HASH_BYTES }, (_, index) => index));
    expect(nodeHash(counted.subarray(0, 32), counted.subarray(32)).toString('hex')).toBe(
      '1a378704c17da31e2d05b6d121c2bb2c7d76f6ee6fa8f983e596c2d034963c57',
    );
  });

  it('of the first two reference entries make the root of both', () => {
    expect(nodeHash(leafHash(bytes('')), leafHash(bytes('00'))).toString('hex')).toBe(
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    );
  });

  it('are SHA-256 of a prefix and the data, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), anyHash, anyHash, (data, left, right) => {
        expect(leafHash(Buffer.from(data))).toEqual(
          createHash('sha256').update('\x00').update(data).digest(),
        );
        const both = createHash('sha256').update('\x01').update(left).update(right).digest();
        expect(nodeHash(left, right)).toEqual(both);
      }),
    );
  });

  it('never let a node pass for an entry with the same bytes', () => {
    fc.assert(
      fc.property(anyHash, anyHash, (left, right) => {
        expect(nodeHash(left, right)).not.toEqual(leafHash(Buffer.concat([left, right])));
      }),
    );
  });

  it('of a node need two hashes: the same 64 bytes divided elsewhere are no node', () => {
    const both = Buffer.alloc(2 * HASH_BYTES, 7);
    const divided = (at: number) => () => nodeHash(both.subarray(0, at), both.subarray(at));
    expect(divided(31)).toThrow('A hash of the tree has 32 bytes, this one 31.');
    expect(divided(33)).toThrow('A hash of the tree has 32 bytes, this one 33.');
    expect(() => nodeHash(both.subarray(0, 32), both.subarray(0, 31))).toThrow('this one 31');
    expect(divided(32)()).toHaveLength(HASH_BYTES);
  });
});
