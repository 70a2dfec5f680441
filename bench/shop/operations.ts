/** What clients of the benchmark's shop ask. */

/** Name of a scenario over the shop. */
export type ShopScenario = 'A' | 'B' | 'C';

const DEEP = `
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }

query Deep {
  users {
    ...User
    reviews {
      ...Review
      product {
        ...Product
        reviews {
          ...Review
          author {
            ...User
            reviews { ...Review product { ...Product } }
          }
        }
      }
    }
  }
  topProducts {
    ...Product
    reviews {
      ...Review
      author {
        ...User
        reviews { ...Review product { ...Product } }
      }
    }
  }
}`;

/** The operation of each scenario: A deep over four databases, B one fetch, C two hops over 50 products. */
export const SHOP_OPERATIONS: Readonly<Record<ShopScenario, string>> = {
  A: DEEP.trim(),
  B: 'query Users { users { id name username birthday } }',
  C: 'query Hops { topProducts(first: 50) { upc name reviews { id author { id name } } } }',
};
