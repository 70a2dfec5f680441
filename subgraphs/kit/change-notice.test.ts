import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChangesNotTold, type ChangeTeller, createChangeTeller } from './change-notice.ts';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const PARCEL = { type: 'LandParcel', key: { parcelId: '00004-12-7' } };

/** What the gateway answers, and what it was sent. */
let answer: { readonly status: number; readonly body?: string };
let sent: { readonly url: string | undefined; readonly type: string | undefined; readonly body: string }[] =
  [];
let server: Server;
let keys: Keys;
let privateKey: JWK;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url, headers } = request;
      sent.push({ url, type: headers['content-type'], body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, { location: '/elsewhere' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  keys = await generateKeyPair('EdDSA', { extractable: true });
  privateKey = await exportJWK(keys.privateKey);
});

afterEach(() => {
  sent = [];
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const tellerOn = (port: number, keyId?: string): Promise<ChangeTeller> =>
  createChangeTeller({
    database: 'land',
    privateKey,
    gatewayUrl: `http://127.0.0.1:${port}`,
    ...(keyId === undefined ? {} : { keyId }),
  });
const teller = (keyId?: string) => tellerOn((server.address() as AddressInfo).port, keyId);

describe('a database that tells of changes', () => {
  it('sends a notice that it has signed itself, for this gateway, for a minute', async () => {
    answer = { status: 204 };
    await (await teller('land/2026')).tell([PARCEL]);
    expect(sent).toMatchObject([{ url: '/changes', type: 'application/jwt' }]);
    const { payload, protectedHeader } = await jwtVerify(sent[0]?.body ?? '', keys.publicKey);
    expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: 'land/2026', typ: 'entity-changes+jwt' });
    expect(payload).toMatchObject({ iss: 'land', aud: 'lien-thong', changes: [PARCEL] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it('names its key after itself unless it says otherwise', async () => {
    answer = { status: 204 };
    await (await teller()).tell([PARCEL]);
    expect((await jwtVerify(sent[0]?.body ?? '', keys.publicKey)).protectedHeader.kid).toBe('land');
  });

  it('sends more than a notice holds in several, and nothing where nothing has changed', async () => {
    answer = { status: 204 };
    const all = Array.from({ length: 1_001 }, (_, index) => ({
      ...PARCEL,
      key: { parcelId: String(index) },
    }));
    await (await teller()).tell(all);
    const told = await Promise.all(sent.map(({ body }) => jwtVerify(body, keys.publicKey)));
    expect(told.flatMap(({ payload }) => payload['changes'])).toEqual(all);
    expect(told).toHaveLength(2);
    await (await teller()).tell([]);
    expect(sent).toHaveLength(2);
  });

  it.each([
    [
      { status: 503, body: '{"errors":[{"message":"…","extensions":{"code":"CHANGE_NOT_TOLD"}}]}' },
      'CHANGE_NOT_TOLD',
    ],
    [
      { status: 401, body: '{"errors":[{"message":"…","extensions":{"code":"CHANGE_NOTICE_INVALID"}}]}' },
      'CHANGE_NOTICE_INVALID',
    ],
    [{ status: 502, body: '<html>00004-12-7 {"code":"SOMETHING"}</html>' }, undefined],
    [{ status: 200, body: 'OK' }, undefined],
    [{ status: 307 }, undefined],
  ])('hears of it when the notice was not taken in (%j)', async (said, code) => {
    answer = said;
    const refused = (await teller()).tell([PARCEL]);
    await expect(refused).rejects.toThrow(ChangesNotTold);
    await expect(refused).rejects.toMatchObject({ code, message: expect.not.stringContaining('00004') });
    expect(sent).toHaveLength(1);
  });

  it('hears of it when there is nobody', async () => {
    await expect((await tellerOn(1)).tell([PARCEL])).rejects.toMatchObject({ code: undefined });
  });
});
