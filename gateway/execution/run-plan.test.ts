import { describe, expect, it } from 'vitest';
import { entitiesOf, fetchOf, parallel, ran, sequence, taken } from './plan.fixture.ts';

const AN = { __typename: 'Citizen', personalId: '1' };
const BINH = { __typename: 'Citizen', personalId: '2' };
const FIRM = { __typename: 'Business', code: 'b' };

const all = (...people: readonly unknown[]) => ({
  a: () => ({ data: { citizens: structuredClone(people) } }),
});
const ROOT = fetchOf(
  'a',
  '{ citizens(personalIds: []) { __typename personalId spouse { __typename personalId } } }',
);
const HOLDERS = fetchOf(
  'a',
  '{ holders { __typename ... on Citizen { personalId } ... on Business { code } } }',
);

type Sent = readonly { readonly personalId: string }[];
const sent = (variables: Readonly<Record<string, unknown>>, name = 'representations'): Sent =>
  variables[name] as Sent;

/** A database that knows the name of everybody whom it is asked for. */
const names = (variables: Readonly<Record<string, unknown>>) => ({
  data: { _entities: sent(variables).map(({ personalId }) => ({ name: `name ${personalId}` })) },
});

describe('entities', () => {
  const plan = sequence(ROOT, entitiesOf('b', 'citizens.@', '... on Citizen { name }'));

  it('are asked for once each, and told at each of their places', async () => {
    const { data, asked } = await ran(plan, { ...all(AN, BINH, null, AN), b: names });
    expect(asked[1]?.variables).toEqual({ representations: [AN, BINH] });
    expect(data).toEqual({
      citizens: [{ ...AN, name: 'name 1' }, { ...BINH, name: 'name 2' }, null, { ...AN, name: 'name 1' }],
    });
  });

  it('are asked for together for several paths, and told at each of these', async () => {
    const both = parallel(
      entitiesOf('b', 'citizens.@', '... on Citizen { name }'),
      entitiesOf('b', 'citizens.@.spouse', '... on Citizen { name }'),
    );
    const { data, asked } = await ran(sequence(ROOT, both), {
      ...all({ ...AN, spouse: BINH }, { ...BINH, spouse: { ...AN } }),
      b: names,
    });
    expect(asked.map(({ variables }) => variables)).toEqual([{}, { representations: [AN, BINH] }]);
    expect(data).toMatchObject({
      citizens: [
        { name: 'name 1', spouse: { name: 'name 2' } },
        { name: 'name 2', spouse: { name: 'name 1' } },
      ],
    });
  });

  it('at several paths are asked different things below, each told at its own', async () => {
    const house = { requires: [taken('House', 'id')] };
    const homes = '... on Citizen { homes { __typename id } }';
    const plan = sequence(
      ROOT,
      parallel(entitiesOf('b', 'citizens.@', homes), entitiesOf('b', 'citizens.@.spouse', homes)),
      parallel(
        entitiesOf('c', 'citizens.@.homes.@', '... on House { v: area }', house),
        entitiesOf('d', 'citizens.@.spouse.homes.@', '... on House { v: isOld }', house),
      ),
    );
    const home = { __typename: 'House', id: 'h' };
    const { data } = await ran(plan, {
      ...all({ ...AN, spouse: { ...AN } }),
      b: () => ({ data: { _entities: [{ homes: [home] }] } }),
      c: () => ({ data: { _entities: [{ v: 7 }] } }),
      d: () => ({ data: { _entities: [{ v: true }] } }),
    });
    const [citizen] = (data as { readonly citizens: readonly unknown[] }).citizens;
    expect(citizen).toEqual({
      ...AN,
      homes: [{ ...home, v: 7 }],
      spouse: { ...AN, homes: [{ ...home, v: true }] },
    });
  });

  it('known by different keys are different, though the keys have one value', async () => {
    const root = fetchOf(
      'a',
      '{ citizens(personalIds: []) { __typename personalId } holders { __typename code } }',
    );
    const name = '... on Citizen { name }';
    const both = parallel(
      entitiesOf('b', 'citizens.@', name),
      entitiesOf('b', 'holders.@', name, { requires: [taken('Citizen', 'code')] }),
    );
    const { data } = await ran(sequence(root, both), {
      a: () => ({ data: { citizens: [AN], holders: [{ __typename: 'Citizen', code: '1' }] } }),
      b: ({ representations }) => ({
        data: { _entities: (representations as Sent).map((each) => ({ name: JSON.stringify(each) })) },
      }),
    });
    expect(data).toMatchObject({
      citizens: [{ name: '{"__typename":"Citizen","personalId":"1"}' }],
      holders: [{ name: '{"__typename":"Citizen","code":"1"}' }],
    });
  });

  it('that a database does not know leave what is known', async () => {
    const { data, failed } = await ran(plan, {
      ...all(AN, BINH),
      b: () => ({ data: { _entities: [null, { name: 'B' }] } }),
    });
    expect(data).toEqual({ citizens: [AN, { ...BINH, name: 'B' }] });
    expect(failed).toEqual([]);
  });

  it('that nobody needs are not asked for, and what waits for them goes on', async () => {
    const { asked } = await ran(sequence(plan, fetchOf('c', '{ house { id } }')), {
      ...all(null),
      b: names,
      c: () => ({ data: { house: null } }),
    });
    expect(asked.map(({ database }) => database)).toEqual(['a', 'c']);
  });

  it('keep the type that is known when a database knows them under a wider one', async () => {
    const answers = {
      ...all(AN),
      b: () => ({ data: { _entities: [{ __typename: 'Party', label: 'L' }] } }),
    };
    const asParty = sequence(ROOT, entitiesOf('b', 'citizens.@', '... on Party { __typename label }'));
    expect((await ran(asParty, answers)).data).toEqual({ citizens: [{ ...AN, label: 'L' }] });
  });

  it('take the narrower type where only a wider one was known', async () => {
    const root = fetchOf('a', '{ parties { __typename personalId } }');
    const narrower = entitiesOf('b', 'parties.@', '... on Party { __typename label }', {
      requires: [taken('Party', 'personalId')],
      outputRewrites: [],
    });
    const { data } = await ran(sequence(root, narrower), {
      a: () => ({ data: { parties: [{ __typename: 'Party', personalId: '1' }] } }),
      b: () => ({ data: { _entities: [{ __typename: 'Citizen', label: 'L' }] } }),
    });
    expect(data).toEqual({ parties: [{ __typename: 'Citizen', personalId: '1', label: 'L' }] });
  });
});

describe('variables of the client', () => {
  const due = entitiesOf('b', 'citizens.@', '... on Citizen { due(year: $year) }', {
    variables: '$year:Int',
  });
  const answers = { ...all(AN), b: () => ({ data: { _entities: [{ due: 1 }] } }) };

  it('go to the calls that use them', async () => {
    const { asked } = await ran(sequence(ROOT, due), answers, { year: 7, other: 8 });
    expect(asked.map(({ variables }) => variables)).toEqual([{}, { representations: [AN], year: 7 }]);
  });

  it('are null when they are null, and not there when they are not', async () => {
    for (const [given, expected] of [
      [{ year: null }, { year: null }],
      [{}, {}],
    ] as const) {
      const { asked } = await ran(sequence(ROOT, due), answers, given);
      expect(asked[1]?.variables).toEqual({ representations: [AN], ...expected });
    }
  });
});

describe('root fields below the root', () => {
  const nested = {
    kind: 'Flatten',
    path: ['citizens', '@'],
    node: fetchOf('b', '{ house { floors } }'),
  } as const;
  const house = () => ({
    data: { house: { floors: null } },
    errors: [{ message: 'broken', path: ['house', 'floors'] } as never],
  });

  it('are asked for once, and told at each place, errors as well', async () => {
    const { data, errors, asked } = await ran(sequence(ROOT, nested), { ...all(AN, null, BINH), b: house });
    expect(asked).toHaveLength(2);
    expect(data).toEqual({
      citizens: [{ ...AN, house: { floors: null } }, null, { ...BINH, house: { floors: null } }],
    });
    expect(errors).toEqual([
      ['broken', ['citizens', 0, 'house', 'floors']],
      ['broken', ['citizens', 2, 'house', 'floors']],
    ]);
  });

  it('are not asked for where there is no place for them', async () => {
    expect((await ran(sequence(ROOT, nested), { ...all(null), b: house })).asked).toHaveLength(1);
  });
});

describe('an error of a database', () => {
  const broken = (...path: readonly (string | number)[]) => ({ message: 'broken', path }) as never;

  it('about an entity stands at every place of that entity, and goes on below it', async () => {
    const plan = sequence(ROOT, entitiesOf('b', 'citizens.@', '... on Citizen { homes { id } }'));
    const { errors } = await ran(plan, {
      ...all(AN, BINH, AN),
      b: () => ({
        data: { _entities: [{ homes: [{ id: null }] }, { homes: [] }] },
        errors: [broken('_entities', 0, 'homes', 0, 'id')],
      }),
    });
    expect(errors).toEqual([
      ['broken', ['citizens', 0, 'homes', 0, 'id']],
      ['broken', ['citizens', 2, 'homes', 0, 'id']],
    ]);
  });

  it('stands at the person, not at the enterprise for which nothing was asked', async () => {
    const plan = sequence(HOLDERS, entitiesOf('b', 'holders.@', '... on Citizen { name }'));
    const { errors } = await ran(plan, {
      a: () => ({ data: { holders: [FIRM, AN, null, FIRM, BINH] } }),
      b: () => ({
        data: { _entities: [{ name: 'A' }, { name: null }] },
        errors: [broken('_entities', 1, 'name')],
      }),
    });
    expect(errors).toEqual([['broken', ['holders', 4, 'name']]]);
  });

  it('in a call of several parts stands at those of its part', async () => {
    const both = parallel(
      entitiesOf('b', 'citizens.@', '... on Citizen { name }'),
      entitiesOf('b', 'citizens.@.spouse', '... on Citizen { sex }'),
    );
    const { errors } = await ran(sequence(ROOT, both), {
      ...all({ ...AN, spouse: { ...AN } }),
      b: () => ({
        data: { entities0: [{ name: 'A' }], entities1: [{ sex: null }] },
        errors: [broken('entities1', 0, 'sex')],
      }),
    });
    expect(errors).toEqual([['broken', ['citizens', 0, 'spouse', 'sex']]]);
  });

  it('has the name of the client where the planner had to use another one', async () => {
    const outputRewrites = [{ kind: 'KeyRenamer', path: ['name__alias_0'], renameKeyTo: 'name' }] as const;
    const renamed = entitiesOf('b', 'citizens.@', '... on Citizen { name__alias_0: name }', {
      outputRewrites,
    });
    const { data, errors } = await ran(sequence(ROOT, renamed), {
      ...all(AN),
      b: () => ({
        data: { _entities: [{ name__alias_0: null }] },
        errors: [broken('_entities', 0, 'name__alias_0')],
      }),
    });
    expect(data).toEqual({ citizens: [{ ...AN, name: null }] });
    expect(errors).toEqual([['broken', ['citizens', 0, 'name']]]);
  });

  it.each([
    [undefined, undefined],
    [['_entities'], undefined],
    [['_entities', 7, 'name'], []],
    [['elsewhere', 0], undefined],
  ])('with the path %j is told without a place, or not at all', async (path, place) => {
    const plan = sequence(ROOT, entitiesOf('b', 'citizens.@', '... on Citizen { name }'));
    const { errors } = await ran(plan, {
      ...all(AN),
      b: () => ({ data: { _entities: [null] }, errors: [{ message: 'broken', path } as never] }),
    });
    expect(errors).toEqual(place === undefined ? [['broken', undefined]] : []);
  });

  it('of a root field stands there', async () => {
    const { errors } = await ran(ROOT, {
      a: () => ({ data: {}, errors: [broken('citizens', 1, 'spouse'), { message: 'all' } as never] }),
    });
    expect(errors).toEqual([
      ['broken', ['citizens', 1, 'spouse']],
      ['all', undefined],
    ]);
  });
});

describe('a call that fails', () => {
  const plan = sequence(
    ROOT,
    parallel(
      sequence(
        entitiesOf('b', 'citizens.@', '... on Citizen { name }'),
        entitiesOf('d', 'citizens.@', '... on Citizen { label }', { requires: [taken('Citizen', 'name')] }),
      ),
      entitiesOf('c', 'citizens.@', '... on Citizen { age }'),
    ),
  );
  const others = { ...all(AN), c: () => ({ data: { _entities: [{ age: 7 }] } }) };

  it('takes nothing with it but its fields, and what needs them', async () => {
    const { data, failed, asked } = await ran(plan, others);
    expect(data).toEqual({ citizens: [{ ...AN, age: 7 }] });
    expect(failed).toEqual(['b']);
    expect(asked.map(({ database }) => database)).not.toContain('d');
  });

  it.each([
    ['fewer entities than were sent', { _entities: [] }],
    ['more', { _entities: [{ name: 'A' }, { name: 'B' }] }],
    ['none', {}],
    ['null', { _entities: null }],
    ['something else', { _entities: { 0: { name: 'A' } } }],
    ['entities of another shape', { _entities: [{ name: { full: 'A' } }] }],
    ['texts', { _entities: ['A'] }],
  ])('is one that answers with %s', async (_what, data) => {
    const { data: merged, failed } = await ran(plan, { ...others, b: () => ({ data }) });
    expect(merged).toEqual({ citizens: [{ ...AN, age: 7 }] });
    expect(failed).toEqual(['b']);
  });

  it('leaves nothing of any of its parts', async () => {
    const both = parallel(
      entitiesOf('b', 'citizens.@', '... on Citizen { name }'),
      entitiesOf('b', 'citizens.@.spouse', '... on Citizen { sex }'),
    );
    const { data, failed } = await ran(sequence(ROOT, both), {
      ...all({ ...AN, spouse: { ...BINH } }),
      b: () => ({ data: { entities0: [{ name: 'A' }], entities1: 'text' } }),
    });
    expect(data).toEqual({ citizens: [{ ...AN, spouse: BINH }] });
    expect(failed).toEqual(['b']);
  });

  it('can be the first one: then there is nothing', async () => {
    expect(await ran(plan, {})).toMatchObject({ data: {}, errors: [], failed: ['a'] });
    const { failed } = await ran(ROOT, { a: () => ({ data: { citizens: 'text' } }) });
    expect(failed).toEqual(['a']);
  });
});

it('aliases of the client can be what every object has', async () => {
  const root = fetchOf('a', '{ constructor: citizens(personalIds: []) { __typename personalId } }');
  const { data } = await ran(
    sequence(root, entitiesOf('b', 'constructor.@', '... on Citizen { valueOf: name }')),
    {
      a: () => ({ data: { constructor: [AN] } }),
      b: () => ({ data: { _entities: [{ valueOf: 'A' }] } }),
    },
  );
  expect(data).toEqual({ constructor: [{ ...AN, valueOf: 'A' }] });
});
