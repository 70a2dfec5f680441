import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../governance/index.ts';
import { lostElements } from './lost-elements.ts';

const DAY = '2026-06-01';

/** An agreement that holds, of which only its dates and what it names are looked at. */
function agreement(patterns: readonly string[], changes: Partial<Agreement> = {}): Agreement {
  return {
    id: 'tax-1',
    patterns,
    from: '2026-01-01',
    to: null,
    legalBasis: { document: 'Law', article: '1', validFrom: null, validTo: null },
    plannedSuspension: null,
    suspension: null,
    termination: null,
    ...changes,
  } as Agreement;
}

const NAME = 'population.identity.fullName';
const RUNNING = new Set([NAME, 'population.identity.sex']);
const NEXT = new Set(['population.identity.sex']);
const lost = (next: ReadonlySet<string>, ...agreements: readonly Agreement[]) =>
  lostElements(RUNNING, next, agreements, DAY);

describe('a graph that takes an element away', () => {
  it('is told of each agreement that names it', () => {
    const [line, ...others] = lost(NEXT, agreement([NAME, 'population.identity.sex']));
    expect(line).toMatch(/^supergraph: .*population\.identity\.fullName.* tax-1 .*\(agreements-keep-/);
    expect(others).toEqual([]);
    expect(lost(RUNNING, agreement([NAME, 'population.identity.sex']))).toEqual([]);
  });

  it('hurts no agreement on the whole group, and none on what was not there before', () => {
    expect(lost(NEXT, agreement(['population.identity.*', 'population.contact.phone']))).toEqual([]);
  });

  it.each<readonly [string, Partial<Agreement>, number]>([
    ['ends today', { to: DAY }, 1],
    ['ended yesterday', { to: '2026-05-31' }, 0],
    ['begins next year', { from: '2027-01-01' }, 1],
    ['is terminated as from today', { termination: { on: DAY, reason: 'purpose-gone' } }, 0],
    ['is terminated as from tomorrow', { termination: { on: '2026-06-02', reason: 'purpose-gone' } }, 1],
  ])('counts an agreement that %s as one that holds, or not', (_what, changes, count) => {
    expect(lost(NEXT, agreement([NAME], changes))).toHaveLength(count);
  });
});
