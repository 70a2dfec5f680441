import type { ShopScenario } from '../operations.ts';
import type { ShopDatabase } from '../resolvers.ts';

/** Where entities stand in the answer of A: the products and authors under `users`, and those under `topProducts`. */
export type Place = 'users' | 'reviewed' | 'authors' | 'deep' | 'top' | 'topAuthors' | 'topDeep';

/** Something asked of a database: a root field, or fields of the entities at some places, each entity once. */
export interface Asked {
  readonly what: 'users' | 'topProducts' | 'reviews' | 'names' | 'details' | 'inStock' | 'estimate' | 'stock';
  /** Empty for a root field. */
  readonly places: readonly Place[];
}

/** One HTTP request to a database. */
export interface PlannedCall {
  readonly database: ShopDatabase;
  readonly asked: readonly Asked[];
  /** Positions of the calls whose answers it needs. */
  readonly after: readonly number[];
}

/** Name of a way to divide the work of A into calls. */
export type CallSet = '16' | 'executor' | '7';

const USERS: PlannedCall = {
  database: 'accounts',
  asked: [{ what: 'users', places: [] }],
  after: [],
};
const TOP: PlannedCall = {
  database: 'products',
  asked: [{ what: 'topProducts', places: [] }],
  after: [],
};

const ALL_PRODUCTS: readonly Place[] = ['reviewed', 'deep', 'topDeep'];

/** A's calls but for the last, which asks for stock and estimate. */
const MERGED: readonly PlannedCall[] = [
  USERS,
  TOP,
  {
    database: 'reviews',
    asked: [
      { what: 'reviews', places: ['users'] },
      { what: 'reviews', places: ['top'] },
    ],
    after: [0, 1],
  },
  call('products', 'details', ALL_PRODUCTS, [2]),
  call('accounts', 'names', ['authors', 'topAuthors'], [2]),
  call('inventory', 'stock', ['top'], [1]),
];

/** The calls of A, by call set. */
const DEEP_CALLS: Readonly<Record<CallSet, readonly PlannedCall[]>> = {
  // What Apollo's planner makes of A: each place by itself, stock and estimate by themselves.
  '16': [
    USERS,
    call('reviews', 'reviews', ['users'], [0]),
    call('products', 'details', ['reviewed'], [1]),
    call('inventory', 'estimate', ['reviewed'], [2]),
    call('inventory', 'inStock', ['reviewed'], [1]),
    call('accounts', 'names', ['authors'], [1]),
    call('products', 'details', ['deep'], [1]),
    call('inventory', 'estimate', ['deep'], [6]),
    call('inventory', 'inStock', ['deep'], [1]),
    TOP,
    call('reviews', 'reviews', ['top'], [9]),
    call('accounts', 'names', ['topAuthors'], [10]),
    call('products', 'details', ['topDeep'], [10]),
    call('inventory', 'estimate', ['topDeep'], [12]),
    call('inventory', 'inStock', ['topDeep'], [10]),
    call('inventory', 'stock', ['top'], [9]),
  ],
  // What our executor makes of the same plan: fetches to one database that are due together travel together.
  executor: [
    ...MERGED,
    {
      database: 'inventory',
      asked: [
        { what: 'estimate', places: ALL_PRODUCTS },
        { what: 'inStock', places: ALL_PRODUCTS },
      ],
      after: [3, 2],
    },
  ],
  // The least that anybody could ask.
  '7': [...MERGED, call('inventory', 'stock', ALL_PRODUCTS, [3])],
};

const HOPS: readonly PlannedCall[] = [
  TOP,
  call('reviews', 'reviews', ['top'], [0]),
  call('accounts', 'names', ['topAuthors'], [1]),
];

/** The calls that a hand-written merge makes for a scenario; only A can be divided in several ways. */
export function callsOf(scenario: ShopScenario, callSet: CallSet): readonly PlannedCall[] {
  return { A: DEEP_CALLS[callSet], B: [USERS], C: HOPS }[scenario];
}

function call(
  database: ShopDatabase,
  what: Asked['what'],
  places: readonly Place[],
  after: readonly number[],
): PlannedCall {
  return { database, asked: [{ what, places }], after };
}
