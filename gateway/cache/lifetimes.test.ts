import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSupergraphFile } from '../supergraph/index.ts';
import { cacheLifetimes } from './lifetimes.ts';

function selection(text: string) {
  const [operation] = parse(`{ ${text} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected a selection.');
  return (operation as OperationDefinitionNode).selectionSet;
}

const lifetimes = cacheLifetimes([
  {
    name: 'library',
    document: parse(`
      type Query {
        book: Book
        books: Shelf
        open: Boolean
        hours: Int @cacheControl(maxAge: 9)
        all: [Book!] @cacheControl(maxAge: 7)
      }
      type Book @cacheControl(maxAge: 60) {
        isbn: ID
        stock: Int @cacheControl(maxAge: 5)
        weather: String @cacheControl(maxAge: 500)
        author: Author
        translator: Author @cacheControl(maxAge: 30)
        editor: Author @cacheControl(inheritMaxAge: true)
        sequel: Book
        prequel: Book @cacheControl(inheritMaxAge: true)
        cover: Cover
        reader: Book @cacheControl(maxAge: 60, scope: PRIVATE)
        work: Work
        holder: Holder
        fixed: Fixed
      }
      extend type Book { added: String @cacheControl(maxAge: 2) }
      type Author { name: String book: Book }
      type Cover @cacheControl(inheritMaxAge: true) { colour: String size: Size }
      type Size { width: Int }
      interface Work @cacheControl(maxAge: 40) { title: String }
      type Novel implements Work @cacheControl(maxAge: 20) { title: String @cacheControl(maxAge: 10) pages: Int }
      type Essay implements Work { title: String }
      type Citizen @cacheControl(maxAge: 60) { name: String }
      type Clerk @cacheControl(maxAge: 60) { name: String }
      union Holder = Author | Novel
      union Fixed @cacheControl(maxAge: 50) = Author | Essay
    `),
  },
]);
const age = (text: string, type = 'Book') => lifetimes.maxAgeOf('library', type, selection(text));

describe('the lifetime of an entity', () => {
  it('is none where it is a person, whatever the schema says', () => {
    expect([age('name', 'Citizen'), age('name', 'Clerk')]).toEqual([0, 60]);
  });

  it.each([
    ['that of its type', 'isbn', 60],
    ['that of the field that lives shortest', 'isbn stock', 5],
    ['not longer for a field that lives long', 'weather', 60],
    ['of an extension as well', 'added', 2],
    ['none with a field that returns objects without one', 'isbn author { name }', 0],
    ['that of such a field, when it says so', 'translator { name }', 30],
    ['its own for a field that inherits', 'editor { name }', 60],
    ['none below a field that inherits, with objects that do not', 'editor { book { author { name } } }', 0],
    ['that of the type before one that would be inherited', 'editor { book { stock } }', 5],
    ['that of the same type further down', 'sequel { prequel { isbn } }', 60],
    ['its own for a type that inherits', 'cover { colour }', 60],
    ['none for a part of it that does not', 'cover { size { width } }', 0],
    ['none for what is of one person only', 'reader { isbn }', 0],
    ['nothing to do with type names', '__typename isbn', 60],
    ['the same under an alias', 'x: stock', 5],
    ['the shortest of all types behind an interface', 'work { __typename }', 20],
    ['the shortest of all their fields', 'work { title }', 10],
    ['that of fragments on them', 'work { ... on Novel { pages } ... on Essay { title } }', 20],
    ['none for a union that does not say', 'holder { ... on Novel { pages } }', 0],
    ['that of a union that does', 'fixed { ... on Essay { title } }', 50],
    ['none for a field that is unknown', 'shelf', 0],
    ['none for fragments with names', '... Parts', 0],
  ])('is %s', (_rule, text, seconds) => {
    expect(age(text)).toBe(seconds);
  });

  it('is read from the part of a fetch that is about its type', () => {
    const text = '... on Book { stock } ... on Author { name }';
    expect(age(text)).toBe(5);
    expect(age(text, 'Author')).toBe(0);
    expect(age('... on Work { title }', 'Novel')).toBe(10);
  });

  it('is none for what nobody knows', () => {
    expect(age('isbn', 'Loan')).toBe(0);
    expect(lifetimes.maxAgeOf('archive', 'Book', selection('isbn'))).toBe(0);
  });
});

describe('the lifetime of root fields', () => {
  it.each([
    ['book { isbn }', 60],
    ['books { mark }', 0],
    ['open', 0],
    ['hours', 9],
    ['all { isbn }', 7],
    ['all { stock }', 5],
    ['__typename', 0],
  ])('%s', (text, seconds) => {
    expect(age(text, 'Query')).toBe(seconds);
  });
});

describe('in our own databases', () => {
  const ours = async () =>
    cacheLifetimes((await readSupergraphFile('supergraph.yaml', {})).subgraphs).maxAgeOf;

  it.each([
    ['catalogue', 'AdministrativeUnit', 'code name province { fullName }', 86_400],
    [
      'catalogue',
      'AdministrativeUnit',
      'communes { edges { node { name } } pageInfo { hasNextPage } }',
      86_400,
    ],
    [
      'catalogue',
      'AdministrativeProcedure',
      'replaceableDocuments { databases { ownerAgency { name } } }',
      86_400,
    ],
    [
      'business',
      'Business',
      'name status { status } headOffice { unit { code } } branches { place { detail } }',
      60,
    ],
  ])('%s keeps reference and registration data of %s', async (database, type, text, seconds) => {
    expect((await ours())(database, type, selection(text))).toBe(seconds);
  });

  it.each([
    ['business', 'Business', 'name legalRepresentatives { position }'],
    ['business', 'Business', 'members { edges { node { role } } }'],
    ['business', 'Citizen', 'businessRoles { edges { cursor } }'],
    ['population', 'Citizen', 'name { full }'],
    ['population', 'Citizen', 'sex'],
    ['civil-status', 'Citizen', 'personalId'],
    ['insurance', 'Citizen', 'personalId'],
    ['land', 'LandParcel', 'parcelId'],
  ])('%s: of %s { %s }, which is or names persons, nothing is kept', async (database, type, text) => {
    expect((await ours())(database, type, selection(text))).toBe(0);
  });
});
