/** Writes an entry; resolves when it is durable, rejects when it is not. */
export type Append<Entry> = (entry: Entry) => Promise<void>;

/** What a group commit needs. */
export interface GroupCommitOptions<Entry> {
  /** Writes all of a group or nothing of it. */
  readonly write: (entries: readonly Entry[]) => Promise<void>;
  /** Most entries of one group. */
  readonly most: number;
  /** Whether a failure can be the fault of one entry, and not of the store. */
  readonly isOfEntry: (error: unknown) => boolean;
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes entries in groups: one leaves at once when nothing is being written; those that come meanwhile are written
 * together, so that many answers share one flush to disk. A group that fails for an entry is written again entry by
 * entry, so that what is wrong with one fails that one only.
 */
export function groupCommit<Entry>({ write, most, isOfEntry }: GroupCommitOptions<Entry>): Append<Entry> {
  const waiting: Waiting<Entry>[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await writeGroup(waiting.splice(0, most));
    isWriting = false;
  }

  async function writeGroup(group: readonly Waiting<Entry>[]): Promise<void> {
    try {
      await write(group.map(({ entry }) => entry));
      for (const { resolve } of group) resolve();
    } catch (error) {
      if (group.length > 1 && isOfEntry(error)) await Promise.all(group.map((each) => writeGroup([each])));
      else for (const { reject } of group) reject(error);
    }
  }

  return (entry) =>
    new Promise((resolve, reject) => {
      waiting.push({ entry, resolve, reject });
      if (!isWriting) void writeAll();
    });
}
