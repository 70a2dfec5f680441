import {
  compareHeads,
  headText,
  type KeptHead,
  newestHead,
  parseHead,
  readRows,
  type SignedHead,
  type Verification,
  verifyLedger,
} from '../gateway/ledger/index.ts';
import { textOf, UsageError } from './command-line.ts';
import {
  KEY_OPTION,
  type LedgerCommand,
  OUT_OPTION,
  say,
  textOfFile,
  URL_OPTION,
  writeOut,
} from './ledger-command.ts';
import { ledgerKeys, withLedger } from './ledger-place.ts';
import { progressBar } from './progress-bar.ts';

/** Recomputes the whole ledger. */
export const VERIFY: LedgerCommand = {
  outline: {
    usage: 'npm run -s ledger --',
    summary: [
      'Recomputes every hash of the ledger from what it holds, and compares the tree with every signed head: says',
      'whether anything was altered, removed, inserted or reordered, and names the first entry. Needs the public key',
      'and may only read. With heads that you have kept, it also finds a truncated tail and a history that was',
      'rewritten and signed anew.',
      '',
      'Exit code 0: nothing was found. 1: something was, or it failed. 2: it was called in a wrong way.',
    ].join('\n'),
    operands: ['verify'],
    options: {
      key: KEY_OPTION,
      url: URL_OPTION,
      head: { value: 'FILE', help: 'head that you have kept; repeat it for several', isMultiple: true },
    },
  },
  async run(given) {
    const keys = await ledgerKeys(given);
    const kept = await Promise.all(((given['head'] ?? []) as readonly string[]).map(readHead));
    const progress = drawProgress();
    const verification = await withLedger(given, (snapshot) =>
      verifyLedger({ rows: readRows(snapshot), keys, kept, onProgress: progress.draw }),
    );
    progress.end();
    await say(verificationAsText(verification));
    if (verification.findings.length > 0) process.exitCode = 1;
  },
};

/** Writes the newest head. */
export const HEAD: LedgerCommand = {
  outline: {
    usage: 'npm run -s ledger --',
    summary:
      'Writes the newest signed head of the ledger. Whoever keeps it can prove any later change of what it stands over.',
    operands: ['head'],
    options: { out: OUT_OPTION, url: URL_OPTION },
  },
  async run(given) {
    const head = await withLedger(given, newestHead);
    if (head === undefined) throw new Error('No head of this ledger has been signed yet.');
    await writeOut(given, headText(head), `the head of ${head.size} entries (${head.at})`);
  },
};

/** Compares what two witnesses have kept. */
export const COMPARE: LedgerCommand = {
  outline: {
    usage: 'npm run -s ledger --',
    summary: [
      'Says whether two heads that were kept stand for one history of the ledger. Heads of the same size need no',
      'ledger; of two sizes, the ledger must prove that the larger one goes on from the smaller one.',
      '',
      'Exit code 0: one history. 1: two histories, or two ledgers, or it failed. 2: it was called in a wrong way.',
    ].join('\n'),
    operands: ['compare', 'FILE', 'OTHER'],
    options: { key: KEY_OPTION, url: URL_OPTION },
  },
  async run(given) {
    const keys = await ledgerKeys(given);
    const heads: readonly [SignedHead, SignedHead] = [
      (await readHead(textOf(given, 'FILE') ?? '')).head,
      (await readHead(textOf(given, 'OTHER') ?? '')).head,
    ];
    const { verdict, text } = await compareHeads(heads, keys, (read) => withLedger(given, read));
    await say(`${text}\n`);
    if (verdict !== 'same' && verdict !== 'extends') process.exitCode = 1;
  },
};

/** @throws UsageError when the file cannot be read or holds no head */
async function readHead(path: string): Promise<KeptHead> {
  const text = await textOfFile(path, 'head');
  try {
    return { name: path, head: parseHead(text) };
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function verificationAsText({
  logId,
  entries,
  heads,
  newest,
  unsigned,
  unsignedSince,
  findings,
}: Verification): string {
  if (findings.length > 0) {
    const lines = findings.map(({ text }) => `- ${text}`);
    return [`Ledger ${logId ?? '(unknown)'} is not as it was recorded:`, ...lines, ''].join('\n');
  }
  const lines = [
    `Ledger ${logId}: nothing was altered, removed, inserted or reordered.`,
    `${entries} entries agree with ${heads} signed heads${newest === null ? '' : `, the newest of ${newest.at}`}.`,
    ...(unsigned === 0 ? [] : [`${unsigned} of them, from ${unsignedSince} on, are not signed yet.`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A bar, for whoever looks. */
function drawProgress() {
  const bar = progressBar(process.stderr);
  let isOpen = false;
  return {
    draw(done: number, of: number) {
      if (process.stderr.isTTY !== true || of === 0) return;
      bar({ database: 'entries', done: Math.min(done, of), of });
      isOpen = done < of;
    },
    end() {
      if (isOpen) process.stderr.write('\n');
    },
  };
}
