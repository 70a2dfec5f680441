import { type OperationDefinitionNode, parse, print, type SelectionSetNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../planning/index.ts';
import { compilePlan, typesOf } from './compile-plan.ts';
import {
  compiled,
  entitiesOf,
  fetchOf,
  OPTIONS,
  parallel,
  planOf,
  SCHEMA,
  sequence,
} from './plan.fixture.ts';

const ROOT = fetchOf(
  'a',
  'query Client__a__0($x: Boolean!) {\n  me { __typename personalId @skip(if: $x) }\n}',
);

describe('a compiled call', () => {
  it('has an operation without a name and without what GraphQL ignores, also as JSON', () => {
    const [call] = compiled(ROOT).calls;
    expect(call).toMatchObject({
      database: 'a',
      query: 'query($x:Boolean!){me{__typename personalId@skip(if:$x)}}',
      variables: ['x'],
    });
    expect(JSON.parse(call?.queryText ?? '')).toBe(call?.query);
  });

  it('is made of steps, each of which waits for its own', () => {
    const late = sequence(
      entitiesOf('c', 'me', '... on Citizen { name }'),
      entitiesOf('b', 'me.spouse', '... on Citizen { sex }'),
    );
    const { calls, steps } = compiled(
      sequence(ROOT, parallel(entitiesOf('b', 'me', '... on Citizen { age }'), late)),
    );
    expect(calls.map(({ database, steps: own }) => [database, own])).toEqual([
      ['a', [0]],
      ['c', [1]],
      ['b', [2, 3]],
    ]);
    expect(steps.map(({ waitsFor }) => waitsFor)).toEqual([[], [0], [0], [1]]);
  });

  it('is made after the calls were changed', () => {
    const plan = planOf(sequence(ROOT, entitiesOf('b', 'me', '... on Citizen { age }')));
    const { calls } = compilePlan(plan, () => false, { ...OPTIONS, split: (fetches) => fetches.slice(0, 1) });
    expect(calls.map(({ database }) => database)).toEqual(['a']);
  });
});

it.each([
  fetchOf('a', '{ __proto__: me { personalId } }'),
  fetchOf('a', '{ me { ... { __proto__: spouse { name } } } }'),
  sequence(ROOT, entitiesOf('b', 'me', '... on Citizen { __proto__: spouse { name } }')),
])('nothing is compiled that would reach into what all objects share', (node) => {
  expect(() => compiled(node)).toThrow('An alias that no object can have as a property.');
});

describe("a client's variable named as the planner's own", () => {
  const due = entitiesOf('b', 'me', '... on Citizen { due(year: $representations) }');
  const [client] = parse('query($representations: Int = 7) { me { personalId } }').definitions;
  const { variableDefinitions = [] } = client as OperationDefinitionNode;
  const call = (node: PlanNode) =>
    compilePlan(planOf(sequence(ROOT, node)), () => false, { ...OPTIONS, variableDefinitions }).calls[1];

  it('keeps its name, its type and its default', () => {
    expect(call(due)).toMatchObject({
      query:
        'query($representations_:[_Any!]!$representations:Int=7)' +
        '{_entities(representations:$representations_){...on Citizen{due(year:$representations)}}}',
      variables: ['representations'],
      entities: [{ variable: 'representations_' }],
    });
  });

  it('stands beside several parts of ours', () => {
    const node = parallel(due, entitiesOf('b', 'me.spouse', '... on Citizen { age }'));
    expect(call(node)?.query).toContain(
      'query($representations0:[_Any!]!$representations1:[_Any!]!$representations:Int=7){',
    );
    expect(call(node)?.variables).toEqual(['representations']);
  });

  it('is not there where nothing uses it', () => {
    expect(call(entitiesOf('b', 'me', '... on Citizen { age }'))?.query).toBe(
      'query($representations:[_Any!]!){_entities(representations:$representations){...on Citizen{age}}}',
    );
  });
});

describe('what may be kept between requests', () => {
  const lifetimes = (selection: string, more?: Parameters<typeof entitiesOf>[3]) => {
    const plan = planOf(sequence(ROOT, entitiesOf('b', 'me', selection, more)));
    const maxAgeOf = (database: string, type: string, asked: SelectionSetNode) =>
      database === 'b' && type === 'Citizen' && print(asked).includes('name') ? 60 : 0;
    return compilePlan(plan, () => false, { ...OPTIONS, maxAgeOf }).calls[1]?.entities[0]?.lifetime;
  };

  it('is what is of one type, as long as something says so', () => {
    expect(lifetimes('... on Citizen { name }')).toEqual({ type: 'Citizen', maxAgeSeconds: 60 });
    expect(lifetimes('... on Citizen { age }')).toBeUndefined();
  });

  it('is nothing of several types, nor what the planner renamed', () => {
    expect(lifetimes('... on Citizen { name } ... on Business { label }')).toBeUndefined();
    const outputRewrites = [{ kind: 'KeyRenamer', path: ['n'], renameKeyTo: 'name' }] as const;
    expect(lifetimes('... on Citizen { n: name }', { outputRewrites })).toBeUndefined();
  });
});

describe('types', () => {
  const isOfType = typesOf(SCHEMA);

  it('are of themselves, and of their interfaces and unions', () => {
    expect(isOfType('Citizen', 'Citizen')).toBe(true);
    expect(isOfType('Citizen', 'Party')).toBe(true);
    expect(isOfType('Business', 'Holder')).toBe(true);
    expect(isOfType('Party', 'Party')).toBe(true);
  });

  it('are of nothing else', () => {
    expect(isOfType('House', 'Party')).toBe(false);
    expect(isOfType('Party', 'Citizen')).toBe(false);
    expect(isOfType('Citizen', 'Business')).toBe(false);
    expect(isOfType('Citizen', 'Nothing')).toBe(false);
    expect(isOfType('Nothing', 'Party')).toBe(false);
    expect(isOfType('Sex', 'Holder')).toBe(false);
  });
});
