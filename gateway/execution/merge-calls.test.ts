import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../planning/index.ts';
import { mergedCalls } from './merge-calls.ts';
import { compiled, entitiesOf, fetchOf, parallel, planOf, sequence } from './plan.fixture.ts';
import { plannedFetches } from './planned-fetches.ts';

const NAME = '... on Citizen { name }';
const AGE = '... on Citizen { age }';
const root = (database: string): PlanNode => fetchOf(database, '{ me { __typename personalId } }');

/** The calls of a plan: the database, with the paths that it is asked for. */
function calls(node: PlanNode) {
  return mergedCalls(plannedFetches(planOf(node), () => false)).map(({ database, fetches }) => [
    database,
    ...fetches.map(({ path }) => path.join('.')),
  ]);
}

describe('what one database is asked at the same time', () => {
  it('is asked in one call', () => {
    const steps = parallel(entitiesOf('b', 'me', NAME), entitiesOf('b', 'me.spouse', AGE));
    expect(calls(sequence(root('a'), steps))).toEqual([
      ['a', ''],
      ['b', 'me', 'me.spouse'],
    ]);
  });

  it('goes with a later call to that database where nobody needs it before', () => {
    const late = sequence(entitiesOf('c', 'me', NAME), entitiesOf('b', 'me.spouse', AGE));
    expect(calls(sequence(root('a'), parallel(entitiesOf('b', 'me', NAME), late)))).toEqual([
      ['a', ''],
      ['c', 'me'],
      ['b', 'me', 'me.spouse'],
    ]);
  });

  it('goes at once where somebody needs it', () => {
    const needed = sequence(entitiesOf('b', 'me', NAME), entitiesOf('c', 'me', AGE));
    const late = sequence(entitiesOf('c', 'me.spouse', NAME), entitiesOf('b', 'me.spouse', AGE));
    expect(calls(sequence(root('a'), parallel(needed, late)))).toEqual([
      ['a', ''],
      ['b', 'me'],
      ['c', 'me.spouse'],
      ['c', 'me'],
      ['b', 'me.spouse'],
    ]);
  });

  it('is never merged with root fields, nor are root fields with each other', () => {
    const steps = parallel(root('a'), root('a'), sequence(root('b'), entitiesOf('a', 'me', NAME)));
    expect(calls(steps)).toEqual([
      ['a', ''],
      ['a', ''],
      ['b', ''],
      ['a', 'me'],
    ]);
  });

  it('is never merged across databases', () => {
    const steps = parallel(entitiesOf('b', 'me', NAME), entitiesOf('c', 'me', NAME));
    expect(calls(sequence(root('a'), steps))).toHaveLength(3);
  });

  it('stays apart where a part of it may be kept between requests', () => {
    const steps = parallel(entitiesOf('b', 'me', NAME), entitiesOf('b', 'me.spouse', AGE));
    const fetches = plannedFetches(planOf(sequence(root('a'), steps)), () => false);
    const isKept = (fetch: (typeof fetches)[number]): boolean => fetch.path.join('.') === 'me';
    expect(mergedCalls(fetches, isKept).map(({ database }) => database)).toEqual(['a', 'b', 'b']);
  });
});

describe('a call for entities', () => {
  it('asks one selection once, whatever number of places needs it', () => {
    const steps = parallel(entitiesOf('b', 'me', NAME), entitiesOf('b', 'me.spouse', NAME));
    const [, call] = compiled(sequence(root('a'), steps)).calls;
    expect(call?.query).toBe(
      'query($representations:[_Any!]!){_entities(representations:$representations){...on Citizen{name}}}',
    );
    expect(call?.entities.map(({ sources }) => sources.map(({ path }) => path.join('.')))).toEqual([
      ['me', 'me.spouse'],
    ]);
  });

  it('asks different selections under names of their own, each with representations of its own', () => {
    const steps = parallel(entitiesOf('b', 'me', NAME), entitiesOf('b', 'me.spouse', AGE));
    const [, call] = compiled(sequence(root('a'), steps)).calls;
    expect(call?.query).toBe(
      'query($representations0:[_Any!]!$representations1:[_Any!]!){' +
        'entities0:_entities(representations:$representations0){...on Citizen{name}}' +
        'entities1:_entities(representations:$representations1){...on Citizen{age}}}',
    );
  });

  it('asks the same words apart where the planner renamed something in one of them', () => {
    const outputRewrites = [{ kind: 'KeyRenamer', path: ['name__alias_0'], renameKeyTo: 'name' }] as const;
    const steps = parallel(
      entitiesOf('b', 'me', NAME),
      entitiesOf('b', 'me.spouse', NAME, { outputRewrites }),
    );
    expect(compiled(sequence(root('a'), steps)).calls[1]?.entities).toHaveLength(2);
  });

  it('that asks anything but entities is none of ours', () => {
    const node = fetchOf('b', '{ me { name } }', { requires: [] });
    expect(() => compiled(node)).toThrow('Expected a plan whose calls for entities ask _entities only.');
  });
});

describe('the variables of a call', () => {
  const due = (name: string): string => `... on Citizen { due(year: $${name}) }`;

  it('are those of all its parts', () => {
    const steps = parallel(
      entitiesOf('b', 'me', due('x'), { variables: '$x:Int' }),
      entitiesOf('b', 'me.spouse', `... on Citizen { name due(year: $y) } `, { variables: '$y:Int=7$x:Int' }),
    );
    const [, call] = compiled(sequence(root('a'), steps)).calls;
    expect(call?.variables).toEqual(['x', 'y']);
    expect(call?.query).toContain(
      'query($representations0:[_Any!]!$representations1:[_Any!]!$x:Int$y:Int=7){',
    );
  });

  it('keep their names when a client uses those of ours', () => {
    const steps = parallel(
      entitiesOf('b', 'me', due('representations0'), { variables: '$representations0:Int' }),
      entitiesOf('b', 'me.spouse', NAME),
    );
    const [, call] = compiled(sequence(root('a'), steps)).calls;
    expect(call?.variables).toEqual(['representations0']);
    expect(call?.entities.map(({ variable }) => variable)).toEqual(['representations0_', 'representations1']);
  });
});
