import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyNotice, createNoticeReader, type NoticeReader } from './change-notice.ts';
import { ChangeNotTold, canonicalKey, type EntityCache, type EntityChange } from './entity-cache.ts';

const CHANGES = [{ type: 'Citizen', key: { personalId: '001099000018' } }];
const INVALID = { code: 'CHANGE_NOTICE_INVALID' };
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

describe('a notice of changes', () => {
  let population: Keys;
  let land: Keys;
  let reader: NoticeReader;

  beforeAll(async () => {
    population = await generateKeyPair('EdDSA');
    land = await generateKeyPair('EdDSA');
    const jwk = async (kid: string, { publicKey }: Keys) => ({ ...(await exportJWK(publicKey)), kid });
    const keys = [await jwk('population/2026', population), await jwk('land', land)];
    reader = createNoticeReader({ keys: { keys }, audience: 'lien-thong' });
  });

  interface Written {
    readonly kid?: string;
    readonly iss?: string;
    readonly aud?: string;
    readonly typ?: string;
    readonly issuedAt?: number;
    readonly life?: number;
    readonly payload?: JWTPayload;
    readonly by?: () => Keys;
  }

  const now = () => Math.floor(Date.now() / 1_000);
  const written = (notice: Written = {}) =>
    new SignJWT(notice.payload ?? { changes: CHANGES })
      .setProtectedHeader({
        alg: 'EdDSA',
        kid: notice.kid ?? 'population/2026',
        typ: notice.typ ?? 'entity-changes+jwt',
      })
      .setIssuer(notice.iss ?? 'population')
      .setAudience(notice.aud ?? 'lien-thong')
      .setIssuedAt(notice.issuedAt ?? now())
      .setExpirationTime((notice.issuedAt ?? now()) + (notice.life ?? 60))
      .sign((notice.by?.() ?? population).privateKey);

  it('tells what has changed in the database that signed it', async () => {
    expect(await reader.read(`${await written()}\n`)).toEqual({
      database: 'population',
      changes: [
        { database: 'population', type: 'Citizen', key: canonicalKey({ personalId: '001099000018' }) },
      ],
    });
    const own = { kid: 'land', iss: 'land', by: () => land };
    expect((await reader.read(await written(own))).database).toBe('land');
  });

  it.each<[string, Written]>([
    ['of one database in the name of another', { iss: 'land' }],
    ['with the key of another database', { kid: 'land', iss: 'land' }],
    ['with a key that nobody knows', { kid: 'archive', iss: 'archive' }],
    ['for another gateway', { aud: 'elsewhere' }],
    ['that is another kind of token', { typ: 'JWT' }],
    ['that has expired', { issuedAt: now() - 40, life: 20 }],
    ['that is older than a minute, however long it says it lives', { issuedAt: now() - 120, life: 900 }],
    ['from the future', { issuedAt: now() + 60 }],
    ['without changes', { payload: {} }],
    ['with an empty list', { payload: { changes: [] } }],
    ['with a key that is no object', { payload: { changes: [{ type: 'Citizen', key: '001099000018' }] } }],
    ['with an empty key', { payload: { changes: [{ type: 'Citizen', key: {} }] } }],
    ['with more than a thousand', { payload: { changes: Array(1_001).fill(CHANGES[0]) } }],
  ])('%s is refused, and nobody is named', async (_what, notice) => {
    const text = await written(notice);
    const refusal = await reader.read(text).catch((error: unknown) => error);
    expect(refusal).toMatchObject(INVALID);
    expect(String(refusal)).not.toContain('001099000018');
  });

  it('with a thousand changes is accepted', async () => {
    const payload = { changes: Array(1_000).fill(CHANGES[0]) };
    expect((await reader.read(await written({ payload }))).changes).toHaveLength(1_000);
  });

  it.each(['', 'hello', '{"database":"population","changes":[]}', 'a.b.c'])('is not %j', async (text) => {
    await expect(reader.read(text)).rejects.toMatchObject(INVALID);
  });

  it('that was changed on its way is refused', async () => {
    const [head, , signature] = (await written()).split('.');
    const payload = Buffer.from(JSON.stringify({ iss: 'population', changes: CHANGES })).toString(
      'base64url',
    );
    await expect(reader.read(`${head}.${payload}.${signature}`)).rejects.toMatchObject(INVALID);
  });
});

describe('what a notice tells', () => {
  const change = (key: string): EntityChange => ({ database: 'land', type: 'LandParcel', key });
  const forgetting = (invalidate: EntityCache['invalidate']) => ({ invalidate }) as EntityCache;
  const notice = { database: 'land', changes: [change('1'), change('2'), change('3')] };

  it('is forgotten, one as the other', async () => {
    const forgotten: EntityChange[] = [];
    await applyNotice(
      forgetting(async (one) => void forgotten.push(one)),
      notice,
    );
    expect(forgotten).toEqual(notice.changes);
  });

  it('is to be told again when one of them was not told to everybody; the others are forgotten all the same', async () => {
    const forgotten: string[] = [];
    const failing = forgetting(async ({ key }) => {
      if (key === '1') throw new ChangeNotTold(new Error('away'));
      forgotten.push(key);
    });
    await expect(applyNotice(failing, notice)).rejects.toMatchObject({ code: 'CHANGE_NOT_TOLD' });
    expect(forgotten).toEqual(['2', '3']);
  });
});

describe('the text of a key', () => {
  it('is the same in whatever order its fields come, and without the type', () => {
    const one = canonicalKey({ __typename: 'Parcel', office: { code: '01', kind: 'A' }, number: 7 });
    expect(canonicalKey({ number: 7, office: { kind: 'A', code: '01' } })).toBe(one);
    expect(canonicalKey({ number: '7', office: { kind: 'A', code: '01' } })).not.toBe(one);
  });
});
