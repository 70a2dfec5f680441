import { place, type Reference, type Resolvers, type SubgraphContext } from '../kit/index.ts';
import { civilMaritalStatus } from './civil-marital-status.ts';
import type {
  BirthRow,
  CivilStatusTables,
  DivorceRow,
  MarriageRow,
  RecognitionRow,
  RegisterColumns,
} from './tables.ts';

type Load = SubgraphContext<CivilStatusTables>['load'];
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
  husband: ({ husbandId }: Couple) => citizen(husbandId),
  wife: ({ wifeId }: Couple) => citizen(wifeId),
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
    father: ({ fatherId }: BirthRow) => citizen(fatherId),
    mother: ({ motherId }: BirthRow) => citizen(motherId),
  },
  MarriageRegistration: { ...registerEntry, ...spouses },
  Divorce: spouses,
  DeathRegistration: registerEntry,
  ParentChildRecognition: {
    ...registerEntry,
    parent: ({ parentId }: RecognitionRow) => citizen(parentId),
    child: ({ childId }: RecognitionRow) => citizen(childId),
  },
};

interface Couple {
  readonly husbandId: string;
  readonly wifeId: string;
}

/** Another person: only the key, whose own data need their own grant. */
function citizen(personalId: string | null) {
  return personalId === null ? null : { __typename: 'Citizen', personalId };
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
