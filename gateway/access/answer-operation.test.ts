import { describe, expect, it } from 'vitest';
import { type Asked, ask, GRAPH, WARD } from './fixture.ts';
import { type OwnFields, withOwnFields } from './own-fields.ts';

const written: string[] = [];
const NOTES: OwnFields = {
  typeDefs: `
    extend type Query { notes(of: Creed): [Note!] }
    extend type Mutation { writeNote(text: String!): Note fail: Note }
    type Note { text: String agency: String }
  `,
  query: { notes: () => written.map((text) => ({ text })) },
  mutation: {
    writeNote: ({ text }: { readonly text: string }, { caller }) => {
      written.push(text);
      return { text, agency: caller.agency };
    },
    fail: () => {
      throw new Error('No.');
    },
  },
};

const asked: Asked = { ownFields: [NOTES] };

describe('an operation of several parts', () => {
  it('is answered in the order of the client, each part by who knows', async () => {
    const { data, keys, errors } = await ask(
      `query($name: String!, $type: String!) {
        notes { text }
        ... on Query { citizen(name: $name) { name } ...Rest }
        __typename
        own: myAccess { agency { key } }
        ...Rest
      }
      fragment Rest on Query { __type(name: $type) { name } sexes { title } again: notes { ...Text } }
      fragment Text on Note { text }`,
      { ...asked, variables: { name: 'An', type: 'Sex' } },
    );
    expect(errors).toEqual([]);
    expect(keys).toEqual(['notes', 'citizen', '__type', 'sexes', 'again', '__typename', 'own']);
    expect(data).toEqual({
      notes: [],
      citizen: { name: 'An' },
      __type: { name: 'Sex' },
      sexes: [{ title: 'Nữ' }, { title: 'Nam' }],
      again: [],
      __typename: 'Query',
      own: { agency: { key: 'BANK' } },
    });
  });

  it.each([
    [true, ['a', 'own']],
    [false, ['b', 'sexes']],
  ])('keeps to @skip and @include (%s)', async (yes, keys) => {
    const query = `query($yes: Boolean!) {
      a: sexes @include(if: $yes) { title }
      ... @skip(if: $yes) { b: __schema { queryType { name } } }
      ...Own @include(if: $yes)
      sexes @skip(if: $yes) { title }
    }
    fragment Own on Query { own: myAccess { agency { key } } hidden: myAccess @skip(if: true) { territory } }`;
    expect((await ask(query, { ...asked, variables: { yes } })).keys).toEqual(keys);
  });

  it('may have response keys that JavaScript knows', async () => {
    const { data } = await ask('{ constructor: notes { text } toString: sexes { title } }', asked);
    expect(Object.keys(data)).toEqual(['constructor', 'toString']);
  });

  it('that unfolds from little to very much is refused, whoever answers it', async () => {
    const fragment = (n: number, inner: string): string =>
      `fragment F${n} on __Type { a: ofType { ${inner} } b: ofType { ${inner} } }`;
    const deep = (levels: number): string =>
      Array.from({ length: levels }, (_, n) => fragment(n, n === levels - 1 ? 'name' : `...F${n + 1}`)).join(
        ' ',
      );
    const query = (levels: number): string =>
      `{ __type(name: "Sex") { ...F0 } myAccess { territory } } ${deep(levels)}`;
    await expect(ask(query(14))).rejects.toMatchObject({ extensions: { code: 'OPERATION_TOO_COMPLEX' } });
    expect((await ask(query(4))).data.__type).toEqual({ a: null, b: null });
  });

  it('is the one that is named, of several', async () => {
    const query =
      'query A { notes { text } sexes { title } } query B($n: String!) { citizen(name: $n) { name } myAccess { territory } }';
    expect((await ask(query, { ...asked, operationName: 'A' })).keys).toEqual(['notes', 'sexes']);
    const b = await ask(query, { ...asked, operationName: 'B', variables: { n: 'An' } });
    expect(b.data).toEqual({ citizen: { name: 'An' }, myAccess: { territory: null } });
  });
});

describe('a request that does not state what the graph must know', () => {
  it('is refused with it where it asks the graph', async () => {
    const query = '{ myAccess { territory } sexes { title } }';
    await expect(ask(query, { claims: WARD })).rejects.toMatchObject({
      extensions: { code: 'OFFICER_REQUIRED', http: { status: 400 } },
    });
    const headers = { officerId: 'CB-1', caseId: 'H-1' };
    expect((await ask(query, { claims: WARD, headers })).keys).toEqual(['myAccess', 'sexes']);
  });

  it('is answered where it asks about its own access only', async () => {
    const { data } = await ask('{ myAccess { territory } __typename }', { claims: WARD });
    expect(data).toEqual({ myAccess: { territory: ['00004', '40'] }, __typename: 'Query' });
  });
});

describe('own fields', () => {
  it('may change what the gateway keeps, one after the other', async () => {
    const query =
      'mutation { a: writeNote(text: "one") { text agency } __typename ...B } fragment B on Mutation { b: writeNote(text: "two") { text } fail { text } }';
    const { data, errors } = await ask(query, asked);
    expect(data).toEqual({
      a: { text: 'one', agency: 'BANK' },
      __typename: 'Mutation',
      b: { text: 'two' },
      fail: null,
    });
    expect(errors).toMatchObject([{ message: 'No.', path: ['fail'] }]);
    expect(written).toEqual(['one', 'two']);
  });

  const faults: readonly (readonly [string, OwnFields, RegExp])[] = [
    [
      'a field of the graph',
      { typeDefs: 'extend type Query { citizen: String }', query: { citizen: () => '' } },
      /citizen/,
    ],
    ['a type of the graph', { typeDefs: 'type Sex { n: Int }' }, /Sex/],
    [
      'a field without a resolver',
      { typeDefs: 'extend type Query { n: Int }' },
      /defined are n, answered are/,
    ],
    ['a resolver without a field', { typeDefs: 'scalar N', query: { n: () => 1 } }, /answered are n/],
  ];

  it.each(faults)('are never %s', (_what, fields, words) => {
    expect(() => withOwnFields(GRAPH.schema, [fields])).toThrow(words);
  });
});
