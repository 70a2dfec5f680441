import type { ShopScenario } from '../operations.ts';
import type { Found, FoundReview } from './found.ts';

/** Builds the value of `data` in the order of the operation, from what the calls brought. */
export const DATA: Readonly<Record<ShopScenario, (found: Found) => unknown>> = {
  A: deepData,
  B: ({ users }) => ({ users }),
  C: hopsData,
};

function deepData(found: Found): unknown {
  const leaves = new Map<string, Product>();
  const productOf = (upc: string): Product => {
    const known = leaves.get(upc);
    if (known !== undefined) return known;
    const product = makeProduct(upc, found);
    leaves.set(upc, product);
    return product;
  };
  const behind = ({ id, body, author }: FoundReview): unknown => ({
    id,
    body,
    author: {
      id: author.id,
      username: author.username,
      name: found.names.get(author.id),
      reviews: author.reviews.map((review) => ({
        id: review.id,
        body: review.body,
        product: productOf(review.product.upc),
      })),
    },
  });
  return {
    users: found.users.map(({ id, username, name }) => ({
      id,
      username,
      name,
      reviews: found.reviewsOfUser.get(id)?.map((review) => ({
        id: review.id,
        body: review.body,
        product: { ...productOf(review.product.upc), reviews: review.product.reviews.map(behind) },
      })),
    })),
    topProducts: found.top.map(({ upc }) => ({
      ...makeProduct(upc, found),
      reviews: found.reviewsOfProduct.get(upc)?.map(behind),
    })),
  };
}

interface Product {
  readonly inStock: boolean | undefined;
  readonly name: string | undefined;
  readonly price: number | undefined;
  readonly shippingEstimate: number | undefined;
  readonly upc: string;
  readonly weight: number | undefined;
}

function makeProduct(upc: string, found: Found): Product {
  const stock = found.stock.get(upc);
  const details = found.details.get(upc) ?? found.top.find((product) => product.upc === upc);
  return {
    inStock: stock?.inStock,
    name: details?.name,
    price: details?.price,
    shippingEstimate: stock?.shippingEstimate,
    upc,
    weight: details?.weight,
  };
}

function hopsData(found: Found): unknown {
  return {
    topProducts: found.top.map(({ upc, name }) => ({
      upc,
      name,
      reviews: found.reviewsOfProduct.get(upc)?.map(({ id, author }) => ({
        id,
        author: { id: author.id, name: found.names.get(author.id) },
      })),
    })),
  };
}
