import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { completeAnswer } from './complete.ts';
import { responseShape } from './response-shape.ts';

const SCHEMA = buildSchema(/* GraphQL */ `
  enum Sex { FEMALE MALE }
  interface Party { label: String kin: Party }
  type Citizen implements Party {
    id: ID! label: String kin: Party sex: Sex age: Int weight: Float isAlive: Boolean
    strict: String! spouse: Citizen partner: Citizen!
    all: [String!]! some: [String]! items: [String!] any: [String] tree: [[Int!]]
    friends: [Citizen!]
  }
  type Business implements Party { code: ID label: String kin: Party size: Int! }
  type House { id: ID }
  union Holder = Citizen | Business
  type Query { me: Citizen must: Citizen! party: Party holder: Holder holders: [Holder!] house: House }
`);

/** The answer to an operation, with the places of what does not fit. */
function completed(operation: string, data: Record<string, unknown>, ...isTrue: readonly string[]) {
  const [definition] = parse(operation).definitions;
  const shape = responseShape(definition as OperationDefinitionNode, SCHEMA, (name) => isTrue.includes(name));
  const { data: answer, errors } = completeAnswer(shape, data);
  return { answer, errors: errors.map(({ path }) => path.join('.')) };
}

/** The same for fields of `me`. */
function completedMe(selection: string, me: unknown) {
  const { answer, errors } = completed(`{ me { ${selection} } }`, { me });
  return { me: answer?.['me'], errors };
}

describe('an answer', () => {
  it('has what was asked for, in its order, and nothing else', () => {
    const data = { me: { age: 7, __typename: 'Citizen', id: '1', extra: 1 }, house: { id: 'h' } };
    const { answer } = completed('{ house { id } me { n: id id __typename age } }', {
      ...data,
      me: { ...data.me, n: '1' },
    });
    expect(JSON.stringify(answer)).toBe(
      '{"house":{"id":"h"},"me":{"n":"1","id":"1","__typename":"Citizen","age":7}}',
    );
  });

  it('has a field at its first place, with all that is asked of it anywhere (§6.3.2)', () => {
    const { answer } = completed(
      '{ me { spouse { id } age ... on Citizen { spouse { sex } ... { spouse { id age } } } } }',
      { me: { spouse: { id: '2', sex: 'MALE', age: 3 }, age: 1 } },
    );
    expect(JSON.stringify(answer)).toBe('{"me":{"spouse":{"id":"2","sex":"MALE","age":3},"age":1}}');
  });

  it('leaves the data as it is', () => {
    const data = { me: { strict: null, friends: [{ id: '1', strict: 7 }], extra: {} } };
    const before = structuredClone(data);
    completed('{ me { friends { id strict } } }', data);
    expect(data).toEqual(before);
  });

  it('has null where nothing was fetched, never what every object has', () => {
    expect(completedMe('id: age constructor: label toString: label spouse { id }', {})).toEqual({
      me: { id: null, constructor: null, toString: null, spouse: null },
      errors: [],
    });
    expect(completedMe('constructor: label', { constructor: 'An' }).me).toEqual({ constructor: 'An' });
  });

  it('cannot have a prototype for a field', () => {
    expect(() => completedMe('__proto__: label', {})).toThrow('An alias that no object can have');
  });

  it('is of an operation that the graph has', () => {
    expect(() => completed('mutation { me { id } }', {})).toThrow('The graph has no mutation.');
  });
});

describe('a condition', () => {
  const asked = (operation: string, ...isTrue: readonly string[]) =>
    Object.keys(
      (completed(operation, { me: { age: 1, id: '1' } }, ...isTrue).answer?.['me'] ?? {}) as object,
    );

  it('of a field holds by its variable or its word', () => {
    const operation =
      'query($a: Boolean!) { me { age @include(if: $a) id @skip(if: $a) label @skip(if: true) sex @include(if: true) } }';
    expect(asked(operation, 'a')).toEqual(['age', 'sex']);
    expect(asked(operation)).toEqual(['id', 'sex']);
  });

  it('of a fragment is about everything in it; where both stand, both must hold', () => {
    const operation =
      'query($a: Boolean!, $b: Boolean!) { me { ... @include(if: $a) { age } ... on Citizen @skip(if: $b) { id } sex @include(if: $a) @skip(if: $b) } }';
    expect(asked(operation, 'a')).toEqual(['age', 'id', 'sex']);
    expect(asked(operation, 'a', 'b')).toEqual(['age']);
    expect(asked(operation)).toEqual(['id']);
  });

  it('leaves other directives alone', () => {
    expect(asked('{ me { age @other(if: false) } }')).toEqual(['age']);
  });
});

describe('null where there must be a value (§6.4.4)', () => {
  it('is null one place above, with one error', () => {
    expect(completedMe('id strict', { id: '1', strict: null })).toEqual({ me: null, errors: ['me.strict'] });
    expect(completedMe('spouse { strict }', { spouse: {} })).toEqual({
      me: { spouse: null },
      errors: ['me.spouse.strict'],
    });
  });

  it('goes up as far as it must, to the whole answer', () => {
    expect(completedMe('id partner { partner { strict } }', { id: '1', partner: { partner: {} } })).toEqual({
      me: null,
      errors: ['me.partner.partner.strict'],
    });
    expect(completed('{ me { id } must { strict } }', { me: { id: '1' }, must: {} })).toEqual({
      answer: null,
      errors: ['must.strict'],
    });
    expect(completed('{ must { id } }', {})).toEqual({ answer: null, errors: ['must'] });
  });

  it.each([
    ['all', ['a', null], null, ['me.all.1']],
    ['all', null, null, ['me.all']],
    ['items', ['a', null, null], { items: null }, ['me.items.1', 'me.items.2']],
    ['items', null, { items: null }, []],
    ['some', ['a', null], { some: ['a', null] }, []],
    ['some', undefined, null, ['me.some']],
    ['any', [null], { any: [null] }, []],
    ['any', [], { any: [] }, []],
    ['tree', [[1, null], null, []], { tree: [null, null, []] }, ['me.tree.0.1']],
  ])('in a list: %s of %j', (field, value, me, errors) => {
    expect(completedMe(field, { [field]: value })).toEqual({ me, errors });
  });

  it('in one object of a list takes the list with it, or the object alone', () => {
    const friends = [{ strict: 'a' }, { strict: null }];
    expect(completedMe('friends { strict }', { friends })).toEqual({
      me: { friends: null },
      errors: ['me.friends.1.strict'],
    });
    expect(
      completed('{ holders { ... on Citizen { spouse { strict } } } }', {
        holders: [
          { __typename: 'Citizen', spouse: {} },
          { __typename: 'Citizen', spouse: { strict: 'b' } },
        ],
      }),
    ).toEqual({
      answer: { holders: [{ spouse: null }, { spouse: { strict: 'b' } }] },
      errors: ['holders.0.spouse.strict'],
    });
  });
});

describe('a value that does not fit', () => {
  it.each([
    ['age', 2 ** 31],
    ['age', 1.5],
    ['age', '7'],
    ['weight', '1.5'],
    ['isAlive', 1],
    ['label', 7],
    ['sex', 'UNSTATED'],
    ['any', 'text'],
    ['spouse { id }', 'text'],
    ['spouse { id }', [{ id: '1' }]],
    ['any', { length: 1 }],
    ['label', ['a']],
  ])('is null with an error: %s %j', (selection, value) => {
    const field = selection.split(' ')[0] ?? '';
    expect(completedMe(selection, { [field]: value })).toEqual({
      me: { [field]: null },
      errors: [`me.${field}`],
    });
  });

  it.each([
    ['age', 2 ** 31 - 1],
    ['weight', 2 ** 40],
    ['sex', 'MALE'],
    ['label', ''],
    ['isAlive', false],
    ['id', 7],
  ])('and one that does is there: %s %j', (field, value) => {
    expect(completedMe(field, { [field]: value })).toEqual({ me: { [field]: value }, errors: [] });
  });

  it('is told once, where it stands, and null goes up from there', () => {
    expect(completedMe('strict', { strict: 7 })).toEqual({ me: null, errors: ['me.strict'] });
    expect(completedMe('items tree', { items: ['a', 7], tree: [[1, 'b']] })).toEqual({
      me: { items: null, tree: [null] },
      errors: ['me.items.1', 'me.tree.0.1'],
    });
  });
});

describe('an object of several possible types', () => {
  const query =
    '{ holders { __typename t: __typename ... on Citizen { age } ... on Business { code } ... on Party { label } } }';

  it('has the fields of its own', () => {
    const holders = [
      { __typename: 'Business', t: 'Business', code: 'b', age: 1, label: 'L' },
      { __typename: 'Citizen', t: 'Citizen', age: 1, code: 'b' },
    ];
    expect(completed(query, { holders }).answer).toEqual({
      holders: [
        { __typename: 'Business', t: 'Business', code: 'b', label: 'L' },
        { __typename: 'Citizen', t: 'Citizen', age: 1, label: null },
      ],
    });
  });

  it('is null when it is of a type that clients do not see, without a word of it', () => {
    const holder = { __typename: 'Ghost', label: 'boo' };
    expect(completed('{ holder { __typename } party { label } }', { holder, party: holder })).toEqual({
      answer: { holder: null, party: null },
      errors: [],
    });
    expect(completed('{ holders { __typename } }', { holders: [holder] })).toEqual({
      answer: { holders: null },
      errors: ['holders.0'],
    });
  });

  it('is null when it is of a type that cannot stand there, whoever says so', () => {
    const house = { __typename: 'House', id: '1', label: 'L', age: 'x' };
    expect(
      completed('{ holder { __typename } party { label } me { age } }', {
        holder: house,
        party: house,
        me: house,
      }).answer,
    ).toEqual({ holder: null, party: null, me: null });
  });

  it('is of the declared type when a wider one is said, as through @interfaceObject', () => {
    const me = { __typename: 'Party', id: '1' };
    expect(completed('{ me { __typename t: __typename id } }', { me })).toEqual({
      answer: { me: { __typename: 'Citizen', t: 'Citizen', id: '1' } },
      errors: [],
    });
  });

  it('is null when nobody said which, and its type is asked for', () => {
    expect(
      completed('{ party { __typename label } }', { party: { __typename: 'Party', label: 'L' } }),
    ).toEqual({
      answer: { party: null },
      errors: [],
    });
    expect(completed('{ party { label } }', { party: { label: 'L' } }).answer).toEqual({
      party: { label: 'L' },
    });
  });

  it('is told of by the name that clients know, whatever a database calls its root', () => {
    expect(completed('{ t: __typename me { id } }', { t: 'LandQuery', me: null }).answer).toEqual({
      t: 'Query',
      me: null,
    });
  });
});
