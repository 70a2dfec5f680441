import { describe, expect, it } from 'vitest';
import type { GrantedContext } from '../kit/index.ts';
import { mayReadCitizen } from './row-rules.ts';

const ANN = '901195000001';
const BEN = '901090000002';

function grantedWith(subject?: string): GrantedContext {
  return {
    grant: {
      audience: 'business',
      agency: 'ANY',
      purpose: 'ANY',
      elements: [],
      jurisdiction: 'national',
      expiresAt: Number.MAX_SAFE_INTEGER,
      ...(subject === undefined ? {} : { subject }),
    },
    granted: new Set(),
  };
}

describe('which citizens a grant reaches in the business register', () => {
  it('reaches with a citizen’s own token that citizen, and no partner in the enterprise', () => {
    expect(mayReadCitizen({ personalId: ANN }, grantedWith(ANN))).toBe(true);
    expect(mayReadCitizen({ personalId: BEN }, grantedWith(ANN))).toBe(false);
  });

  it('reaches anybody with an agency’s grant', () => {
    expect(mayReadCitizen({ personalId: BEN }, grantedWith())).toBe(true);
  });
});
