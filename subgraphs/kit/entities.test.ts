import { graphql, Source } from 'graphql';
import { describe, expect, it } from 'vitest';
import { SDL_HEAD } from './fixture.ts';
import { buildSchema } from './schema.ts';

const SDL = new Source(`${SDL_HEAD}
  type Query { book: Book }
  type Book @key(fields: "isbn") { isbn: String title: String author: Author }
  type Author @key(fields: "id", resolvable: false) { id: String fame: String }
`);

const ENTITIES =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Book { isbn } ... on Author { fame } } }';

function ask(resolveBook: () => Promise<unknown>, ...representations: readonly object[]) {
  return graphql({
    schema: buildSchema(SDL, { Book: { __resolveReference: resolveBook } }).schema,
    source: ENTITIES,
    variableValues: { r: representations },
    contextValue: {
      granted: new Set(),
      grant: { jurisdiction: 'national', shownKeys: ['Book.isbn'] },
      subjects: { isHidden: () => false },
    },
  });
}

describe('_entities', () => {
  it('resolves a type that has its own reference resolver', async () => {
    const { data, errors } = await ask(async () => ({ isbn: '1' }), { __typename: 'Book', isbn: '1' });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ _entities: [{ isbn: '1' }] });
  });

  it('serves no representation of a stub as a record', async () => {
    const { data, errors } = await ask(async () => null, { __typename: 'Author', id: '1', fame: 'FORGED' });
    expect(JSON.stringify(data ?? null)).not.toContain('FORGED');
    expect(errors).toHaveLength(1);
  });

  it('leaves no rejection behind when one representation is of an unknown type', async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', listen);
    const dead = () => Promise.reject(new Error('dead'));
    await ask(dead, { __typename: 'Book', isbn: '1' }, { __typename: 'Nothing' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });
});
