/**
 * The static data of the federation benchmark's shop: 6 users, 50 products of which 5 have the 11 reviews that query A
 * reaches, and one review by another author for each further product.
 */

/** A row of accounts. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** Year of birth. */
  readonly birthday: number;
}

/** A row of products, with what inventory knows of it. */
export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}

/** A row of reviews. */
export interface Review {
  readonly id: string;
  readonly authorId: string;
  readonly upc: string;
  readonly body: string;
}

const NAMES = ['Lan Anh', 'Minh Quân', 'Thu Hà', 'Đức Long', 'Ngọc Mai', 'Quốc Bảo'];

/** The users that `users` lists. */
export const USERS: readonly User[] = NAMES.map((name, index) => userOf(index + 1, name));

/** Wrote the reviews of the products that query A does not reach; `users` does not list this one. */
export const OTHER_AUTHOR: User = userOf(USERS.length + 1, 'Hải Yến');

const THINGS = ['Table', 'Couch', 'Chair', 'Lamp', 'Shelf', 'Desk', 'Mirror', 'Carpet', 'Stool', 'Clock'];

/** All products; the first five are the ones with many reviews. */
export const PRODUCTS: readonly Product[] = Array.from({ length: 50 }, (_item, index) => ({
  upc: `${index + 1}`,
  name: `${THINGS[index % THINGS.length]} ${index + 1}`,
  price: 54 + ((index * 337) % 1_900),
  weight: 20 + ((index * 131) % 980),
  inStock: index % 3 !== 1,
}));

/** Author, product and length of the body of each review that query A reaches. */
const REACHED: readonly (readonly [author: number, product: number, length: number])[] = [
  [1, 1, 849],
  [1, 2, 512],
  [2, 3, 143],
  [2, 1, 690],
  [3, 1, 377],
  [3, 2, 305],
  [1, 3, 770],
  [4, 2, 520],
  [5, 4, 196],
  [2, 4, 655],
  [6, 5, 320],
];

/** All reviews, those that query A reaches first. */
export const REVIEWS: readonly Review[] = [
  ...REACHED.map(([author, product, length], index) => ({
    id: `${index + 1}`,
    authorId: `${author}`,
    upc: `${product}`,
    body: bodyOf(index, length),
  })),
  ...PRODUCTS.slice(5).map(({ upc, name }, index) => ({
    id: `${REACHED.length + index + 1}`,
    authorId: OTHER_AUTHOR.id,
    upc,
    body: `The ${name.toLowerCase()} does what it should.`,
  })),
];

/** What inventory works out from price and weight: free from a price of 1,000 on. */
export function shippingEstimate(price: number, weight: number): number {
  return price > 1_000 ? 0 : Math.round(weight * 0.5);
}

function userOf(id: number, name: string): User {
  return {
    id: `${id}`,
    name,
    username: `reader${id}`,
    birthday: 1_970 + 4 * id,
  };
}

/** Text of an exact length, different for each review. */
function bodyOf(index: number, length: number): string {
  const sentences = [
    'It came two days late, well packed, and nothing was broken.',
    'The wood smells of resin for a week, then it does not.',
    'My neighbour asked where it was from, so I told her.',
    'One screw was missing; the shop sent it without a question.',
    'I would buy it again, in another colour perhaps.',
    'For this price nobody can complain, and I tried.',
    'The instructions are short and, for once, right.',
  ];
  let text = '';
  for (let next = index; text.length < length; next += 1) text += `${sentences[next % sentences.length]} `;
  return `${text.slice(0, length - 1)}.`;
}
