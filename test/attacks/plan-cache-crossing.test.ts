import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

beforeEach(() => system.clearStatements());

/** One operation text; a name makes it another document, so that no earlier test has warmed any cache for it. */
function operation(name: string): string {
  return `query ${name}($id: PersonalId!) {
    citizen(personalId: $id) {
      name { full }
      socialInsurance { participationKind }
      landRights(first: 1) { edges { node { form } } }
    }
  }`;
}

interface Expectation {
  readonly asker: Asker;
  readonly reads: string;
  readonly neverReads: string;
  readonly answer: unknown;
  readonly withheld: string;
}

const CASES = {
  /** Reads insurance, never land. */
  socialInsurance: {
    asker: CALLERS.socialInsurance,
    reads: 'insurance',
    neverReads: 'land',
    answer: {
      citizen: {
        name: { full: 'Nguyễn Minh Quân' },
        socialInsurance: { participationKind: 'COMPULSORY' },
        landRights: null,
      },
    },
    withheld: 'citizen.landRights',
  },
  /** Reads land, never insurance. */
  tax: {
    asker: CALLERS.tax,
    reads: 'land',
    neverReads: 'insurance',
    answer: {
      citizen: {
        name: { full: 'Nguyễn Minh Quân' },
        socialInsurance: null,
        landRights: { edges: [{ node: { form: 'COMMON' } }] },
      },
    },
    withheld: 'citizen.socialInsurance',
  },
} as const satisfies Record<string, Expectation>;

async function expectOwnAnswer(text: string, { asker, ...expected }: Expectation): Promise<void> {
  system.clearStatements();
  const answer = await system.ask(asker, text, { id: PROFILE });
  expect(answer.data).toEqual(expected.answer);
  expect(answer.errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
    [expected.withheld, 'ELEMENT_WITHHELD'],
  ]);
  expect(system.statements.get(expected.neverReads)).toEqual([]);
  expect(system.statements.get(expected.reads)?.length).toBeGreaterThan(0);
  expect(answer.extensions.lienthong?.sources.map(({ database }) => database)).not.toContain(
    expected.neverReads,
  );
}

describe('two callers with the same operation, to the letter', () => {
  it('get each their own answer, whoever comes first', async () => {
    const { socialInsurance, tax } = CASES;
    for (const [name, order] of [
      ['InsuranceFirst', [socialInsurance, tax, socialInsurance, tax]],
      ['TaxFirst', [tax, socialInsurance, tax, socialInsurance]],
    ] as const) {
      for (const expected of order) await expectOwnAnswer(operation(name), expected);
    }
  });

  it('get each their own answer at the same moment', async () => {
    const { socialInsurance, tax } = CASES;
    const text = operation('AtOnce');
    const askers = Array.from({ length: 12 }, (_none, index) => (index % 2 === 0 ? socialInsurance : tax));
    const answers = await Promise.all(askers.map(({ asker }) => system.ask(asker, text, { id: PROFILE })));
    expect(answers.map(({ data }) => data)).toEqual(askers.map(({ answer }) => answer));
  });

  it('reach no database at all when one of them has no agreement', async () => {
    const text = operation('Stranger');
    await expectOwnAnswer(text, CASES.tax);
    system.clearStatements();
    const stranger = await system.ask(CALLERS.withoutAgreement, text, { id: PROFILE });
    expect(stranger.data).toEqual({ citizen: null });
    expect([...system.statements.values()].flat()).toEqual([]);
    await expectOwnAnswer(text, CASES.tax);
  });

  it('get each their own answer with one token for two purposes', async () => {
    const purposes = ['QLNN:TAX', 'QLNN:PRODUCER'];
    const ask = (purpose: string) =>
      system.ask(
        { agency: 'GDT', purposes, headers: { ...CALLERS.tax.headers, purpose } },
        operation('TwoPurposes'),
        { id: PROFILE },
      );
    expect((await ask('QLNN:TAX')).data).toEqual(CASES.tax.answer);
    expect((await ask('QLNN:PRODUCER')).data).toEqual({ citizen: null });
    expect((await ask('QLNN:TAX')).data).toEqual(CASES.tax.answer);
  });

  it('get each their own answer on two citizens’ own tokens', async () => {
    const text = '{ me { personalId name { full } healthInsurance { validFrom } } }';
    const [own, spouse] = [PROFILE, personaId('profile-spouse')];
    for (const citizen of [own, spouse, own]) {
      const { data } = await system.ask({ citizen }, text);
      expect(data).toMatchObject({ me: { personalId: citizen } });
    }
  });
});
