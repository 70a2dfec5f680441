import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse, Source } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Resolvers } from './context.ts';
import { SDL_HEAD } from './fixture.ts';
import { buildSchema } from './schema.ts';

interface Book {
  readonly isbn: string;
  readonly title: string;
}

const BOOKS: Readonly<Record<string, Book>> = {
  '1': { isbn: '1', title: 'Truyện Kiều' },
  '2': { isbn: '2', title: 'Số đỏ' },
};
const SHELF = `${SDL_HEAD}
  type Query { books: [Book!] }
  type Book @key(fields: "isbn") { isbn: String title: String }
`;
const sdl = (text: string) => new Source(text);

/** Sends representations of books, as the gateway does. */
function entities(schema: GraphQLSchema, ...representations: readonly object[]) {
  return graphql({
    schema,
    source: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Book { isbn title } } }',
    variableValues: { r: representations },
    contextValue: {
      granted: new Set(),
      grant: { jurisdiction: 'national', shownKeys: ['Book.isbn'] },
      subjects: { isHidden: () => false },
    },
  });
}

describe('a schema', () => {
  const resolvers = { Book: { __resolveReference: ({ isbn }: { isbn: string }) => BOOKS[isbn] ?? null } };

  it('is built when each resolvable key type has its own __resolveReference', () => {
    expect(buildSchema(sdl(SHELF), resolvers).schema.getType('Book')).toBeDefined();
  });

  it.each([
    ['a type', SHELF],
    [
      'a type with two keys, one of them not resolvable',
      SHELF.replace('Book @key', 'Book @key(fields: "title", resolvable: false) @key'),
    ],
    ['a type said to be resolvable', SHELF.replace('"isbn")', '"isbn", resolvable: true)')],
    ['an extension of a type', SHELF.replace('type Book', 'extend type Book')],
  ])('is refused when %s has none', (_case, text) => {
    for (const none of [{}, { Book: { title: () => 'x' } }] satisfies Resolvers<object>[]) {
      expect(() => buildSchema(sdl(text), none)).toThrow(
        'Book has a resolvable @key, so it needs its own __resolveReference.',
      );
    }
    expect(() => buildSchema(sdl(text), resolvers)).not.toThrow();
  });

  it('needs none for a stub that is never resolved here', () => {
    const stub = SHELF.replace('"isbn")', '"isbn", resolvable: false)');
    expect(() => buildSchema(sdl(stub), {})).not.toThrow();
  });

  it('is refused with a scalar that has no check rule, and built with one that has', () => {
    const withScalar = (name: string) => sdl(`${SHELF} scalar ${name} extend type Book { id: ${name} }`);
    expect(() => buildSchema(withScalar('Isbn'), resolvers)).toThrow('Scalar Isbn has no check rule');
    expect(() => buildSchema(withScalar('PersonalId'), resolvers)).not.toThrow();
  });

  it('is refused when it is no GraphQL', () => {
    expect(() => buildSchema(sdl('type Query {'), {})).toThrow('Syntax Error');
  });
});

describe('a representation', () => {
  it('brings the key and nothing else: what it says of other fields is not believed', async () => {
    const { schema } = buildSchema(sdl(SHELF), {
      Book: { __resolveReference: async ({ isbn }: { isbn: string }) => BOOKS[isbn] ?? null },
    });
    expect(
      await entities(
        schema,
        { __typename: 'Book', isbn: '1', title: 'FORGED' },
        { __typename: 'Book', isbn: '9', title: 'FORGED' },
      ),
    ).toEqual({ data: { _entities: [{ isbn: '1', title: 'Truyện Kiều' }, null] } });
  });

  it('is believed by Apollo when a type has no reference resolver: the reason why one is demanded', async () => {
    const bare = buildSubgraphSchema({ typeDefs: parse(SHELF) });
    expect(await entities(bare, { __typename: 'Book', isbn: '9', title: 'FORGED' })).toEqual({
      data: { _entities: [{ isbn: '9', title: 'FORGED' }] },
    });
  });

  it.each(['PageInfo', 'Query', 'String', 'Nothing', '__Schema'])(
    'of %s, which is no entity, has no data',
    async (type) => {
      const { schema } = buildSchema(sdl(`${SHELF} type PageInfo { title: String }`), {
        Book: { __resolveReference: () => null },
      });
      const { data, errors } = await entities(schema, { __typename: type, title: 'FORGED' });
      expect(errors).toHaveLength(1);
      expect(JSON.stringify(data ?? null)).not.toContain('FORGED');
    },
  );
});

describe('a reference resolver that throws at once', () => {
  const throwing = ({ isbn }: { isbn: string }) => {
    if (isbn === '2') throw new Error('cannot');
    return BOOKS[isbn] ?? null;
  };
  const two = [
    { __typename: 'Book', isbn: '1' },
    { __typename: 'Book', isbn: '2' },
  ];

  it('fails alone', async () => {
    const { schema } = buildSchema(sdl(SHELF), { Book: { __resolveReference: throwing } });
    const { data, errors } = await entities(schema, ...two);
    expect(data).toEqual({ _entities: [{ isbn: '1', title: 'Truyện Kiều' }, null] });
    expect(errors).toMatchObject([{ path: ['_entities', 1], message: 'cannot' }]);
  });

  it('would fail every entity of its batch without the wrapping', async () => {
    const bare = buildSubgraphSchema({
      typeDefs: parse(SHELF),
      resolvers: { Book: { __resolveReference: throwing } } as never,
    });
    expect((await entities(bare, ...two)).data).toBeNull();
  });
});
