/** For tests only: a small library of two subgraphs, whose constructs the tests state. */
import { compose } from './compose.ts';
import { describedSubgraph, ELEMENTS, problemsOf, supergraphFile } from './fixture.ts';
import { readPolicySchema } from './policy-schema.ts';

/** Requirements of the small library, as its schemas write them. */
export const ISBN = '@requiresScopes(scopes: [["library.book.isbn"]])';
export const TITLE = '@requiresScopes(scopes: [["library.book.title"]])';
export const READER = '@requiresScopes(scopes: [["loans.loan.reader"]])';
export const READER_AND_TITLE = '@requiresScopes(scopes: [["loans.loan.reader", "library.book.title"]])';

/** The two subgraphs of the small library, out of what a test writes. */
export const library = (sdl: string, header?: string) => describedSubgraph('library', sdl, header);
export const loans = (sdl: string) => describedSubgraph('loans', sdl);

type Subgraph = ReturnType<typeof library>;

/** The policy of what the subgraphs compose into. */
export function policyOf(...subgraphs: readonly Subgraph[]) {
  return readPolicySchema(compose(supergraphFile(...subgraphs), ELEMENTS).policySdl);
}

/** What composition says against the subgraphs. */
export const composing = (...subgraphs: readonly Subgraph[]) =>
  problemsOf(() => compose(supergraphFile(...subgraphs), ELEMENTS));
