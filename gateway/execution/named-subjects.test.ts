import { describe, expect, it } from 'vitest';
import { compilePlan } from './compile-plan.ts';
import { assertNamed, namingSubjects } from './named-subjects.ts';
import { entitiesOf, fetchOf, OPTIONS, planOf, sequence, taken } from './plan.fixture.ts';

const ROOT = fetchOf('a', '{ me { __typename personalId } }');
const ANN = { __typename: 'Citizen', personalId: '901085100001' };
const BEN = { __typename: 'Citizen', personalId: '931187100002' };
const named = (lienthong_subject: string | null) => ({ lienthong_subject });

const planned = (...[selection, more]: [string, Parameters<typeof entitiesOf>[3]?]) =>
  compilePlan(planOf(sequence(ROOT, entitiesOf('b', 'me', selection, more))), () => false, {
    ...OPTIONS,
    split: namingSubjects,
  });

/** What an answer of a database becomes, when these persons were asked for. */
function checked(entities: unknown, sent: readonly object[], selection = '... on Citizen { name }'): unknown {
  const [, call] = planned(selection).calls;
  if (call === undefined) throw new Error('Expected two calls.');
  const list = sent as readonly Readonly<Record<string, unknown>>[];
  const data = structuredClone({ _entities: entities });
  assertNamed({ call, variables: {}, representations: new Map([['representations', list]]) }, data);
  return data._entities;
}

describe('who is asked for by key', () => {
  it('is named by the database as well', () => {
    expect(planned('... on Citizen { name }').calls[1]?.query).toBe(
      'query($representations:[_Any!]!){_entities(representations:$representations)' +
        '{...on Citizen{name}...on Citizen{lienthong_subject:personalId}}}',
    );
  });

  it('is asked for nothing more where something else is the key, or nobody is meant', () => {
    for (const requires of [taken('Business', 'code'), taken('Citizen', 'name')]) {
      const { calls } = planned('... on Citizen { age }', { requires: [requires] });
      expect(calls[1]?.query).not.toContain('lienthong_subject');
    }
    expect(planned('... on Citizen { name }').calls[0]?.query).toBe('{me{__typename personalId}}');
  });

  it('still waits for the calls that say who it is', () => {
    expect(planned('... on Citizen { name }').steps.map(({ waitsFor }) => waitsFor)).toEqual([[], [0]]);
  });
});

describe('entities', () => {
  it('of those who were asked for are taken without their names', () => {
    const entities = [
      { name: 'An', ...named(ANN.personalId) },
      null,
      { name: 'B', ...named(BEN.personalId) },
    ];
    expect(checked(entities, [ANN, ANN, BEN])).toEqual([{ name: 'An' }, null, { name: 'B' }]);
  });

  it.each([
    ['in another order', [named(BEN.personalId), named(ANN.personalId)]],
    ['one of which is somebody else’s', [named(ANN.personalId), named('900000000000')]],
    ['of whom one is of nobody', [named(ANN.personalId), { name: 'B', ...named(null) }]],
    ['that do not say whose they are', [{ name: 'A' }, { name: 'B' }]],
    ['more than were asked for', [named(ANN.personalId), named(BEN.personalId), named(BEN.personalId)]],
  ])('%s are refused, without a word of them', (_what, entities) => {
    expect(() => checked(entities, [ANN, BEN])).toThrow(
      'An entity of another subject than the one asked for',
    );
  });

  it('of whom a rule withholds say nothing at all', () => {
    expect(checked([{ __typename: 'Citizen', name: null, ...named(null) }], [ANN])).toEqual([
      { __typename: 'Citizen', name: null },
    ]);
  });

  it('that are none are left to whoever merges them', () => {
    for (const entities of ['text', { 0: named(ANN.personalId) }, undefined]) {
      expect(checked(entities, [ANN])).toEqual(entities);
    }
  });
});
