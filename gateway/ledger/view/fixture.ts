import { Pool } from 'pg';
import { CITIZEN, callerOf, GOVERNANCE } from '../../access/fixture.ts';
import type { OwnContext } from '../../access/index.ts';
import { LEDGER_KEY, type LedgerDatabase, openTestLedger, RECORD, SIGNER } from '../fixture.ts';
import { signHead } from '../head-keeper.ts';
import type { AnswerRecord } from '../ledger.ts';
import { createSubjectVault } from '../subject-vault.ts';
import { checkInclusion, type SignedHead, verifyHead } from '../tree/index.ts';
import { type AccessRecordsOptions, createAccessRecords } from './access-records.ts';

const SECRETS = {
  digestSecret: 'a secret of the digests, for tests of the view',
  masterKeys: [{ id: '1', key: Buffer.alloc(32, 9) }],
};

/** A ledger and the view on it, with the same keys. */
export function openViewed(database: LedgerDatabase, more: Partial<AccessRecordsOptions> = {}) {
  const ledger = openTestLedger(database.servingUrl, SECRETS);
  const records = createAccessRecords({
    url: database.servingUrl,
    vault: createSubjectVault(SECRETS),
    ledger,
    onFault: () => undefined,
    ...more,
  });
  return { ledger, records };
}

/** What a citizen's own request carries. */
export function contextOf(recorded: string[] = []): OwnContext {
  return {
    requestId: 'r-view',
    caller: callerOf({ claims: CITIZEN }),
    governance: GOVERNANCE,
    recorded,
    execution: { request: { signal: new AbortController().signal } },
    operationHash: 'b'.repeat(64),
    operationName: 'Mine',
  };
}

/** An answer that speaks of one citizen out of these databases. */
export function answerAbout(
  personalId: string,
  databases: readonly string[],
  more: object = {},
): AnswerRecord {
  const elements = databases.map((database) => `${database}.group.element`);
  return { ...RECORD, subjects: [{ type: 'Citizen', key: personalId, elements }], ...more };
}

/** Signs a head over all that is there. */
export async function sign(database: LedgerDatabase): Promise<void> {
  const pool = new Pool({ connectionString: database.servingUrl, max: 1 });
  await signHead(pool, SIGNER);
  await pool.end();
}

const { d: _private, ...PUBLIC_KEY } = LEDGER_KEY;

/** What anybody can check with the public key alone: that the head was signed, and the leaf stands under it. */
export function isProven(
  position: number,
  {
    leafHash,
    path,
    head,
  }: { readonly leafHash: string; readonly path: readonly string[]; readonly head: SignedHead },
): boolean {
  const { size, root } = verifyHead(head, [PUBLIC_KEY]);
  return checkInclusion({
    leafHash: Buffer.from(leafHash, 'hex'),
    position,
    size,
    path: path.map((hash) => Buffer.from(hash, 'hex')),
    root: Buffer.from(root, 'hex'),
  });
}
