import { type Days, dayOf, timesOf } from './days.ts';
import type { Snapshot } from './snapshot.ts';

/** Answers, and the entries that say what they said. */
export interface Volume {
  readonly answers: number;
  readonly entries: number;
}

/** What one table takes, with its indexes. */
export interface TableSize {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Numbers for whoever is responsible for the data; nothing in them is about a person. */
export interface LedgerStats {
  /** `null`: all days. */
  readonly days: Days | null;
  readonly total: Volume;
  readonly byDay: readonly (Volume & { readonly day: string; readonly agency: string })[];
  readonly byPurpose: readonly (Volume & { readonly purpose: string })[];
  readonly byOutcome: readonly (Volume & { readonly outcome: string })[];
  /** Answers from which a rule withheld something. */
  readonly byRule: readonly { readonly rule: string; readonly answers: number }[];
  /** Answers of which it is known that they did not arrive. */
  readonly undelivered: number;
  /** The whole ledger, whatever the days. */
  readonly size: {
    readonly tables: readonly TableSize[];
    readonly bytes: number;
    /** `null` without entries. */
    readonly bytesPerEntry: number | null;
    /** `null` without answers. */
    readonly bytesPerMillionAnswers: number | null;
  };
}

/** Counts the answers of these days, or of all, by the Vietnamese calendar. */
export async function ledgerStats(snapshot: Snapshot, days: Days | null): Promise<LedgerStats> {
  const times = days === null ? ['-infinity', 'infinity'] : timesOf(days);
  const groups = await snapshot.query<Group>(GROUPS, times);
  const rules = await snapshot.query<{ readonly rule: string; readonly answers: string }>(RULES, times);
  const [lost] = await snapshot.query<{ readonly number: string }>(UNDELIVERED, times);
  const of = (grouped: string) =>
    groups.filter((group) => group.grouped === grouped).map((group) => ({ ...group, ...volumeOf(group) }));
  return {
    days,
    total: of('total').map(volumeOf)[0] ?? { answers: 0, entries: 0 },
    byDay: of('day').map((group) => ({ day: group.day, agency: group.agency, ...volumeOf(group) })),
    byPurpose: of('purpose').map((group) => ({ purpose: group.purpose, ...volumeOf(group) })),
    byOutcome: of('outcome').map((group) => ({ outcome: group.outcome, ...volumeOf(group) })),
    byRule: rules.map(({ rule, answers }) => ({ rule, answers: Number(answers) })),
    undelivered: Number(lost?.number ?? 0),
    size: await sizeOf(snapshot),
  };
}

interface Group {
  readonly grouped: string;
  readonly day: string;
  readonly agency: string;
  readonly purpose: string;
  readonly outcome: string;
  readonly answers: string | number;
  readonly entries: string | number;
}

function volumeOf({ answers, entries }: Pick<Group, keyof Volume>): Volume {
  return { answers: Number(answers), entries: Number(entries) };
}

const IN_TIME = 'at >= $1::timestamptz and at < $2::timestamptz';

/** One reading for all groupings. An entry has the time of its answer, unless it says that one did not arrive. */
const GROUPS = `
  with own as (select answer, count(*) as entries from entries
    where ${IN_TIME} and kind in ('read', 'nothing-read') group by answer),
  counted as (select ${dayOf('at')} as day, content->>'agency' as agency, content->>'purpose' as purpose,
      content->>'outcome' as outcome, coalesce(own.entries, 0) as entries
    from answers left join own on own.answer = answers.id where ${IN_TIME})
  select case when grouping(day) = 0 then 'day' when grouping(purpose) = 0 then 'purpose'
      when grouping(outcome) = 0 then 'outcome' else 'total' end as grouped,
    day, agency, purpose, outcome, count(*) as answers, coalesce(sum(entries), 0) as entries
  from counted group by grouping sets ((day, agency), (purpose), (outcome), ())
  order by grouped, day, agency, purpose, outcome`;

const RULES = `select withheld->>'rule' as rule, count(distinct id) as answers
  from answers, jsonb_array_elements(content->'withheld') as withheld where ${IN_TIME}
  group by 1 order by 2 desc, 1`;

const UNDELIVERED = `select count(*) as number from entries where kind = 'undelivered' and ${IN_TIME}`;

const TABLES = ['answers', 'entries', 'subjects', 'undelivered', 'heads', 'nodes'] as const;

async function sizeOf(snapshot: Snapshot): Promise<LedgerStats['size']> {
  const tables: TableSize[] = [];
  for (const table of TABLES) {
    const [row] = await snapshot.query<{ readonly rows: string; readonly bytes: string }>(
      `select (select count(*) from ${table}) as rows,
        coalesce((select sum(pg_total_relation_size(relid)) from pg_partition_tree('${table}')),
          pg_total_relation_size('${table}')) as bytes`,
    );
    tables.push({ table, rows: Number(row?.rows), bytes: Number(row?.bytes) });
  }
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
  const rowsOf = (name: (typeof TABLES)[number]) => tables.find(({ table }) => table === name)?.rows ?? 0;
  const per = (rows: number, factor: number) => (rows === 0 ? null : Math.round((bytes * factor) / rows));
  return {
    tables,
    bytes,
    bytesPerEntry: per(rowsOf('entries'), 1),
    bytesPerMillionAnswers: per(rowsOf('answers'), 1_000_000),
  };
}
