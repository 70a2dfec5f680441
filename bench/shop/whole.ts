import { readFileSync } from 'node:fs';
import { buildSchema, graphqlSync } from 'graphql';
import { OTHER_AUTHOR, PRODUCTS, REVIEWS, shippingEstimate, USERS } from './data.ts';
import { SHOP_OPERATIONS, type ShopScenario } from './operations.ts';

/**
 * What a right gateway answers, as the value of `data`: the operation run by graphql-js over all data in one process,
 * without federation, so that it shares no mistake with any plan.
 */
export function expectedData(scenario: ShopScenario): unknown {
  const schema = buildSchema(readFileSync(new URL('whole.graphql', import.meta.url), 'utf8'));
  const { data, errors } = graphqlSync({ schema, source: SHOP_OPERATIONS[scenario], rootValue: ROOT });
  if (errors !== undefined) throw new Error(`Scenario ${scenario}: ${errors[0]?.message ?? 'no answer'}`);
  // Through text, so that it is what a client reads: plain objects without prototypes of graphql-js.
  return JSON.parse(JSON.stringify(data));
}

const ALL_USERS = [...USERS, OTHER_AUTHOR];

const ROOT = {
  me: () => userOf('1'),
  user: ({ id }: { readonly id: string }) => userOf(id),
  users: () => USERS.map(({ id }) => userOf(id)),
  topProducts: ({ first }: { readonly first: number }) =>
    PRODUCTS.slice(0, first).map(({ upc }) => productOf(upc)),
};

function userOf(id: string): object | undefined {
  const user = ALL_USERS.find((candidate) => candidate.id === id);
  return user && { ...user, reviews: () => reviewsWhere(({ authorId }) => authorId === id) };
}

function productOf(upc: string): object | undefined {
  const product = PRODUCTS.find((candidate) => candidate.upc === upc);
  return (
    product && {
      ...product,
      shippingEstimate: shippingEstimate(product.price, product.weight),
      reviews: () => reviewsWhere((review) => review.upc === upc),
    }
  );
}

function reviewsWhere(fits: (review: (typeof REVIEWS)[number]) => boolean): readonly object[] {
  return REVIEWS.filter(fits).map((review) => ({
    ...review,
    author: () => userOf(review.authorId),
    product: () => productOf(review.upc),
  }));
}
