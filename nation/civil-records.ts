import type {
  BirthRecord,
  DeathRecord,
  DivorceRecord,
  MarriageRecord,
  Person,
  RecognitionRecord,
} from './country.ts';
import { AS_OF_DAY, type Day, dateText, yearOf } from './days.ts';
import { type PersonDraft, type Union, unionEnd } from './draft.ts';
import { known } from './known.ts';
import { oldProvinceTitle } from './provinces.ts';
import type { Random } from './random.ts';
import type { Registers } from './registers.ts';

/** From this year on every birth is in the register; of the older ones a part was never entered. */
const COMPLETE_SINCE = 1960;
const OLDER_SHARE = 0.3;

/** The five kinds of civil-status event. */
export interface CivilStatus {
  readonly births: readonly BirthRecord[];
  readonly marriages: readonly MarriageRecord[];
  readonly divorces: readonly DivorceRecord[];
  readonly deaths: readonly DeathRecord[];
  readonly recognitions: readonly RecognitionRecord[];
}

/** Enters everything that has happened to these people, in the next free places of the books. */
export function registerCivilStatus(
  people: readonly PersonDraft[],
  unions: readonly Union[],
  registers: Registers,
  random: Random,
): CivilStatus {
  return {
    births: registerBirths(people, registers, random.fork('births')),
    ...registerUnions(unions, registers),
    deaths: registerDeaths(people, registers, random.fork('deaths')),
    recognitions: registerRecognitions(people, registers),
  };
}

/** The entries of two parts of the population, one after the other. */
export function joinCivilStatus(first: CivilStatus, second: CivilStatus): CivilStatus {
  return {
    births: [...first.births, ...second.births],
    marriages: [...first.marriages, ...second.marriages],
    divorces: [...first.divorces, ...second.divorces],
    deaths: [...first.deaths, ...second.deaths],
    recognitions: [...first.recognitions, ...second.recognitions],
  };
}

/** Birth records (khai sinh). They show today's parents, as an entry is amended after a recognition. */
function registerBirths(people: readonly PersonDraft[], registers: Registers, random: Random): BirthRecord[] {
  const registered = people.filter(
    (person) =>
      !person.naturalised && (yearOf(person.birthDay) >= COMPLETE_SINCE || random.chance(OLDER_SHARE)),
  );
  return registered.map((child) => ({
    entry: registers.entry(
      'BIRTH',
      known(child.home, 'home'),
      soonAfter(child.birthDay, child.deathDay, random),
    ),
    childId: child.personalId,
    fatherId: child.father?.personalId ?? null,
    motherId: child.mother?.personalId ?? null,
  }));
}

/** Within 60 days (Law on Civil Status 2014, article 15), late in some cases, never after the country's day. */
function soonAfter(day: Day, limit: Day | null, random: Random): Day {
  const delay = random.chance(0.95) ? random.integer(2, 60) : random.integer(61, 900);
  return Math.max(day, Math.min(day + delay, limit ?? Infinity, AS_OF_DAY));
}

/** Marriage records (kết hôn) and the divorces that ended some of them. */
function registerUnions(
  unions: readonly Union[],
  registers: Registers,
): { marriages: MarriageRecord[]; divorces: DivorceRecord[] } {
  const marriages: MarriageRecord[] = [];
  const divorces: DivorceRecord[] = [];
  for (const union of unions) {
    const marriage = marriageRecord(union, registers);
    marriages.push(marriage);
    if (union.divorcedOn !== null) divorces.push(divorceRecord(union, union.divorcedOn, marriage, registers));
  }
  return { marriages, divorces };
}

function marriageRecord(union: Union, registers: Registers): MarriageRecord {
  return {
    entry: registers.entry('MARRIAGE', known(union.commune, 'commune of the couple'), union.from),
    husbandId: union.husband.personalId,
    wifeId: union.wife.personalId,
    status: unionStatus(union),
  };
}

function unionStatus(union: Union): MarriageRecord['status'] {
  if (union.divorcedOn !== null) return 'ENDED_BY_DIVORCE';
  return unionEnd(union) === Infinity ? 'IN_FORCE' : 'ENDED_BY_DEATH';
}

/** Regional courts replaced those of the districts with the reform; the old courts are named by province only. */
function divorceRecord(
  union: Union,
  effective: Day,
  marriage: MarriageRecord,
  registers: Registers,
): DivorceRecord {
  const { oldProvinceCode } = known(union.commune, 'commune of the couple');
  const court = `Tòa án nhân dân ${oldProvinceTitle(oldProvinceCode)}`;
  return {
    marriageNumber: marriage.entry.number,
    husbandId: union.husband.personalId,
    wifeId: union.wife.personalId,
    decisionNumber: registers.divorceDecisionNumber(court, yearOf(effective)),
    court,
    effectiveOn: dateText(effective),
  };
}

/** Death records (khai tử), entered where the deceased lived or came from. */
function registerDeaths(people: readonly PersonDraft[], registers: Registers, random: Random): DeathRecord[] {
  const records: DeathRecord[] = [];
  for (const person of people) {
    if (person.deathDay === null) continue;
    const office = person.unions.at(-1)?.commune ?? known(person.home, 'home');
    const registeredOn = Math.min(person.deathDay + random.integer(0, 15), AS_OF_DAY);
    records.push({ entry: registers.entry('DEATH', office, registeredOn), personalId: person.personalId });
  }
  return records;
}

/** Recognitions of a child (nhận cha, mẹ, con). */
function registerRecognitions(people: readonly PersonDraft[], registers: Registers): RecognitionRecord[] {
  const records: RecognitionRecord[] = [];
  for (const child of people) {
    if (child.recognition === null) continue;
    const { parent, on } = child.recognition;
    records.push({
      entry: registers.entry('RECOGNITION', known(child.home, 'home'), on),
      kind: parent.sex === 'MALE' ? 'FATHER_CHILD' : 'MOTHER_CHILD',
      parentId: parent.personalId,
      childId: child.personalId,
    });
  }
  return records;
}

/** Marital status today, or on the day of death. */
export function maritalStatus(person: PersonDraft): Person['maritalStatus'] {
  const last = person.unions.at(-1);
  if (last === undefined) return 'NEVER_MARRIED';
  if (last.divorcedOn !== null) return 'DIVORCED';
  const end = unionEnd(last);
  if (end === Infinity) return 'MARRIED';
  return end < (person.deathDay ?? Infinity) ? 'WIDOWED' : 'MARRIED';
}
