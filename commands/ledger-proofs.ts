import { checkProof, type EntryName, type LedgerProof, proveEntries } from '../gateway/ledger/index.ts';
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

/** Proves an entry or an answer. */
export const PROVE: LedgerCommand = {
  outline: {
    usage: 'npm run -s ledger --',
    summary: [
      'Writes a proof that an entry is in the ledger: its content and that of its answer, the way from its leaf to the',
      'root, and the newest signed head. ENTRY is a position, or the id of an answer: then all its entries.',
    ].join('\n'),
    operands: ['prove', 'ENTRY'],
    options: { out: OUT_OPTION, url: URL_OPTION },
  },
  async run(given) {
    const name = nameOf(textOf(given, 'ENTRY') ?? '');
    const proof = await withLedger(given, (snapshot) => proveEntries(snapshot, name));
    await writeOut(given, `${JSON.stringify(proof, null, 2)}\n`, `proof of ${proof.entries.length} entries`);
  },
};

/** Checks a proof. */
export const CHECK: LedgerCommand = {
  outline: {
    usage: 'npm run -s ledger --',
    summary: 'Checks a proof that the command prove wrote, with nothing but the public key of the ledger.',
    operands: ['check', 'FILE'],
    options: { key: KEY_OPTION },
  },
  async run(given) {
    const path = textOf(given, 'FILE') ?? '';
    const keys = await ledgerKeys(given);
    const proof = checkProof(parsed(await textOfFile(path, 'proof')), keys);
    await say(`${proofAsText(proof)}\n`);
  },
};

const ANSWER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function nameOf(text: string): EntryName {
  if (/^\d{1,15}$/.test(text)) return { position: Number(text) };
  if (ANSWER_ID.test(text)) return { answerId: text };
  throw new UsageError(`received "${text}", expected a position, or the id of an answer`);
}

/** What is no JSON is no proof either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function proofAsText({ head, answerId, answer, entries }: LedgerProof): string {
  const about =
    answer === null
      ? ''
      : `, given to ${String(answer['agency'])} for ${String(answer['purpose'])} at ${String(answer['at'])}`;
  return [
    `Proven by the signed head of ${head.size} entries (${head.at}) of ledger ${head.logId}:`,
    `answer ${answerId}${about}`,
    ...entries.map(({ position, entry: { kind, subjectType, database, elements } }) => {
      const what = subjectType === null ? '' : `, ${subjectType} out of ${database}: ${elements.join(', ')}`;
      return `- position ${position}: ${kind}${what}`;
    }),
  ].join('\n');
}
