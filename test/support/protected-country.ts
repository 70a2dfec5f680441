import { readFileSync } from 'node:fs';
import { beforeAll, inject } from 'vitest';
import { loadCountry } from '../../commands/country.ts';
import type { ProvisionedDatabase } from '../../embedded/index.ts';
import { type Governance, loadGovernance } from '../../governance/index.ts';
import { createRandom, type Random } from '../../nation/random.ts';
import { freshDatabase, runSql } from '../../subgraphs/kit/fixture.ts';
import { migrate } from '../../subgraphs/kit/index.ts';
import { population } from '../../subgraphs/population/index.ts';
import { governanceWith } from './governance.ts';
import type { Asker } from './system.ts';

/** A country of which every other citizen is protected, in the grades 1 to 3, so that proofs need not repeat a few. */
export interface ProtectedCountry {
  readonly databases: Readonly<Record<string, ProvisionedDatabase>>;
  /** Filled before the tests. */
  readonly people: {
    /** Personal numbers of citizens whom neither caller may find, and of some whom the unlimited one may. */
    protected: readonly string[];
    open: readonly string[];
    /** Numbers of old cards of the protected. */
    protectedOldCards: readonly string[];
  };
  /** A personal number, and the number of an old card, that nobody has. */
  nobody(): string;
  noCard(): string;
}

/** Provinces of the limited caller. */
const TERRITORY = ['01', '37', '38', '40', '79', '92'];

/** May read everybody in the country but whoever is protected. */
export const UNLIMITED: Asker = { agency: 'GO', purposes: ['QLNN:TAX'] };

/** The same for the residents of a few provinces. */
export const LIMITED: Asker = { agency: 'GO', purposes: ['QLNN:INSURANCE'] };

const PROTECT = `update citizens set protection_grade = 1 + abs(hashtext(personal_id || 'grade')::bigint) % 3
  where abs(hashtext(personal_id)::bigint) % 2 = 0`;

/** Makes such a country for the tests of one file. */
export function protectedCountry(citizens: number, seed = 1): ProtectedCountry {
  const urls = freshDatabase();
  const random = createRandom(seed);
  const taken = new Set<string>();
  const people: ProtectedCountry['people'] = { protected: [], open: [], protectedOldCards: [] };
  beforeAll(async () => {
    await migrate(urls.ownerUrl, population.migrations);
    const installation = { databases: new Map([['population', urls]]), ledger: urls, registers: urls };
    await loadCountry(installation, { citizens, seed: 1 }, undefined, ['population']);
    await runSql(urls.ownerUrl, PROTECT);
    const rows = await runSql(
      urls.ownerUrl,
      `select personal_id, old_id_number, protection_grade from citizens
       where death_or_missing_kind is null order by personal_id`,
    );
    const closed = rows.filter((row) => Number(row['protection_grade']) > 0);
    people.protected = closed.map((row) => String(row['personal_id']));
    people.open = rows
      .filter((row) => row['protection_grade'] === 0)
      .map((row) => String(row['personal_id']));
    people.protectedOldCards = closed.flatMap((row) =>
      row['old_id_number'] === null ? [] : [String(row['old_id_number'])],
    );
    const everybody = await runSql(urls.ownerUrl, 'select personal_id, old_id_number from citizens');
    for (const { personal_id, old_id_number } of everybody)
      taken.add(String(personal_id)).add(String(old_id_number));
  });
  const free = (make: () => string): string => {
    for (;;) {
      const number = make();
      if (!taken.has(number)) return number;
    }
  };
  return {
    databases: { ...inject('databases'), population: urls },
    people,
    nobody: () =>
      free(() => {
        const like = people.protected[random.integer(0, people.protected.length - 1)] ?? '';
        return like.slice(0, 6) + digits(random, 6);
      }),
    noCard: () => free(() => digits(random, 9)),
  };
}

function digits(random: Random, count: number): string {
  return String(random.integer(0, 10 ** count - 1)).padStart(count, '0');
}

/** The Government Office reads population for two purposes: all over the country, and in a few provinces. */
export function governanceOfTwoReaches(): Governance {
  const elements = [...loadGovernance().elements.values()]
    .filter((element) => element.database === 'population' && element.class !== 'none')
    .map(({ name }) => name);
  const agreements = [UNLIMITED, LIMITED].map(({ purposes }, index) => ({
    id: `test-reach-${index}`,
    provider: 'C06',
    database: 'population',
    purposes,
    legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
    elements,
    jurisdiction: index === 0 ? 'national' : 'own',
    officer: 'optional',
    case: 'optional',
    from: '2026-01-01',
    review: '2026-12-25',
    to: null,
    state: 'active',
  }));
  const agencies = readFileSync(new URL('../../governance/agencies.yaml', import.meta.url), 'utf8').replace(
    /(key: GO\n(?: {4}.*\n)*? {4}jurisdiction: ).*\n/,
    `$1${JSON.stringify(TERRITORY)}\n`,
  );
  return governanceWith({
    'agencies.yaml': agencies,
    'agreements/go.yaml': JSON.stringify({ consumer: 'GO', agreements }),
  });
}

/** What a caller asks about one person: the record with people around it, who are left out or withheld alike. */
export const ASKED = {
  'a number': `query ($of: PersonalId!) { citizen(personalId: $of) { personalId name { full } birthDate phone
    spouse { birthDate } children { birthDate } household { members { citizen { personalId } } } } }`,
  'an old card': `query ($of: OldIdNumber!) { citizenByOldIdNumber(oldIdNumber: $of) { personalId name { full } birthDate
    spouse { birthDate } } }`,
} as const;
