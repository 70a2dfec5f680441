import type { Asked, Place } from './call-sets.ts';

/** A product as its database tells it. */
export interface FoundProduct {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
}

/** A user as accounts tells it. */
export interface FoundUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

/** A review with what lies behind it, as far as it was asked for. */
export interface FoundReview {
  readonly id: string;
  readonly body: string;
  readonly product: { readonly upc: string; readonly reviews: readonly FoundReview[] };
  readonly author: {
    readonly id: string;
    readonly username: string;
    readonly reviews: readonly FoundReview[];
  };
}

interface Stock {
  inStock?: boolean;
  shippingEstimate?: number;
}

/** What the calls of one request have brought so far, by key. */
export interface Found {
  users: readonly FoundUser[];
  top: readonly FoundProduct[];
  readonly reviewsOfUser: Map<string, readonly FoundReview[]>;
  readonly reviewsOfProduct: Map<string, readonly FoundReview[]>;
  readonly names: Map<string, string>;
  readonly details: Map<string, Omit<FoundProduct, 'upc'>>;
  readonly stock: Map<string, Stock>;
}

/** Nothing found yet. */
export function nothingFound(): Found {
  return {
    users: [],
    top: [],
    reviewsOfUser: new Map(),
    reviewsOfProduct: new Map(),
    names: new Map(),
    details: new Map(),
    stock: new Map(),
  };
}

/** Keys of the entities at some places, each once, in the order of the answer. */
export function keysAt(places: readonly Place[], found: Found): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const place of places) KEYS[place](found, keys);
  return keys;
}

const KEYS: Readonly<Record<Place, (found: Found, keys: Set<string>) => void>> = {
  users(found, keys) {
    for (const { id } of found.users) keys.add(id);
  },
  top(found, keys) {
    for (const { upc } of found.top) keys.add(upc);
  },
  reviewed(found, keys) {
    for (const reviews of found.reviewsOfUser.values())
      for (const { product } of reviews) keys.add(product.upc);
  },
  authors(found, keys) {
    for (const reviews of found.reviewsOfUser.values())
      for (const { product } of reviews) for (const { author } of product.reviews) keys.add(author.id);
  },
  deep(found, keys) {
    for (const reviews of found.reviewsOfUser.values())
      for (const { product } of reviews) addProductsBehind(product.reviews, keys);
  },
  topAuthors(found, keys) {
    for (const reviews of found.reviewsOfProduct.values())
      for (const { author } of reviews) keys.add(author.id);
  },
  topDeep(found, keys) {
    for (const reviews of found.reviewsOfProduct.values()) addProductsBehind(reviews, keys);
  },
};

function addProductsBehind(reviews: readonly FoundReview[], keys: Set<string>): void {
  for (const { author } of reviews) for (const { product } of author.reviews) keys.add(product.upc);
}

/** Notes what a root field brought. */
export function noteRoot(what: Asked['what'], value: unknown, found: Found): void {
  if (what === 'users') found.users = value as readonly FoundUser[];
  else found.top = value as readonly FoundProduct[];
}

/** Notes what entities brought, in the order of their keys. */
export function noteEntities(
  { what, places }: Asked,
  keys: ReadonlySet<string>,
  entities: readonly unknown[],
  found: Found,
): void {
  let index = 0;
  for (const key of keys) {
    noteEntity(what, places, key, entities[index], found);
    index += 1;
  }
}

function noteEntity(
  what: Asked['what'],
  places: readonly Place[],
  key: string,
  entity: unknown,
  found: Found,
): void {
  if (what === 'reviews') {
    const { reviews } = entity as { readonly reviews: readonly FoundReview[] };
    (places.includes('users') ? found.reviewsOfUser : found.reviewsOfProduct).set(key, reviews);
  } else if (what === 'names') {
    found.names.set(key, (entity as { readonly name: string }).name);
  } else if (what === 'details') {
    found.details.set(key, entity as FoundProduct);
  } else {
    const { inStock, shippingEstimate } = entity as Stock;
    const stock = found.stock.get(key) ?? {};
    if (inStock !== undefined) stock.inStock = inStock;
    if (shippingEstimate !== undefined) stock.shippingEstimate = shippingEstimate;
    found.stock.set(key, stock);
  }
}
