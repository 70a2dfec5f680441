import {
  linkTo,
  place,
  type Reference,
  type Resolvers,
  refuseWithheld,
  type SubgraphContext,
} from '../kit/index.ts';
import { civilMaritalStatus } from './civil-marital-status.ts';
import type {
  BirthRow,
  CivilStatusTables,
  DivorceRow,
  MarriageRow,
  RecognitionRow,
  RegisterColumns,
} from './tables.ts';

type Context = SubgraphContext<CivilStatusTables>;
type Load = Context['load'];
type Citizen = Reference<'personalId'>;

/** What every type with a register entry shares; `registeredOn` and the number are columns. */
const registerEntry = {
  registerPage: ({ book, page }: RegisterColumns) => ({ book, page }),
  registeringOffice: ({ officeCommuneCode }: RegisterColumns) => ({
    __typename: 'AdministrativeUnit',
    code: officeCommuneCode,
  }),
};

/** Who was married to whom; the same for a marriage and for its divorce. */
const spouses = {
  husband: ({ husbandId }: Couple, _args: unknown, context: Context) => citizen(husbandId, context),
  wife: ({ wifeId }: Couple, _args: unknown, context: Context) => citizen(wifeId, context),
};

/** Resolvers of the electronic civil-status database, for every field that is not simply a column. */
export const resolvers: Resolvers<CivilStatusTables> = {
  Citizen: {
    __resolveReference: ({ personalId }: Citizen) => ({ personalId }),
    birthRegistration: ({ personalId }: Citizen, _args, { load }) =>
      load.one('births', 'childId', personalId),
    marriages: ({ personalId }: Citizen, _args, { load }) => marriagesOf(load, personalId),
    divorces: ({ personalId }: Citizen, _args, { load }) => divorcesOf(load, personalId),
    civilMaritalStatus: ({ personalId }: Citizen, _args, { load }) => maritalStatusOf(load, personalId),
    deathRegistration: ({ personalId }: Citizen, _args, { load }) =>
      load.one('deaths', 'personalId', personalId),
    parentChildRecognitions: ({ personalId }: Citizen, _args, { load }) => recognitionsOf(load, personalId),
  },
  BirthRegistration: {
    ...registerEntry,
    childName: registeredName,
    birthPlace: (row: BirthRow) => place(row, 'birthPlace'),
    nativePlace: (row: BirthRow) => place(row, 'nativePlace'),
    father: ({ fatherId }: BirthRow, _args, context) => citizen(fatherId, context),
    fatherName: ({ fatherName, fatherId }: BirthRow, _args, context) =>
      parentName(fatherName, fatherId, context),
    mother: ({ motherId }: BirthRow, _args, context) => citizen(motherId, context),
    motherName: ({ motherName, motherId }: BirthRow, _args, context) =>
      parentName(motherName, motherId, context),
  },
  MarriageRegistration: { ...registerEntry, ...spouses },
  Divorce: spouses,
  DeathRegistration: registerEntry,
  ParentChildRecognition: {
    ...registerEntry,
    parent: ({ parentId }: RecognitionRow, _args, context) => citizen(parentId, context),
    child: ({ childId }: RecognitionRow, _args, context) => citizen(childId, context),
  },
};

interface Couple {
  readonly husbandId: string;
  readonly wifeId: string;
}

/** Another person: only the key, whose own data need their own grant. */
function citizen(personalId: string | null, context: Context) {
  return linkTo('Citizen', personalId, context);
}

/**
 * The name of a parent as it stands in the child's entry: it is data about the parent, so the rules about the parent's
 * record hold for it. In their own entry people read their parents' names whatever these rules say.
 *
 * @throws Refusal `SUBJECT_WITHHELD`
 */
function parentName(name: string | null, personalId: string | null, { subjects }: Context): string | null {
  if (name === null || personalId === null) return name;
  const verdict = subjects.verdict('Citizen', personalId);
  if (verdict === 'own-record') return name;
  refuseWithheld(verdict);
  return verdict === 'read' ? name : null;
}

async function marriagesOf(load: Load, personalId: string): Promise<readonly MarriageRow[]> {
  const found = await Promise.all([
    load.many('marriages', 'husbandId', personalId, 'establishedOn'),
    load.many('marriages', 'wifeId', personalId, 'establishedOn'),
  ]);
  return inOrderOf('establishedOn', found.flat());
}

async function divorcesOf(load: Load, personalId: string): Promise<readonly DivorceRow[]> {
  const found = await Promise.all([
    load.many('divorces', 'husbandId', personalId, 'effectiveOn'),
    load.many('divorces', 'wifeId', personalId, 'effectiveOn'),
  ]);
  return inOrderOf('effectiveOn', found.flat());
}

async function recognitionsOf(load: Load, personalId: string): Promise<readonly RecognitionRow[]> {
  const found = await Promise.all([
    load.many('recognitions', 'parentId', personalId, 'registeredOn'),
    load.many('recognitions', 'childId', personalId, 'registeredOn'),
  ]);
  return inOrderOf('registeredOn', found.flat());
}

async function maritalStatusOf(load: Load, personalId: string) {
  const [rows, divorces] = await Promise.all([marriagesOf(load, personalId), divorcesOf(load, personalId)]);
  const marriages = rows.map((row) => ({ ...row, spouseId: otherSpouse(row, personalId) }));
  const persons = [personalId, ...marriages.map(({ spouseId }) => spouseId)];
  const deaths = await Promise.all(persons.map((person) => load.one('deaths', 'personalId', person)));
  const deceased = new Set(deaths.flatMap((death) => (death === null ? [] : [death.personalId])));
  return civilMaritalStatus(personalId, { marriages, divorces, deceased });
}

function otherSpouse({ husbandId, wifeId }: Couple, personalId: string): string {
  return husbandId === personalId ? wifeId : husbandId;
}

/** Days are ISO 8601 text, so their order is that of the text; rows of one day keep the order of the register. */
function inOrderOf<Column extends string, Row extends Readonly<Record<Column, string>>>(
  column: Column,
  rows: readonly Row[],
): readonly Row[] {
  return rows.toSorted((a, b) => Number(a[column] > b[column]) - Number(a[column] < b[column]));
}

function registeredName({ familyName, middleName, givenName }: BirthRow) {
  const full = [familyName, middleName, givenName].filter((part) => part !== null && part !== '').join(' ');
  return { full, family: familyName, middle: middleName, given: givenName };
}
