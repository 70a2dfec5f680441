import { describe, expect, it } from 'vitest';
import { openBundle, SEAL_LENGTH, sealBundle } from './bundle.ts';

const SECRET = 'a secret that Redis does not know';
const BUNDLE = {
  serial: 3,
  version: 'c',
  history: ['a', 'b'],
  files: new Map([['agreements/gdt.yaml', 'consumer: GDT']]),
};

describe('a bundle', () => {
  it('comes back as it was sealed', () => {
    expect(openBundle(SECRET, sealBundle(SECRET, BUNDLE))).toEqual(BUNDLE);
  });

  it('begins with its seal, which is another one for any other bundle', () => {
    const seal = (serial: number) => sealBundle(SECRET, { ...BUNDLE, serial }).slice(0, SEAL_LENGTH);
    expect(seal(3)).toMatch(/^[\w-]{43}$/);
    expect(seal(3)).toBe(seal(3));
    expect(seal(4)).not.toBe(seal(3));
  });

  const sealed = sealBundle(SECRET, BUNDLE);
  it.each([
    ['sealed with another secret', sealBundle('another', BUNDLE)],
    ['with one word changed', sealed.replace('GDT', 'GO')],
    ['with a higher serial', sealed.replace('"serial":3', '"serial":9')],
    ['without its seal', sealed.slice(SEAL_LENGTH + 1)],
    ['with an empty seal', `.${sealed.slice(SEAL_LENGTH + 1)}`],
    ['cut off', sealed.slice(0, -1)],
    ['empty', ''],
    ['that is no text of ours', 'hello'],
  ])('%s is none', (_what, text) => {
    expect(text).not.toBe(sealed);
    expect(openBundle(SECRET, text)).toBeUndefined();
  });
});
