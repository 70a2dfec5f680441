import { createRequire } from 'node:module';
import { buildSchema, type GraphQLSchema, graphql, isObjectType } from 'graphql';
import type * as Middleware from 'graphql-middleware';
import type * as Shield from 'graphql-shield';
import { describe, expect, it } from 'vitest';
import { withQuickPass } from './quick-pass.ts';

const require = createRequire(import.meta.url);
const { allow, deny, rule, shield, and } = require('graphql-shield') as typeof Shield;
const { applyMiddleware } = require('graphql-middleware') as typeof Middleware;

interface Row {
  readonly mayRead: boolean;
}

const asked = (says: (row: Row) => unknown) =>
  rule(`rule ${Math.random()}`, { cache: 'no_cache' })((row: Row) => says(row) as boolean);

/** Every kind of rule, by the field that it guards. */
const RULES = {
  allowed: allow,
  denied: deny,
  byRow: asked(({ mayRead }) => mayRead),
  withError: asked(({ mayRead }) => (mayRead ? true : new Error('not this one'))),
  withText: asked(() => 'not today'),
  broken: asked(() => {
    throw new Error('broken rule');
  }),
  late: asked(async ({ mayRead }) => mayRead),
  truthy: asked(() => 1),
  nothing: asked(() => undefined),
  remembered: rule('remembered', { cache: 'contextual' })((row: Row) => row.mayRead),
  both: and(
    asked(({ mayRead }) => mayRead),
    asked(() => true),
  ),
} as const;
const FIELDS = Object.keys(RULES);
const TREE = { Query: { rows: allow }, Row: RULES };

/** Rows whose fields are values, functions, promises and faults. */
function bareSchema(): GraphQLSchema {
  const schema = buildSchema(`
    type Query { rows: [Row] }
    type Row { ${FIELDS.map((name) => `${name}(say: String): String`).join('\n')} }
  `);
  const rows = schema.getQueryType()?.getFields()['rows'];
  if (rows === undefined) throw new Error('no rows');
  const row = (mayRead: boolean, value: unknown) => ({
    mayRead,
    ...Object.fromEntries(FIELDS.map((name) => [name, value])),
  });
  rows.resolve = () => [
    row(true, 'plain'),
    row(false, 'secret'),
    row(true, ({ say }: { say?: string }) => say ?? 'called'),
    row(false, () => 'secret'),
    row(true, Promise.resolve('later')),
    row(true, () => {
      throw new Error('dead database');
    }),
    row(true, () => Promise.reject(new Error('dead database, later'))),
  ];
  return schema;
}

const guarded = (schema: GraphQLSchema) =>
  applyMiddleware(
    schema,
    shield(TREE as never, {
      fallbackRule: deny,
      allowExternalErrors: true,
      fallbackError: () => new Error('withheld'),
    }),
  );

async function answerOf(schema: GraphQLSchema, field: string) {
  const source = `{ rows { one: ${field} other: ${field}(say: "asked") } }`;
  const { data, errors = [] } = await graphql({ schema, source, contextValue: {} });
  return { data, errors: errors.map(({ path, message }) => `${path?.join('.')}: ${message}`).toSorted() };
}

describe('a field with a quick pass', () => {
  const slow = guarded(bareSchema());
  const bare = bareSchema();
  const quick = withQuickPass(bare, guarded(bare), TREE);

  it.each(FIELDS)('answers as it does behind shield alone: %s', async (field) => {
    expect(await answerOf(quick, field)).toEqual(await answerOf(slow, field));
  });

  it.each(['denied', 'withText', 'broken', 'truthy', 'nothing'])(
    'gives nothing where its rule does not say true: %s',
    async (field) => {
      const { data, errors } = await answerOf(quick, field);
      expect(JSON.stringify(data)).not.toMatch(/plain|secret|called|later|asked/);
      expect(errors).toHaveLength(14);
    },
  );

  it('does not ask shield where its rule says true', async () => {
    const { data } = await answerOf(quick, 'byRow');
    expect(data).toMatchObject({
      rows: [{ one: 'plain' }, { one: null }, { one: 'called', other: 'asked' }, {}, {}, {}, {}],
    });
    const field = (schema: GraphQLSchema) => {
      const type = schema.getType('Row');
      return isObjectType(type) ? type.getFields()['byRow']?.resolve : undefined;
    };
    const row = { mayRead: true, byRow: 'plain' };
    expect(field(quick)?.(row, {}, {}, { fieldName: 'byRow' } as never)).toBe('plain');
    expect(field(slow)?.(row, {}, {}, { fieldName: 'byRow' } as never)).toBeInstanceOf(Promise);
  });
});

describe('a quick pass is not built', () => {
  it('where shield does not stand around every field', () => {
    const bare = bareSchema();
    expect(() => withQuickPass(bare, bare, TREE)).toThrow('shield does not stand around Query.rows.');
    expect(() => withQuickPass(bare, bareSchema(), TREE)).toThrow('shield does not stand around');
  });

  it('where a field has no rule', () => {
    const bare = bareSchema();
    const { byRow: _left, ...rest } = RULES;
    expect(() => withQuickPass(bare, guarded(bare), { ...TREE, Row: rest })).toThrow(
      'shield does not stand around Row.byRow.',
    );
  });
});
