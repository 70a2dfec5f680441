import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governanceWith } from '../support/governance.ts';
import { PROFILE } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

const QUERY = `query ($id: PersonalId!) {
  citizen(personalId: $id) { name { full } marriages { establishedOn } birthRegistration { registeredOn } }
}`;

/** Names from the whole country, civil status of the own territory only. */
function agreementsOf(consumer: string): string {
  const common = {
    purposes: ['QLNN:TAX'],
    legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
    officer: 'optional',
    case: 'optional',
    from: '2026-01-01',
    review: '2026-12-25',
    to: null,
    state: 'active',
  };
  const population = ['population.identity.personalId', 'population.identity.fullName'];
  const civilStatus = ['civil-status.marriage.*', 'civil-status.birth.*'];
  const agreements = [
    {
      ...common,
      id: `test-${consumer.toLowerCase()}-pop`,
      provider: 'C06',
      database: 'population',
      elements: population,
      jurisdiction: 'national',
    },
    {
      ...common,
      id: `test-${consumer.toLowerCase()}-civ`,
      provider: 'MOJ',
      database: 'civil-status',
      elements: civilStatus,
      jurisdiction: 'own',
    },
  ];
  return JSON.stringify({ consumer, agreements });
}

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({
    governance: governanceWith({
      'agreements/pc-commune-00004.yaml': agreementsOf('PC-COMMUNE-00004'),
      'agreements/pc-commune-16681.yaml': agreementsOf('PC-COMMUNE-16681'),
    }),
  });
});

afterAll(() => system.stop());

const ward: Asker = { agency: 'PC-COMMUNE-00004', purposes: ['QLNN:TAX'] };
const other: Asker = { agency: 'PC-COMMUNE-16681', purposes: ['QLNN:TAX'] };

describe('a territory that limits one database and not the population database', () => {
  it('lets the ward of residence read both', async () => {
    const { data, errors } = await system.ask(ward, QUERY, { id: PROFILE });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      citizen: { name: { full: 'Nguyễn Minh Quân' }, marriages: [{ establishedOn: '2012-01-08' }] },
    });
  });

  it('withholds from another commune what the limited database holds, and nothing else', async () => {
    const { data, errors } = await system.ask(other, QUERY, { id: PROFILE });
    expect(data).toEqual({
      citizen: { name: { full: 'Nguyễn Minh Quân' }, marriages: null, birthRegistration: null },
    });
    expect(errors.map(({ path, extensions: { code, rule } }) => [path, code, rule])).toEqual([
      [['citizen', 'marriages'], 'SUBJECT_WITHHELD', 'jurisdiction'],
      [['citizen', 'birthRegistration'], 'SUBJECT_WITHHELD', 'jurisdiction'],
    ]);
  });
});
