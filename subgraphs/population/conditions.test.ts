import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { makeNation } from '../../commands/country.ts';
import {
  type ConditionsQuestion,
  type PersonConditions,
  UNKNOWN_PERSON,
} from '../../contract/subject-conditions.ts';
import { communesForNation, loadCodes } from '../../governance/index.ts';
import type { Person } from '../../nation/index.ts';
import { personaId } from '../../test/support/personas.ts';
import { type Database, openDatabase } from '../kit/database.ts';
import { conditions } from './conditions.ts';
import type { PopulationTables } from './tables.ts';

/** The country that the databases of the test run hold. */
const { people, households } = makeNation({ citizens: 600, seed: 1 });
const EVERYBODY = people.map(({ personalId }) => personalId);
const UNKNOWN = '901085999999';

let database: Database<PopulationTables>;
let statements: string[] = [];

beforeAll(() => {
  const url = inject('databases')['population']?.servingUrl ?? '';
  database = openDatabase({ url, onStatement: (sql) => statements.push(sql) });
});
afterAll(() => database.destroy());
beforeEach(() => {
  statements = [];
  vi.useFakeTimers({ now: new Date('2026-11-21T03:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const ask = (question: ConditionsQuestion, jurisdiction: 'national' | readonly string[] = 'national') =>
  conditions(database, question, jurisdiction);

/** What holds for the personas, by their keys. */
async function about(
  keys: readonly string[],
  { jurisdiction = 'national' as 'national' | readonly string[], officer = '', guardian = '' } = {},
): Promise<Readonly<Record<string, PersonConditions>>> {
  const answers = await ask(
    {
      personalIds: keys.map(personaId),
      ...(officer === '' ? {} : { officer: personaId(officer) }),
      ...(guardian === '' ? {} : { guardian: personaId(guardian) }),
    },
    jurisdiction,
  );
  return Object.fromEntries(keys.map((key, index) => [key, answers[index] ?? UNKNOWN_PERSON]));
}

/** Keys of whom the condition holds. */
function those(
  answers: Readonly<Record<string, PersonConditions>>,
  condition: keyof PersonConditions,
): readonly string[] {
  return Object.keys(answers).filter((key) => answers[key]?.[condition] === true);
}

describe('one question about many', () => {
  it('costs one statement for 1,000 persons, with officer and guardian, known or not', async () => {
    const personalIds = [...EVERYBODY, ...Array.from({ length: 400 }, (_, n) => String(901_085_900_000 + n))];
    const officer = personaId('officer');
    const answers = await ask({ personalIds, officer, guardian: personaId('profile') }, ['00004']);
    expect(statements).toHaveLength(1);
    expect(answers.map(({ known }) => known)).toEqual(personalIds.map((_id, index) => index < 600));
    expect(answers.slice(600)).toEqual(new Array(400).fill(UNKNOWN_PERSON));
  });

  it('is answered in its own order, whatever stands beside whom', async () => {
    const personalIds = [
      UNKNOWN,
      personaId('protected-third'),
      UNKNOWN,
      personaId('dead'),
      personaId('profile'),
    ];
    const answers = await ask({ personalIds });
    expect(answers.map(({ known, protectionGrade, deceased }) => [known, protectionGrade, deceased])).toEqual(
      [
        [false, 0, false],
        [true, 3, false],
        [false, 0, false],
        [true, 0, true],
        [true, 0, false],
      ],
    );
  });

  it('may be about nobody', async () => {
    expect(await ask({ personalIds: [] })).toEqual([]);
    expect(await ask({ personalIds: [], officer: personaId('officer') })).toEqual([]);
  });

  it('takes a number as a value, never as SQL', async () => {
    const odd = ["' or '1'='1", '{a,b}', '"', '\\', ''];
    expect(await ask({ personalIds: odd, officer: "'" })).toEqual(odd.map(() => UNKNOWN_PERSON));
  });
});

describe('where somebody lives', () => {
  it('decides by the communes of today: any of permanent, temporary and current residence', async () => {
    for (const jurisdiction of [['00004'], ['00004', '14797'], ['13669']]) {
      const answers = await ask({ personalIds: EVERYBODY }, jurisdiction);
      expect(answers.map(({ inJurisdiction }) => inJurisdiction)).toEqual(
        people.map((person) =>
          [person.permanentResidence, person.temporaryResidence, person.currentResidence].some((residence) =>
            jurisdiction.includes(residence?.place.communeCode ?? 'none'),
          ),
        ),
      );
    }
  });

  it('is within a national jurisdiction always, and without a residence within no other', async () => {
    expect(those(await about(['profile', 'missing-person', 'dead']), 'inJurisdiction')).toHaveLength(3);
    const communes = communesForNation(loadCodes()).map(({ code }) => code);
    const within = await about(['profile', 'missing-person', 'dead'], { jurisdiction: communes });
    expect(those(within, 'inJurisdiction')).toEqual(['profile']);
    expect(those(await about(['profile'], { jurisdiction: [] }), 'inJurisdiction')).toEqual([]);
  });

  it('follows the mergers of 2025: under the province of today, not under that of the old papers', async () => {
    const codes = communesForNation(loadCodes());
    const province = codes.filter(({ provinceCode }) => provinceCode === '37').map(({ code }) => code);
    const merged = await about(['merged-commune'], { jurisdiction: province });
    expect(those(merged, 'inJurisdiction')).toEqual(['merged-commune']);
    expect(those(await about(['merged-commune'], { jurisdiction: ['35'] }), 'inJurisdiction')).toEqual([]);
  });
});

describe('closeness to the officer', () => {
  const CAST = [
    'officer',
    'officer-brother',
    'officer-neighbour',
    'second-officer',
    'profile',
    'profile-spouse',
    'protected-first',
    'protected-spouse',
    'protected-child',
    'protected-second',
  ];
  const closeTo = async (officer: string) => those(await about(CAST, { officer }), 'closeToOfficer');

  it('holds for herself and her brother, and neither for the neighbour nor for a colleague', async () => {
    expect(await closeTo('officer')).toEqual(['officer', 'officer-brother']);
  });

  it('holds both ways', async () => {
    expect(await closeTo('officer-brother')).toEqual(['officer', 'officer-brother']);
    expect(await closeTo('protected-child')).toEqual([
      'protected-first',
      'protected-spouse',
      'protected-child',
    ]);
    expect(await closeTo('protected-spouse')).toEqual([
      'protected-first',
      'protected-spouse',
      'protected-child',
    ]);
    expect(await closeTo('officer-neighbour')).toEqual(['officer-neighbour']);
  });

  it('holds for a household without kinship, and for parents who live elsewhere', async () => {
    const household = await about(['minor-with-guardian'], { officer: 'guardian' });
    expect(those(household, 'closeToOfficer')).toEqual(['minor-with-guardian']);
    const parents = people.find(({ personalId }) => personalId === personaId('officer'));
    const answers = await ask({
      personalIds: [parents?.fatherId ?? '', parents?.motherId ?? ''],
      officer: personaId('officer'),
    });
    expect(answers.map(({ closeToOfficer }) => closeToOfficer)).toEqual([true, true]);
  });

  it('holds for nobody when there is no officer, and not for a former spouse', async () => {
    expect(those(await about(CAST), 'closeToOfficer')).toEqual([]);
    const divorced = await about(['ex-spouse'], { officer: 'divorced-remarried' });
    expect(those(divorced, 'closeToOfficer')).toEqual([]);
  });

  it('cannot be ruled out for an officer whom the register does not know: everybody is close', async () => {
    const answers = await ask({ personalIds: [...EVERYBODY, UNKNOWN], officer: '901085888888' });
    expect(answers.slice(0, -1).every(({ closeToOfficer }) => closeToOfficer)).toBe(true);
    expect(answers.at(-1)).toEqual(UNKNOWN_PERSON);
  });

  it('is, for every pair of the country, what a second look at the family says', async () => {
    for (const officer of people.filter((_person, index) => index % 12 === 0)) {
      const answers = await ask({ personalIds: EVERYBODY, officer: officer.personalId });
      const close = EVERYBODY.filter((_id, index) => answers[index]?.closeToOfficer);
      expect(new Set(close)).toEqual(familyOf(officer));
    }
  });
});

/** Numbers of the close family and the household of somebody, found from the persons instead of from their rows. */
function familyOf(officer: Person): ReadonlySet<string> {
  const parents = (person: Person) => [person.fatherId, person.motherId].filter((id) => id !== null);
  const own = parents(officer);
  const housemates = households.find(({ members }) =>
    members.some(({ personalId }) => personalId === officer.personalId),
  );
  return new Set([
    officer.personalId,
    ...own,
    ...(officer.spouseId === null ? [] : [officer.spouseId]),
    ...people
      .filter((person) => parents(person).includes(officer.personalId))
      .map(({ personalId }) => personalId),
    ...people
      .filter((person) => parents(person).some((parent) => own.includes(parent)))
      .map(({ personalId }) => personalId),
    ...(housemates?.members ?? []).map(({ personalId }) => personalId),
  ]);
}

describe('the minors of a guardian', () => {
  it('are the children and wards below full age, and nobody else', async () => {
    const cast = ['minor-with-guardian', 'protected-child', 'profile', 'officer', 'guardian'];
    expect(those(await about(cast, { guardian: 'guardian' }), 'minorOfGuardian')).toEqual([
      'minor-with-guardian',
    ]);
    expect(those(await about(cast, { guardian: 'protected-first' }), 'minorOfGuardian')).toEqual([
      'protected-child',
    ]);
    expect(those(await about(cast, { guardian: 'protected-spouse' }), 'minorOfGuardian')).toEqual([
      'protected-child',
    ]);
    expect(those(await about(cast, { guardian: 'officer-brother' }), 'minorOfGuardian')).toEqual([]);
    expect(those(await about(cast), 'minorOfGuardian')).toEqual([]);
  });

  it('are not grown-up children', async () => {
    const officer = people.find(({ personalId }) => personalId === personaId('officer'));
    const [answer] = await ask({ personalIds: [personaId('officer')], guardian: officer?.motherId ?? '' });
    expect(answer?.minorOfGuardian).toBe(false);
  });

  it('are so to the day before their eighteenth birthday, by the day in Viet Nam', async () => {
    const isMinor = async () =>
      those(await about(['protected-child'], { guardian: 'protected-first' }), 'minorOfGuardian').length ===
      1;
    vi.setSystemTime(new Date('2030-06-17T16:59:59Z'));
    expect(await isMinor()).toBe(true);
    vi.setSystemTime(new Date('2030-06-17T17:00:00Z'));
    expect(await isMinor()).toBe(false);
  });
});
