import { print, stripIgnoredCharacters } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../planning/index.ts';
import {
  BY_PERSONAL_ID,
  entitiesOf,
  fetchOf,
  parallel,
  planOf,
  SCHEMA,
  sequence,
  taken,
} from './plan.fixture.ts';
import { plannedFetches } from './planned-fetches.ts';
import { splitAtSubjects } from './split-subjects.ts';

/** `register` answers for persons by their key, `owners` for none; `register` is passed a person's age. */
const OPTIONS = {
  schema: SCHEMA,
  resolves: (database: string, type: string, key: string) =>
    database === 'register' && type === 'Citizen' && key === 'personalId',
  isPassedOn: (database: string, type: string, field: string) =>
    database === 'register' && type === 'Citizen' && field === 'age',
};

/** Each call with its place, its operation and the positions of the calls that it waits for. */
function split(node: PlanNode) {
  const fetches = splitAtSubjects(
    plannedFetches(planOf(node), () => false),
    OPTIONS,
  );
  return fetches.map(({ path, operation, waitsFor }) => [
    path.join('.'),
    stripIgnoredCharacters(print(operation)),
    [...waitsFor].map((each) => fetches.indexOf(each)),
  ]);
}

/** The same for one call for root fields. */
const splitRoot = (operation: string) => split(fetchOf('register', operation));

const asPerson = (selection: string): string => `{_entities{...on Citizen{${selection}}}}`;

describe('a person whom a call meets', () => {
  it('is named by it, and read by a call of its own', () => {
    expect(splitRoot('{ businesses { code owner { name sex } } }')).toEqual([
      ['', '{businesses{code owner{__typename personalId}}}', []],
      ['businesses.@.owner', asPerson('name sex'), [0]],
    ]);
  });

  it('is met in lists, and in lists of lists', () => {
    expect(splitRoot('{ businesses { owner { personalId tree { name } } } }')).toEqual([
      ['', '{businesses{owner{__typename personalId}}}', []],
      ['businesses.@.owner', asPerson('tree{__typename personalId}'), [0]],
      ['businesses.@.owner.tree.@.@', asPerson('name'), [1]],
    ]);
  });

  it('stands at the path of the aliases on the way', () => {
    expect(splitRoot('{ all: businesses { who: owner { n: name } } }')[1]?.slice(0, 2)).toEqual([
      'all.@.who',
      asPerson('n:name'),
    ]);
  });

  it('behind a union is read in a call, enterprises there are not', () => {
    expect(splitRoot('{ holders { __typename ... on Citizen { name } ... on Business { label } } }')).toEqual(
      [
        ['', '{holders{__typename ...on Citizen{__typename personalId}...on Business{label}}}', []],
        ['holders.@', asPerson('name'), [0]],
      ],
    );
  });

  it('is asked once where fragments ask of it in several places', () => {
    expect(
      splitRoot('{ businesses { owner { name } ... on Business { owner { sex ... on Citizen { age } } } } }'),
    ).toEqual([
      [
        '',
        '{businesses{owner{__typename personalId}...on Business{owner{__typename personalId ...on Citizen{age}}}}}',
        [],
      ],
      ['businesses.@.owner', asPerson('name sex'), [0]],
    ]);
  });

  it('is read at once where, behind a union, one name stands for two things', () => {
    for (const operation of [
      '{holders{...on Citizen{who:spouse{x:name}}...on Business{who:owner{x:label}}}}',
      '{holders{...on Citizen{who:spouse{name}}...on Business{who:chief{name}}}}',
      '{holders{...on Citizen{spouse{x:due(year:1)}}...on Business{chief{name}spouse:owner{x:due(year:2)}}}}',
    ]) {
      expect(splitRoot(operation)).toEqual([['', operation, []]]);
    }
  });

  it('of whom only the key is asked needs no further call', () => {
    const operation = '{businesses{owner{__typename id:personalId personalId}}}';
    expect(splitRoot(operation)).toEqual([['', operation, []]]);
  });
});

describe('what stays in the first call', () => {
  it('is what the database has of a person only there', () => {
    expect(
      splitRoot('{ businesses { owner { years: age name } } }').map(([, operation]) => operation),
    ).toEqual(['{businesses{owner{__typename personalId years:age}}}', asPerson('name')]);
  });

  it('is everything where the database does not answer for persons', () => {
    const operation = '{businesses{owner{name}}}';
    expect(split(fetchOf('owners', operation))).toEqual([['', operation, []]]);
  });

  it('is a person whom an argument names, with those in fragments about that person', () => {
    const operation = 'query($x:Boolean!){citizens(personalIds:["1"]){name ...on Citizen@skip(if:$x){sex}}}';
    expect(splitRoot(operation)).toEqual([['', operation, []]]);
  });

  it('is a person for whom the call asks as an entity, but not whom it meets behind', () => {
    const node = entitiesOf('register', 'me', '... on Citizen { name ... on Citizen { spouse { name } } }');
    expect(split(node).map(([path, operation]) => [path, operation])).toEqual([
      [
        'me',
        'query($representations:[_Any!]!){_entities(representations:$representations)' +
          '{...on Citizen{name ...on Citizen{spouse{__typename personalId}}}}}',
      ],
      ['me.spouse', asPerson('name')],
    ]);
  });

  it('is a person met behind one whom an argument names: no, only the named one', () => {
    expect(splitRoot('{ citizen(personalId: "1") { name spouse { name } } }')).toEqual([
      ['', '{citizen(personalId:"1"){name spouse{__typename personalId}}}', []],
      ['citizen.spouse', asPerson('name'), [0]],
    ]);
  });

  it('is an entity of another type, while persons behind it are met', () => {
    const node = entitiesOf('register', 'house', '... on House { floors keeper { name } }', {
      requires: [taken('House', 'id')],
    });
    expect(split(node).map(([path]) => path)).toEqual(['house', 'house.keeper']);
  });
});

describe('conditions', () => {
  it('go with what they are about, wherever they stand', () => {
    const variables = 'query($a:Boolean!$b:Boolean!$c:Boolean!$d:Boolean!)';
    const [first, second] = splitRoot(
      `${variables}{ holders @include(if: $a) { ... @skip(if: $b) { ... on Citizen @include(if: $c) ` +
        '{ name @skip(if: $d) ... @include(if: $a) { sex } personalId @skip(if: $d) } } } }',
    );
    expect(first?.[1]).toBe(
      `${variables}{holders@include(if:$a){...@skip(if:$b){...on Citizen@include(if:$c)` +
        '{__typename personalId personalId@skip(if:$d)}}}}',
    );
    expect(second?.[1]).toBe(
      `query($a:Boolean!$b:Boolean!$c:Boolean!$d:Boolean!)${asPerson(
        '...@skip(if:$b){...@include(if:$c){name@skip(if:$d)...@include(if:$a){sex}}}',
      )}`,
    );
  });

  it('of a field that leads to a person stay there: without it, nobody is met', () => {
    const [, second] = splitRoot('query($a:Boolean!){ businesses { owner @include(if: $a) { name } } }');
    expect(second?.[1]).toBe(asPerson('name'));
  });

  it('and arguments take their variables along, and no call has others', () => {
    const operations = splitRoot(
      'query($x:Int$y:Boolean!){ businesses { label @skip(if: $y) owner { due(year: $x) } } }',
    ).map(([, operation]) => operation);
    expect(operations).toEqual([
      'query($y:Boolean!){businesses{label@skip(if:$y)owner{__typename personalId}}}',
      `query($x:Int)${asPerson('due(year:$x)')}`,
    ]);
  });
});

describe('who waits for what', () => {
  const met = fetchOf('register', '{ businesses { owner { name spouse { sex } } } }');

  it('is whoever stands where a part of the call leads', () => {
    const plan = sequence(
      met,
      parallel(
        entitiesOf('c', 'businesses.@', '... on Business { code }', {
          requires: [taken('Business', 'code')],
        }),
        entitiesOf('c', 'businesses.@.owner', '... on Citizen { age }'),
        entitiesOf('c', 'businesses.@.owner.spouse', '... on Citizen { age }'),
      ),
    );
    expect(split(plan).map(([path, , waitsFor]) => [path, waitsFor])).toEqual([
      ['', []],
      ['businesses.@.owner', [0]],
      ['businesses.@.owner.spouse', [1]],
      ['businesses.@', [0]],
      ['businesses.@.owner', [0, 1]],
      ['businesses.@.owner.spouse', [0, 1, 2]],
    ]);
  });

  it('is whoever takes nested values of it', () => {
    const nested = {
      ...taken('Business', 'code'),
      selections: [{ kind: 'Field', name: 'owner', selections: [BY_PERSONAL_ID] }],
    } as const;
    const plan = sequence(
      met,
      entitiesOf('c', 'businesses.@', '... on Business { code }', { requires: [nested] }),
    );
    expect(split(plan).at(-1)?.[2]).toEqual([0, 1, 2]);
  });

  it('is whoever needs a call between them: what it names stands behind all that it needs', () => {
    const between = entitiesOf('b', 'businesses.@', '... on Business { code }', {
      requires: [taken('Business', 'code')],
    });
    const plan = sequence(met, between, entitiesOf('c', 'businesses.@.owner', '... on Citizen { age }'));
    expect(split(plan).map(([path, , waitsFor]) => [path, waitsFor])).toEqual([
      ['', []],
      ['businesses.@.owner', [0]],
      ['businesses.@.owner.spouse', [1]],
      ['businesses.@', [0]],
      ['businesses.@.owner', [3, 1]],
    ]);
  });
});
