import { describe, expect, it } from 'vitest';
import { sealKey } from '../contract/sealed-key.ts';
import type { SubjectVerdict } from '../contract/subject-pass.ts';
import type { DatabaseTerms, PolicyGrant } from '../governance/index.ts';
import { TERMS } from './conditions/fixture.ts';
import { ConditionsUnavailable, type SubjectGate } from './conditions/index.ts';
import type { ExecutionRecord } from './execution/index.ts';
import { judgeResult } from './record-rules.ts';

const LINK_KEY = Buffer.from('the link key of one agency and purpose').toString('base64url');

/** Verdicts by database and subject; whoever is not named may be read. */
type Verdicts = Readonly<Record<string, Readonly<Record<string, SubjectVerdict>>>>;

function policyWith(terms: Readonly<Record<string, Partial<DatabaseTerms>>>): PolicyGrant {
  const whole = Object.entries(terms).map(
    ([database, changed]) => [database, { ...TERMS, ...changed }] as const,
  );
  return { terms: new Map(whole) } as unknown as PolicyGrant;
}

async function judged(
  data: Readonly<Record<string, unknown>> | null,
  verdicts: Verdicts,
  terms: Readonly<Record<string, Partial<DatabaseTerms>>> = { population: {}, land: {} },
) {
  const asked: (readonly [string, readonly string[]])[] = [];
  const gate: SubjectGate = {
    async verdicts(database, names) {
      asked.push([database, [...names]]);
      if (verdicts[database] === undefined) return new Map([...names].map((name) => [name, 'read']));
      if ('down' in verdicts[database]) throw new ConditionsUnavailable('population', new Error('down'));
      return new Map([...names].map((name) => [name, verdicts[database]?.[name] ?? 'read']));
    },
  };
  const record: ExecutionRecord = { sources: new Map(), failures: [] };
  const options = { policy: policyWith(terms), gate, record, linkKey: LINK_KEY };
  const result = await judgeResult(options, data);
  return { ...result, data: JSON.parse(JSON.stringify(result.data)) as unknown, asked, record };
}

const person = (key: string, more: object = {}) => ({ lienthong_personalId: key, name: key, ...more });
const NAME = ['population.identity.fullName'];

describe('a result', () => {
  it('is judged for everybody in it at once, for each database with an agreement', async () => {
    const firm = { lienthong_enterpriseCode: 'firm', owners: [person('binh')] };
    const { asked, data } = await judged({ citizen: person('an', { firm, spouse: null }), note: 'x' }, {});
    const everybody = ['Citizen an', 'Business firm', 'Citizen binh'];
    expect(asked).toEqual([
      ['population', everybody],
      ['land', everybody],
    ]);
    expect(data).toEqual({ citizen: person('an', { firm, spouse: null }), note: 'x' });
  });

  it('of nothing stays nothing', async () => {
    expect((await judged(null, {})).data).toBeNull();
  });

  it('opens the keys that were sealed for this caller', async () => {
    const sealed = sealKey(LINK_KEY, 'Citizen.personalId', 'an');
    const { asked, data } = await judged({ citizen: person(sealed) }, {});
    expect(asked[0]).toEqual(['population', ['Citizen an']]);
    expect(data).toEqual({ citizen: { lienthong_personalId: 'an', name: sealed } });
  });
});

describe('somebody whom the caller must not find', () => {
  const hidden: Verdicts = { population: { 'Citizen binh': 'hidden' }, land: { 'Citizen binh': 'hidden' } };

  it('is null where they stood alone, and not there in a list', async () => {
    const { data } = await judged(
      { citizen: person('an', { spouse: person('binh'), children: [person('binh'), person('chi')] }) },
      hidden,
    );
    expect(data).toEqual({ citizen: person('an', { spouse: null, children: [person('chi')] }) });
  });

  it('for one database only has no value of that database, and those of the others', async () => {
    const { data, ruleFor } = await judged({ holder: person('binh') }, { land: hidden['land'] ?? {} });
    expect(data).toEqual({ holder: person('binh') });
    expect(ruleFor('Citizen', 'binh', ['land.holding.parcelsOfCitizen'])).toBe('hidden');
    expect(ruleFor('Citizen', 'binh', NAME)).toBeUndefined();
  });

  it('is told by the rule that withholds, where one does', async () => {
    const { ruleFor } = await judged(
      { holder: person('binh') },
      { land: { 'Citizen binh': 'jurisdiction' }, population: hidden['population'] ?? {} },
    );
    expect(ruleFor('Citizen', 'binh', ['land.holding.parcelsOfCitizen', ...NAME])).toBe('jurisdiction');
  });

  it('is not hidden by the terms of a database of which only public elements are granted', async () => {
    const terms = { population: {}, catalogue: { agreements: [] } };
    const { data } = await judged(
      { citizen: person('binh') },
      { catalogue: hidden['population'] ?? {} },
      terms,
    );
    expect(data).toEqual({ citizen: person('binh') });
  });

  it('leaves neither a gap nor a failure', async () => {
    const { record, ruleFor } = await judged({ citizen: person('binh') }, hidden);
    expect(record.failures).toEqual([]);
    expect(ruleFor('Citizen', 'binh', NAME)).toBe('hidden');
  });
});

describe('the rule for elements of a subject', () => {
  it('is the verdict of the database that they come from', async () => {
    const { ruleFor } = await judged(
      { citizen: person('an') },
      { population: { 'Citizen an': 'consent' }, land: { 'Citizen an': 'jurisdiction' } },
    );
    expect(ruleFor('Citizen', 'an', NAME)).toBe('consent');
    expect(ruleFor('Citizen', 'an', ['land.right.since'])).toBe('jurisdiction');
    expect(ruleFor('Citizen', 'an', ['civil-status.birth.entry', ...NAME])).toBe('consent');
    expect(ruleFor('Citizen', 'an', ['insurance.social.record'])).toBeUndefined();
  });

  it('is none for whoever may be read', async () => {
    const { ruleFor } = await judged({ citizen: person('an') }, {});
    expect(ruleFor('Citizen', 'an', NAME)).toBeUndefined();
  });

  it.each([
    ['own-record', { subject: 'self' }],
    ['case-party', { subject: 'case-party' }],
    ['consent', { consentRequired: true }],
    ['jurisdiction', { jurisdiction: ['00004'] }],
  ] as const)(
    'of a record of which nobody said whose it is, is the limit of the terms: %s',
    async (rule, terms) => {
      const limited = await judged({ citizen: { name: 'x' } }, {}, { population: terms });
      expect(limited.ruleFor('Citizen', '', NAME)).toBe(rule);
      const open = await judged({ citizen: { name: 'x' } }, {}, { population: {} });
      expect(open.ruleFor('Citizen', '', NAME)).toBeUndefined();
    },
  );

  it('of such a record is the jurisdiction where one database has any: nothing else makes one refuse a key', async () => {
    const terms = { business: { consentRequired: true }, population: { jurisdiction: ['00004'] } };
    const limited = await judged({ citizen: { name: 'x' } }, {}, terms);
    expect(limited.ruleFor('Citizen', '', NAME)).toBe('jurisdiction');
  });
});

describe('when the register of persons does not answer', () => {
  it('nobody is released, and each place says which source was missing', async () => {
    const { data, record, ruleFor } = await judged(
      { citizen: person('an'), list: [person('binh'), { title: 'about nobody' }] },
      { population: { down: 'hidden' } },
    );
    expect(data).toEqual({ citizen: null, list: null });
    expect(record.failures).toEqual([
      { source: 'population', paths: new Set(['citizen']) },
      { source: 'population', paths: new Set(['list']) },
    ]);
    expect(ruleFor('Citizen', 'an', NAME)).toBeUndefined();
  });
});
