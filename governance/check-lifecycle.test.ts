import { describeRefusals, type RefusalCase } from './refusal-case.ts';

const DAY_CASES: readonly RefusalCase[] = [
  {
    what: 'a day that does not exist',
    file: 'agreements/ward.yaml',
    piece: 'to: "2026-06-30"',
    wrong: 'to: "2026-06-31"',
    allowed: 'to: "2026-07-31"',
    found: 'to: "2026-06-31"',
    expected: 'a day that exists, as YYYY-MM-DD',
  },
  {
    what: 'an end before the start',
    file: 'agreements/ward.yaml',
    piece: 'to: "2026-06-30"',
    wrong: 'to: "2025-12-31"',
    allowed: 'to: "2026-01-01"',
    found: 'an end on 2025-12-31, before the start on 2026-01-01',
    expected: 'the start or a later day',
  },
  {
    what: 'an agreement that does not say when it ends',
    file: 'agreements/ward.yaml',
    piece: '    to: "2026-06-30"\n',
    wrong: '',
    allowed: '    to: null\n',
    at: '- id: ward-pop-01',
    found: 'to: nothing',
    expected: 'text (in quotes, if it looks like a number)',
  },
  {
    what: 'a state that does not exist',
    file: 'agreements/bank.yaml',
    piece: 'state: active',
    wrong: 'state: planned',
    allowed: 'state: "active"',
    found: 'state: "planned"',
    expected: '"active" or "planned-suspension" or "suspended" or "terminated"',
  },
  {
    what: 'a legal basis that ends before it begins',
    file: 'agreements/bank.yaml',
    piece: '{ document: Law 26/2023/QH15, article: "10" }',
    wrong: '{ document: Law 26/2023/QH15, article: "10", validFrom: "2026-03-01", validTo: "2026-02-28" }',
    allowed: '{ document: Law 26/2023/QH15, article: "10", validFrom: "2026-03-01", validTo: "2026-03-01" }',
    at: 'legalBasis',
    found: 'an end on 2026-02-28, before the start on 2026-03-01',
    expected: 'the start or a later day',
  },
  {
    what: 'a legal basis that is in force on none of its days',
    file: 'agreements/bank.yaml',
    piece: '{ document: Law 26/2023/QH15, article: "10" }',
    wrong: '{ document: Law 26/2023/QH15, article: "10", validTo: "2025-12-31" }',
    allowed: '{ document: Law 26/2023/QH15, article: "10", validTo: "2026-01-01" }',
    at: 'legalBasis',
    found: 'a provision in force on no day of the agreement',
    expected: 'a day in common',
  },
];

const REVIEW_CASES: readonly RefusalCase[] = [
  {
    what: 'no review',
    file: 'agreements/bank.yaml',
    piece: 'review: "2026-12-25"',
    wrong: 'review: null',
    allowed: 'review: "2026-06-30"',
    found: 'no review',
    expected: 'a day, not after 2026-12-25',
  },
  {
    what: 'a first review after 25 December',
    file: 'agreements/bank.yaml',
    piece: 'review: "2026-12-25"',
    wrong: 'review: "2026-12-26"',
    allowed: 'review: "2026-01-01"',
    found: 'a review on 2026-12-26',
    expected: 'a day from 2026-01-01 to 2026-12-25',
  },
  {
    what: 'a review before it began',
    file: 'agreements/bank.yaml',
    piece: 'review: "2026-12-25"',
    wrong: 'review: "2025-12-25"',
    allowed: 'review: "2026-12-25" # the first',
    found: 'a review on 2025-12-25',
    expected: 'a day from 2026-01-01 to 2026-12-25',
  },
  {
    what: 'a review later than the year after the last one',
    file: 'agreements/bank.yaml',
    piece: 'review: "2026-12-25"',
    wrong: 'review: "2028-12-25"\n    reviewed: "2026-12-20"',
    allowed: 'review: "2027-12-25"\n    reviewed: "2026-12-20"',
    at: 'review: "2028',
    found: 'a review on 2028-12-25',
    expected: 'a day from 2026-12-20 to 2027-12-25',
  },
];

const STATE_CASES: readonly RefusalCase[] = [
  {
    what: 'a planned suspension without its dates',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong: '    state: planned-suspension\n',
    allowed:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-13" }\n',
    at: 'state: ',
    found: 'the state planned-suspension without plannedSuspension',
    expected: 'its dates under "plannedSuspension"',
  },
  {
    what: 'a suspension without its dates',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong: '    state: suspended\n',
    allowed:
      '    state: suspended\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-03", violation: V, remedy: R, deadline: "2026-04-02" }\n',
    at: 'state: ',
    found: 'the state suspended without suspension',
    expected: 'its dates under "suspension"',
  },
  {
    what: 'a termination without its dates',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong: '    state: terminated\n',
    allowed: '    state: terminated\n    termination: { on: "2026-05-01", reason: purpose-gone }\n',
    at: 'state: ',
    found: 'the state terminated without termination',
    expected: 'its dates under "termination"',
  },
  {
    what: 'a termination for misuse without the suspension before it',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong: '    state: terminated\n    termination: { on: "2026-05-01", reason: not-remedied }\n',
    allowed:
      '    state: terminated\n    termination: { on: "2026-05-01", reason: not-remedied }\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-03", violation: V, remedy: R, deadline: "2026-04-02" }\n',
    at: 'state: ',
    found: 'the state terminated without suspension',
    expected: 'its dates under "suspension"',
  },
  {
    what: 'the dates of another state',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: active\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-13" }\n',
    allowed:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-13" }\n',
    at: 'plannedSuspension',
    found: 'plannedSuspension of an agreement whose state is active',
    expected: 'the state planned-suspension, or none',
  },
  {
    what: 'a planned suspension that was announced 6 working days before',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-11", to: "2026-03-13" }\n',
    allowed:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-13" }\n',
    at: 'plannedSuspension',
    found: 'a notice on 2026-03-02, 6 working days before 2026-03-11',
    expected: 'at least 7 working days',
  },
  {
    what: 'a notice of force majeure after two days',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: planned-suspension\n    plannedSuspension: { cause: force-majeure, announcedOn: "2026-03-14", from: "2026-03-12", to: "2026-03-20" }\n',
    allowed:
      '    state: planned-suspension\n    plannedSuspension: { cause: force-majeure, announcedOn: "2026-03-13", from: "2026-03-12", to: null }\n',
    at: 'plannedSuspension',
    found: 'a notice on 2026-03-14',
    expected: 'a day not after 2026-03-13, within 24 hours',
  },
  {
    what: 'a planned suspension without an end',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: null }\n',
    allowed:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-13" }\n',
    at: 'plannedSuspension',
    found: 'no end',
    expected: 'the last day of a planned suspension',
  },
  {
    what: 'a planned suspension that ends before it begins',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-11" }\n',
    allowed:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-12" }\n',
    at: 'plannedSuspension',
    found: 'an end on 2026-03-11, before the start on 2026-03-12',
    expected: 'the start or a later day',
  },
  {
    what: 'a planned suspension before the agreement begins',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2025-03-03", from: "2025-12-31", to: "2026-03-13" }\n',
    allowed:
      '    state: planned-suspension\n    plannedSuspension: { cause: planned, announcedOn: "2025-03-03", from: "2026-01-01", to: "2026-03-13" }\n',
    at: 'plannedSuspension',
    found: 'a suspension from 2025-12-31, before the start',
    expected: '2026-01-01 or a later day',
  },
  {
    what: 'a notice of misuse after two days',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: suspended\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-04", violation: V, remedy: R, deadline: "2026-04-03" }\n',
    allowed:
      '    state: suspended\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-02", violation: V, remedy: R, deadline: "2026-04-01" }\n',
    at: 'suspension:',
    found: 'a notice on 2026-03-04',
    expected: '2026-03-02 or 2026-03-03, within one day',
  },
  {
    what: 'a deadline of less than 30 days',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: suspended\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-03", violation: V, remedy: R, deadline: "2026-04-01" }\n',
    allowed:
      '    state: suspended\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-03", violation: V, remedy: R, deadline: "2026-04-02" }\n',
    at: 'suspension:',
    found: 'a deadline on 2026-04-01',
    expected: '2026-04-02, 30 days after the notice',
  },
  {
    what: 'a deadline of more than 30 days',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: suspended\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-03", violation: V, remedy: R, deadline: "2026-04-03" }\n',
    allowed:
      '    state: suspended\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-03", violation: V, remedy: R, deadline: "2026-04-02" }\n',
    at: 'suspension:',
    found: 'a deadline on 2026-04-03',
    expected: '2026-04-02, 30 days after the notice',
  },
  {
    what: 'a suspension before the agreement begins',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: suspended\n    suspension: { from: "2025-12-31", notifiedOn: "2026-01-01", violation: V, remedy: R, deadline: "2026-01-31" }\n',
    allowed:
      '    state: suspended\n    suspension: { from: "2026-01-01", notifiedOn: "2026-01-01", violation: V, remedy: R, deadline: "2026-01-31" }\n',
    at: 'suspension:',
    found: 'a suspension from 2025-12-31, before the start',
    expected: '2026-01-01 or a later day',
  },
  {
    what: 'a termination while the misuse may still be remedied',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong:
      '    state: terminated\n    termination: { on: "2026-04-02", reason: not-remedied }\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-03", violation: V, remedy: R, deadline: "2026-04-02" }\n',
    allowed:
      '    state: terminated\n    termination: { on: "2026-04-03", reason: not-remedied }\n    suspension: { from: "2026-03-02", notifiedOn: "2026-03-03", violation: V, remedy: R, deadline: "2026-04-02" }\n',
    at: 'termination:',
    found: 'an end on 2026-04-02, while the misuse may still be remedied',
    expected: 'a day after 2026-04-02',
  },
  {
    what: 'a termination before the agreement begins',
    file: 'agreements/bank.yaml',
    piece: '    state: active\n',
    wrong: '    state: terminated\n    termination: { on: "2025-12-31", reason: purpose-gone }\n',
    allowed: '    state: terminated\n    termination: { on: "2026-01-01", reason: purpose-gone }\n',
    at: 'termination:',
    found: 'an end on 2025-12-31, before the start',
    expected: '2026-01-01 or a later day',
  },
];

describeRefusals('an agreement: its days', DAY_CASES);
describeRefusals('an agreement: its yearly review (384-QĐ/TW, article 18)', REVIEW_CASES);
describeRefusals('an agreement: the clocks of its state (384-QĐ/TW, articles 15 and 16)', STATE_CASES);
