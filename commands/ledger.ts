/** `npm run ledger -- COMMAND`: for whoever audits the ledger of answers, or answers for it. */
import { type CommandOutline, runCommand, UsageError } from './command-line.ts';
import type { LedgerCommand } from './ledger-command.ts';
import { COMPARE, HEAD, VERIFY } from './ledger-heads.ts';
import { CHECK, PROVE } from './ledger-proofs.ts';
import { EXPORT, STATS } from './ledger-reports.ts';

const COMMANDS: Readonly<Record<string, LedgerCommand>> = {
  verify: VERIFY,
  head: HEAD,
  compare: COMPARE,
  prove: PROVE,
  check: CHECK,
  export: EXPORT,
  stats: STATS,
};

const OVERVIEW: CommandOutline = {
  usage: 'npm run -s ledger --',
  summary: [
    'The ledger of answers: who read what, about whom, why; in a tree that shows every change.',
    '',
    '  verify   recomputes the whole ledger and compares it with what was signed; needs the public key only',
    '  head     writes the newest signed head, for a witness to keep',
    '  compare  says whether two heads that were kept stand for one history',
    '  prove    writes a proof that an entry, or an answer, is in the ledger',
    '  check    checks such a proof, without the ledger',
    '  export   writes the entries of one agency, for its own audit',
    '  stats    counts answers and entries, and what they take',
    '',
    'Each explains itself: verify --help. Exit code 0: as it should be. 1: something was found, or it failed. 2: it was',
    'called in a wrong way.',
  ].join('\n'),
  operands: ['COMMAND'],
  options: {},
};

const name = process.argv[2] ?? '';
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
await runCommand(command?.outline ?? OVERVIEW, command?.run ?? unknownCommand);

async function unknownCommand(): Promise<void> {
  throw new UsageError(`received "${name}", expected one of ${Object.keys(COMMANDS).join(', ')}`);
}
