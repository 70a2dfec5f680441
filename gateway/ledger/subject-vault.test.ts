import { describe, expect, it } from 'vitest';
import { createSubjectVault, type SealedSubject } from './subject-vault.ts';

const PERSON = '901085000001';
const OLD = { id: 'old', key: Buffer.alloc(32, 1) };
const NEW = { id: 'new', key: Buffer.alloc(32, 2) };
const vaultWith = (masterKeys = [OLD], digestSecret = 'a secret of the digests, for tests only') =>
  createSubjectVault({ digestSecret, masterKeys });

const vault = vaultWith();
const sealed = vault.seal('Citizen', PERSON);
const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
};

describe('a sealed subject', () => {
  it('is opened by whoever has the keys', () => {
    expect(vault.open(sealed)).toEqual({ type: 'Citizen', key: PERSON });
  });

  it('says nothing of who it is', () => {
    for (const bytes of Object.values(sealed)) {
      expect(bytes.includes(PERSON)).toBe(false);
      expect(bytes.includes('Citizen')).toBe(false);
    }
  });

  it('looks another way each time, under the same digest', () => {
    const again = vault.seal('Citizen', PERSON);
    expect(again.digest).toEqual(sealed.digest);
    expect(again.sealed).not.toEqual(sealed.sealed);
    expect(again.wrappedKey).not.toEqual(sealed.wrappedKey);
  });

  it('stands under a digest that only the secret makes', () => {
    expect(vaultWith([OLD], 'another secret').seal('Citizen', PERSON).digest).not.toEqual(sealed.digest);
    expect(vault.digestOf('Business', PERSON)).not.toEqual(sealed.digest);
    expect(vault.digestOf('Citizen', PERSON)).toEqual(sealed.digest);
  });
});

describe('the master keys', () => {
  it('can be exchanged: what the old one sealed is still opened, and the new one seals', () => {
    const both = vaultWith([NEW, OLD]);
    expect(both.open(sealed)).toEqual({ type: 'Citizen', key: PERSON });
    const fresh = both.seal('Citizen', PERSON);
    expect(vaultWith([NEW]).open(fresh)).toEqual({ type: 'Citizen', key: PERSON });
    expect(() => vaultWith([OLD]).open(fresh)).toThrow('under a master key that is not given');
  });

  it('are needed: without any there is no vault', () => {
    expect(() => vaultWith([])).toThrow('at least one master key');
  });
});

describe('a subject that was changed', () => {
  const other = vault.seal('Citizen', '931187100002');
  const changes: Readonly<Record<string, SealedSubject>> = {
    'its text': { ...sealed, sealed: flipped(sealed.sealed, 14) },
    'its key': { ...sealed, wrappedKey: flipped(sealed.wrappedKey, 20) },
    'its digest': { ...sealed, digest: flipped(sealed.digest, 0) },
    'for another one': { ...other, digest: sealed.digest },
    'for the text of another one': { ...sealed, sealed: other.sealed },
  };

  it.each(Object.entries(changes))('(%s) is not opened, and nothing of it is told', (_what, changed) => {
    expect(() => vault.open(changed)).toThrow(/cannot be opened|not given|another one/);
    expect(() => vault.open(changed)).not.toThrow(PERSON);
  });
});
