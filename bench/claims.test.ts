import { describe, expect, it } from 'vitest';
import { claimsTable, countryClaims } from './claims.ts';
import type { CountryRow } from './country/report.ts';

function row(name: string, connections: number, perSecond: number, cpu: number): CountryRow {
  const alike = (value: number) => ({ least: value, median: value, most: value });
  return {
    ...{
      scenario: 'D',
      connections,
      name,
      title: name,
      failure: null,
      rounds: [],
      answers: 10,
      refusedShare: 0,
    },
    requestsPerSecond: alike(perSecond),
    cpuMs: alike(cpu),
    ...{ subgraphsCpuMs: 1, postgresCpuMs: 1, callsPerRequest: 1, statementsPerRequest: 0.5 },
    ...{ p50Ms: 1, p95Ms: 1, p99Ms: 1, residentMb: 1, startSeconds: 1 },
  };
}

const PRODUCT = [row('product', 1, 100, 8), row('product', 64, 400, 2)];

function found(rows: readonly CountryRow[]): readonly (readonly [string, boolean])[] {
  return countryClaims(rows).map(({ target, isMet }) => [target, isMet]);
}

describe('what the project says of itself', () => {
  it('is met at the target, and not beyond it', () => {
    const met = [
      ...PRODUCT,
      row('off', 64, 500, 1.6),
      row('unrecorded', 64, 470, 1.8),
      row('apollo', 64, 80, 9),
      row('sql-by-hand', 64, 800, 1),
    ];
    expect(found(met).every(([, isMet]) => isMet)).toBe(true);
    const missed = [
      row('off', 64, 501, 1.59),
      row('unrecorded', 64, 480, 1.8),
      row('apollo', 64, 81, 9),
      row('sql-by-hand', 64, 801, 1),
    ];
    expect(found([...PRODUCT, ...missed]).filter(([, isMet]) => !isMet)).toEqual([
      ['≤ 1.25', false],
      ['≤ 1.25', false],
      ['≥ 0.85', false],
      ['≥ 5', false],
      ['≥ 0.5', false],
    ]);
  });

  it('is not said of what was not measured, or went wrong', () => {
    expect(found(PRODUCT)).toHaveLength(3);
    expect(found([...PRODUCT, { ...row('apollo', 64, 1, 1), failure: 'wrong answers' }])).toHaveLength(3);
    expect(found(PRODUCT.slice(0, 1))).toEqual([]);
  });

  it('is printed with what was found', () => {
    expect(claimsTable(countryClaims([...PRODUCT, row('apollo', 64, 100, 5)]))).toMatch(
      /stock @apollo\/gateway +≥ 5 +4\.00 +2\.50 +not met$/m,
    );
  });
});
