import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { OTHER_AUTHOR, PRODUCTS, REVIEWS, shippingEstimate, USERS } from './data.ts';

/** Name of one of the shop's subgraphs. */
export type ShopDatabase = 'accounts' | 'inventory' | 'products' | 'reviews';

/** The shop's subgraphs, in the order in which they are composed. */
export const SHOP_DATABASES: readonly ShopDatabase[] = ['accounts', 'inventory', 'products', 'reviews'];

const USER_BY_ID = new Map([...USERS, OTHER_AUTHOR].map((user) => [user.id, user]));
const PRODUCT_BY_UPC = new Map(PRODUCTS.map((product) => [product.upc, product]));

interface UserKey {
  readonly id: string;
}

interface ProductKey {
  readonly upc: string;
}

interface PricedProduct extends ProductKey {
  readonly price: number;
  readonly weight: number;
}

/** How each subgraph finds its part of the shop's data. */
export const SHOP_RESOLVERS: Readonly<Record<ShopDatabase, GraphQLResolverMap<unknown>>> = {
  accounts: {
    Query: {
      me: () => USERS[0],
      user: (_source, { id }: UserKey) => USER_BY_ID.get(id),
      users: () => USERS,
    },
    User: { __resolveReference: ({ id }: UserKey) => USER_BY_ID.get(id) ?? null },
  },
  inventory: {
    Product: {
      // What was required comes with the representation.
      __resolveReference: (key: PricedProduct) => ({ ...key, inStock: PRODUCT_BY_UPC.get(key.upc)?.inStock }),
      shippingEstimate: ({ price, weight }: PricedProduct) => shippingEstimate(price, weight),
    },
  },
  products: {
    Query: {
      topProducts: (_source, { first }: { readonly first: number }) => PRODUCTS.slice(0, first),
    },
    Product: { __resolveReference: ({ upc }: ProductKey) => PRODUCT_BY_UPC.get(upc) ?? null },
  },
  reviews: {
    Review: {
      author: ({ authorId }: { readonly authorId: string }) => USER_BY_ID.get(authorId),
      product: ({ upc }: ProductKey) => ({ upc }),
    },
    User: {
      __resolveReference: ({ id }: UserKey) => USER_BY_ID.get(id) ?? null,
      reviews: ({ id }: UserKey) => REVIEWS.filter(({ authorId }) => authorId === id),
    },
    Product: {
      __resolveReference: ({ upc }: ProductKey) => ({ upc }),
      reviews: ({ upc }: ProductKey) => REVIEWS.filter((review) => review.upc === upc),
    },
  },
};
