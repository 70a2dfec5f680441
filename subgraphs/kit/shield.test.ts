import { createRequire } from 'node:module';
import { type GraphQLSchema, graphql, Source } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { AccessGrant } from '../../contract/access-grant.ts';
import { sealKey } from '../../contract/sealed-key.ts';
import { sealPass, subjectName } from '../../contract/subject-pass.ts';
import type { Resolvers } from './context.ts';
import { FULL_GRANT, SDL_HEAD } from './fixture.ts';
import { buildSchema } from './schema.ts';
import { assertComplete, buildRuleTree, type RowRules } from './shield.ts';
import { openSubjectDesk } from './subjects.ts';

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
  return graphql({
    schema,
    source,
    contextValue: { granted: new Set(granted), grant: { ...FULL_GRANT, jurisdiction } },
  });
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

  it('gives keys, through which the gateway joins: sealed, unless the caller may see them', async () => {
    const seen = await run(schema, '{ readers { card } }', []);
    expect(seen.data).toMatchObject({ readers: [{ card: 'r1' }, { card: 'r2' }, { card: 'r3' }] });
    const contextValue = { granted: new Set(), grant: { ...FULL_GRANT, shownKeys: [] } };
    const sealed = await graphql({ schema, source: '{ readers { card } }', contextValue });
    expect(sealed.data).toMatchObject({
      readers: READERS.map(({ card }) => ({ card: sealKey(FULL_GRANT.linkKey, 'Reader.card', card) })),
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

describe('a verdict about the subject of a row', () => {
  const [ann, ben, chi, dan] = ['901195000001', '901090000002', '901188000003', '901077000004'] as const;
  const { schema } = buildSchema(
    new Source(`${SDL_HEAD}
      type Query { citizens: [Citizen!] }
      type Citizen @key(fields: "personalId") {
        personalId: String @requiresScopes(scopes: [["library.citizen.personalId"]])
        name: String @requiresScopes(scopes: [["library.citizen.name"]])
        books: [String!]
      }
    `),
    {
      Query: {
        citizens: () => [ann, ben, chi, dan].map((personalId) => ({ personalId, name: 'N', books: ['B'] })),
      },
      Citizen: { __resolveReference: () => null },
    },
    { Citizen: ({ personalId }: { personalId: string }, { grant }) => grant.subject !== personalId },
  );
  const PASS = sealPass(
    FULL_GRANT.linkKey,
    FULL_GRANT.audience,
    new Map([
      [subjectName('Citizen', ann), 'read'],
      [subjectName('Citizen', ben), 'conflict-of-interest'],
      [subjectName('Citizen', chi), 'hidden'],
    ]),
  );
  const ask = async (
    source: string,
    { pass = PASS as string | null, checkedTypes = ['Citizen'], subject = '' } = {},
  ) => {
    const subjects = openSubjectDesk({ ...FULL_GRANT, checkedTypes }, pass ?? undefined);
    const granted = new Set(['library.citizen.personalId', 'library.citizen.name']);
    const grant = { ...FULL_GRANT, shownKeys: ['Citizen.personalId'], subject };
    const contextValue = { granted, grant, subjects };
    const { data, errors = [] } = await graphql({ schema, source, contextValue });
    const rules = errors.map(({ path, extensions }) => [
      path?.join('.'),
      extensions['code'],
      extensions['rule'],
    ]);
    return { data: data as { citizens: unknown[] }, rules, unchecked: [...subjects.unchecked()] };
  };

  it('opens the record of whom it lets read, and withholds all others under the name of its rule', async () => {
    const { data, rules } = await ask('{ citizens { name } }');
    expect(data.citizens).toEqual([{ name: 'N' }, { name: null }, { name: null }, { name: null }]);
    expect(rules).toEqual([
      ['citizens.1.name', 'SUBJECT_WITHHELD', 'conflict-of-interest'],
      ['citizens.2.name', 'SUBJECT_WITHHELD', 'hidden'],
      ['citizens.3.name', 'SUBJECT_WITHHELD', 'hidden'],
    ]);
  });

  it('guards fields without a data element of their own as well', async () => {
    const { data } = await ask('{ citizens { books } }');
    expect(data.citizens).toEqual([{ books: ['B'] }, { books: null }, { books: null }, { books: null }]);
  });

  it('leaves the key, through which the gateway joins, and notes nobody for it', async () => {
    const { data, rules, unchecked } = await ask('{ citizens { personalId } }');
    expect(data.citizens).toEqual([ann, ben, chi, dan].map((personalId) => ({ personalId })));
    expect([rules, unchecked]).toEqual([[], []]);
  });

  it('that is lacking is noted, and opens nothing: not without any pass either', async () => {
    expect((await ask('{ citizens { name } }')).unchecked).toEqual([[`Citizen ${dan}`, true]]);
    const { data, unchecked } = await ask('{ citizens { name } }', { pass: null });
    expect(data.citizens).toEqual(new Array(4).fill({ name: null }));
    expect(unchecked).toHaveLength(4);
  });

  it('is not needed where the grant does not check the type', async () => {
    const { data, rules } = await ask('{ citizens { name } }', { pass: null, checkedTypes: [] });
    expect(data.citizens).toEqual(new Array(4).fill({ name: 'N' }));
    expect(rules).toEqual([]);
  });

  it('does not stand in for a row rule, by which the database decides itself', async () => {
    const { data } = await ask('{ citizens { name } }', { subject: ann });
    expect(data.citizens[0]).toEqual({ name: null });
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
