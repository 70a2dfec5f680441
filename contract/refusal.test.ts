import { describe, expect, it } from 'vitest';
import { ERROR_CODES, isErrorCode, Refusal } from './refusal.ts';

describe('a refusal', () => {
  it('carries its code, its sentence and its facts', () => {
    const refusal = new Refusal('PAGE_TOO_LARGE', 'first: expected 1 to 100, received 500.', {
      received: 500,
    });
    expect(refusal).toBeInstanceOf(Error);
    expect(refusal).toMatchObject({
      name: 'Refusal',
      code: 'PAGE_TOO_LARGE',
      message: 'first: expected 1 to 100, received 500.',
      facts: { received: 500 },
    });
  });

  it('has no facts when none are given', () => {
    expect(new Refusal('TOKEN_MISSING', 'No token.').facts).toEqual({});
  });
});

describe('a code', () => {
  it('is known by its whole name, and inherited names are none', () => {
    expect(isErrorCode('GRANT_MISSING')).toBe(true);
    for (const value of ['grant_missing', 'toString', '__proto__', '', 401, null, undefined]) {
      expect(isErrorCode(value)).toBe(false);
    }
  });

  it('has an HTTP status of a refusal or a fault', () => {
    for (const status of Object.values(ERROR_CODES)) expect([4, 5]).toContain(Math.floor(status / 100));
  });
});
