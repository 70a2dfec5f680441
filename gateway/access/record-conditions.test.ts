import { describe, expect, it } from 'vitest';
import type { DatabaseTerms } from '../../governance/index.ts';
import { GOVERNANCE } from './fixture.ts';
import { conditionsOn } from './record-conditions.ts';

const ELEMENT = 'population.identity.fullName';
const grant = GOVERNANCE.grantFor('WARD', 'TTHC:1.001193', '2026-03-01');

/** The conditions on a person's name under the ward's terms, some of them changed. */
function rulesUnder(changes: Partial<DatabaseTerms>): readonly string[] {
  const terms = grant.terms.get('population');
  if (terms === undefined) throw new Error('The ward reads the population database.');
  const changed = new Map(grant.terms).set('population', { ...terms, ...changes });
  return conditionsOn([ELEMENT], true, { ...grant, terms: changed }, GOVERNANCE).map(({ rule }) => rule);
}

describe('the conditions under which an element is disclosed', () => {
  it.each([
    ['QUOTA', { quota: { subjects: 2, per: 'day' } }, { quota: null }],
    ['CASE_PARTY', { subject: 'case-party' }, { subject: 'any' }],
    ['JURISDICTION', { jurisdiction: ['00004'] }, { jurisdiction: 'national' }],
    ['CONSENT', { consentRequired: true }, { consentRequired: false }],
    ['DECEASED', { deceased: 'excluded' }, { deceased: 'included' }],
  ] as const)('have %s exactly where the terms have it', (rule, limiting, open) => {
    expect(rulesUnder(limiting)).toContain(rule);
    expect(rulesUnder(open)).not.toContain(rule);
  });

  it('have protection and conflicts of interest always, but for a citizen’s own token', () => {
    expect(rulesUnder({})).toEqual(expect.arrayContaining(['PROTECTION', 'CONFLICT_OF_INTEREST']));
    expect(rulesUnder({ subject: 'self' })).toEqual(['OWN_RECORD', 'DECEASED']);
  });
});
