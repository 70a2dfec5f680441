import type { DatabaseTerms } from '../../governance/index.ts';

/** For tests only: terms that limit nobody and reach nobody protected; each test changes what it is about. */
export const TERMS: DatabaseTerms = {
  jurisdiction: 'national',
  subject: 'any',
  consentRequired: false,
  deceased: 'included',
  protectedUpTo: 0,
  quota: null,
  officerRequired: false,
  caseRequired: false,
  agreements: ['a-01'],
  legalBases: [],
};
