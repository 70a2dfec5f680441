import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../planning/index.ts';
import { expectedPaths } from './expected-paths.ts';
import { compiled, entitiesOf, fetchOf, parallel, sequence } from './plan.fixture.ts';

/** The places that each call of a plan should fill. */
function expected(...of: readonly PlanNode[]) {
  return compiled(sequence(...of)).calls.map((call) => [...expectedPaths({ call, steps: call.steps })]);
}

const ROOT = fetchOf('a', '{ citizens(personalIds: []) { id: personalId spouse { name } } }');

describe('the places that a call should fill', () => {
  it('are all its fields, those with selections among them, by response key', () => {
    expect(expected(ROOT)).toEqual([['citizens', 'citizens.id', 'citizens.spouse', 'citizens.spouse.name']]);
  });

  it('stand where the entities stand, without list positions, at each of their places', () => {
    const name = '... on Citizen { name ... on Citizen { homes { id } } }';
    const places = parallel(
      entitiesOf('b', 'citizens.@', name),
      entitiesOf('b', 'citizens.@.spouse', '... on Citizen { sex }'),
    );
    expect(expected(ROOT, places)[1]).toEqual([
      'citizens.name',
      'citizens.homes',
      'citizens.homes.id',
      'citizens.spouse.sex',
    ]);
  });

  it('are those of the steps that failed', () => {
    const places = parallel(
      entitiesOf('b', 'citizens.@', '... on Citizen { name }'),
      entitiesOf('b', 'citizens.@.spouse', '... on Citizen { sex }'),
    );
    const call = compiled(sequence(ROOT, places)).calls[1];
    if (call === undefined) throw new Error('Expected a second call.');
    const [first = 0] = call.steps;
    expect([...expectedPaths({ call, steps: [first] })]).toEqual(['citizens.name']);
  });

  it('have the names of the client where the planner had to use another one', () => {
    const outputRewrites = [{ kind: 'KeyRenamer', path: ['name__alias_0'], renameKeyTo: 'name' }] as const;
    const renamed = entitiesOf('b', 'citizens.@', '... on Citizen { name__alias_0: name }', {
      outputRewrites,
    });
    expect(expected(ROOT, renamed)[1]).toEqual(['citizens.name']);
  });
});
