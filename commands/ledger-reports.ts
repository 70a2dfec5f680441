import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDate } from '../contract/calendar.ts';
import { type Days, type ExportedEntry, exportEntries, ledgerStats } from '../gateway/ledger/index.ts';
import { loadGovernance } from '../governance/index.ts';
import { type Given, textOf, UsageError } from './command-line.ts';
import { type LedgerCommand, OUT_OPTION, say, URL_OPTION } from './ledger-command.ts';
import { withLedger } from './ledger-place.ts';
import { statsAsText } from './ledger-stats-text.ts';

/** Writes the entries of one agency. */
export const EXPORT: LedgerCommand = {
  outline: {
    usage: 'npm run -s ledger --',
    summary: [
      "Writes the entries of one agency's answers, for its own audit: one JSON object a line. Subjects appear as keyed",
      'digests only, the same one for the same subject.',
    ].join('\n'),
    operands: ['export'],
    options: {
      agency: { value: 'CODE', help: 'agency, as in governance/agencies.yaml', isRequired: true },
      from: { value: 'DAY', help: 'first day, YYYY-MM-DD, in Viet Nam', isRequired: true },
      to: { value: 'DAY', help: 'last day', isRequired: true },
      out: OUT_OPTION,
      url: URL_OPTION,
    },
  },
  async run(given) {
    const agency = textOf(given, 'agency') ?? '';
    const days = daysOf(given);
    const out = textOf(given, 'out');
    let written = 0;
    await withLedger(given, async (snapshot) => {
      const lines = linesOf(exportEntries(snapshot, agency, days), () => {
        written += 1;
      });
      // Only whoever writes it may read it: it says what officers have done.
      if (out !== undefined) return pipeline(Readable.from(lines), createWriteStream(out, { mode: 0o600 }));
      for await (const line of lines) await say(line);
    });
    if (written === 0) assertAgency(agency);
    if (out !== undefined) await say(`${out}: ${written} entries\n`);
  },
};

/** Counts. */
export const STATS: LedgerCommand = {
  outline: {
    usage: 'npm run -s ledger --',
    summary:
      'Counts the answers and entries of the ledger by day and agency, purpose, outcome and rule, and what they take on disk.',
    operands: ['stats'],
    options: {
      from: { value: 'DAY', help: 'first day, YYYY-MM-DD, in Viet Nam; all days by default' },
      to: { value: 'DAY', help: 'last day' },
      json: { help: 'as JSON' },
      url: URL_OPTION,
    },
  },
  async run(given) {
    const isAll = given['from'] === undefined && given['to'] === undefined;
    const days = isAll ? null : daysOf(given);
    const stats = await withLedger(given, (snapshot) => ledgerStats(snapshot, days));
    await say(given['json'] === true ? `${JSON.stringify(stats, null, 2)}\n` : statsAsText(stats));
  },
};

async function* linesOf(entries: AsyncIterable<ExportedEntry>, onLine: () => void): AsyncGenerator<string> {
  for await (const entry of entries) {
    onLine();
    yield `${JSON.stringify(entry)}\n`;
  }
}

/** @throws UsageError for an agency that does not exist; what it asked while it did exist stays in the ledger */
function assertAgency(agency: string): void {
  const { agencies } = loadGovernance();
  if (agencies.has(agency)) return;
  throw new UsageError(`--agency: received "${agency}", expected one of ${[...agencies.keys()].join(', ')}`);
}

/** @throws UsageError for what is no day, for one day without the other, and for days in the wrong order */
function daysOf(given: Given): Days {
  const days = { from: dayOf(given, 'from'), to: dayOf(given, 'to') };
  if (days.from <= days.to) return days;
  throw new UsageError(`--to: received "${days.to}", expected a day that is not before ${days.from}`);
}

function dayOf(given: Given, name: 'from' | 'to'): string {
  const day = textOf(given, name);
  if (day === undefined) throw new UsageError('--from and --to: expected both of them');
  if (!isDate(day)) throw new UsageError(`--${name}: received "${day}", expected a day as YYYY-MM-DD`);
  return day;
}
