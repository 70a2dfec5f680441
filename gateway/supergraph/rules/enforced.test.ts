import { describe, expect, it } from 'vitest';
import { HEADER, ruleProblems } from '../fixture.ts';

const TITLE = '@requiresScopes(scopes: [["library.book.title"]])';

/** Problems of this rule alone; the constructs below break others as well. */
function notEnforced(sdl: string, header?: string): readonly string[] {
  return ruleProblems(sdl, header)
    .filter((problem) => problem.endsWith('(only-what-is-enforced)'))
    .map((problem) => problem.replace(' (only-what-is-enforced)', ''));
}

describe('definitions', () => {
  it.each([
    ['a schema definition', 'schema { query: Entry }', '2: found "schema": the root type is Query'],
    [
      'a root by another name',
      'extend schema { mutation: Change }',
      '2: found a root type by another name; use Query',
    ],
    ['a mutation', 'type Mutation { lend: String }', '2: found Mutation: this layer reads only'],
    ['a subscription', 'type Subscription { lent: String }', '2: found Subscription: this layer reads only'],
    ['a directive of its own', 'directive @secret on FIELD_DEFINITION', '2: found @secret defined'],
    [
      'an extended scalar',
      'extend scalar Date @tag(name: "t")',
      '2: found "ScalarTypeExtension", which this gateway does not know',
    ],
    [
      'an extended mutation',
      'extend type Mutation { lend: String }',
      '2: found Mutation: this layer reads only',
    ],
  ])('%s is refused', (_what, sdl, problem) => {
    expect(notEnforced(sdl)).toEqual([problem]);
  });

  it.each([
    ['a type', `type Book { title: String ${TITLE} }`],
    ['a union', 'union Owner = Book'],
    ['an enum', 'enum Language { VI }'],
    ['a scalar', 'scalar Date'],
    ['the query', 'type Query { title: String }'],
    ['an interface', 'interface Work { title: String }'],
    ['an input object', 'input Search { title: String @searches(elements: ["library.book.title"]) }'],
    ['an extended type', `extend type Book { title: String ${TITLE} }`],
    ['an extended interface', 'extend interface Work { title: String }'],
    ['an extended input object', 'extend input Search { title: String @searches(elements: ["x"]) }'],
    ['an extended enum', 'extend enum Language { EN }'],
    ['an extended union', 'extend union Owner = Book'],
  ])('%s is allowed', (_what, sdl) => {
    expect(notEnforced(sdl)).toEqual([]);
  });
});

describe('directives', () => {
  it.each([
    ['@authenticated on a field', 'title: String @authenticated', '@authenticated'],
    ['@policy on a field', 'title: String @policy(policies: [["p"]])', '@policy'],
    ['@policy by its long name', 'title: String @federation__policy(policies: [["p"]])', '@policy'],
    ['@cacheTag', 'title: String @cacheTag(format: "t")', '@cacheTag'],
    ['@requiresScopes on an argument', `title(of: String ${TITLE}): String`, '@requiresScopes'],
    ['@fromContext on an argument', 'title(of: String @fromContext(field: "$c")): String', '@fromContext'],
  ])('%s is refused, where it stands', (_what, field, name) => {
    expect(notEnforced(`type Book {\n${field}\n}`)).toEqual([
      `3: found ${name}, which this gateway does not enforce here`,
    ]);
  });

  it.each([
    ['a type', `type Book ${TITLE} { title: String }`],
    ['an enum', `enum Language ${TITLE} { VI }`],
    ['a scalar', `scalar Date ${TITLE}`],
  ])('@requiresScopes on %s is refused: only fields are decided', (_what, sdl) => {
    expect(notEnforced(sdl)).toEqual(['2: found @requiresScopes, which this gateway does not enforce here']);
  });

  it.each([
    ['@context', 'type Book @context(name: "c") { title: String }'],
    ['@requiresScopes on an interface', `interface Work ${TITLE} { title: String }`],
    ['@requiresScopes on a field of an interface', `interface Work { title: String ${TITLE} }`],
    [
      '@searches on an argument of an interface',
      'interface Work { title(of: ID @searches(elements: ["x"])): ID }',
    ],
    ['@inaccessible on an argument', 'type Book { title(of: ID = "1" @inaccessible): String }'],
    ['@inaccessible on a field of an input object', 'input Search { of: ID = "1" @inaccessible }'],
    ['@valueType on an interface', 'interface Work @valueType { title: String }'],
  ])('%s is refused', (_what, sdl) => {
    expect(notEnforced(sdl)).toHaveLength(1);
  });

  it('that are moved over gradually are refused, those that are moved at once are not', () => {
    const moved = (more: string) => `type Book { title: String @override(from: "archive"${more}) }`;
    expect(notEnforced(moved(', label: "percent(5)"'))).toEqual([
      '2: found a progressive @override: this gateway would always ask the old database',
    ]);
    expect(notEnforced(moved(''))).toEqual([]);
  });

  it.each([
    ['arguments', 'price(currency: VND)'],
    ['arguments further down', 'work { price(currency: VND) }'],
    ['fragments', 'work { ... on Book { title } }'],
  ])('@requires with %s is refused', (_what, fields) => {
    expect(notEnforced(`type Book { title: String @requires(fields: "${fields}") }`)).toEqual([
      '2: found @requires with arguments or fragments: the planner would not always fetch them',
    ]);
  });

  it('that the schema extension itself carries are looked at too', () => {
    expect(notEnforced('', `${HEADER} extend schema @authenticated`)).toHaveLength(1);
    expect(notEnforced('', HEADER)).toEqual([]);
  });

  it('of which the effect is known are allowed', () => {
    const sdl = `
      type Book @key(fields: "isbn") @shareable { isbn: ID title(of: String @searches(elements: ["x"]) @deprecated): String ${TITLE} @shareable @deprecated }
      type Shelf @valueType { mark: String }
      enum Language { VI @deprecated }
      scalar Date @specifiedBy(url: "https://www.iso.org/standard/70907.html")
      type Loan @key(fields: "id") @tag(name: "t") @inaccessible {
        id: ID
        book: Book @external
        late: Book @provides(fields: "title")
        fine: Int @requires(fields: "book { title } late { isbn title }") @override(from: "archive") @inaccessible
      }
      type Work @interfaceObject @key(fields: "id") { id: ID }
      interface Thing @key(fields: "id") @tag(name: "t") { id: ID @deprecated }
      input Search { title: String @searches(elements: ["x"]) @deprecated }
    `;
    expect(notEnforced(sdl)).toEqual([]);
  });
});

describe('@valueType', () => {
  it.each([
    ['a record with a key', 'type Book @key(fields: "isbn") @valueType { isbn: ID secret: String }', 'Book'],
    ['the query', 'type Query @valueType { secret: String }', 'Query'],
    [
      'a record, by an extension',
      'type Book @key(fields: "isbn") { isbn: ID } extend type Book @valueType',
      'Book',
    ],
  ])('on %s is refused: its fields would need no element', (_what, sdl, type) => {
    expect(notEnforced(sdl)).toEqual([
      `2: found @valueType on ${type}: records state their elements on each field`,
    ]);
  });

  it('on a part without a key is allowed', () => {
    expect(notEnforced('type Shelf @valueType { mark: String }')).toEqual([]);
  });
});

describe('directives under other names', () => {
  const link = (more: string) =>
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", ${more}) @link(url: "https://lien-thong.example/specs/elements/v1.0", import: [{name: "@searches", as: "@seeks"}])`;

  it('are what their link says', () => {
    const renamed = link('as: "fed", import: [{name: "@requiresScopes", as: "@needs"}]');
    expect(notEnforced('type Book { title: String @needs(scopes: [["x"]]) }', renamed)).toEqual([]);
    expect(notEnforced('type Book { title: String @fed__policy(policies: [["p"]]) }', renamed)).toEqual([
      '2: found @policy, which this gateway does not enforce here',
    ]);
  });

  it('do not take a name that means something', () => {
    const stolen = link('import: [{name: "@authenticated", as: "@requiresScopes"}]');
    expect(notEnforced('type Book { title: String @requiresScopes(scopes: [["x"]]) }', stolen)).toEqual([
      '2: found @authenticated, which this gateway does not enforce here',
    ]);
  });

  it('that no link explains are refused', () => {
    const without = link('import: [{name: "@requiresScopes", as: "@needs"}]');
    expect(notEnforced('type Book { title: String @requiresScopes(scopes: [["x"]]) }', without)).toEqual([
      '2: found @requiresScopes, which no @link brings in under this name',
    ]);
    expect(notEnforced('', `${HEADER} extend schema @link(url: "https://example.test/other/v1.0")`)).toEqual([
      '1: found a link to https://example.test/other',
    ]);
    expect(
      notEnforced('', 'extend schema @connects(url: "https://specs.apollo.dev/federation/v2.9")'),
    ).toEqual(['1: found @connects, which this gateway does not enforce here']);
  });
});
