import { describe, expect, it } from 'vitest';
import { FIXTURE, lineIn, problemsOf } from './fixture.ts';

/** Conditions of an agreement by which the bank's neighbour, the ward, reads the population for statistics. */
interface Terms {
  readonly database?: string;
  readonly purpose?: string;
  readonly elements?: string;
  readonly jurisdiction?: string;
  readonly officer?: string;
  readonly case?: string;
  readonly consent?: string;
  readonly from?: string;
  readonly review?: string;
  readonly to?: string;
  readonly validTo?: string;
  readonly state?: string;
  readonly more?: string;
}

const SUSPENDED_FROM_START =
  'suspension: { from: "2026-01-01", notifiedOn: "2026-01-01", violation: V, remedy: R, deadline: "2026-01-31" }';

function agreement(id: string, terms: Terms): string {
  return `
  - id: ${id}
    provider: ${terms.database === 'civil-status' ? 'MOJ' : 'C06'}
    database: ${terms.database ?? 'population'}
    purposes: ["${terms.purpose ?? 'QLNN:STATISTICS'}"]
    legalBasis: { document: Law 26/2023/QH15, article: "10", validTo: "${terms.validTo ?? '2030-12-31'}" }
    elements: [${terms.elements ?? 'population.identity.sex'}]
    jurisdiction: ${terms.jurisdiction ?? 'national'}
    officer: ${terms.officer ?? 'optional'}
    case: ${terms.case ?? 'optional'}
    ${terms.consent === undefined ? '' : `consent: ${terms.consent}`}
    from: "${terms.from ?? '2026-01-01'}"
    review: ${terms.review ?? '"2026-12-25"'}
    to: ${terms.to ?? 'null'}
    state: ${terms.state ?? 'active'}
    ${terms.more ?? ''}
`;
}

/** The fixture in which the ward has exactly these two agreements. */
function withTwo(first: Terms, second: Terms) {
  const file = 'agreements/ward.yaml';
  const text = `consumer: WARD\nagreements:\n${agreement('one', first)}${agreement('two', second)}`;
  const files = new Map([...FIXTURE, [file, text]]);
  return { file, files, line: lineIn(files, file, '- id: two') };
}

describe('two agreements of one consumer about one element', () => {
  it.each<[string, Terms, string]>([
    ['jurisdiction', { jurisdiction: 'own' }, 'jurisdiction (population.identity.sex)'],
    ['officer', { officer: 'required' }, 'officer (population.identity.sex)'],
    ['case', { case: 'required' }, 'case (population.identity.sex)'],
    ['consent', { consent: 'required' }, 'consent, deceased (population.identity.sex)'],
    ['protection', { more: 'protectedUpTo: 1' }, 'protectedUpTo (population.identity.sex)'],
    ['deceased', { more: 'deceased: excluded' }, 'deceased (population.identity.sex)'],
    ['quota', { more: 'quota: { subjects: 9, per: day }' }, 'quota (population.identity.sex)'],
    [
      'subject scope',
      { case: 'required', more: 'subject: case-party' },
      'subject, case (population.identity.sex)',
    ],
    [
      'several conditions',
      { officer: 'required', case: 'required' },
      'officer, case (population.identity.sex)',
    ],
    [
      'officer, the element being covered by a wildcard',
      { officer: 'required', elements: 'population.identity.*' },
      'officer (population.identity.sex)',
    ],
  ])('contradict each other in %s', (_name, second, contradiction) => {
    const { file, files, line } = withTwo({}, second);
    expect(problemsOf(files)).toEqual([
      {
        file,
        line,
        found: `"two", which contradicts "one" in ${contradiction}`,
        expected: 'the same conditions, other days or other elements',
      },
    ]);
  });

  it.each<[string, Terms, Terms]>([
    ['under the same conditions', {}, {}],
    [
      'one after the other',
      { to: '"2026-06-30"', review: 'null' },
      { from: '2026-07-01', officer: 'required' },
    ],
    ['while one is suspended', { state: 'suspended', more: SUSPENDED_FROM_START }, { officer: 'required' }],
    [
      'when one begins after the legal basis of the other ended',
      { validTo: '2026-06-30' },
      { from: '2026-07-01', officer: 'required' },
    ],
    ['for different purposes', {}, { purpose: 'TTHC:1.001193', officer: 'required' }],
  ])('may stand together %s', (_name, first, second) => {
    expect(problemsOf(withTwo(first, second).files)).toEqual([]);
  });

  it('contradict each other when they share only their last and first day', () => {
    const { files } = withTwo(
      { to: '"2026-07-01"', review: 'null' },
      { from: '2026-07-01', officer: 'required' },
    );
    expect(problemsOf(files)).toHaveLength(1);
  });
});

describe('two agreements of one consumer about different elements', () => {
  it('may differ in what they require of the officer, because the stricter one holds for the database', () => {
    const { files } = withTwo({}, { elements: 'population.identity.fullName', officer: 'required' });
    expect(problemsOf(files)).toEqual([]);
  });

  it.each<[string, Terms]>([
    ['jurisdiction', { jurisdiction: 'own' }],
    ['consent, deceased', { consent: 'required' }],
    ['deceased', { more: 'deceased: excluded' }],
    ['protectedUpTo', { more: 'protectedUpTo: 2' }],
    ['quota', { more: 'quota: { subjects: 9, per: month }' }],
    ['subject', { case: 'required', more: 'subject: case-party' }],
  ])('may not differ in %s, because a database is read under one', (what, terms) => {
    const { file, files, line } = withTwo({}, { elements: 'population.identity.fullName', ...terms });
    expect(problemsOf(files)).toEqual([
      {
        file,
        line,
        found: `"two", which contradicts "one" in ${what}`,
        expected: 'the same conditions, other days or other elements',
      },
    ]);
  });

  it('may differ in jurisdiction when they are about different databases', () => {
    const second = { database: 'civil-status', elements: 'civil-status.birth.number', jurisdiction: 'own' };
    expect(problemsOf(withTwo({}, second).files)).toEqual([]);
  });
});
