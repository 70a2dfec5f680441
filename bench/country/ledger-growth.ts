import { ledgerStats, withSnapshot } from '../../gateway/ledger/index.ts';
import { rounded } from '../spread.ts';

/** How a ledger grew under load. */
export interface LedgerGrowth {
  readonly answers: number;
  readonly entries: number;
  /** One flush to disk is one transaction. */
  readonly answersPerFlush: number;
  readonly entriesPerFlush: number;
  readonly bytesPerEntry: number;
  readonly bytesPerMillionAnswers: number;
}

/** Reads it out of the ledger itself. @param url of any role that may read the ledger */
export async function measureGrowth(url: string): Promise<LedgerGrowth> {
  return await withSnapshot(url, async (snapshot) => {
    const { total, size } = await ledgerStats(snapshot, null);
    const [row] = await snapshot.query<{ flushes: string }>(
      'select count(distinct xmin::text) as flushes from answers',
    );
    const flushes = Math.max(1, Number(row?.flushes ?? 1));
    return {
      ...total,
      answersPerFlush: total.answers / flushes,
      entriesPerFlush: total.entries / flushes,
      bytesPerEntry: size.bytesPerEntry ?? 0,
      bytesPerMillionAnswers: size.bytesPerMillionAnswers ?? 0,
    };
  });
}

/** The same in one line. */
export function growthText(growth: LedgerGrowth): string {
  return [
    `ledger: ${growth.answers} answers in ${growth.entries} entries`,
    `${rounded(growth.answersPerFlush)} answers and ${rounded(growth.entriesPerFlush)} entries per flush`,
    `${growth.bytesPerEntry.toFixed(0)} bytes per entry`,
    `${(growth.bytesPerMillionAnswers / 1e9).toFixed(1)} GB per million answers`,
  ].join(', ');
}
