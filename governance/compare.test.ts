import { describe, expect, it } from 'vitest';
import { CODES, edited, FIXTURE } from './fixture.ts';
import { type AccessChange, compareAccess, compileGovernance, EVERYBODY } from './index.ts';

const DAY = '2026-03-01';
const WARD = 'agreements/ward.yaml';
const BANK = 'agreements/bank.yaml';
const POPULATION = 'dictionary/population.yaml';

/** What changes when one piece of one file of the fixture is replaced. */
function changes(file: string, piece: string, replacement: string, on = DAY): readonly AccessChange[] {
  const before = compileGovernance(FIXTURE, CODES);
  return compareAccess(before, compileGovernance(edited(file, piece, replacement), CODES), on);
}

/** The same the other way round. */
function undone(file: string, piece: string, replacement: string): readonly AccessChange[] {
  const before = compileGovernance(edited(file, piece, replacement), CODES);
  return compareAccess(before, compileGovernance(FIXTURE, CODES), DAY);
}

describe('two versions that open the same', () => {
  it('have no changes, whatever else they say', () => {
    expect(changes(WARD, 'id: ward-civ-01', 'id: ward-civ-02')).toEqual([]);
    expect(changes(BANK, 'review: "2026-12-25"', 'review: "2026-12-01"')).toEqual([]);
    expect(
      changes(WARD, '[population.identity.*]', '[population.identity.fullName, population.identity.sex]'),
    ).toEqual([]);
  });

  it('have no changes after both have ended', () => {
    expect(changes(WARD, '[population.identity.*]', '[population.identity.sex]', '2026-07-01')).toEqual([]);
  });
});

describe('an element', () => {
  const more = '[population.identity.fullName, population.identity.ethnicity]';

  it('that is granted is a gain, and a loss when it is taken back', () => {
    const change = {
      consumer: 'BANK',
      purpose: 'QLNN:STATISTICS',
      database: 'population',
      elements: ['population.identity.ethnicity'],
      condition: null,
      from: DAY,
      to: null,
    };
    expect(changes(BANK, '[population.identity.fullName]', more)).toEqual([
      { ...change, effect: 'gains', agreements: [{ id: 'bank-pop-01', what: 'grants more' }] },
    ]);
    expect(undone(BANK, '[population.identity.fullName]', more)).toEqual([
      { ...change, effect: 'loses', agreements: [{ id: 'bank-pop-01', what: 'grants less' }] },
    ]);
  });

  it('that stops being sensitive is a gain of whoever has it in a wildcard', () => {
    const sensitive = 'class: sensitive\n        format: code';
    expect(changes(POPULATION, sensitive, 'class: basic\n        format: code')).toMatchObject([
      { effect: 'gains', consumer: 'WARD', elements: ['population.identity.ethnicity'], to: '2026-06-30' },
    ]);
  });

  it('that becomes public is a gain of everybody, and a loss when it is public no more', () => {
    const religion = 'definition: Religion., class: sensitive';
    const open = 'definition: Religion., class: none';
    const change = { consumer: EVERYBODY, purpose: null, elements: ['population.beliefs.religion'] };
    expect(changes(POPULATION, religion, open)).toMatchObject([{ ...change, effect: 'gains' }]);
    expect(undone(POPULATION, religion, open)).toMatchObject([{ ...change, effect: 'loses' }]);
  });
});

describe('an agreement', () => {
  const statistics = '"TTHC:1.001193", "QLNN:STATISTICS"';

  it('for one more purpose is a gain for that purpose', () => {
    expect(undone(WARD, statistics, '"TTHC:1.001193"')).toMatchObject([
      { effect: 'gains', purpose: 'QLNN:STATISTICS', elements: ['civil-status.birth.number'] },
    ]);
  });

  it('that is new, or no longer there, says so', () => {
    const id = ['- id: c06-pop-01', '- id: c06-pop-02'] as const;
    const without = new Map([...FIXTURE].filter(([file]) => file !== 'agreements/c06.yaml'));
    const [all, fewer] = [FIXTURE, without].map((files) => compileGovernance(files, CODES));
    if (all === undefined || fewer === undefined) throw new Error('Both versions load.');
    expect(compareAccess(fewer, all, DAY)).toMatchObject([
      { effect: 'gains', consumer: 'C06', agreements: [{ id: 'c06-pop-01', what: 'new' }] },
    ]);
    expect(compareAccess(all, fewer, DAY)).toMatchObject([
      { effect: 'loses', consumer: 'C06', agreements: [{ id: 'c06-pop-01', what: 'no longer there' }] },
    ]);
    expect(changes('agreements/c06.yaml', ...id)).toEqual([]);
  });

  it('that ends earlier is a loss from the day after, and a gain when it is prolonged', () => {
    const end = 'to: "2026-06-30"';
    expect(changes(WARD, end, 'to: "2026-04-30"')).toMatchObject([
      {
        effect: 'loses',
        from: '2026-05-01',
        to: '2026-06-30',
        agreements: [{ id: 'ward-pop-01', what: 'ends on 2026-04-30' }],
      },
    ]);
    expect(changes(WARD, end, 'to: "2026-07-31"')).toMatchObject([
      {
        effect: 'gains',
        from: '2026-07-01',
        to: '2026-07-31',
        agreements: [{ id: 'ward-pop-01', what: 'before: ends on 2026-06-30' }],
      },
    ]);
  });

  it('that begins later is a loss until then', () => {
    expect(changes(BANK, 'from: "2026-01-01"', 'from: "2026-05-01"')).toMatchObject([
      {
        effect: 'loses',
        from: DAY,
        to: '2026-04-30',
        agreements: [{ id: 'bank-pop-01', what: 'begins on 2026-05-01' }],
      },
    ]);
  });

  it('whose legal basis ends is a loss', () => {
    expect(changes(BANK, 'article: "10" }', 'article: "10", validTo: "2026-12-31" }')).toMatchObject([
      {
        effect: 'loses',
        from: '2027-01-01',
        to: null,
        agreements: [{ id: 'bank-pop-01', what: 'its legal basis is not in force' }],
      },
    ]);
  });

  it.each([
    [
      'a planned suspension',
      'planned-suspension',
      'plannedSuspension: { cause: planned, announcedOn: "2026-03-02", from: "2026-03-12", to: "2026-03-13" }',
      { from: '2026-03-12', to: '2026-03-13' },
      'interrupted from 2026-03-12 to 2026-03-13',
    ],
    [
      'a suspension for misuse',
      'suspended',
      'suspension: { from: "2026-03-12", notifiedOn: "2026-03-12", violation: V, remedy: R, deadline: "2026-04-11" }',
      { from: '2026-03-12', to: null },
      'suspended from 2026-03-12 for misuse: V',
    ],
    [
      'a termination',
      'terminated',
      'termination: { on: "2026-03-12", reason: purpose-gone }',
      { from: '2026-03-12', to: null },
      'terminated on 2026-03-12, because its purpose is gone',
    ],
  ])('under %s is a loss on those days, with the reason', (_name, state, block, days, what) => {
    const replacement = `state: ${state}\n    ${block}`;
    expect(changes(BANK, 'state: active', replacement)).toMatchObject([
      { effect: 'loses', ...days, agreements: [{ id: 'bank-pop-01', what }] },
    ]);
    expect(undone(BANK, 'state: active', replacement)).toMatchObject([
      { effect: 'gains', ...days, agreements: [{ id: 'bank-pop-01', what: `before: ${what}` }] },
    ]);
  });
});

describe('a condition', () => {
  it.each([
    ['officer', WARD, 'case: required', 'case: optional', 'case', 'required', 'not required'],
    [
      'protection',
      'agreements/c06.yaml',
      'protectedUpTo: 2',
      'protectedUpTo: 1',
      'protected persons',
      'up to grade 2',
      'up to grade 1',
    ],
    [
      'the dead',
      'agreements/c06.yaml',
      'case: optional',
      'case: optional\n    deceased: excluded',
      'the dead',
      'included',
      'excluded',
    ],
    [
      'quota',
      BANK,
      'case: optional',
      'case: optional\n    quota: { subjects: 9, per: day }',
      'quota',
      'none',
      '9 persons a day',
    ],
    ['officer', BANK, 'officer: optional', 'officer: required', 'officer', 'not required', 'required'],
    [
      'subject scope',
      WARD,
      'jurisdiction: own',
      'jurisdiction: own\n    subject: case-party',
      'records',
      'anybody',
      'parties to the open case',
    ],
    ['territory', WARD, 'jurisdiction: own', 'jurisdiction: national', 'territory', '00004, 40', 'national'],
    ['territory', 'agencies.yaml', '["00004", "40"]', '["00004"]', 'territory', '00004, 40', '00004'],
  ])('(%s) that loosens is a gain, one that tightens a loss', (_what, file, piece, other, name, was, is) => {
    const loosens = is === 'national' || is === 'not required';
    expect(changes(file, piece, other)).toMatchObject([
      { effect: loosens ? 'gains' : 'loses', elements: [], condition: { name, before: was, after: is } },
    ]);
    expect(undone(file, piece, other)).toMatchObject([
      { effect: loosens ? 'loses' : 'gains', elements: [], condition: { name, before: is, after: was } },
    ]);
  });

  it('of consent that falls away is a gain, and the dead with it', () => {
    const files = new Map([
      ...edited(BANK, '    consent: required\n', ''),
      ['agencies.yaml', (FIXTURE.get('agencies.yaml') ?? '').replace('kind: bank', 'kind: ministry')],
    ]);
    const [was, is] = [FIXTURE, files].map((one) => compileGovernance(one, CODES));
    if (was === undefined || is === undefined) throw new Error('Both versions load.');
    expect(compareAccess(was, is, DAY).map(({ effect, condition }) => [effect, condition?.name])).toEqual([
      ['gains', 'consent'],
      ['gains', 'the dead'],
    ]);
  });

  it('that is exchanged for another is a gain and a loss', () => {
    expect(
      changes('agencies.yaml', '["00004", "40"]', '["00004", "79"]').map(({ effect }) => effect),
    ).toEqual(['gains', 'loses']);
  });

  it('of the same territory in other words is no change', () => {
    expect(changes('agencies.yaml', '["00004", "40"]', '["40", "16681", "00004"]')).toEqual([]);
  });

  it.each([
    ['{ subjects: 100, per: month }', '{ subjects: 100, per: day }', ['gains']],
    ['{ subjects: 10, per: day }', '{ subjects: 310, per: month }', ['gains']],
    ['{ subjects: 10, per: day }', '{ subjects: 100, per: month }', ['gains', 'loses']],
  ])('of a quota %s that becomes %s is %s', (was, is, effects) => {
    const quota = (text: string) =>
      compileGovernance(edited(BANK, 'case: optional', `case: optional\n    quota: ${text}`), CODES);
    expect(compareAccess(quota(was), quota(is), DAY).map(({ effect }) => effect)).toEqual(effects);
  });
});
