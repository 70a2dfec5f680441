import type { Pool, PoolClient } from 'pg';
import {
  EMPTY_FRONTIER,
  type Frontier,
  FrontierBuilder,
  type HeadSigner,
  headDigest,
  NO_PREVIOUS_HEAD,
  packFrontier,
  rootOf,
  type SignedHead,
  unpackFrontier,
} from './tree/index.ts';

/** Signs tree heads until it is stopped. */
export interface HeadKeeper {
  stop(): Promise<void>;
}

/** What {@link keepHeads} needs. */
export interface HeadKeeperOptions {
  readonly pool: Pool;
  readonly signer: HeadSigner;
  readonly headEveryMs: number;
  readonly onFault: (error: unknown) => void;
}

/** Levels of the tree whose complete nodes are stored: each node of them stands for 256 of the level below. */
export const STORED_LEVELS = [8, 16, 24] as const;

/** Most leaves of one head: after a long pause the ledger is caught up in steps. */
const MOST_LEAVES = 20_000;

/**
 * Signs a tree head over whatever is new, again and again. Several gateways on one ledger take turns: whoever comes
 * while another one signs has nothing to do.
 */
export function keepHeads({ pool, signer, headEveryMs, onFault }: HeadKeeperOptions): HeadKeeper {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  const takeTurn = async (): Promise<void> => {
    try {
      while ((await signHead(pool, signer)) === MOST_LEAVES);
    } catch (error) {
      onFault(error);
    }
  };
  const wait = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = takeTurn().then(wait);
    }, headEveryMs).unref();
  };
  wait();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await turn;
      // What was recorded last is signed for as well.
      await takeTurn();
    },
  };
}

/** Signs a head over what is new; returns how many leaves that was. */
export async function signHead(pool: Pool, signer: HeadSigner): Promise<number> {
  const client = await pool.connect();
  // Between two statements nobody else would hear of a connection that ends, and the process would end with it.
  const onEnd = (): void => undefined;
  client.on('error', onEnd);
  try {
    await client.query('begin');
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_xact_lock(7103, 2) as mine',
    );
    const signed = rows[0]?.mine === true ? await signNew(client, signer) : 0;
    await client.query('commit');
    return signed;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.off('error', onEnd);
    client.release();
  }
}

async function signNew(client: PoolClient, signer: HeadSigner): Promise<number> {
  const last = await lastHead(client);
  const from = last?.frontier ?? EMPTY_FRONTIER;
  const leaves = await newLeaves(client, from.size);
  if (leaves.length === 0) return 0;
  const nodes: { readonly level: number; readonly index: number; readonly hash: string }[] = [];
  const builder = new FrontierBuilder((level, index, hash) => {
    if (isStored(level)) nodes.push({ level, index, hash: hash.toString('hex') });
  }, from);
  for (const leaf of leaves) builder.add(leaf);
  const head = signer.sign({
    logId: await logId(client),
    size: builder.size,
    root: builder.root().toString('hex'),
    at: laterOf(new Date().toISOString(), last?.at),
    previous: last?.digest ?? NO_PREVIOUS_HEAD,
  });
  await writeNodes(client, nodes);
  await writeHead(client, head, builder.frontier());
  return leaves.length;
}

function isStored(level: number): boolean {
  return STORED_LEVELS.some((stored) => stored === level);
}

/** Clocks of several gateways differ, and an older head must not look newer. */
function laterOf(now: string, last: string | undefined): string {
  return last !== undefined && last > now ? last : now;
}

interface LastHead {
  readonly at: string;
  readonly frontier: Frontier;
  readonly digest: string;
}

async function lastHead(client: PoolClient): Promise<LastHead | undefined> {
  const { rows } = await client.query<HeadRow & { readonly frontier: Buffer }>(
    'select h.*, l.id as log_id from heads h, log l order by size desc limit 1',
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const head = headOf(row);
  const frontier = unpackFrontier(head.size, row.frontier);
  // The frontier is not signed: whoever changed it would have the next head signed over another tree.
  if (!rootOf(frontier).equals(row.root))
    throw new Error('The frontier of the last head is not that of its tree.');
  return { at: head.at, frontier, digest: headDigest(head) };
}

/** A row of `heads`, with the id of the log. */
export interface HeadRow {
  readonly log_id: string;
  readonly size: string;
  readonly at: Date;
  readonly root: Buffer;
  readonly previous: Buffer;
  readonly key_id: string;
  readonly signature: string;
}

/** The signed head of a row. */
export function headOf({ log_id, size, at, root, previous, key_id, signature }: HeadRow): SignedHead {
  return {
    logId: log_id,
    size: Number(size),
    root: root.toString('hex'),
    at: at.toISOString(),
    previous: previous.toString('hex'),
    keyId: key_id,
    signature,
  };
}

/** @throws Error when a position is missing: a tree over what is left would hide that */
async function newLeaves(client: PoolClient, from: number): Promise<readonly Buffer[]> {
  const { rows } = await client.query<{ position: string; leaf_hash: Buffer }>(
    'select position, leaf_hash from entries where position >= $1 order by position limit $2',
    [from, MOST_LEAVES],
  );
  for (const [index, { position }] of rows.entries()) {
    if (Number(position) !== from + index)
      throw new Error(`The ledger has no entry at position ${from + index}.`);
  }
  return rows.map(({ leaf_hash }) => leaf_hash);
}

async function logId(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ id: string }>('select id from log');
  return rows[0]?.id ?? '';
}

async function writeNodes(client: PoolClient, nodes: readonly object[]): Promise<void> {
  if (nodes.length === 0) return;
  await client.query(
    `insert into nodes select level, index, decode(hash, 'hex')
     from jsonb_to_recordset($1) as given(level smallint, index bigint, hash text)`,
    [JSON.stringify(nodes)],
  );
}

async function writeHead(client: PoolClient, head: SignedHead, frontier: Frontier): Promise<void> {
  await client.query(
    `insert into heads (size, at, root, previous, key_id, signature, frontier)
     values ($1, $2, decode($3, 'hex'), decode($4, 'hex'), $5, $6, $7)`,
    [head.size, head.at, head.root, head.previous, head.keyId, head.signature, packFrontier(frontier)],
  );
}
