/**
 * A floor: the shop's three operations merged by hand, with a given set of calls and a given HTTP client. It knows
 * nothing of GraphQL beyond the texts that it sends, so a gateway that comes near it spends nothing on being general.
 */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { SHOP_OPERATIONS, type ShopScenario } from '../operations.ts';
import { DATA } from './answers.ts';
import { type Asked, type CallSet, callsOf, type PlannedCall } from './call-sets.ts';
import { leanPost, type Post, undiciPost } from './clients.ts';
import { type Found, keysAt, noteEntities, noteRoot, nothingFound } from './found.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    subgraphs: { type: 'string', default: '0' },
    calls: { type: 'string', default: '7' },
    client: { type: 'string', default: 'undici' },
  },
});

const SELECTIONS: Readonly<Record<ShopScenario, Readonly<Partial<Record<Asked['what'], string>>>>> = {
  A: {
    users: 'users{id username name}',
    topProducts: 'topProducts{name price upc weight}',
    names: 'name',
    details: 'name price weight',
    inStock: 'inStock',
    estimate: 'shippingEstimate',
    stock: 'inStock shippingEstimate',
  },
  B: { users: 'users{id name username birthday}' },
  C: { topProducts: 'topProducts(first: 50){upc name}', reviews: 'reviews{id author{id}}', names: 'name' },
};

/** Reviews of a user lead to products with reviews; reviews of a product end at their authors' reviews. */
const REVIEWS_OF_USER =
  'reviews{id body product{upc reviews{id body author{id username reviews{id body product{upc}}}}}}';
const REVIEWS_OF_PRODUCT = 'reviews{id body author{id username reviews{id body product{upc}}}}';

type Answer = () => Promise<string>;

const post = (values.client === 'lean' ? leanPost : undiciPost)(Number(values.subgraphs));
const answers = new Map<string, Answer>(
  (['A', 'B', 'C'] as const).map((scenario) => [
    SHOP_OPERATIONS[scenario],
    answerOf(scenario, callsOf(scenario, values.calls as CallSet), post),
  ]),
);

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const { query } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly query: string };
    const body = (await answers.get(query)?.()) ?? '{"data":{"__typename":"Query"}}';
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}).listen(Number(values.port), '127.0.0.1');

function answerOf(scenario: ShopScenario, calls: readonly PlannedCall[], send: Post): Answer {
  const makes = calls.map((call) => callMaker(scenario, call, send));
  return async () => {
    const found = nothingFound();
    const made: Promise<void>[] = [];
    for (const [index, make] of makes.entries()) {
      const [first, ...others] = (calls[index]?.after ?? []).map((position) => made[position]);
      if (first === undefined) made.push(make(found));
      else made.push((others.length === 0 ? first : Promise.all([first, ...others])).then(() => make(found)));
    }
    await Promise.all(made);
    return JSON.stringify({ data: DATA[scenario](found) });
  };
}

type MakeCall = (found: Found) => Promise<void>;

function callMaker(scenario: ShopScenario, { database, asked }: PlannedCall, send: Post): MakeCall {
  const path = `/${database}`;
  const [root] = asked;
  if (root !== undefined && root.places.length === 0) {
    const body = JSON.stringify({ query: `{${selectionOf(scenario, root)}}` });
    return async (found) => {
      const { data } = JSON.parse(await send(path, body)) as { readonly data: Record<string, unknown> };
      noteRoot(root.what, data[root.what], found);
    };
  }
  const declared = asked.map((_asked, index) => `$r${index}:[_Any!]!`).join(',');
  const fields = asked.map(
    (one, index) =>
      `e${index}:_entities(representations:$r${index}){...on ${typeOf(one)}{${selectionOf(scenario, one)}}}`,
  );
  const start = `{"query":${JSON.stringify(`query(${declared}){${fields.join(' ')}}`)},"variables":{`;
  return async (found) => {
    const keys = asked.map(({ places }) => keysAt(places, found));
    const variables = asked.map((one, index) => `"r${index}":[${representations(one, keys[index], found)}]`);
    const { data } = JSON.parse(await send(path, `${start}${variables.join(',')}}}`)) as {
      readonly data: Readonly<Record<string, readonly unknown[]>>;
    };
    for (const [index, one] of asked.entries()) {
      noteEntities(one, keys[index] ?? new Set(), data[`e${index}`] ?? [], found);
    }
  };
}

function typeOf({ what, places }: Asked): 'User' | 'Product' {
  return what === 'names' || places.includes('users') ? 'User' : 'Product';
}

function selectionOf(scenario: ShopScenario, asked: Asked): string {
  if (scenario === 'A' && asked.what === 'reviews') {
    return typeOf(asked) === 'User' ? REVIEWS_OF_USER : REVIEWS_OF_PRODUCT;
  }
  return SELECTIONS[scenario][asked.what] ?? '__typename';
}

function representations(asked: Asked, keys: ReadonlySet<string> | undefined, found: Found): string {
  const { what } = asked;
  const texts: string[] = [];
  for (const key of keys ?? []) {
    if (typeOf(asked) === 'User') {
      texts.push(`{"__typename":"User","id":"${key}"}`);
    } else if (what === 'estimate' || what === 'stock') {
      const product = found.details.get(key) ?? found.top.find(({ upc }) => upc === key);
      texts.push(
        `{"__typename":"Product","upc":"${key}","price":${product?.price},"weight":${product?.weight}}`,
      );
    } else {
      texts.push(`{"__typename":"Product","upc":"${key}"}`);
    }
  }
  return texts.join(',');
}
