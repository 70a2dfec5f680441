import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { PROFILE, PROTECTED_SPOUSE } from '../support/personas.ts';
import { gapsOf, gapsWithout, LOST_WITHOUT, SIX_DATABASES, without } from '../support/six-databases.ts';
import { httpStandIn, standIn } from '../support/stand-in.ts';
import { type Answer, startTestSystem, type TestSystem } from '../support/system.ts';

/** What no client may ever see. */
const SECRET = 'S3CRET-of-the-inside';

let system: TestSystem;
let whole: unknown;

beforeAll(async () => {
  system = await startTestSystem({ governance: governanceGrantingEverything() });
  whole = (await ask()).data;
  expect(JSON.stringify(whole)).not.toContain(SECRET);
});

afterAll(() => system.stop());

const ask = () => system.ask(CALLERS.everything, SIX_DATABASES);

async function askWhile(database: string, behaviour: RequestListener): Promise<Answer> {
  await system.stopSubgraph(database);
  const liar = await httpStandIn(system.subgraphUrl(database), behaviour);
  try {
    return await ask();
  } finally {
    await liar.close();
    await system.startSubgraph(database);
  }
}

function says(body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

const STACK = { exception: { stacktrace: [`at ${SECRET} (/srv/land/db.ts:1)`] }, password: SECRET };

/** Answers that are none: the call brought nothing, and the fields are unavailable. */
const NO_ANSWERS: Readonly<Record<string, RequestListener>> = {
  'half a JSON text': says(`{"data":{"_entities":[{"landRights":"${SECRET}`),
  HTML: says(`<html><title>${SECRET}</title></html>`, 200, { 'content-type': 'text/html' }),
  'a gateway error page': says(`<h1>502 ${SECRET}</h1>`, 502, { 'content-type': 'text/html' }),
  'an error 500 with a body full of secrets': says({ errors: [{ message: SECRET, extensions: STACK }] }, 500),
  'an error 500 with data null': says({ data: null, errors: [{ message: SECRET, extensions: STACK }] }, 500),
  'an error 503 in plain words': says(`connection to 10.0.0.5 refused, password ${SECRET}`, 503),
  'a redirect': says('', 302, { location: `http://127.0.0.1:1/${SECRET}` }),
  'a number': says('42'),
  null: says('null'),
  'a text': says(JSON.stringify(SECRET)),
  'an empty body': says(''),
  'refused by a known code': says(
    { errors: [{ message: SECRET, extensions: { code: 'GRANT_INVALID', ...STACK } }] },
    401,
  ),
  'a body in a coding that nobody asked for': says(`${SECRET}`, 200, { 'content-encoding': 'gzip' }),
};

describe.each(Object.entries(NO_ANSWERS))('a database that answers %s', (_what, behaviour) => {
  it('is unavailable, and not a word of it reaches the client', async () => {
    const answer = await askWhile('land', behaviour);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(gapsOf(answer)).toEqual(gapsWithout(['land']));
    expect(answer.data).toEqual(without(whole, LOST_WITHOUT['land'] ?? []));
    expect((await ask()).data).toEqual(whole);
  });
});

/** How a database says whose an entity is. */
const OWN = { lienthong_subjectCitizen: PROFILE };

/** An answer with an error for its one entity. */
function entityError(extensions: object): RequestListener {
  const error = {
    message: SECRET,
    path: ['_entities', 0, 'landRights'],
    extensions: { ...STACK, ...extensions },
  };
  return says({ data: { _entities: [{ ...OWN, landRights: null }] }, errors: [error] });
}

/** Answers in the right form with the wrong words. */
const WRONG_WORDS: Readonly<Record<string, RequestListener>> = {
  'an error without a code': entityError({}),
  'an error with a code of its own': entityError({ code: 'ER_ACCESS_DENIED' }),
  'an error with the code of a fault': entityError({ code: 'INTERNAL' }),
  'an error with the code of an unavailable source': entityError({ code: 'SOURCE_UNAVAILABLE' }),
  'words in place of a time': says({
    data: { _entities: [{ ...OWN, landRights: null }] },
    errors: [{ message: SECRET, path: ['_entities', 0, 'landRights'] }],
    extensions: { asOf: SECRET },
  }),
  'errors that stand nowhere': says({
    data: { _entities: [{ ...OWN, landRights: null }] },
    errors: [{ message: SECRET, extensions: STACK }],
  }),
};

describe.each(Object.entries(WRONG_WORDS))('a database with %s', (_what, behaviour) => {
  it('is not quoted', async () => {
    const answer = await askWhile('land', behaviour);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(answer.data).toEqual(without(whole, ['citizen.landRights']));
  });
});

/** Data in another shape than the one that was asked for. */
const WRONG_SHAPES: Readonly<Record<string, unknown>> = {
  'no entities': {},
  'a text for its entities': { _entities: SECRET },
  'too few entities': { _entities: [] },
  'a text for an entity': { _entities: [SECRET] },
  'a text for an object': { _entities: [{ ...OWN, landRights: SECRET }] },
  'an object for a list': { _entities: [{ ...OWN, landRights: { edges: { node: SECRET } } }] },
  'an entity of another kind': { _entities: [{ ...OWN, __typename: SECRET, landRights: null }] },
  'a field that nobody asked for': {
    _entities: [{ ...OWN, landRights: null, secret: SECRET, name: { full: SECRET } }],
  },
};

describe.each(Object.entries(WRONG_SHAPES))('a database that delivers %s', (_what, data) => {
  it('changes nothing but its own fields, and nothing of it is shown', async () => {
    const answer = await askWhile('land', says({ data }));
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(answer.data).toEqual(without(whole, ['citizen.landRights']));
    expect((await ask()).data).toEqual(whole);
  });
});

describe('a database that mixes up whose records it gives', () => {
  const right = { node: { form: SECRET, parcel: null } };

  it.each([
    ['those of somebody else', { lienthong_subjectCitizen: PROTECTED_SPOUSE }],
    ['those of nobody', { lienthong_subjectCitizen: null }],
    ['those of whom it does not say', {}],
  ])('as %s is unavailable', async (_whose, named) => {
    const entity = { ...named, landRights: { edges: [right] } };
    const answer = await askWhile('land', says({ data: { _entities: [entity] } }));
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(gapsOf(answer)).toEqual(gapsWithout(['land']));
    expect(answer.data).toEqual(without(whole, ['citizen.landRights']));
  });

  it('is heard when they are those of the person who was asked for', async () => {
    const entity = { ...OWN, landRights: { edges: [{ node: { form: 'COMMON', parcel: null } }] } };
    const answer = await askWhile('land', says({ data: { _entities: [entity] } }));
    expect(answer.data).toMatchObject({
      citizen: { landRights: { edges: [{ node: { form: 'COMMON' } }] } },
    });
  });
});

describe('a database that hangs up', () => {
  it.each([
    ['at once', ''],
    [
      'in the middle of its answer',
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"data',
    ],
    ['after words that are no HTTP', `${SECRET}\r\n\r\n`],
  ])('%s is unavailable', async (_when, words) => {
    await system.stopSubgraph('land');
    const rude = await standIn(system.subgraphUrl('land'), (socket) =>
      socket.once('data', () => socket.end(words)),
    );
    try {
      const answer = await ask();
      expect(JSON.stringify(answer)).not.toContain(SECRET);
      expect(gapsOf(answer)).toEqual(gapsWithout(['land']));
    } finally {
      await rude.close();
      await system.startSubgraph('land');
    }
  });
});
