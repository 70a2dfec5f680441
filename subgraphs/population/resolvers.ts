import {
  lookUp,
  place,
  type Reference,
  type Resolvers,
  readable,
  refuseWithheld,
  type SubgraphContext,
  today,
  yearsBetween,
} from '../kit/index.ts';
import { mayReadCitizen } from './row-rules.ts';
import type { CitizenRow, HouseholdRow, PopulationTables } from './tables.ts';

type Context = SubgraphContext<PopulationTables>;

/** Resolvers of the national population database, for every field that is not simply a column. */
export const resolvers: Resolvers<PopulationTables> = {
  Query: {
    citizen: (_root, { personalId }: { personalId: string }, context) => oneReadable(context, personalId),
    citizens: async (_root, { personalIds }: { personalIds: readonly string[] }, context) => {
      const found = await lookUp('personalIds', personalIds, (personalId) => ifReadable(context, personalId));
      return found.map(({ key, outcome, row }) => ({ personalId: key, outcome, citizen: row }));
    },
    citizenByOldIdNumber: async (_root, { oldIdNumber }: { oldIdNumber: string }, context) => {
      const holder = await context.load.find(
        'citizens',
        'oldIdNumber',
        oldIdNumber,
        'personalId',
        NOBODY_SUFFIX,
      );
      return await oneReadable(context, holder);
    },
    me: (_root, _args, { grant, load }) => load.one('citizens', 'personalId', grant.subject),
  },
  Citizen: {
    __resolveReference: ({ personalId }: Reference<'personalId'>, _args, { load }) =>
      load.one('citizens', 'personalId', personalId),
    name: personName,
    age: ({ birthDate }: CitizenRow, { on }: { on?: string | null }) => ageOn(birthDate, on ?? today()),
    birthPlace: (row: CitizenRow) => place(row, 'birthPlace'),
    birthRegistrationPlace: (row: CitizenRow) => place(row, 'birthRegistration'),
    nativePlace: (row: CitizenRow) => place(row, 'nativePlace'),
    idCards: ({ personalId }: CitizenRow, _args, { load }) =>
      load.many('idCards', 'personalId', personalId, 'id'),
    deathOrMissing: ({ deathOrMissingKind: kind, deathOrMissingDate: date }: CitizenRow) =>
      kind === null ? null : { kind, date },
    permanentResidence: (row: CitizenRow) => residence(place(row, 'permanent'), row.permanentSince),
    temporaryResidence: (row: CitizenRow) => residence(place(row, 'temporary'), row.temporarySince),
    currentResidence: (row: CitizenRow) => residence(place(row, 'current'), row.currentSince),
    temporaryAbsence: ({ absenceFrom: from, absenceUntil: until, absenceReason: reason }: CitizenRow) =>
      from === null ? null : { from, until, reason },
    household: ({ residenceFileNumber }: CitizenRow, _args, { load }) =>
      load.one('households', 'residenceFileNumber', residenceFileNumber),
    father: ({ fatherId }: CitizenRow, _args, { load }) => load.one('citizens', 'personalId', fatherId),
    mother: ({ motherId }: CitizenRow, _args, { load }) => load.one('citizens', 'personalId', motherId),
    spouse: ({ spouseId }: CitizenRow, _args, { load }) => load.one('citizens', 'personalId', spouseId),
    children: ({ personalId, sex }: CitizenRow, _args, { load }) =>
      load.many('citizens', sex === 'MALE' ? 'fatherId' : 'motherId', personalId, 'birthDate'),
    legalRepresentative: ({ legalRepresentativeId }: CitizenRow, _args, { load }) =>
      load.one('citizens', 'personalId', legalRepresentativeId),
    represents: ({ personalId }: CitizenRow, _args, { load }) =>
      load.many('citizens', 'legalRepresentativeId', personalId, 'birthDate'),
  },
  Household: {
    __resolveReference: ({ residenceFileNumber }: Reference<'residenceFileNumber'>, _args, { load }) =>
      load.one('households', 'residenceFileNumber', residenceFileNumber),
    place: (row: HouseholdRow) => place(row, 'place'),
    head: ({ headId }: HouseholdRow, _args, { load }) => load.one('citizens', 'personalId', headId),
    members: async ({ residenceFileNumber }: HouseholdRow, _args, { load }) => {
      const members = await load.many('citizens', 'residenceFileNumber', residenceFileNumber, 'birthDate');
      return members.map((citizen) => ({ citizen, relationToHead: citizen.relationToHead }));
    },
  },
};

/** Makes the 9 digits of an old card into a personal number that nobody has, of the same length. */
const NOBODY_SUFFIX = '---';

/**
 * The citizen, or `null` when there is none that this grant may read. The two must not be told apart, so nothing is
 * read of whom the caller may not read.
 */
async function ifReadable(context: Context, personalId: string): Promise<CitizenRow | null> {
  if (context.subjects.verdict('Citizen', personalId) !== 'read') return null;
  const row = await context.load.one('citizens', 'personalId', personalId);
  return row !== null && mayReadCitizen(row, context) ? row : null;
}

/**
 * The same for one citizen, as a refusal where a rule speaks.
 * @throws Refusal `SUBJECT_WITHHELD`
 */
async function oneReadable(context: Context, personalId: string): Promise<CitizenRow | null> {
  refuseWithheld(context.subjects.verdict('Citizen', personalId));
  return await readable(ifReadable(context, personalId), () => true, context);
}

/** Null before birth. */
function ageOn(birthDate: string, day: string): number | null {
  const years = yearsBetween(birthDate, day);
  return years < 0 ? null : years;
}

function personName({ familyName, middleName, givenName }: CitizenRow) {
  const middle = middleName === '' ? null : middleName;
  const full = [familyName, middle, givenName].filter((part) => part !== null && part !== '').join(' ');
  return { full, family: familyName, middle, given: givenName };
}

function residence(where: ReturnType<typeof place>, since: string | null) {
  return where === null ? null : { place: where, since };
}
