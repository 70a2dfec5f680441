import { describe, expect, it } from 'vitest';
import type { VerifiedGrant } from '../../contract/access-grant.ts';
import { limitOf, readable, refuseWithheld } from './readable.ts';
import { openSubjectDesk } from './subjects.ts';

const NATIONAL: VerifiedGrant = {
  audience: 'library',
  agency: 'READER',
  purpose: 'READING',
  elements: [],
  jurisdiction: 'national',
  checkedTypes: [],
  linkKey: 'bGluaw',
  expiresAt: 0,
};
const LOCAL = { ...NATIONAL, jurisdiction: ['00004'] };
const OWN = { ...NATIONAL, subject: '901085100001' };

const look = (found: string | null, grant: VerifiedGrant, mayRead = true) =>
  readable(Promise.resolve(found), () => mayRead, {
    grant,
    granted: new Set(),
    subjects: openSubjectDesk(grant, undefined),
  });

describe('a look-up', () => {
  it('gives what was found to whoever may read it', async () => {
    for (const grant of [NATIONAL, LOCAL, OWN]) expect(await look('a record', grant)).toBe('a record');
  });

  it('says that there is none when the grant has no limit', async () => {
    expect(await look(null, NATIONAL)).toBeNull();
  });

  it.each([
    [LOCAL, 'jurisdiction'],
    [OWN, 'own-record'],
  ] as const)('refuses "none" and "not yours" alike under a limited grant', async (grant, rule) => {
    const refusal = async (found: string | null) =>
      look(found, grant, false).catch((error: unknown) => error);
    const [none, notYours] = [await refusal(null), await refusal('a record')];
    expect(none).toMatchObject({ code: 'SUBJECT_WITHHELD', facts: { rule } });
    expect(notYours).toEqual(none);
  });

  it('about somebody whom a rule withholds is refused by that rule; about anybody else it goes on', () => {
    expect(() => refuseWithheld('consent')).toThrow(
      expect.objectContaining({ code: 'SUBJECT_WITHHELD', facts: { rule: 'consent' } }),
    );
    for (const verdict of ['read', 'hidden', undefined] as const) {
      expect(() => refuseWithheld(verdict)).not.toThrow();
    }
  });

  it('knows the limit of a grant', () => {
    expect([NATIONAL, LOCAL, OWN].map(limitOf)).toEqual([undefined, 'jurisdiction', 'own-record']);
  });
});
