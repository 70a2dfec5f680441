import { describe, expect, it } from 'vitest';
import { createSeal, type KeptEntity } from './seal.ts';

const key = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) });
const KEPT: KeptEntity = {
  stamp: 'now',
  beganAt: 1,
  endsAt: 2,
  linked: ['Citizen 001'],
  value: { name: 'Hà Nội', none: null },
};

describe('a sealed value', () => {
  const seal = createSeal([key('k1', 1)]);
  const sealed = seal.close('name', KEPT);

  it('comes back as it was, and shows nothing of it meanwhile', () => {
    expect(seal.open('name', sealed)).toEqual(KEPT);
    expect(sealed.toString('latin1')).not.toMatch(/Citizen|name|now/);
    expect(seal.close('name', KEPT)).not.toEqual(sealed);
  });

  it('is none under another name: values cannot change places', () => {
    expect(seal.open('another', sealed)).toBeUndefined();
  });

  it('is none when any byte of it is another one', () => {
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(seal.open('name', changed)).toBeUndefined();
    }
  });

  it('is none when it is cut off, or something else', () => {
    for (let length = 0; length < sealed.length; length += 1) {
      expect(seal.open('name', sealed.subarray(0, length))).toBeUndefined();
    }
    expect(seal.open('name', Buffer.from('{"value":1}'))).toBeUndefined();
  });

  it('survives the exchange of keys, step by step', () => {
    const steps = [
      createSeal([key('k1', 1), key('k2', 2)]),
      createSeal([key('k2', 2), key('k1', 1)]),
    ] as const;
    for (const step of steps) expect(step.open('name', sealed)).toEqual(KEPT);
    const renewed = steps[1].close('name', KEPT);
    expect(createSeal([key('k2', 2)]).open('name', renewed)).toEqual(KEPT);
    expect(createSeal([key('k2', 2)]).open('name', sealed)).toBeUndefined();
    expect(createSeal([key('k1', 3)]).open('name', sealed)).toBeUndefined();
  });
});
