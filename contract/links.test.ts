import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { linkProblems, withStandardNames } from './links.ts';

const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';
const ELEMENTS = 'https://lien-thong.example/specs/elements/v1.0';

/** What stands on the field of the last type of a schema, under standard names. */
function standard(sdl: string): string {
  return print(withStandardNames(parse(sdl)));
}

describe('the standard name of a directive', () => {
  it.each([
    [
      'imported under another name',
      `url: "${FEDERATION}", import: [{name: "@requiresScopes", as: "@needs"}]`,
      'needs',
    ],
    ['not imported', `url: "${FEDERATION}"`, 'federation__requiresScopes'],
    ['not imported, of a renamed specification', `url: "${FEDERATION}", as: "fed"`, 'fed__requiresScopes'],
    [
      'in a composed graph',
      'url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{name: "@requiresScopes", as: "@needs"}]',
      'needs',
    ],
    [
      'in a composed graph, renamed as a whole',
      'url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "needs"',
      'needs',
    ],
  ])('that is %s is found', (_how, link, name) => {
    expect(
      standard(`extend schema @link(${link}) type Book { title: ID @${name}(scopes: [["a.b.c"]]) }`),
    ).toContain('title: ID @requiresScopes(scopes: [["a.b.c"]])');
  });

  it('is imported, so that composition reads it the same way', () => {
    const link = `@link(url: "${FEDERATION}", as: "fed", import: ["FieldSet", "@key", {name: "@requiresScopes", as: "@needs"}])`;
    expect(
      standard(`extend schema ${link} type Book @fed__shareable { title: ID @needs(scopes: []) }`),
    ).toContain(`@link(url: "${FEDERATION}", import: ["FieldSet", "@key", "@requiresScopes", "@shareable"])`);
  });

  it('is that of our own ones as well, where they are defined and composed', () => {
    const sdl = standard(`
      extend schema @link(url: "${FEDERATION}", import: [{name: "@composeDirective", as: "@keep"}])
        @link(url: "${ELEMENTS}", import: [{name: "@searches", as: "@seeks"}]) @keep(name: "@seeks")
      directive @seeks(elements: [String!]!) on ARGUMENT_DEFINITION
      type Query { book(of: ID @seeks(elements: ["a.b.c"])): ID }
    `);
    expect(sdl).toContain('@composeDirective(name: "@searches")');
    expect(sdl).toContain('directive @searches(elements');
    expect(sdl).toContain('of: ID @searches(elements: ["a.b.c"])');
    expect(sdl).not.toContain('seeks');
  });

  it('is what it is where no link renames anything: nothing is touched', () => {
    const document = parse(
      `extend schema @link(url: "${FEDERATION}", import: ["@key"]) type Book @key(fields: "id") { id: ID }`,
    );
    expect(withStandardNames(document)).toBe(document);
    const joined = parse(
      'schema @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) { query: Query } type Query @join__type(graph: A) { a: ID }',
    );
    expect(withStandardNames(joined)).toBe(joined);
  });

  it('is not given away to what stands for something else', () => {
    const link = `@link(url: "${FEDERATION}", import: [{name: "@tag", as: "@requiresScopes"}])`;
    expect(standard(`extend schema ${link} type Book { title: ID @requiresScopes(name: "t") }`)).toContain(
      'title: ID @tag',
    );
  });
});

describe('a schema of which the links are uncertain', () => {
  const problems = (sdl: string) => linkProblems(parse(sdl)).map(({ message }) => message);

  it.each([
    [
      'has a name that no link brings in',
      `extend schema @link(url: "${FEDERATION}") type Book { title: ID @requiresScopes(scopes: []) }`,
      '@requiresScopes, which no @link brings in under this name',
    ],
    [
      'has our name, linked elsewhere',
      `extend schema @link(url: "${FEDERATION}") @link(url: "https://example.test/elements/v1.0", import: ["@searches"]) type Query { a(b: ID @searches(elements: [])): ID }`,
      'a link to https://example.test/elements',
    ],
  ])('%s', (_what, sdl, message) => {
    expect(problems(sdl)).toContain(message);
  });

  it('is not one with the usual head', () => {
    expect(
      problems(
        `extend schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "${FEDERATION}", import: ["@key"]) @link(url: "${ELEMENTS}", import: ["@searches"]) type Book @key(fields: "id") { id: ID }`,
      ),
    ).toEqual([]);
    expect(problems('type Book @key(fields: "id") { id: ID }')).toEqual([]);
  });
});
