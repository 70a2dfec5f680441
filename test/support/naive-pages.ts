import { type FieldNode, Kind } from 'graphql';

type Json = Record<string, unknown>;

/** Rows of a page when the client says nothing (docs: 20 when left out). */
const DEFAULT_PAGE = 20;

/** A `…Connection` of a whole answer: with more rows than the client asked for, each one with its cursor. */
interface WholePage extends Json {
  readonly edges: readonly { readonly cursor: string; readonly node: Json }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** Whether a value of a whole answer is a page. */
export function holdsPage(value: unknown): value is WholePage {
  return String((value as Json | null | undefined)?.['__typename']).endsWith('Connection');
}

/** How many rows a field asks for. */
export function pageLimit(node: FieldNode, variables: Json): number {
  const value = (node.arguments ?? []).find((argument) => argument.name.value === 'first')?.value;
  if (value?.kind === Kind.VARIABLE) return Number(variables[value.name.value] ?? DEFAULT_PAGE);
  return value?.kind === Kind.INT ? Number(value.value) : DEFAULT_PAGE;
}

/**
 * The page as somebody must see it for whom some rows are not there: others take their place, and neither cursor nor
 * "there is more" tells of them.
 *
 * @throws Error when the whole page is too short to know
 */
export function cutPage(
  page: WholePage,
  limit: number,
  isLeftOut: (row: Json) => boolean,
): { readonly connection: Json; readonly hasLeftOut: boolean } {
  const kept = [...page.edges.keys()].filter((index) => !isLeftOut(page.edges[index]?.node ?? {}));
  if (kept.length <= limit && page.pageInfo.hasNextPage) throw new Error('The whole page is too short.');
  const shown = kept.slice(0, limit);
  const info = {
    __typename: 'PageInfo',
    hasNextPage: kept.length > limit,
    endCursor: page.edges[shown.at(-1) ?? -1]?.cursor ?? null,
  };
  // The client's own aliases of edges and pageInfo stand beside them.
  const entries = Object.entries(page).map(([key, value]) => {
    if (Array.isArray(value)) return [key, shown.map((index) => value[index])];
    return [key, typeof value === 'object' ? info : value];
  });
  return { connection: Object.fromEntries(entries), hasLeftOut: kept.length < page.edges.length };
}
