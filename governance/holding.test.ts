import { describe, expect, it } from 'vitest';
import { workingDaysBetween } from './days.ts';
import { CODES, edited } from './fixture.ts';
import { compileGovernance } from './index.ts';

/** The days around which the bank's agreement is looked at. */
const DAYS = [
  '2025-12-31',
  '2026-01-01',
  '2026-03-11',
  '2026-03-12',
  '2026-03-13',
  '2026-03-14',
  '2026-12-31',
];

/** On which of the days the bank's agreement holds, with these lines instead of `state: active`. */
function heldWith(...lines: readonly string[]): readonly string[] {
  const text = lines.map((line) => `    ${line}\n`).join('');
  return held('    state: active\n', text);
}

function held(piece: string, replacement: string): readonly string[] {
  const governance = compileGovernance(edited('agreements/bank.yaml', piece, replacement), CODES);
  return DAYS.filter((day) => governance.agreementsOf('BANK', day).length > 0);
}

describe('an agreement holds', () => {
  it('from its first day on', () => {
    expect(heldWith('state: active')).toEqual(DAYS.slice(1));
  });

  it('before and after a planned suspension, on none of its days', () => {
    const days = '{ cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-13" }';
    expect(heldWith('state: planned-suspension', `plannedSuspension: ${days}`)).toEqual([
      '2026-01-01',
      '2026-03-11',
      '2026-03-14',
      '2026-12-31',
    ]);
  });

  it('not again while the end of a force majeure is not known', () => {
    const days = '{ cause: force-majeure, announcedOn: "2026-03-13", from: "2026-03-12", to: null }';
    expect(heldWith('state: planned-suspension', `plannedSuspension: ${days}`)).toEqual([
      '2026-01-01',
      '2026-03-11',
    ]);
  });

  it('until the day before it is suspended for misuse', () => {
    const days = 'from: "2026-03-12", notifiedOn: "2026-03-12", deadline: "2026-04-11"';
    expect(heldWith('state: suspended', `suspension: { ${days}, violation: V, remedy: R }`)).toEqual([
      '2026-01-01',
      '2026-03-11',
    ]);
  });

  it('until the day before it is terminated, or suspended before that', () => {
    const gone = 'termination: { on: "2026-03-14", reason: purpose-gone }';
    expect(heldWith('state: terminated', gone)).toEqual(DAYS.slice(1, 5));
    const days = 'from: "2026-03-12", notifiedOn: "2026-03-12", deadline: "2026-04-11"';
    expect(
      heldWith(
        'state: terminated',
        'termination: { on: "2026-12-31", reason: not-remedied }',
        `suspension: { ${days}, violation: V, remedy: R }`,
      ),
    ).toEqual(['2026-01-01', '2026-03-11']);
  });

  it('on no day on which its legal basis is not in force', () => {
    const basis = 'article: "10" }';
    expect(held(basis, 'article: "10", validFrom: "2026-03-12", validTo: "2026-03-13" }')).toEqual([
      '2026-03-12',
      '2026-03-13',
    ]);
  });
});

describe('working days', () => {
  it.each([
    ['2026-03-02', '2026-03-03', 0],
    ['2026-03-02', '2026-03-12', 7],
    ['2026-03-06', '2026-03-09', 0],
    ['2026-03-06', '2026-03-10', 1],
    ['2026-03-12', '2026-03-02', 0],
  ])('between %s and %s, without both and without weekends', (earlier, later, count) => {
    expect(workingDaysBetween(earlier, later)).toBe(count);
  });
});
