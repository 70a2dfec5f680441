import DataLoader from 'dataloader';
import type { Pool } from 'pg';
import type { AccessRecordProof } from '../../access/index.ts';
import { type HeadRow, headOf, STORED_LEVELS } from '../head-keeper.ts';
import {
  createRangeRoot,
  inclusionPath,
  type RangeRoot,
  type SignedHead,
  type TreeStore,
} from '../tree/index.ts';

/** Proves one entry, by its position and the hash of its leaf; `null` while no head covers it. */
export type ProveEntry = (position: number, leafHash: Buffer) => Promise<AccessRecordProof | null>;

/**
 * Proves entries of one page against the newest head there is, all against the same one. Their proofs have most hashes
 * in common, so each block of hashes is read once, and those of several proofs in one statement.
 */
export function createProofs(pool: Pick<Pool, 'query'>): ProveEntry {
  let newest: Promise<SignedHead | undefined> | undefined;
  const rangeRoot = eachOnce(createRangeRoot(createBlockStore(pool)));
  return async (position, leafHash) => {
    newest ??= newestHead(pool);
    const head = await newest;
    if (head === undefined || position >= head.size) return null;
    const path = await inclusionPath(position, head.size, rangeRoot);
    return { leafHash: leafHash.toString('hex'), path: path.map((hash) => hash.toString('hex')), head };
  };
}

/** The wide ranges of a tree are in nearly every proof. */
function eachOnce(rangeRoot: RangeRoot): RangeRoot {
  const known = new Map<string, Promise<Buffer>>();
  return (from, to) => {
    const key = `${from} ${to}`;
    const root = known.get(key) ?? rangeRoot(from, to);
    known.set(key, root);
    return root;
  };
}

async function newestHead(pool: Pick<Pool, 'query'>): Promise<SignedHead | undefined> {
  const { rows } = await pool.query<HeadRow>(
    `select l.id as log_id, size, at, root, previous, key_id, signature from heads, log l
     order by size desc limit 1`,
  );
  return rows[0] && headOf(rows[0]);
}

/** Hashes of one block: the leaves below a node of the lowest stored level, or as many nodes of one level. */
const BLOCK = 256;

/** A hash with its number. */
interface NumberedHash {
  readonly number: string;
  readonly hash: Buffer;
}

const LEAVES = `
  select e.position as number, e.leaf_hash as hash from unnest($1::bigint[]) as block(start)
  join entries e on e.position >= block.start and e.position < block.start + ${BLOCK}`;

const NODES = `
  select n.index as number, n.hash from unnest($1::bigint[]) as block(start)
  join nodes n on n.level = $2 and n.index >= block.start and n.index < block.start + ${BLOCK}`;

/** Leaves and nodes in blocks; what is asked in the same turn is read together, and nothing twice. */
function createBlockStore(pool: Pick<Pool, 'query'>): TreeStore {
  const leaves = blocksOf(async (starts) => (await pool.query<NumberedHash>(LEAVES, [starts])).rows);
  const levels = new Map(
    STORED_LEVELS.map((level) => [
      level as number,
      blocksOf(async (starts) => (await pool.query<NumberedHash>(NODES, [starts, level])).rows),
    ]),
  );
  return {
    storedLevels: STORED_LEVELS,
    leaves: async (from, to) => (await leaves(from, to)).filter((hash) => hash !== undefined),
    async nodes(level, from, to) {
      const blocks = levels.get(level);
      if (blocks === undefined) throw new Error(`No nodes of level ${level} are stored.`);
      return await blocks(from, to);
    },
  };
}

/** Reads hashes by their numbers, `from` up to `to` without the latter. */
type ReadBlocks = (from: number, to: number) => Promise<readonly (Buffer | undefined)[]>;

function blocksOf(read: (starts: readonly number[]) => Promise<readonly NumberedHash[]>): ReadBlocks {
  const blocks = new DataLoader<number, ReadonlyMap<number, Buffer>>(async (starts) => {
    const byBlock = new Map(starts.map((start) => [start, new Map<number, Buffer>()]));
    for (const { number, hash } of await read(starts)) {
      byBlock.get(startOf(Number(number)))?.set(Number(number), hash);
    }
    return starts.map((start) => byBlock.get(start) ?? new Map());
  });
  return async (from, to) => {
    const starts: number[] = [];
    for (let start = startOf(from); start < to; start += BLOCK) starts.push(start);
    const found = new Map<number, ReadonlyMap<number, Buffer>>();
    for (const start of starts) found.set(start, await blocks.load(start));
    return Array.from({ length: to - from }, (_, offset) => {
      const number = from + offset;
      return found.get(startOf(number))?.get(number);
    });
  };
}

function startOf(number: number): number {
  return number - (number % BLOCK);
}
