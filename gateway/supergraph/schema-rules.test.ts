import { describe, expect, it } from 'vitest';
import { ruleProblems } from './fixture.ts';
import { SCHEMA_RULES } from './schema-rules.ts';

const ISBN = '@requiresScopes(scopes: [["library.book.isbn"]])';
const TITLE = '@requiresScopes(scopes: [["library.book.title"]])';

const PAGE =
  '@listSize(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)';
/** What a connection takes, on the line of its field. */
const ASKED = '("How many." first: Int "Where to begin." after: String)';
const SIZE_OF_PAGE =
  'a connection states @listSize(assumedSize:, slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false), with the size of a page when "first" is left out';

/** A look-up of books by keys. */
function lookUp(argument: string, size: string): string {
  return `type Query {\n"Books (sách), one outcome for each number."\nbooks(${argument}): [BookLookup!] ${size} ${TITLE}\n}`;
}

/** A type with these fields, each of which has a description. */
function book(fields: string): string {
  return `"A book (sách)."\ntype Book {\n${fields}\n}`;
}

interface Case {
  readonly rule: string;
  readonly when: string;
  readonly refused: string;
  readonly problem: string;
  /** The nearest thing that is allowed. */
  readonly allowed: string;
}

/** Line 1 is the header: what stands here begins at line 2. */
const CASES: readonly Case[] = [
  {
    rule: 'described',
    when: 'a type has no description',
    refused: `type Book {\n"Title (nhan đề)." title: String ${TITLE} }`,
    problem: '2: Book has no description (described)',
    allowed: book(`"Title (nhan đề)." title: String ${TITLE}`),
  },
  {
    rule: 'described',
    when: 'a description has no Vietnamese term in brackets',
    refused: book(`"Title."\ntitle: String ${TITLE}`),
    problem: '5: Book.title: the Vietnamese legal term in brackets is missing (described)',
    allowed: book(`"""\nTitle\n(nhan đề).\n"""\ntitle: String ${TITLE}`),
  },
  {
    rule: 'described',
    when: 'a value of an enum has none',
    refused: '"Language (ngôn ngữ)."\nenum Language {\n"Vietnamese (tiếng Việt)."\nVI\nEN }',
    problem: '6: Language.EN has no description (described)',
    allowed: '"Language (ngôn ngữ)."\nenum Language {\n"Vietnamese (tiếng Việt)."\nVI }',
  },
  {
    rule: 'described',
    when: 'an argument has none',
    refused: book(
      `"Title (nhan đề)."\ntitle(\nof: String @searches(elements: ["library.book.isbn"])): String ${TITLE}`,
    ),
    problem: '6: Book.title(of:) has no description (described)',
    allowed: book(
      `"Title (nhan đề)."\ntitle(\n"Edition (bản)." of: String @searches(elements: ["library.book.isbn"])): String ${TITLE}`,
    ),
  },
  {
    rule: 'known-scalars',
    when: 'a scalar has no check rule',
    refused: '"A number (số)."\nscalar ShelfMark',
    problem: '3: scalar ShelfMark has no check rule in contract/scalars.ts (known-scalars)',
    allowed: '"A day (ngày)."\nscalar Date',
  },
  {
    rule: 'known-scalars',
    when: 'a scalar is called like something of JavaScript',
    refused: '"A number (số)."\nscalar constructor',
    problem: '3: scalar constructor has no check rule in contract/scalars.ts (known-scalars)',
    allowed: '"An amount (số tiền)."\nscalar Vnd',
  },
  {
    rule: 'every-field-has-elements',
    when: 'a field states none',
    refused: book('"Title (nhan đề)."\ntitle: String'),
    problem: '5: Book.title discloses data but states no data element (every-field-has-elements)',
    allowed: book(`"Title (nhan đề)."\ntitle: String ${TITLE}`),
  },
  {
    rule: 'every-field-has-elements',
    when: 'one of the alternatives is empty, which everybody meets',
    refused: book('"Title (nhan đề)."\ntitle: String @requiresScopes(scopes: [["library.book.title"], []])'),
    problem: '5: Book.title discloses data but states no data element (every-field-has-elements)',
    allowed: book(
      '"Title (nhan đề)."\ntitle: String @requiresScopes(scopes: [["library.book.title"], ["library.book.isbn"]])',
    ),
  },
  {
    rule: 'every-field-has-elements',
    when: 'the list of alternatives is empty',
    refused: book('"Title (nhan đề)."\ntitle: String @requiresScopes(scopes: [])'),
    problem: '5: Book.title discloses data but states no data element (every-field-has-elements)',
    allowed: '"A title (nhan đề)."\ntype Title @valueType {\n"Text (văn bản)."\ntext: String }',
  },
  {
    rule: 'every-argument-has-elements',
    when: 'an argument states none',
    refused: book(`"Title (nhan đề)."\ntitle(\n"Language (ngôn ngữ)."\nin: String): String ${TITLE}`),
    problem: '7: Book.title(in:) selects by data but states no data element (every-argument-has-elements)',
    allowed: book(
      `"Title (nhan đề)."\ntitle(\n"Language (ngôn ngữ)."\nin: String @searches(elements: ["library.book.language"])): String ${TITLE}`,
    ),
  },
  {
    rule: 'every-argument-has-elements',
    when: 'its list is empty',
    refused: book(
      `"Title (nhan đề)."\ntitle(\n"Language (ngôn ngữ)."\nin: String @searches(elements: [])): String ${TITLE}`,
    ),
    problem: '7: Book.title(in:) selects by data but states no data element (every-argument-has-elements)',
    allowed: book(
      `"Title (nhan đề)."\ntitle(\n"Language (ngôn ngữ)."\nin: String @searches(elements: ["library.book.language"])): String ${TITLE}`,
    ),
  },
  {
    rule: 'elements-are-known',
    when: 'an element is not in the dictionary',
    refused: book('"Title (nhan đề)."\ntitle: String @requiresScopes(scopes: [["library.book.titel"]])'),
    problem: '5: Book.title: "library.book.titel" is not in the Shared Data Dictionary (elements-are-known)',
    allowed: book(`"Title (nhan đề)."\ntitle: String ${TITLE}`),
  },
  {
    rule: 'elements-are-known',
    when: 'an element belongs to another database',
    refused: book('"Reader (bạn đọc)."\nreader: String @requiresScopes(scopes: [["loans.loan.reader"]])'),
    problem: '5: Book.reader: "loans.loan.reader" belongs to another database (elements-are-known)',
    allowed: book(`"Reader (bạn đọc)."\nreader: String ${TITLE}`),
  },
  {
    rule: 'elements-are-known',
    when: 'an argument searches by an element that is not in the dictionary',
    refused: book(
      `"Title (nhan đề)."\ntitle(\n"Shelf (kệ)."\non: String @searches(elements: ["library.book.shelf"])): String ${TITLE}`,
    ),
    problem:
      '7: Book.title(on:): "library.book.shelf" is not in the Shared Data Dictionary (elements-are-known)',
    allowed: book(
      `"Title (nhan đề)."\ntitle(\n"Shelf (kệ)."\non: String @searches(elements: ["library.book.isbn"])): String ${TITLE}`,
    ),
  },
  {
    rule: 'withheld-is-nullable',
    when: 'a field that may be withheld must not be null',
    refused: book(`"Title (nhan đề)."\ntitle: String! ${TITLE}`),
    problem: '5: Book.title may be withheld or unavailable, so it must be nullable (withheld-is-nullable)',
    allowed: book(
      '"Language (ngôn ngữ)."\nlanguage: String! @requiresScopes(scopes: [["library.book.language"]])',
    ),
  },
  {
    rule: 'withheld-is-nullable',
    when: 'a list that may be withheld must not be null',
    refused: book(`"Titles (nhan đề)."\ntitles: [String!]! ${TITLE}`),
    problem: '5: Book.titles may be withheld or unavailable, so it must be nullable (withheld-is-nullable)',
    allowed: book(`"Titles (nhan đề)."\ntitles: [String!] ${TITLE}`),
  },
  {
    rule: 'withheld-is-nullable',
    when: 'even public data of a record that several databases share must not be null',
    refused: `"A book (sách)."\ntype Book @key(fields: "isbn") {\n"ISBN (mã sách)."\nisbn: ID! ${ISBN} }`,
    problem: '5: Book.isbn may be withheld or unavailable, so it must be nullable (withheld-is-nullable)',
    allowed: `"A book (sách)."\ntype Book @key(fields: "isbn") {\n"ISBN (mã sách)."\nisbn: ID ${ISBN} }`,
  },
  {
    rule: 'withheld-is-nullable',
    when: 'a field of the query must not be null',
    refused:
      'type Query {\n"Languages (ngôn ngữ)."\nlanguages: [String!]! @requiresScopes(scopes: [["library.book.language"]]) }',
    problem:
      '4: Query.languages may be withheld or unavailable, so it must be nullable (withheld-is-nullable)',
    allowed:
      'type Query {\n"Languages (ngôn ngữ)."\nlanguages: [String!] @requiresScopes(scopes: [["library.book.language"]]) }',
  },
  {
    rule: 'value-types-hold-values',
    when: 'a value type leads to a record',
    refused: `"A shelf (kệ)."\ntype Shelf @valueType {\n"Its first book (sách đầu)."\nfirst: Book }\n${book(`"Title (nhan đề)."\ntitle: String ${TITLE}`)}`,
    problem:
      '5: Shelf.first: a value type must not lead to Book, a record of its own (value-types-hold-values)',
    allowed:
      '"A shelf (kệ)."\ntype Shelf @valueType {\n"Where it stands (địa điểm)."\nunit: AdministrativeUnit }',
  },
  {
    rule: 'value-types-hold-values',
    when: 'a value type states elements of its own',
    refused: `"A shelf (kệ)."\ntype Shelf @valueType {\n"Mark (ký hiệu)."\nmark: String ${TITLE} }`,
    problem: '5: Shelf.mark: elements belong on the fields that return Shelf (value-types-hold-values)',
    allowed:
      '"A shelf (kệ)."\ntype Shelf @valueType {\n"Mark (ký hiệu)."\nmark: Mark }\n"A mark (ký hiệu)."\ntype Mark @valueType {\n"Text (văn bản)."\ntext: String! }',
  },
  {
    rule: 'pages-are-connections',
    when: 'a connection takes no page',
    refused: book(`"Copies (bản sao)."\ncopies: CopyConnection ${PAGE} ${TITLE}`),
    problem:
      '5: Book.copies: a connection takes "first: Int" and "after: String", and nothing else does (pages-are-connections)',
    allowed: book(`"Copies (bản sao)."\ncopies${ASKED}: CopyConnection ${PAGE} ${TITLE}`),
  },
  {
    rule: 'pages-are-connections',
    when: 'a plain list takes a page',
    refused: book(
      `"Copies (bản sao)."\ncopies(\n"How many." first: Int\n"Where to begin." after: String): [String!] ${TITLE}`,
    ),
    problem:
      '5: Book.copies: a connection takes "first: Int" and "after: String", and nothing else does (pages-are-connections)',
    allowed: book(`"Copies (bản sao)."\ncopies: [String!] ${TITLE}`),
  },
  {
    rule: 'pages-are-connections',
    when: 'a search is dressed up as a page',
    refused: book(`"Copies (bản sao)."\ncopies(\n"Bought after this day." after: Date): [String!] ${TITLE}`),
    problem:
      '5: Book.copies: a connection takes "first: Int" and "after: String", and nothing else does (pages-are-connections)',
    allowed: book(
      `"Copies (bản sao)."\ncopies(\n"Bought after this day (ngày mua)." boughtAfter: Date @searches(elements: ["library.book.isbn"])): [String!] ${TITLE}`,
    ),
  },
  {
    rule: 'lists-state-their-size',
    when: 'a connection does not say how long its pages are',
    refused: book(`"Copies (bản sao)."\ncopies${ASKED}: CopyConnection ${TITLE}`),
    problem: `5: Book.copies: ${SIZE_OF_PAGE} (lists-state-their-size)`,
    allowed: book(`"Copies (bản sao)."\ncopies${ASKED}: CopyConnection ${PAGE} ${TITLE}`),
  },
  {
    rule: 'lists-state-their-size',
    when: 'a connection wants a page to be asked for, whose size it knows',
    refused: book(
      `"Copies (bản sao)."\ncopies${ASKED}: CopyConnection ${PAGE.replace(', requireOneSlicingArgument: false', '')} ${TITLE}`,
    ),
    problem: `5: Book.copies: ${SIZE_OF_PAGE} (lists-state-their-size)`,
    allowed: book(`"Copies (bản sao)."\ncopies${ASKED}: CopyConnection ${PAGE} ${TITLE}`),
  },
  {
    rule: 'lists-state-their-size',
    when: 'a connection counts for nothing when it is not asked how much of it',
    refused: book(`"Copies (bản sao)."\ncopies${ASKED}: CopyConnection ${PAGE.replace('20', '0')} ${TITLE}`),
    problem: `5: Book.copies: ${SIZE_OF_PAGE} (lists-state-their-size)`,
    allowed: book(`"Copies (bản sao)."\ncopies${ASKED}: CopyConnection ${PAGE} ${TITLE}`),
  },
  {
    rule: 'lists-state-their-size',
    when: 'a look-up does not say how many keys it takes',
    refused: lookUp('"Numbers (mã sách)."\nisbns: [ID!]! @searches(elements: ["library.book.isbn"])', ''),
    problem:
      '4: Query.books: a list of look-ups states @listSize(assumedSize:) with the most keys, and no slicing argument (lists-state-their-size)',
    allowed: lookUp(
      '"Numbers (mã sách)."\nisbns: [ID!]! @searches(elements: ["library.book.isbn"])',
      '@listSize(assumedSize: 1000)',
    ),
  },
  {
    rule: 'lists-state-their-size',
    when: 'a look-up has no list of keys to be as long as',
    refused: lookUp(
      '"Title (nhan đề)."\ntitle: String @searches(elements: ["library.book.title"])',
      '@listSize(assumedSize: 1000)',
    ),
    problem:
      '4: Query.books: a list of look-ups has one argument with the list of keys (lists-state-their-size)',
    allowed: lookUp(
      '"Numbers (mã sách)."\nisbns: [ID!]! @searches(elements: ["library.book.isbn"])',
      '@listSize(assumedSize: 1000)',
    ),
  },
  {
    rule: 'lists-state-their-size',
    when: 'a field takes cost away',
    refused: book(`"Title (nhan đề)."\ntitle: String @cost(weight: -5) ${TITLE}`),
    problem: '5: @cost: expected a weight of 0 or more (lists-state-their-size)',
    allowed: book(`"Title (nhan đề)."\ntitle: String @cost(weight: 5) ${TITLE}`),
  },
  {
    rule: 'lifetimes-are-plain',
    when: 'a field says that it may be kept, and not for how long',
    refused: book(`"Title (nhan đề)."\ntitle: String @cacheControl ${TITLE}`),
    problem: '5: found @cacheControl without maxAge or inheritMaxAge: true (lifetimes-are-plain)',
    allowed: book(`"Title (nhan đề)."\ntitle: String @cacheControl(maxAge: 60) ${TITLE}`),
  },
];

describe.each(CASES)('$rule: when $when', ({ refused, problem, allowed }) => {
  it('is refused, at its line', () => {
    expect(ruleProblems(refused)).toEqual([problem]);
  });
  it('is allowed otherwise', () => {
    expect(ruleProblems(allowed)).toEqual([]);
  });
});

describe('what needs no element and no Vietnamese term', () => {
  it('is the plumbing of a connection', () => {
    const connection =
      '"A page."\ntype CopyConnection {\n"Entries."\nedges: [CopyEdge!]\n"Rest."\npageInfo: PageInfo }\n"An entry."\ntype CopyEdge {\n"Place."\ncursor: String\n"Copy."\nnode: Copy }';
    expect(ruleProblems(connection)).toEqual([]);
    expect(
      ruleProblems(connection.replace('cursor: String', 'cursor: String\n"Title."\ntitle: String')),
    ).toEqual(['13: CopyEdge.title discloses data but states no data element (every-field-has-elements)']);
  });

  it('is the key of a record that another database owns', () => {
    const stub = '"A book (sách)."\ntype Book @key(fields: "isbn") {\n"ISBN (mã sách)."\nisbn: ID }';
    expect(ruleProblems(stub)).toEqual([]);
    expect(ruleProblems(stub.replace('"isbn"', '"id"'))).toHaveLength(1);
  });
});

it('all problems of a schema are found at once, rule by rule', () => {
  const sdl = 'type Book {\n"Title (nhan đề)."\ntitle(of: String): String! }\nscalar ShelfMark';
  expect(ruleProblems(sdl).map((problem) => problem.replace(/.*\((.*)\)$/, '$1'))).toEqual([
    'described',
    'described',
    'described',
    'known-scalars',
    'every-field-has-elements',
    'every-argument-has-elements',
  ]);
});

it('every rule has a case here, or in rules/enforced.test.ts', () => {
  const tested = new Set([...CASES.map(({ rule }) => rule), 'only-what-is-enforced']);
  expect(SCHEMA_RULES.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
});
