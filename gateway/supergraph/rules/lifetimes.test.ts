import { describe, expect, it } from 'vitest';
import { compose } from '../compose.ts';
import { describedSubgraph, ELEMENTS, HEADER, problemsOf, ruleProblems, supergraphFile } from '../fixture.ts';

const DEFINITION =
  'directive @cacheControl(maxAge: Int, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION';
const TITLE = '@requiresScopes(scopes: [["library.book.title"]])';

const found = (sdl: string) =>
  ruleProblems(sdl).filter((problem) => /lifetimes-are-plain|only-what-is-enforced/.test(problem));

describe('a lifetime', () => {
  it.each([
    ['a number of seconds', '@cacheControl(maxAge: 60)'],
    ['none', '@cacheControl(maxAge: 0)'],
    ['that of what it stands in', '@cacheControl(inheritMaxAge: true)'],
    ['for one person', '@cacheControl(maxAge: 60, scope: PRIVATE)'],
  ])('may be %s, wherever one can stand', (_what, stated) => {
    const sdl = `
      type Book ${stated} { title: String ${TITLE} ${stated} }
      interface Work ${stated} { title: String ${stated} }
      union Owner ${stated} = Book
    `;
    expect(found(sdl)).toEqual([]);
  });

  it.each([
    ['@cacheControl', 'found @cacheControl without maxAge or inheritMaxAge: true'],
    ['@cacheControl(inheritMaxAge: false)', 'found @cacheControl without maxAge or inheritMaxAge: true'],
    ['@cacheControl(seconds: 60)', 'found @cacheControl without maxAge or inheritMaxAge: true'],
    ['@cacheControl(maxAge: -1)', 'found another maxAge than a number of seconds'],
    ['@cacheControl(maxAge: "60")', 'found another maxAge than a number of seconds'],
    [
      '@cacheControl(maxAge: 60, inheritMaxAge: true)',
      'found a maxAge and inheritMaxAge, expected one of them',
    ],
  ])('%s is refused: it would be overlooked', (stated, problem) => {
    expect(found(`type Book ${stated} { title: String ${TITLE} }`)).toEqual([
      `2: ${problem} (lifetimes-are-plain)`,
    ]);
  });

  it('has no default that is stated far away from where it holds', () => {
    const definition = 'directive @cacheControl(\nmaxAge: Int = 60) on OBJECT';
    expect(found(definition)).toEqual([
      '3: found a default of maxAge, expected it where it holds (lifetimes-are-plain)',
    ]);
  });

  it.each(['scalar Date @cacheControl(maxAge: 1)', 'enum Language @cacheControl(maxAge: 1) { VI }'])(
    '%s is refused: it has no effect',
    (sdl) => {
      expect(found(sdl)).toHaveLength(1);
    },
  );
});

describe('a database that states lifetimes', () => {
  const library = (sdl: string) => supergraphFile(describedSubgraph('library', sdl, HEADER));
  const book = (stated: string) =>
    `type Query { book: Book ${TITLE} } type Book ${stated} { title: String ${TITLE} }`;

  it('composes with the definition in its own schema, and keeps them to itself', () => {
    const { policySdl } = compose(library(`${DEFINITION} ${book('@cacheControl(maxAge: 60)')}`), ELEMENTS);
    expect(policySdl).not.toContain('cacheControl');
    expect(policySdl).toContain('type Book');
  });

  it('composes with the whole definition of Apollo Server too', () => {
    const apollo = `
      enum CacheControlScope { "All (mọi người)." PUBLIC "One (một người)." PRIVATE }
      directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
    `;
    const described = `${apollo} ${book('@cacheControl(maxAge: 60, scope: PUBLIC)')}`;
    expect(compose(library(described), ELEMENTS).policySdl).toContain('type Book');
  });

  it('does not compose without one', async () => {
    const problems = await problemsOf(() => compose(library(book('@cacheControl(maxAge: 60)')), ELEMENTS));
    expect(problems.join('\n')).toContain('cacheControl');
  });
});
