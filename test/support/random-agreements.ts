import type { Random } from '../../nation/random.ts';
import type { NaiveDictionary, WrittenAgreement } from './naive-agreements.ts';

/** For whom and around which day agreements are made up. */
export interface RandomAgreementsOptions {
  readonly day: string;
  /** The purpose that will be asked for, and another one. */
  readonly purpose: string;
  readonly otherPurpose: string;
  /** Whether the consumer is the citizen who asks about themselves. */
  readonly isCitizen: boolean;
  readonly dictionary: NaiveDictionary;
}

type Conditions = Pick<
  WrittenAgreement,
  'jurisdiction' | 'subject' | 'officer' | 'case' | 'consent' | 'deceased' | 'protectedUpTo'
>;
type Life = Pick<
  WrittenAgreement,
  'from' | 'review' | 'to' | 'state' | 'plannedSuspension' | 'suspension' | 'termination'
> & { readonly validFrom?: string; readonly validTo?: string };

/** The owner of each database, who alone can agree to share it. */
const OWNERS: Readonly<Record<string, string>> = {
  population: 'C06',
  'civil-status': 'MOJ',
  business: 'BRA',
  insurance: 'VSS',
  land: 'LANDDEPT',
};

/** Elements without which hardly anything is reached. */
const DOORS: ReadonlySet<string> = new Set([
  'population.identity.personalId',
  'population.identity.oldIdNumber',
  'business.registration.enterpriseCode',
  'land.parcel.parcelId',
  'land.certificate.serial',
]);

/** Random agreements of one consumer about every database, in every state, on days around the one that is asked. */
export function randomAgreements(
  options: RandomAgreementsOptions,
  random: Random,
): readonly WrittenAgreement[] {
  return Object.keys(OWNERS).flatMap((database) => {
    if (random.chance(0.06)) return [];
    const written = random.chance(0.2)
      ? oneAfterTheOther(database, options, random)
      : sideBySide(database, options, random);
    return written.map((agreement, index) => ({ ...agreement, id: `${database}-${index}` }));
  });
}

type Unnamed = Omit<WrittenAgreement, 'id'>;

/** Agreements that may hold on the same day: what decides about records is the same in all of them. */
function sideBySide(database: string, options: RandomAgreementsOptions, random: Random): readonly Unnamed[] {
  const conditions = randomConditions(options, random);
  return Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () =>
    agreement(database, options, { ...conditions, ...randomLife(options.day, random) }, random),
  );
}

/** Two agreements of which the later one begins on the day after the earlier one ends: conditions may change. */
function oneAfterTheOther(
  database: string,
  options: RandomAgreementsOptions,
  random: Random,
): readonly Unnamed[] {
  const change = later(options.day, random.pick([-30, -1, 0, 1, 30]));
  const lives = [
    lifeFrom(later(change, -300), later(change, -1)),
    lifeFrom(change, random.pick([null, later(change, 200)])),
  ];
  return lives.map((life) =>
    agreement(database, options, { ...randomConditions(options, random), ...life }, random),
  );
}

function agreement(
  database: string,
  { purpose, otherPurpose, isCitizen, dictionary }: RandomAgreementsOptions,
  { validFrom, validTo, ...rest }: Conditions & Life,
  random: Random,
): Unnamed {
  const purposes = isCitizen
    ? [purpose]
    : random.pick([...Array.from({ length: 8 }, () => [purpose]), [purpose, otherPurpose], [otherPurpose]]);
  return {
    provider: OWNERS[database] ?? '',
    database,
    purposes,
    legalBasis: {
      document: 'Decree 194/2025/NĐ-CP',
      article: '16.2',
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validTo === undefined ? {} : { validTo }),
    },
    elements: randomElements(database, dictionary, random),
    ...rest,
  };
}

/** Some elements by name, some groups as a whole. */
function randomElements(database: string, dictionary: NaiveDictionary, random: Random): readonly string[] {
  const share = random.pick([0.3, 0.7, 0.9, 0.97, 1]);
  const own = [...dictionary].filter(([name]) => name.startsWith(`${database}.`));
  const groups = new Set<string>();
  for (const [name, kind] of own) {
    if (kind !== 'sensitive' && random.chance(share / 8)) groups.add(name.replace(/[^.]*$/, '*'));
  }
  const named = own.flatMap(([name]) => (random.chance(DOORS.has(name) ? 0.98 : share) ? [name] : []));
  const elements = [...groups, ...named];
  return elements.length > 0 ? elements : own.slice(0, 1).map(([name]) => name);
}

function randomConditions({ purpose, isCitizen }: RandomAgreementsOptions, random: Random): Conditions {
  if (isCitizen) {
    return {
      jurisdiction: 'national',
      subject: 'self',
      officer: 'optional',
      case: 'optional',
      ...optional('protectedUpTo', random.pick([undefined, 0, 1, 2])),
    };
  }
  const ofParties = random.chance(0.15);
  const consent = purpose.startsWith('CONSENT:') || random.chance(0.12);
  const deceased = consent
    ? [undefined, 'excluded' as const]
    : ([undefined, 'excluded', 'included'] as const);
  return {
    jurisdiction: random.pick(['national', 'national', 'own']),
    ...optional('subject', ofParties ? 'case-party' : random.pick([undefined, 'any'])),
    officer: random.pick(['required', 'optional', 'optional']),
    case: ofParties || random.chance(0.1) ? 'required' : 'optional',
    ...optional('consent', consent ? 'required' : undefined),
    ...optional('deceased', random.pick(deceased)),
    ...optional('protectedUpTo', random.pick([undefined, 0, 1, 2])),
  };
}

/** A key with its value, or nothing at all: a file leaves out what it does not say. */
function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}

/** A state with its dates, so that the day that is asked is the first, the last, or beside one of them. */
function randomLife(day: string, random: Random): Life {
  const near = later(day, random.pick([-45, -1, 0, 1, 45]));
  const open = lifeFrom(later(day, -200), null);
  const makers: readonly (() => Life)[] = [
    () =>
      lifeFrom(
        later(day, random.pick([-200, -1, 0])),
        random.pick([null, day, later(day, 1), later(day, 90)]),
      ),
    () => lifeFrom(later(day, -100), later(day, -1)),
    () => lifeFrom(later(day, 1), null),
    () => ({ ...open, ...pause(near, random) }),
    () => ({ ...open, state: 'suspended', suspension: misuse(near, random) }),
    () => ({ ...open, state: 'terminated', termination: { on: near, reason: 'purpose-gone' } }),
    () => ({
      ...open,
      state: 'terminated',
      suspension: misuse(later(near, -40), random),
      termination: { on: near, reason: 'not-remedied' },
    }),
    () => ({ ...open, validTo: near }),
    () => ({ ...open, validFrom: near }),
  ];
  if (random.chance(0.25)) return random.pick(makers)();
  return lifeFrom(
    later(day, random.pick([-200, -1, 0])),
    random.pick([null, day, later(day, 1), later(day, 90)]),
  );
}

function lifeFrom(from: string, to: string | null): Life {
  const year = Number(from.slice(0, 4));
  const review = from.slice(5) <= '12-25' ? `${year}-12-25` : `${year + 1}-12-25`;
  return { from, review, to, state: 'active' };
}

function pause(from: string, random: Random): Pick<Life, 'state' | 'plannedSuspension'> {
  const planned = random.chance(0.6);
  const to = later(from, random.pick([0, 1, 44, 60]));
  return {
    state: 'planned-suspension',
    plannedSuspension: planned
      ? { cause: 'planned', announcedOn: later(from, -21), from, to }
      : { cause: 'force-majeure', announcedOn: later(from, 1), from, to: random.pick([null, to]) },
  };
}

function misuse(from: string, random: Random): NonNullable<WrittenAgreement['suspension']> {
  const notifiedOn = later(from, random.pick([0, 1]));
  return {
    from,
    notifiedOn,
    violation: 'Read for another purpose (dữ liệu giả lập)',
    remedy: 'Delete what was read',
    deadline: later(notifiedOn, 30),
  };
}

/** The day so many days later. */
export function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
