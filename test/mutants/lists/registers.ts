import { type Mutant, mutantsOf } from '../mutant.ts';

const RECORD_RULES = mutantsOf(
  'gateway/record-rules.ts',
  ['gateway/record-rules.test.ts'],
  [
    {
      name: 'a record of somebody hidden stays in the result',
      text: "all.every((of) => of.get(name) === 'hidden')",
      by: 'all.every((of) => of.get(name) === null)',
    },
    {
      name: 'rules about the record are forgotten in the answer',
      text: "return strictest(elements.map((element) => verdicts.get(databaseOf(element))?.get(name) ?? 'read'));",
      by: "return strictest(elements.map((element) => (verdicts.get(databaseOf(element))?.has(name) ? 'read' : 'read')));",
    },
    {
      name: 'a record of which nobody knows whose it is is released',
      text: "if (key === '') return unknownSubjectRule(policy);",
      by: "if (key === '') return undefined;",
    },
    {
      name: 'records are released when their rules cannot be decided',
      text: 'data: withoutSubjects(data, () => true, notePath(record, verdicts.source)),',
      by: 'data: withoutSubjects(data, () => false, notePath(record, verdicts.source)),',
    },
    {
      name: 'a list is silently cut where nothing could be decided',
      text: 'if (left.length === value.length || noteMissing === undefined)',
      by: 'if (left.length <= value.length)',
    },
    {
      name: 'subjects in lists are not judged',
      text: 'for (const item of value) walk(item);',
      by: '',
    },
    {
      name: 'subjects below others are not judged',
      text: 'for (const key in value) walk((value as Data)[key]);',
      by: '',
    },
    {
      name: 'subjects whose keys are sealed are not judged',
      text: 'openKeys(value as Record<string, unknown>, linkKey);',
      by: '',
    },
    {
      name: 'a hidden record in a list is an empty place, which tells that it exists',
      text: 'const left = value.filter((item) => !isOut(item));',
      by: 'const left = noteMissing ? value.filter((item) => !isOut(item)) : value.map((item) => (isOut(item) ? null : item));',
    },
    {
      name: 'the rule of another database than the one that is read decides',
      text: "if (verdict !== 'read' && verdict !== 'hidden') return verdict;",
      by: "if (verdict === 'hidden') return verdict;",
    },
  ],
);

const QUOTA = [
  ...mutantsOf(
    'gateway/quota-rule.ts',
    ['gateway/quota-rule.test.ts'],
    [
      {
        name: 'whoever is beyond the quota is read',
        text: 'withinOf.get(databaseOf(element))?.has(subjectName(type, key)) === false,',
        by: 'withinOf.get(databaseOf(element))?.has(subjectName(type, key)) === null,',
      },
      {
        name: 'subjects whose key nobody said are beyond no quota',
        text: 'return { database, within, isEverybody: within.size === named.length };',
        by: 'return { database, within, isEverybody: within.size === names.length };',
      },
      {
        name: 'a quota that cannot be counted lets everybody in',
        text: '.catch(unavailable);',
        by: '.catch(() => ({ within: new Set(names), remaining: 0 }));',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/quotas/memory-quotas.ts',
    ['gateway/quotas/quotas.test.ts'],
    [
      {
        name: 'a quota lets in one subject too many',
        text: 'counted.size >= quota.subjects',
        by: 'counted.size > quota.subjects',
      },
      {
        name: 'each agency uses up the quotas of all',
        text: 'const owner = JSON.stringify([agency, purpose, database]);',
        by: 'const owner = JSON.stringify([purpose, database]);',
      },
    ],
  ),
];

const REGISTERS = mutantsOf(
  'gateway/registers/postgres-registers.ts',
  [
    'gateway/registers/posts-and-cases.test.ts',
    'gateway/registers/consents.test.ts',
    'gateway/registers/emergencies.test.ts',
  ],
  [
    {
      name: 'an officer serves before the first day of the post',
      text: 'where agency = $1 and officer_id = $3 and from_day <= $6::date\n',
      by: 'where agency = $1 and officer_id = $3 and $6::date is not null\n',
    },
    {
      name: 'an officer serves after the last day of the post',
      text: 'where until_day is null or $6::date <= until_day) as officer,',
      by: 'where true or until_day is null) as officer,',
    },
    {
      name: 'an officer serves at every agency',
      text: 'where agency = $1 and officer_id = $3 and from_day',
      by: 'where officer_id = $3 and from_day',
    },
    {
      name: 'a closed case is open',
      text: 'and not exists (select from case_closings x where x.case_id = c.case_id and x.agency = c.agency and x.purpose = c.purpose)) as parties',
      by: ') as parties',
    },
    {
      name: 'a case of another purpose is open',
      text: 'c.case_id = $4 and c.agency = $1 and c.purpose = $2\n',
      by: 'c.case_id = $4 and c.agency = $1 and $2::text is not null\n',
    },
    {
      name: 'an emergency is in force after its end',
      text: 'e.id = $5::uuid and e.agency = $1 and clock_timestamp() < e.ends_at\n',
      by: 'e.id = $5::uuid and e.agency = $1\n',
    },
    {
      name: 'an emergency of many persons needs no second officer',
      text: 'and (e.persons <= ${PERSONS_OF_ONE_OFFICER}\n',
      by: 'and (e.persons <= 1000\n',
    },
    {
      name: 'every officer reads under the emergency of another',
      text: 'and (e.officer_id = $3\n',
      by: 'and ($3::text is not null\n',
    },
    {
      name: 'a consent holds after its end',
      text: '    and clock_timestamp() < ends_at\n',
      by: '',
    },
    {
      name: 'a consent that was withdrawn holds',
      text: '\n    and not exists (select from consent_withdrawals w where w.consent_id = c.id)`;',
      by: '`;',
    },
    {
      name: 'a consent for one purpose holds for all',
      text: 'where personal_id = any($3) and agency = $1 and purpose = $2\n',
      by: 'where personal_id = any($3) and agency = $1 and $2::text is not null\n',
    },
    {
      name: 'a consent for one agency holds for all',
      text: 'where personal_id = any($3) and agency = $1 and purpose = $2\n',
      by: 'where personal_id = any($3) and $1::text is not null and purpose = $2\n',
    },
    {
      name: 'everybody withdraws the consent of everybody',
      text: 'select id from consents where id = $1::uuid and personal_id = $2 on conflict',
      by: 'select id from consents where id = $1::uuid and $2::text is not null on conflict',
    },
    {
      name: 'an emergency lets in more persons than were declared',
      text: '  where taken.count + fresh.position <= $2\n',
      by: '  where taken.count + fresh.position <= $2::int + 1\n',
    },
    {
      name: 'an officer confirms their own emergency',
      text: ' and officer_id <> $2 and clock_timestamp() < ends_at',
      by: ' and clock_timestamp() < ends_at',
    },
    {
      name: 'an officer of another agency confirms an emergency',
      text: 'where id = $3::uuid and agency = $1 and officer_id <> $2',
      by: 'where id = $3::uuid and $1::text is not null and officer_id <> $2',
    },
    {
      name: 'two requests at once let in one person too many',
      text: "await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);",
      by: '',
    },
  ],
);

/** What becomes of a result, and what the registers say. */
export const REGISTER_MUTANTS: readonly Mutant[] = [...RECORD_RULES, ...QUOTA, ...REGISTERS];
