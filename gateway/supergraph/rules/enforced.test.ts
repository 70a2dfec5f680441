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
    [
      'an interface',
      'interface Work { title: String }',
      '2: found an interface: rules on it would not be enforced; use a union',
    ],
    [
      'an interface extension',
      'extend interface Work { title: String }',
      '2: found an interface extension; use a union',
    ],
    [
      'an input object',
      'input Search { title: String }',
      '2: found an input object: state each criterion as an argument with its elements',
    ],
    [
      '"extend type"',
      'extend type Book { title: String }',
      '2: found "extend type": write "type" with its @key',
    ],
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
      'an extended enum',
      'extend enum Language { EN }',
      '2: found "EnumTypeExtension", which this gateway does not know',
    ],
    [
      'an extended union',
      'extend union Owner = Book',
      '2: found "UnionTypeExtension", which this gateway does not know',
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
  ])('%s is allowed', (_what, sdl) => {
    expect(notEnforced(sdl)).toEqual([]);
  });
});

describe('directives', () => {
  it.each([
    ['@authenticated on a field', 'title: String @authenticated', '@authenticated'],
    ['@policy on a field', 'title: String @policy(policies: [["p"]])', '@policy'],
    [
      '@policy by its long name',
      'title: String @federation__policy(policies: [["p"]])',
      '@federation__policy',
    ],
    ['@override', 'title: String @override(from: "archive")', '@override'],
    ['@requires', 'title: String @requires(fields: "isbn")', '@requires'],
    ['@provides', 'title: String @provides(fields: "isbn")', '@provides'],
    ['@external', 'title: String @external', '@external'],
    ['@inaccessible', 'title: String @inaccessible', '@inaccessible'],
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
    ['@interfaceObject', 'type Book @interfaceObject { title: String }'],
    ['@context', 'type Book @context(name: "c") { title: String }'],
    ['@tag on an enum value', 'enum Language { VI @tag(name: "t") }'],
  ])('%s is refused', (_what, sdl) => {
    expect(notEnforced(sdl)).toHaveLength(1);
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
    `;
    expect(notEnforced(sdl)).toEqual([]);
  });
});

describe('@valueType', () => {
  it.each([
    ['a record with a key', 'type Book @key(fields: "isbn") @valueType { isbn: ID secret: String }', 'Book'],
    ['the query', 'type Query @valueType { secret: String }', 'Query'],
  ])('on %s is refused: its fields would need no element', (_what, sdl, type) => {
    expect(notEnforced(sdl)).toEqual([
      `2: found @valueType on ${type}: records state their elements on each field`,
    ]);
  });

  it('on a part without a key is allowed', () => {
    expect(notEnforced('type Shelf @valueType { mark: String }')).toEqual([]);
  });
});
