import { Refusal } from '../../contract/refusal.ts';

/** Arguments of a field that returns a page (GraphQL Cursor Connections specification, forward pagination). */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** One page of a list, as the schema's `…Connection` types have it. */
export interface Connection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Most rows on one page. */
export const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;

/** A page that was asked for, checked: `limit` rows with an id above `afterId`. */
export interface PageRequest {
  readonly limit: number;
  readonly afterId: number;
}

/**
 * Checks page arguments.
 * @throws Refusal `PAGE_TOO_LARGE` or `INVALID_CURSOR`
 */
export function toPageRequest({ first, after }: PageArguments): PageRequest {
  const limit = first ?? DEFAULT_PAGE;
  if (limit < 1 || limit > MAX_PAGE) {
    throw new Refusal('PAGE_TOO_LARGE', `first: expected 1 to ${MAX_PAGE}, received ${limit}.`, {
      argument: 'first',
      received: limit,
      expected: `1 to ${MAX_PAGE}`,
    });
  }
  return { limit, afterId: after == null ? 0 : cursorId(after) };
}

/** Turns `limit + 1` rows at most into a page; the row too many says that there is a next page. */
export function toConnection<Row extends { readonly id: string }>(
  rows: readonly Row[],
  { limit }: PageRequest,
): Connection<Row> {
  const edges = rows.slice(0, limit).map((node) => ({ cursor: toCursor(node.id), node }));
  return {
    edges,
    pageInfo: { hasNextPage: rows.length > limit, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** Cursors carry the row's surrogate number only: nothing that could itself be withheld. */
function toCursor(id: string): string {
  return Buffer.from(`row:${id}`).toString('base64url');
}

function cursorId(cursor: string): number {
  const match = /^row:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match?.[1] !== undefined) return Number(match[1]);
  throw new Refusal('INVALID_CURSOR', 'after: expected a cursor from an earlier page of the same list.', {
    argument: 'after',
    expected: 'a cursor from an earlier page of the same list',
  });
}
