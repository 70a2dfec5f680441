import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { z } from 'zod';
import { NOTICE_KIND, NOTICE_MAX_CHANGES, NOTICE_MAX_SECONDS } from '../../contract/change-notice.ts';
import { Refusal } from '../../contract/refusal.ts';
import { ChangeNotTold, canonicalKey, type EntityCache, type EntityChange } from './entity-cache.ts';

/** What a database tells of its own entities in a notice of changes, see contract/change-notice.ts. */
export interface ChangeNotice {
  readonly database: string;
  readonly changes: readonly EntityChange[];
}

/** Reads notices of changes. */
export interface NoticeReader {
  /** @throws Refusal `CHANGE_NOTICE_INVALID` when no database of ours signed it for this gateway just now */
  read(body: string): Promise<ChangeNotice>;
}

/** What {@link createNoticeReader} needs. */
export interface NoticeSettings {
  /**
   * Public keys of the databases (RFC 7517). The `kid` of a key is the database's name, or the name, a slash and
   * anything, for databases that exchange their keys.
   */
  readonly keys: JSONWebKeySet;
  /** Expected `aud`. */
  readonly audience: string;
}

const CHANGES = z
  .array(
    z.strictObject({
      type: z.string().regex(/^[A-Za-z_]\w{0,127}$/),
      key: z.record(z.string(), z.json()).refine((key) => Object.keys(key).length > 0),
    }),
  )
  .min(1)
  .max(NOTICE_MAX_CHANGES);

/** Makes a reader of notices. A database speaks for itself only: its key decides whose entities a notice is about. */
export function createNoticeReader({ keys, audience }: NoticeSettings): NoticeReader {
  const known = createLocalJWKSet(keys);
  return {
    async read(body) {
      const { payload, protectedHeader } = await verified(body.trim(), known, audience);
      const [database = ''] = (protectedHeader.kid ?? '').split('/');
      if (database === '' || payload.iss !== database) {
        throw invalid('it is signed with the key of another database than it names as "iss"');
      }
      const changes = CHANGES.safeParse(payload['changes']);
      if (!changes.success) {
        throw invalid(
          '"changes" must be a list of 1 to 1,000 entries, each with "type" and "key", an object',
        );
      }
      return {
        database,
        changes: changes.data.map(({ type, key }) => ({ database, type, key: canonicalKey(key) })),
      };
    },
  };
}

/** Takes a notice: reads it, and forgets what it names. */
export type TakeNotice = (body: string) => Promise<ChangeNotice>;

/** Takes notices of the databases with these keys. */
export function createNoticeDesk(cache: EntityCache, settings: NoticeSettings): TakeNotice {
  const reader = createNoticeReader(settings);
  return async (body) => {
    const notice = await reader.read(body);
    await applyNotice(cache, notice);
    return notice;
  };
}

/**
 * Forgets the entities of a notice, all of them even when one fails.
 *
 * @throws Refusal `CHANGE_NOT_TOLD` when other replicas may not hear of it; the database sends the notice again
 */
export async function applyNotice(cache: EntityCache, { changes }: ChangeNotice): Promise<void> {
  const outcomes = await Promise.allSettled(changes.map((change) => cache.invalidate(change)));
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    if (!(outcome.reason instanceof ChangeNotTold)) throw outcome.reason;
    throw new Refusal(
      'CHANGE_NOT_TOLD',
      'The changes could not be told to every gateway. Send the notice again.',
      { retryAfter: 1 },
    );
  }
}

async function verified(body: string, keys: ReturnType<typeof createLocalJWKSet>, audience: string) {
  try {
    return await jwtVerify(body, keys, {
      audience,
      algorithms: ['EdDSA'],
      typ: NOTICE_KIND,
      requiredClaims: ['iss', 'iat', 'exp'],
      maxTokenAge: `${NOTICE_MAX_SECONDS}s`,
      clockTolerance: 5,
    });
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    if (error instanceof errors.JWTExpired) throw invalid('it has expired; sign it when it is sent');
    if (error instanceof errors.JWTClaimValidationFailed) {
      throw invalid(`its "${error.claim}" is not what this gateway expects`);
    }
    throw invalid('no known key of a database has signed it');
  }
}

function invalid(what: string): Refusal {
  return new Refusal('CHANGE_NOTICE_INVALID', `The notice of changes is not accepted: ${what}.`);
}
