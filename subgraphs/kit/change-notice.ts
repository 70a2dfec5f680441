import { importJWK, type JWK, SignJWT } from 'jose';
import {
  type ChangedEntity,
  NOTICE_KIND,
  NOTICE_MAX_CHANGES,
  NOTICE_MAX_SECONDS,
  NOTICE_PATH,
  NOTICE_TYPE,
} from '../../contract/change-notice.ts';
import { isErrorCode } from '../../contract/refusal.ts';

/** Tells the gateway that entities of a database have changed, so that it forgets what it has kept of them. */
export interface ChangeTeller {
  /**
   * Fulfilled when every gateway knows. Called when the transaction that changed them has been committed: who hears of
   * a change earlier would read, and keep, what was before.
   *
   * @throws ChangesNotTold when they must be told again
   */
  tell(changes: readonly ChangedEntity[]): Promise<void>;
}

/** Settings of {@link createChangeTeller}. */
export interface ChangeTellerOptions {
  /** Name of the database in the graph. */
  readonly database: string;
  /** The database's own private key (JWK, Ed25519); the gateway has the public one. */
  readonly privateKey: JWK;
  /** `kid` of that key among those that the gateway has; the database's name when left out. */
  readonly keyId?: string;
  /** Where the gateway listens, `https://host:port`; any of several that share one Redis. */
  readonly gatewayUrl: string;
  /** `aud` that the gateway expects. */
  readonly audience?: string;
}

/** A notice that was not accepted. Entities that were named may or may not be forgotten: all are to be told again. */
export class ChangesNotTold extends Error {
  override readonly name = 'ChangesNotTold';
  /** What the gateway said; `undefined` when it could not be reached, or was no gateway. */
  readonly code: string | undefined;

  constructor(code: string | undefined, cause?: unknown) {
    super(`The gateway did not take in a notice of changes (${code ?? 'no answer of a gateway'}).`, {
      cause,
    });
    this.code = code;
  }
}

const ALGORITHM = 'EdDSA';

/** How long a gateway may take to tell all the others. */
const TIMEOUT_MS = 10_000;

/** Makes the teller of one database. */
export async function createChangeTeller(options: ChangeTellerOptions): Promise<ChangeTeller> {
  const { database, privateKey, keyId = database, gatewayUrl, audience = 'lien-thong' } = options;
  const key = await importJWK(privateKey, ALGORITHM);
  const sign = (changes: readonly ChangedEntity[]): Promise<string> =>
    new SignJWT({ changes })
      .setProtectedHeader({ alg: ALGORITHM, kid: keyId, typ: NOTICE_KIND })
      .setIssuer(database)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${NOTICE_MAX_SECONDS}s`)
      .sign(key);
  return {
    async tell(changes) {
      for (let from = 0; from < changes.length; from += NOTICE_MAX_CHANGES) {
        const notice = await sign(changes.slice(from, from + NOTICE_MAX_CHANGES));
        await send(new URL(NOTICE_PATH, gatewayUrl), notice);
      }
    },
  };
}

async function send(url: URL, body: string): Promise<void> {
  const headers = { 'content-type': NOTICE_TYPE };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' }).catch(
    (error: unknown) => {
      throw new ChangesNotTold(undefined, error);
    },
  );
  const text = await answer.text();
  if (answer.status !== 204) throw new ChangesNotTold(codeIn(text));
}

function codeIn(text: string): string | undefined {
  const [, code] = /"code":"([A-Z_]+)"/.exec(text) ?? [];
  return isErrorCode(code) ? code : undefined;
}
