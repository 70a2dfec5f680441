import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../planning/index.ts';
import { fetchOf, parallel, planOf, sequence } from './plan.fixture.ts';
import { plannedFetches } from './planned-fetches.ts';

const call = (name: string): PlanNode => fetchOf(name, '{ me { personalId } }');

/** The databases in their order, each with those whose calls it waits for. */
function waits(node: PlanNode, isTrue: (variable: string) => boolean = () => false) {
  const fetches = plannedFetches(planOf(node), isTrue);
  return fetches.map(({ database, waitsFor }) => [database, [...waitsFor].map((each) => each.database)]);
}

describe('the calls of a plan', () => {
  it('wait in a sequence for the one before', () => {
    expect(waits(sequence(call('a'), call('b'), call('c')))).toEqual([
      ['a', []],
      ['b', ['a']],
      ['c', ['b']],
    ]);
  });

  it('wait in parallel for nobody, and who comes behind waits for all of them', () => {
    const plan = sequence(call('a'), parallel(call('b'), sequence(call('c'), call('d'))), call('e'));
    expect(waits(plan)).toEqual([
      ['a', []],
      ['b', ['a']],
      ['c', ['a']],
      ['d', ['c']],
      ['e', ['b', 'd']],
    ]);
  });

  it('belong to the path of all the steps around them', () => {
    const inner: PlanNode = { kind: 'Flatten', path: ['spouse'], node: call('b') };
    const [only] = plannedFetches(
      planOf({ kind: 'Flatten', path: ['citizens', '@', 0], node: inner }),
      () => false,
    );
    expect(only?.path).toEqual(['citizens', '@', '0', 'spouse']);
  });

  it('are none for a plan of nothing', () => {
    expect(plannedFetches({ kind: 'QueryPlan' }, () => false)).toEqual([]);
  });
});

describe('a condition', () => {
  const both: PlanNode = { kind: 'Condition', condition: 'x', ifClause: call('yes'), elseClause: call('no') };

  it('chooses one of its steps', () => {
    expect(waits(both, (variable) => variable === 'x')).toEqual([['yes', []]]);
    expect(waits(both)).toEqual([['no', []]]);
  });

  it('without a step for its value lets those behind it wait for those before it', () => {
    const none: PlanNode = { kind: 'Condition', condition: 'x', ifClause: call('yes') };
    expect(waits(sequence(call('a'), none, call('b')))).toEqual([
      ['a', []],
      ['b', ['a']],
    ]);
  });
});

describe('a plan that is none of ours', () => {
  it.each([
    ['several operations', 'query A { me { personalId } } query B { me { personalId } }'],
    ['fragments', '{ me { ...F } } fragment F on Citizen { personalId }'],
    ['no operation', 'fragment F on Citizen { personalId }'],
  ])('is refused: a call with %s', (_what, operation) => {
    expect(() => plannedFetches(planOf(fetchOf('a', operation)), () => false)).toThrow(
      'Expected a plan whose calls are one operation each.',
    );
  });
});
