import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPass, type SubjectVerdict, sealPass, subjectName } from './subject-pass.ts';

const KEY = randomBytes(32).toString('base64url');
const ANN = subjectName('Citizen', '901195000001');
const BEN = subjectName('Citizen', '901090000002');
const FIRM = subjectName('Business', '9900001027');
const VERDICTS: ReadonlyMap<string, SubjectVerdict> = new Map([
  [ANN, 'read'],
  [BEN, 'hidden'],
  [FIRM, 'case-party'],
]);
const NOW = new Date('2026-11-21T03:00:00Z');

/** What becomes of a pass that the population register is shown. */
function outcomeOf(pass: unknown, { linkKey = KEY, audience = 'population' } = {}): string {
  try {
    openPass(linkKey, audience, pass);
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a subject pass', () => {
  it('is read back as it was sealed, subject by subject', () => {
    expect(openPass(KEY, 'population', sealPass(KEY, 'population', VERDICTS))).toEqual(VERDICTS);
  });

  it('may be about nobody', () => {
    expect(openPass(KEY, 'population', sealPass(KEY, 'population', new Map())).size).toBe(0);
  });

  it('keeps a person and an enterprise of the same number apart', () => {
    expect(subjectName('Citizen', '1')).not.toBe(subjectName('Business', '1'));
  });
});

describe('what is no pass of this call is refused, and its twin accepted:', () => {
  const good = () => sealPass(KEY, 'population', VERDICTS);

  it('one that was sealed with another key', () => {
    const other = randomBytes(32).toString('base64url');
    expect(outcomeOf(sealPass(other, 'population', VERDICTS))).toBe('GRANT_INVALID');
    expect(outcomeOf(sealPass(other, 'population', VERDICTS), { linkKey: other })).toBe('accepted');
    expect(outcomeOf(good())).toBe('accepted');
  });

  it('one whose verdicts were changed behind the seal', () => {
    const [body = '', seal = ''] = good().split('.');
    const claims = Buffer.from(body, 'base64url').toString('utf8');
    const forged = Buffer.from(claims.replace('hidden', 'read')).toString('base64url');
    expect(outcomeOf(`${forged}.${seal}`)).toBe('GRANT_INVALID');
    expect(outcomeOf(`${body}.${seal}`)).toBe('accepted');
  });

  it('one bit more or less in the seal', () => {
    const [body = '', seal = ''] = good().split('.');
    const flipped = `${seal.startsWith('A') ? 'B' : 'A'}${seal.slice(1)}`;
    expect(outcomeOf(`${body}.${flipped}`)).toBe('GRANT_INVALID');
    expect(outcomeOf(`${body}.${seal.slice(0, -4)}`)).toBe('GRANT_INVALID');
    expect(outcomeOf(`${body}.`)).toBe('GRANT_INVALID');
    expect(outcomeOf(body)).toBe('GRANT_INVALID');
  });

  it('one for another database under the same key', () => {
    const pass = sealPass(KEY, 'land', VERDICTS);
    expect(outcomeOf(pass)).toBe('GRANT_AUDIENCE');
    expect(outcomeOf(pass, { audience: 'land' })).toBe('accepted');
  });

  it('one that has ended; a second earlier it was good', () => {
    const pass = good();
    vi.setSystemTime(NOW.getTime() + 59_000);
    expect(outcomeOf(pass)).toBe('accepted');
    vi.setSystemTime(NOW.getTime() + 61_000);
    expect(outcomeOf(pass)).toBe('GRANT_EXPIRED');
  });

  it.each([null, 1, '', '.', 'a.b', '{}', {}, [], true])('%j', (pass) => {
    expect(outcomeOf(pass)).toBe('GRANT_INVALID');
  });
});
