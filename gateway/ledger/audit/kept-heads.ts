import type { JWK } from 'jose';
import { headText, type SignedHead } from '../tree/index.ts';
import { type Finding, keptFinding, nameOf } from './finding.ts';
import { refusalOf } from './head-chain.ts';

/** A head that somebody outside has kept, and under which name. */
export interface KeptHead {
  /** A file's name, for instance. */
  readonly name: string;
  readonly head: SignedHead;
}

/** Heads that were kept, as far as they can be compared with a ledger, and those that cannot. */
export interface KeptHeads {
  readonly comparable: readonly KeptHead[];
  readonly findings: readonly Finding[];
  /** To be told of each head that the ledger has. */
  see(head: SignedHead): void;
  /** When all have been seen: those that the ledger should have. */
  missing(): readonly Finding[];
}

/** Sorts out what nobody has signed, and what another ledger has. */
export function checkKept(
  kept: readonly KeptHead[],
  logId: string | undefined,
  keys: readonly JWK[],
): KeptHeads {
  const comparable: KeptHead[] = [];
  const findings: Finding[] = [];
  for (const one of kept) {
    const reason = refusalOf(one.head, keys) ?? (one.head.logId === logId ? undefined : OTHER_LEDGER);
    if (reason === undefined) comparable.push(one);
    else findings.push(keptFinding(one.name, `cannot be compared with this ledger. ${reason}`));
  }
  const unseen = new Map(comparable.map((one) => [one, headText(one.head)]));
  return {
    comparable,
    findings,
    see(head) {
      for (const [one, text] of unseen) {
        if (one.head.size === head.size && isText(head, text)) unseen.delete(one);
      }
    },
    missing: () =>
      [...unseen.keys()].map(({ name, head }) =>
        keptFinding(
          name,
          `${nameOf(head)} is not among the heads of the ledger: it was removed or replaced.`,
        ),
      ),
  };
}

const OTHER_LEDGER = 'It is the head of another ledger.';

/** The ledger is not what was kept. */
export function historyDiffers(name: string, head: SignedHead, agreed: SignedHead | undefined): Finding {
  const from = agreed?.size ?? 0;
  const finding = keptFinding(
    name,
    `the ledger's history differs from that of ${nameOf(head)}: the first change lies in positions ${from} to ` +
      `${head.size - 1}.`,
  );
  return { ...finding, position: from };
}

function isText(head: SignedHead, text: string): boolean {
  try {
    return headText(head) === text;
  } catch {
    // No head at all, and so none that anybody kept.
    return false;
  }
}
