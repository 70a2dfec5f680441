import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyRing } from './key-ring.ts';

describe('a key ring', () => {
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 255)];

  it('is names with 32 bytes each, in their order', () => {
    const text = `new:${two.toString('base64')}, old:${one.toString('base64')}`;
    expect(parseKeyRing(text)).toEqual([
      { id: 'new', key: two },
      { id: 'old', key: one },
    ]);
    expect(parseKeyRing(`k:${two.toString('base64url')}`)).toEqual([{ id: 'k', key: two }]);
  });

  it('comes back as it was written, whatever the keys', () => {
    const ring = fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^[\w-]{1,32}$/),
        key: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(ring, fc.constantFrom<BufferEncoding>('base64', 'base64url'), (keys, encoding) => {
        const text = keys.map(({ id, key }) => `${id}:${key.toString(encoding)}`).join(',');
        expect(parseKeyRing(text)).toEqual(keys);
      }),
    );
  });

  it.each([
    ['empty', ''],
    ['without a name', one.toString('base64')],
    ['too short', `k:${Buffer.alloc(31).toString('base64')}`],
    ['too long', `k:${Buffer.alloc(33).toString('base64')}`],
    ['twice the same name', `k:${one.toString('base64')},k:${two.toString('base64')}`],
    ['with nothing behind the comma', `k:${one.toString('base64')},`],
  ])('is refused when it is %s', (_what, text) => {
    expect(parseKeyRing(text)).toBeUndefined();
  });
});
