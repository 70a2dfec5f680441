import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOTICE_MAX_BYTES, NOTICE_TYPE } from '../../contract/change-notice.ts';
import { Refusal } from '../../contract/refusal.ts';
import { createLog } from '../observability/index.ts';
import { createHttpApp, drain } from './app.ts';
import { serveChanges } from './changes-route.ts';

/** What the database signed, as far as this route is concerned. */
const NOTICE = 'head.payload.signature';
const TOLD = {
  database: 'business',
  changes: [{ type: 'Business', key: '{"enterpriseCode":"0100000012"}' }],
};

let app: FastifyInstance;
let url: string;
let taken: string[];
let lines: string[];
let take: () => Promise<typeof TOLD>;

beforeEach(async () => {
  [taken, lines, take] = [[], [], async () => TOLD];
  app = createHttpApp();
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  serveChanges(app, {
    log,
    take: async (notice) => {
      taken.push(notice);
      return await take();
    },
  });
  // The graph of a gateway stands beside it, and is none of its business.
  app.post('/graphql', async (request) => ({ data: request.body }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(() => drain(app));

const send = (body: string | undefined = NOTICE, type = NOTICE_TYPE, method = 'POST') =>
  fetch(`${url}/changes`, {
    method,
    headers: { 'content-type': type },
    ...(method === 'GET' ? {} : { body }),
  });

const codesOf = async (answer: Response) =>
  ((await answer.json()) as { errors: { extensions: { code: string } }[] }).errors.map(
    ({ extensions }) => extensions.code,
  );

describe('POST /changes', () => {
  it('takes a notice in, and says nothing', async () => {
    const answer = await send();
    expect([answer.status, await answer.text(), taken]).toEqual([204, '', [NOTICE]]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('logs which database told, of how many, and never of whom', async () => {
    await send();
    expect(JSON.parse(lines.join())).toMatchObject({
      msg: 'entities changed',
      database: 'business',
      entities: 1,
    });
    expect(lines.join()).not.toMatch(/0100000012|signature/);
  });

  it.each([
    ['CHANGE_NOTICE_INVALID', 401, null],
    ['CHANGE_NOT_TOLD', 503, '1'],
  ] as const)(
    'refuses with %s as it is told to, and logs no more than that',
    async (code, status, retryAfter) => {
      take = async () => {
        throw new Refusal(code, 'No.', retryAfter === null ? {} : { retryAfter: Number(retryAfter) });
      };
      const answer = await send();
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
      expect(await codesOf(answer)).toEqual([code]);
      expect(JSON.parse(lines.join())).toMatchObject({ msg: 'notice of changes refused', code });
    },
  );

  it('says nothing of a fault but that there was one', async () => {
    take = async () => {
      throw new Error('a secret of the machine');
    };
    const answer = await send();
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(lines.join()).toContain('a secret of the machine');
  });

  it.each([
    ['JSON', '{}', 'application/json', 415, 'BAD_REQUEST'],
    ['text', NOTICE, 'text/plain', 415, 'BAD_REQUEST'],
    ['more than it reads', 'x'.repeat(NOTICE_MAX_BYTES + 1), NOTICE_TYPE, 413, 'DOCUMENT_TOO_LARGE'],
  ])('does not take %s', async (_what, body, type, status, code) => {
    const answer = await send(body, type);
    expect([answer.status, taken]).toEqual([status, []]);
    expect(await codesOf(answer)).toEqual([code]);
  });

  it('takes as much as it reads', async () => {
    expect((await send('x'.repeat(NOTICE_MAX_BYTES))).status).toBe(204);
  });

  it('is there by POST only', async () => {
    const answer = await send(undefined, NOTICE_TYPE, 'GET');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('leaves the graph its own media type', async () => {
    const ask = (type: string) =>
      fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': type }, body: '{}' });
    expect([(await ask('application/json')).status, (await ask(NOTICE_TYPE)).status]).toEqual([200, 415]);
  });

  it('takes sixteen at once, and refuses more at once; what is still being sent holds no place', async () => {
    const slow = openRequest(`${url}/changes`, { method: 'POST', headers: { 'content-type': NOTICE_TYPE } });
    slow.write('head.');
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    take = async () => {
      if (taken.length <= 16) await held;
      return TOLD;
    };
    const sent = Array.from({ length: 16 }, () => send());
    await vi.waitFor(() => expect(taken).toHaveLength(16), { timeout: 20_000, interval: 5 });
    const refused = await send();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await codesOf(refused)).toEqual(['OVERLOADED']);
    go();
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(Array(16).fill(204));
    const answered = once(slow, 'response');
    slow.end('payload.signature');
    const [answer] = (await answered) as [{ readonly statusCode: number; resume(): void }];
    answer.resume();
    expect([answer.statusCode, (await send()).status]).toEqual([204, 204]);
  });
});
