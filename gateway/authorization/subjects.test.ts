import { describe, expect, it } from 'vitest';
import type { DatabaseTerms } from '../../governance/index.ts';
import { grantOf } from './fixture.ts';
import { isSubjectLimited, limitedDatabases } from './subjects.ts';

const NATIONAL: DatabaseTerms = {
  jurisdiction: 'national',
  subject: 'any',
  officerRequired: false,
  caseRequired: false,
  agreements: ['a'],
  legalBases: [],
};

function limited(terms: Readonly<Record<string, Partial<DatabaseTerms>>>) {
  const entries = Object.entries(terms).map(
    ([name, changes]) => [name, { ...NATIONAL, ...changes }] as const,
  );
  return limitedDatabases(grantOf([], { terms: new Map(entries) }));
}

describe('databases of which not every record may be read', () => {
  it('are none for a national agreement about anybody', () => {
    expect(limited({ population: {}, land: {} })).toEqual(new Map());
  });

  it('are those whose agreement names units', () => {
    expect(limited({ population: { jurisdiction: ['00004'] }, land: {} })).toEqual(
      new Map([['population', 'jurisdiction']]),
    );
  });

  it('are those of which nobody may be read: an agency without territory', () => {
    expect(limited({ population: { jurisdiction: [] } }).get('population')).toBe('jurisdiction');
  });

  it('are, on a citizen’s own token, those that give their own record', () => {
    expect(limited({ population: { subject: 'self', jurisdiction: ['00004'] } }).get('population')).toBe(
      'own-record',
    );
  });
});

describe('elements of a record', () => {
  const databases = limited({
    population: { jurisdiction: ['00004'] },
    land: { subject: 'self' },
    catalogue: {},
  });

  it.each([
    [['population.identity.name'], 'jurisdiction'],
    [['land.parcel.area'], 'own-record'],
    [['catalogue.unit.name', 'population.identity.name'], 'jurisdiction'],
    [['catalogue.unit.name'], undefined],
    [['population-archive.identity.name'], undefined],
    [[], undefined],
  ] as const)('%j: %s', (elements, rule) => {
    expect(isSubjectLimited(databases, elements)).toBe(rule);
  });
});
