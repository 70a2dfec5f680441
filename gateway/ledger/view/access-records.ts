import { Pool } from 'pg';
import { ACCESS_RECORDS_ELEMENT } from '../../../contract/own-elements.ts';
import { Refusal } from '../../../contract/refusal.ts';
import type {
  AccessRecord,
  AccessRecordPage,
  AccessRecordQuestion,
  AccessRecords,
  OwnContext,
} from '../../access/index.ts';
import { askedBy } from '../asked-by.ts';
import type { AnswerRecord, Ledger } from '../ledger.ts';
import type { SubjectVault } from '../subject-vault.ts';
import { createProofs } from './proofs.ts';

/** What {@link createAccessRecords} needs. */
export interface AccessRecordsOptions {
  /** `postgresql://…` of a role that may read the ledger's tables. */
  readonly url: string;
  readonly vault: Pick<SubjectVault, 'digestOf'>;
  /** Where every view is recorded. */
  readonly ledger: Pick<Ledger, 'append'>;
  /** Told why something could not be read or recorded. */
  readonly onFault: (error: unknown) => void;
}

/** {@link AccessRecords} over a database. */
export interface OpenAccessRecords extends AccessRecords {
  close(): Promise<void>;
}

/** Type of the subjects whose entries are shown. */
const CITIZEN = 'Citizen';

/** The entries about persons, out of the tables of the ledger; connections of its own, so that recording never waits. */
export function createAccessRecords(options: AccessRecordsOptions): OpenAccessRecords {
  const { url, vault, ledger, onFault } = options;
  const pool = new Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 2_000,
    query_timeout: 3_000,
  });
  pool.on('error', () => undefined);
  const orRefuse = <Result>(work: Promise<Result>, words: string): Promise<Result> =>
    work.catch((error: unknown) => {
      onFault(error);
      throw new Refusal('LEDGER_UNAVAILABLE', words);
    });
  return {
    async view(question, context) {
      const digest = vault.digestOf(CITIZEN, question.personalId);
      const { records, hasNextPage } = await orRefuse(readPage(pool, digest, question), UNREADABLE);
      const id = await orRefuse(ledger.append(recordOfView(question, context)), UNRECORDED);
      context.recorded.push(id);
      const told = records.map((record) => ({
        ...record,
        proof: () => orRefuse(record.proof(), UNREADABLE),
      }));
      return { records: told, hasNextPage };
    },
    close: () => pool.end(),
  };
}

const UNREADABLE = 'The ledger does not answer, so nothing of it can be shown.';
const UNRECORDED = 'The answer could not be recorded, so it is not released.';

interface Row {
  readonly position: string;
  readonly at: string;
  readonly agency: string;
  readonly purpose: string;
  readonly legal_bases: AccessRecord['legalBases'];
  readonly database: string;
  readonly elements: readonly string[];
  readonly outcome: AccessRecord['outcome'];
  readonly leaf_hash: Buffer;
}

/**
 * What the law delays is not there until its time has come (`delayedUntil` of an answer, ISO 8601). The answer of each
 * entry is looked up by its key: without the limit of one, all answers there are would be read and joined.
 */
const PAGE = `
  select e.position, a.content->>'at' as at, a.content->>'agency' as agency, a.content->>'purpose' as purpose,
    a.content->'legalBases' as legal_bases, e.database, e.elements, e.leaf_hash,
    case when exists (select from undelivered u where u.answer = e.answer) then 'UNDELIVERED' else 'READ' end as outcome
  from entries e
    cross join lateral (select content from answers where id = e.answer and at = e.at limit 1) a
  where e.subject = $1 and e.kind = 'read' and e.position < $2
    and coalesce((a.content->>'delayedUntil')::timestamptz <= now(), true)
  order by e.position desc limit $3`;

/** Beyond every position. */
const END = Number.MAX_SAFE_INTEGER;

/** One row more than the page says that there is a next one. */
async function readPage(
  pool: Pool,
  digest: Buffer,
  { limit, before = END }: AccessRecordQuestion,
): Promise<AccessRecordPage> {
  const { rows } = await pool.query<Row>({
    name: 'access-records',
    text: PAGE,
    values: [digest, before, limit + 1],
  });
  const prove = createProofs(pool);
  const records = rows.slice(0, limit).map((row): AccessRecord => {
    const { position, at, agency, purpose, legal_bases, database, elements, outcome, leaf_hash } = row;
    return {
      position: Number(position),
      at,
      agency,
      purpose,
      legalBases: legal_bases,
      database,
      elements,
      outcome,
      proof: () => prove(Number(position), leaf_hash),
    };
  });
  return { records, hasNextPage: rows.length > limit };
}

/** The view as an answer like any other: who was shown the entries about whom. */
function recordOfView({ personalId }: AccessRecordQuestion, context: OwnContext): AnswerRecord {
  return {
    ...askedBy(context),
    outcome: 'answered',
    searched: [],
    matches: 1,
    subjects: [{ type: CITIZEN, key: personalId, elements: [ACCESS_RECORDS_ELEMENT] }],
    withheld: [],
    databases: [],
  };
}
