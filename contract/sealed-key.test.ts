import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSealed, openKey, sealKey } from './sealed-key.ts';

const LINK_KEY = randomBytes(32).toString('base64url');
const FIELD = 'Citizen.personalId';
const ANN = '901195000001';

describe('a sealed key', () => {
  it('opens to the key that was sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string(), (key, field) => {
        const sealed = sealKey(LINK_KEY, field, key);
        expect(isSealed(sealed)).toBe(true);
        expect(openKey(LINK_KEY, field, sealed)).toBe(key);
      }),
    );
  });

  it('is the same text for the same key, so that records join, and another for another field or link key', () => {
    expect(sealKey(LINK_KEY, FIELD, ANN)).toBe(sealKey(LINK_KEY, FIELD, ANN));
    expect(sealKey(LINK_KEY, 'Business.enterpriseCode', ANN)).not.toBe(sealKey(LINK_KEY, FIELD, ANN));
    const other = randomBytes(32).toString('base64url');
    expect(sealKey(other, FIELD, ANN)).not.toBe(sealKey(LINK_KEY, FIELD, ANN));
  });

  it('shows nothing of the key', () => {
    const sealed = sealKey(LINK_KEY, FIELD, ANN);
    expect(sealed).not.toContain(ANN);
    expect(Buffer.from(sealed.slice('sealed:'.length), 'base64url').toString('latin1')).not.toContain(ANN);
  });

  it('opens neither under another link key nor as the key of another field', () => {
    const sealed = sealKey(LINK_KEY, FIELD, ANN);
    expect(openKey(randomBytes(32).toString('base64url'), FIELD, sealed)).toBeUndefined();
    expect(openKey(LINK_KEY, 'Business.enterpriseCode', sealed)).toBeUndefined();
    expect(openKey(LINK_KEY, FIELD, sealed)).toBe(ANN);
  });

  it('does not open after any change', () => {
    const sealed = sealKey(LINK_KEY, FIELD, ANN);
    const bytes = Buffer.from(sealed.slice('sealed:'.length), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(index) ^ 1, index);
      expect(openKey(LINK_KEY, FIELD, `sealed:${changed.toString('base64url')}`)).toBeUndefined();
    }
  });

  it.each(['', ANN, 'sealed:', 'sealed:AAAA', 'sealed:AAAAAAAAAAAAAAAAAAAAAA'])('is not %j', (text) => {
    expect(openKey(LINK_KEY, FIELD, text)).toBeUndefined();
    expect(isSealed(ANN)).toBe(false);
    expect(isSealed(undefined)).toBe(false);
  });
});
