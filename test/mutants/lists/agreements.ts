import { type Mutant, mutantsOf } from '../mutant.ts';

const AGREEMENTS = mutantsOf(
  'governance/check-agreements.ts',
  ['governance/check-agreements.test.ts', 'governance/check-overlaps.test.ts'],
  [
    {
      name: 'a wildcard covers sensitive elements',
      text: "const covered = group.filter((name) => elements.get(name)?.class !== 'sensitive');",
      by: 'const covered = group;',
    },
    {
      name: "an agreement grants elements of another agency's database",
      text: '} else if (databaseOf(pattern) !== database) {',
      by: "} else if (databaseOf(pattern) === '') {",
    },
    {
      name: 'an agreement grants elements that nobody has defined',
      text: '} else if (elements.knows(pattern)) {',
      by: "} else if (pattern !== '') {",
    },
    {
      name: 'somebody else than its owner shares a database',
      text: 'if (owner === undefined || owner === provider || !agencies.knows(owner)) return;',
      by: 'if (owner !== null) return;',
    },
    {
      name: 'agreements that contradict each other are accepted',
      text: '  checkOverlaps(located, problems);\n',
      by: '',
    },
    {
      name: 'the days of an agreement are not checked',
      text: '  checkLifecycle(value, report);\n',
      by: '',
      tests: ['governance/check-lifecycle.test.ts'],
    },
    {
      name: 'the conditions of an agreement are not checked',
      text: '  checkConditions(entry, registers, report);\n',
      by: '',
      tests: ['governance/check-conditions.test.ts'],
    },
  ],
);

const CONDITIONS = mutantsOf(
  'governance/check-conditions.ts',
  ['governance/check-conditions.test.ts'],
  [
    {
      name: 'an agency reads for the purpose of citizens',
      text: 'if (ofCitizens && consumer !== CITIZEN) complain(',
      by: "if (ofCitizens && consumer === '') complain(",
    },
    {
      name: 'a purpose by consent needs no consent',
      text: "if (kind === 'consent' && consent === undefined) complain(",
      by: "if (kind === 'consent' && consent === null) complain(",
    },
    {
      name: 'a bank reads without consent',
      text: "if (agencies.get(consumer)?.kind === 'bank' && value.consent === undefined) {",
      by: "if (agencies.get(consumer)?.kind === 'bank' && value.consent === null) {",
    },
    {
      name: 'an agency reads "its own record"',
      text: "if (value.subject === 'self') report(",
      by: "if (value.subject === '') report(",
    },
    {
      name: 'parties to a case are read without naming the case',
      text: "if (value.subject === 'case-party' && value.case === 'optional') {",
      by: "if (value.subject === 'case-party' && value.case === '') {",
    },
    {
      name: 'a citizen reads everybody',
      text: "if (value.subject === undefined) report(['subject'], 'no subject scope'",
      by: "if (value.subject === null) report(['subject'], 'no subject scope'",
    },
    {
      name: 'nobody answers for an emergency',
      text: "if (value.officer !== 'required') report(",
      by: "if (value.officer === '') report(",
    },
    {
      name: 'the dead are read by their consent',
      text: "if (entry.value.deceased === 'included' && entry.value.consent !== undefined) {",
      by: "if (entry.value.deceased === 'included' && entry.value.consent === null) {",
    },
  ],
);

const DAYS = [
  ...mutantsOf(
    'governance/check-lifecycle.ts',
    ['governance/check-lifecycle.test.ts'],
    [
      {
        name: 'an agreement is never reviewed',
        text: 'if (review < earliest || review > due) {',
        by: 'if (review < earliest) {',
      },
      {
        name: 'a planned suspension is announced too late',
        text: 'if (days < ANNOUNCED_BEFORE) {',
        by: 'if (days < 0) {',
      },
      {
        name: 'a misuse may be remedied for as long as one likes',
        text: 'if (deadline !== due) {',
        by: 'if (deadline < due) {',
      },
      {
        name: 'an agreement is terminated while the misuse may still be remedied',
        text: "if (reason !== 'not-remedied' || suspension === undefined || on > suspension.deadline) return;",
        by: 'if (reason !== undefined) return;',
      },
      {
        name: 'a suspended agreement does not say from when',
        text: 'if (belongs && value[block] === undefined) {',
        by: 'if (belongs && value[block] === null) {',
      },
    ],
  ),
  ...mutantsOf(
    'governance/check-overlaps.ts',
    ['governance/check-overlaps.test.ts'],
    [
      {
        name: 'agreements contradict each other in whose records they open',
        text: "return onRecords.length > 0 ? onRecords.join(', ') : undefined;",
        by: 'return undefined;',
      },
      {
        name: 'agreements contradict each other in what the caller must state',
        text: 'const unlike = [...onRecords, ...differing(CALLER_CONDITIONS, a, b)];',
        by: 'const unlike = [...onRecords];',
      },
    ],
  ),
  ...mutantsOf(
    'governance/days.ts',
    ['governance/days.test.ts', 'governance/holding.test.ts'],
    [
      {
        name: 'Saturdays are working days',
        text: 'if (weekday !== 0 && weekday !== 6) count += 1;',
        by: 'if (weekday !== 0) count += 1;',
      },
      {
        name: 'agreements that share one day only do not meet',
        text: '(b.to === null || a.from <= b.to)',
        by: '(b.to === null || a.from < b.to)',
      },
    ],
  ),
  ...mutantsOf(
    'governance/territory.ts',
    ['governance/territory.test.ts'],
    [
      {
        name: 'a commune that was merged away lies in every territory',
        text: 'if (commune === undefined) return false;',
        by: 'if (commune === undefined) return true;',
      },
      {
        name: 'a province covers the communes of others',
        text: 'jurisdiction.includes(commune.provinceCode)',
        by: 'jurisdiction.some((unit) => unit.length === 2)',
      },
    ],
  ),
];

const REGISTERS = mutantsOf(
  'governance/check-registers.ts',
  ['governance/check-registers.test.ts', 'governance/procedures.test.ts'],
  [
    {
      name: 'a procedure is served that is not in the annex',
      text: '} else if (rows === undefined) {',
      by: '} else if (rows === null) {',
    },
    {
      name: 'a procedure has a legal basis that the annex does not state',
      text: '} else if (!rows.some((row) => isSameBasis(row, legalBasis))) {',
      by: '} else if (rows.length === 0) {',
    },
    {
      name: 'an agency takes the name of the citizens',
      text: 'if (value.key === CITIZEN) report(',
      by: "if (value.key === '') report(",
    },
    {
      name: 'a territory is of units that do not exist',
      text: 'if (codes.provinces.has(code) || codes.communes.has(code)) continue;',
      by: 'if (code.length > 0) continue;',
    },
  ],
);

/** What agreements may say. */
export const AGREEMENT_MUTANTS: readonly Mutant[] = [...AGREEMENTS, ...CONDITIONS, ...DAYS, ...REGISTERS];
