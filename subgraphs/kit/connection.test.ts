import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/refusal.ts';
import { MAX_PAGE, toConnection, toPageRequest } from './connection.ts';

function refusalOf(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

const rowsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(first + index) }));
const cursorOf = (text: string) => Buffer.from(text).toString('base64url');

describe('the size of a page', () => {
  it.each([
    [undefined, 20],
    [null, 20],
    [1, 1],
    [MAX_PAGE, MAX_PAGE],
  ])('first: %j asks for %i rows', (first, limit) => {
    expect(toPageRequest(first === undefined ? {} : { first })).toEqual({ limit, afterId: 0 });
  });

  it.each([0, -1, MAX_PAGE + 1, 2 ** 31 - 1])('first: %i is refused', (first) => {
    const { code, message, facts } = refusalOf(() => toPageRequest({ first }));
    expect(code).toBe('PAGE_TOO_LARGE');
    expect(message).toBe(`first: expected 1 to 100, received ${first}.`);
    expect(facts).toEqual({ argument: 'first', received: first, expected: '1 to 100' });
  });
});

describe('a cursor', () => {
  it('leads to the rows behind its row', () => {
    const { pageInfo } = toConnection(rowsFrom(7, 3), { limit: 2, afterId: 0 });
    expect(toPageRequest({ after: pageInfo.endCursor })).toEqual({ limit: 20, afterId: 8 });
  });

  it('of null is the beginning', () => {
    expect(toPageRequest({ after: null })).toEqual({ limit: 20, afterId: 0 });
  });

  it.each([
    ['nothing', ''],
    ['a number', '7'],
    ['no base64', '%%%'],
    ['another kind of cursor', cursorOf('arrayconnection:7')],
    ['SQL', cursorOf('row:1 or 1=1')],
    ['a negative row', cursorOf('row:-1')],
    ['a power', cursorOf('row:1e9')],
    ['a number that JavaScript would round', cursorOf('row:9007199254740993')],
    ['a second line', cursorOf('row:7\nrow:8')],
  ])('made up of %s is refused', (_case, after) => {
    const { code, message } = refusalOf(() => toPageRequest({ after }));
    expect(code).toBe('INVALID_CURSOR');
    expect(message).toContain('expected a cursor from an earlier page');
  });
});

describe('a page', () => {
  it.each([
    ['no row', 0, 0, false],
    ['fewer rows than asked for', 2, 2, false],
    ['exactly as many', 3, 3, false],
    ['one more', 4, 3, true],
  ])('of %s', (_case, available, shown, hasNextPage) => {
    const { edges, pageInfo } = toConnection(rowsFrom(1, available), { limit: 3, afterId: 0 });
    expect(edges.map(({ node }) => node)).toEqual(rowsFrom(1, shown));
    expect(pageInfo).toEqual({ hasNextPage, endCursor: edges.at(-1)?.cursor ?? null });
  });

  it('after page, a list is seen whole, in order, each row once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 25 }), (total, first) => {
        const list = rowsFrom(1, total);
        const seen: { id: string }[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const request = toPageRequest({ first, after });
          const rest = list.filter(({ id }) => Number(id) > request.afterId);
          const { edges, pageInfo } = toConnection(rest.slice(0, request.limit + 1), request);
          seen.push(...edges.map(({ node }) => node));
          after = pageInfo.endCursor;
          more = pageInfo.hasNextPage;
        }
        expect(seen).toEqual(list);
      }),
    );
  });
});
