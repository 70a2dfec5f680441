import { createRequire } from 'node:module';
import { type GraphQLSchema, graphql, Source } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { AccessGrant } from '../../contract/access-grant.ts';
import type { Resolvers } from './context.ts';
import { SDL_HEAD } from './fixture.ts';
import { buildSchema } from './schema.ts';
import { assertComplete, buildRuleTree, type RowRules } from './shield.ts';

const { allow, deny } = createRequire(import.meta.url)('graphql-shield') as typeof import('graphql-shield');

/**
 *   Query ── readers ─► Reader @key(card) { card name [reader.name] favourite ─► Book { title [book.title] } }
 *         └─ named ──► interface Named { name } ◄── Reader
 */
const SDL = new Source(`${SDL_HEAD}
  type Query { readers: [Reader!] named: Named broken: Book }
  interface Named { name: String }
  type Reader implements Named @key(fields: "card") {
    card: String @requiresScopes(scopes: [["library.reader.card"]])
    name: String @requiresScopes(scopes: [["library.reader.name"]])
    favourite: Book
  }
  type Book { title: String @requiresScopes(scopes: [["library.book.title"]]) }
`);

interface Reader {
  readonly card: string;
  readonly name: string;
  readonly communeCode: string;
  readonly favourite: { readonly title: string };
}

const READERS: readonly Reader[] = [
  { card: 'r1', name: 'An', communeCode: '00004', favourite: { title: 'Truyện Kiều' } },
  { card: 'r2', name: 'Bình', communeCode: '00008', favourite: { title: 'Số đỏ' } },
  { card: 'r3', name: 'Chi', communeCode: '00004', favourite: { title: 'Chí Phèo' } },
];

const RESOLVERS: Resolvers<object> = {
  Query: {
    readers: () => READERS,
    named: () => ({ __typename: 'Reader', ...READERS[0] }),
    broken: () => {
      throw new Error('connect ECONNREFUSED');
    },
  },
  Reader: { __resolveReference: () => null },
};
const BY_COMMUNE: RowRules = {
  Reader: ({ communeCode }: Reader, { grant: { jurisdiction } }) =>
    jurisdiction === 'national' || jurisdiction.includes(communeCode),
};

const ALL = ['library.reader.card', 'library.reader.name', 'library.book.title'];

/** Runs a query behind shield alone: without the operation check, which would have refused it before. */
function run(
  schema: GraphQLSchema,
  source: string,
  granted: readonly string[] = ALL,
  jurisdiction: AccessGrant['jurisdiction'] = 'national',
) {
  return graphql({ schema, source, contextValue: { granted: new Set(granted), grant: { jurisdiction } } });
}

describe('shield behind the operation check', () => {
  const { schema } = buildSchema(SDL, RESOLVERS);

  it('gives what the grant covers', async () => {
    expect(await run(schema, '{ readers { name } }')).toEqual({
      data: { readers: [{ name: 'An' }, { name: 'Bình' }, { name: 'Chi' }] },
    });
  });

  it('withholds a field that the grant does not cover, and only that', async () => {
    const { data, errors } = await run(schema, '{ readers { name favourite { title } } }', [
      'library.book.title',
    ]);
    expect(data).toMatchObject({ readers: [{ name: null, favourite: { title: 'Truyện Kiều' } }, {}, {}] });
    expect(errors).toHaveLength(3);
    expect(errors?.[0]).toMatchObject({
      path: ['readers', 0, 'name'],
      message: 'The access grant does not cover Reader.name.',
      extensions: { code: 'GRANT_INSUFFICIENT' },
    });
  });

  it('withholds it behind an interface as well, where shield applies no rules of its own', async () => {
    expect(await run(schema, '{ named { name } }')).toEqual({ data: { named: { name: 'An' } } });
    const { data, errors } = await run(schema, '{ named { name } }', []);
    expect(data).toEqual({ named: { name: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'GRANT_INSUFFICIENT' } }]);
  });

  it('gives keys, through which the gateway joins', async () => {
    expect(await run(schema, '{ readers { card } }', [])).toMatchObject({
      data: { readers: [{ card: 'r1' }, {}, {}] },
    });
  });

  it("lets a resolver's own fault through, for the server to mask: it must not read as a refusal", async () => {
    const { errors } = await run(schema, '{ broken { title } }');
    expect(errors).toMatchObject([{ message: 'connect ECONNREFUSED' }]);
  });

  it('denies _service to everybody: composition reads files', async () => {
    const { data, errors } = await run(schema, '{ _service { sdl } }');
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['_service'], extensions: { code: 'GRANT_INSUFFICIENT' } }]);
  });
});

describe('a row rule', () => {
  const { schema } = buildSchema(SDL, RESOLVERS, BY_COMMUNE);

  it('refuses its row in every field, keys as well, and lets the twin through', async () => {
    const { data, errors } = await run(schema, '{ readers { card name favourite { title } } }', ALL, [
      '00004',
    ]);
    expect(data).toEqual({
      readers: [
        { card: 'r1', name: 'An', favourite: { title: 'Truyện Kiều' } },
        { card: null, name: null, favourite: null },
        { card: 'r3', name: 'Chi', favourite: { title: 'Chí Phèo' } },
      ],
    });
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions])).toEqual([
      ['readers.1.card', { code: 'SUBJECT_WITHHELD', rule: 'jurisdiction' }],
      ['readers.1.name', { code: 'SUBJECT_WITHHELD', rule: 'jurisdiction' }],
      ['readers.1.favourite', { code: 'SUBJECT_WITHHELD', rule: 'jurisdiction' }],
    ]);
  });

  it('lets all rows through under a national grant', async () => {
    expect((await run(schema, '{ readers { card } }')).errors).toBeUndefined();
  });

  it('judges each row by itself, whatever was judged before it', async () => {
    const names = async (jurisdiction: AccessGrant['jurisdiction']) => {
      const { data } = await run(schema, '{ readers { name } }', ALL, jurisdiction);
      const readers = (data?.['readers'] ?? []) as readonly { name: string | null }[];
      return readers.map(({ name }) => name);
    };
    expect(await names(['00008'])).toEqual([null, 'Bình', null]);
    expect(await names(['00004'])).toEqual(['An', null, 'Chi']);
    expect(await names([])).toEqual([null, null, null]);
  });

  it('does not stand in for the elements of a field', async () => {
    const { data } = await run(schema, '{ readers { name } }', [], ['00004']);
    expect(data).toMatchObject({ readers: [{ name: null }, { name: null }, { name: null }] });
  });

  it('that breaks refuses', async () => {
    const broken: RowRules = {
      Reader: () => {
        throw new Error('broken rule');
      },
    };
    const { data, errors } = await run(buildSchema(SDL, RESOLVERS, broken).schema, '{ readers { name } }');
    expect(data).toMatchObject({ readers: [{ name: null }, { name: null }, { name: null }] });
    expect(errors?.[0]?.extensions['code']).toBe('GRANT_INSUFFICIENT');
  });

  it.each(['Named', 'Nobody', 'String', '_Any'])('for %s, which is no object type, is refused', (type) => {
    expect(() => buildSchema(SDL, RESOLVERS, { [type]: () => true })).toThrow(
      `Row rule for ${type}, which is no object type.`,
    );
  });
});

describe('each way in which shield would fail open', () => {
  const { schema, requirements } = buildSchema(SDL, RESOLVERS);
  const complete = () => buildRuleTree(schema, requirements, {});

  it('is absent from the tree that is built: one rule for every field of every object type', () => {
    const tree = complete();
    expect(() => assertComplete(schema, tree)).not.toThrow();
    expect(Object.keys(tree)).toEqual(expect.arrayContaining(['Query', 'Reader', 'Book', '_Service']));
    expect(Object.keys(tree)).not.toContain('Named');
    expect(tree['Query']?.['_service']).toBe(deny);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['true', true],
    ['a function', () => true],
    ['an object', {}],
    ['an array of rules', [allow]],
  ])(
    'is refused: %s in the place of a rule, for which shield drops the rules of the whole type',
    (_case, value) => {
      const tree = complete();
      expect(() => assertComplete(schema, { ...tree, Reader: { ...tree['Reader'], name: value } })).toThrow(
        'shield: no rule for Reader.name.',
      );
    },
  );

  it('is refused: a field without a rule', () => {
    const { name: _left, ...rest } = complete()['Reader'] ?? {};
    expect(() => assertComplete(schema, { ...complete(), Reader: rest })).toThrow(
      'shield: no rule for Reader.name.',
    );
  });

  it('is refused: a type without rules', () => {
    const { Book: _left, ...rest } = complete();
    expect(() => assertComplete(schema, rest)).toThrow('shield: no rule for Book.title.');
  });

  it.each(['Named', '_Entity', 'Nobody'])('is refused: rules for %s, which would never apply', (type) => {
    expect(() => assertComplete(schema, { ...complete(), [type]: { name: deny } })).toThrow(
      `shield: ${type} is no object type, its rules would never apply.`,
    );
  });

  it('is refused: a rule for a field that does not exist', () => {
    const tree = complete();
    expect(() => assertComplete(schema, { ...tree, Book: { ...tree['Book'], titel: deny } })).toThrow(
      'shield: Book.titel does not exist.',
    );
  });
});
