import {
  type BirthRecord,
  fullName,
  type Nation,
  type Person,
  type RegisterEntry,
} from '../../nation/index.ts';
import { placeColumns, type TableRows } from '../kit/index.ts';
import type {
  BirthRow,
  CivilStatusTables,
  DivorceRow,
  MarriageRow,
  RecognitionRow,
  RegisterColumns,
} from './tables.ts';

/** The synthetic country as rows of the electronic civil-status database. */
export function sample(nation: Nation): TableRows<CivilStatusTables> {
  return {
    births: birthRows(nation),
    marriages: marriageRows(nation),
    divorces: divorceRows(nation),
    deaths: nation.deaths.map(({ entry, personalId }) => ({ personalId, ...registerColumns(entry) })),
    recognitions: recognitionRows(nation),
  };
}

function* birthRows({ births, people }: Nation): Generator<BirthRow> {
  const byId = new Map(people.map((person) => [person.personalId, person]));
  for (const birth of births) {
    const child = byId.get(birth.childId);
    if (child === undefined)
      throw new Error(`Birth entry ${birth.entry.number} has no child in the country.`);
    yield birthRow(birth, child, parentOf(byId, birth.fatherId), parentOf(byId, birth.motherId));
  }
}

function parentOf(byId: ReadonlyMap<string, Person>, personalId: string | null): Person | undefined {
  return personalId === null ? undefined : byId.get(personalId);
}

function birthRow(
  birth: BirthRecord,
  child: Person,
  father: Person | undefined,
  mother: Person | undefined,
): BirthRow {
  return {
    childId: birth.childId,
    ...registerColumns(birth.entry),
    familyName: child.familyName,
    middleName: child.middleName === '' ? null : child.middleName,
    givenName: child.givenName,
    birthDate: child.birthDate,
    sex: child.sex,
    ...placeColumns('birthPlace', child.birthPlace),
    ...placeColumns('nativePlace', child.nativePlace),
    ethnicity: child.ethnicity,
    nationalities: child.nationalities,
    fatherId: birth.fatherId,
    fatherName: father === undefined ? null : fullName(father),
    motherId: birth.motherId,
    motherName: mother === undefined ? null : fullName(mother),
  };
}

function* marriageRows({ marriages }: Nation): Generator<MarriageRow> {
  let id = 0;
  for (const { entry, husbandId, wifeId, status } of marriages) {
    // The two days differ only for couples who lived as spouses before they registered; the country has none.
    const establishedOn = entry.registeredOn;
    yield { id: String(++id), ...registerColumns(entry), husbandId, wifeId, establishedOn, status };
  }
}

function* divorceRows({ divorces }: Nation): Generator<DivorceRow> {
  let id = 0;
  for (const { marriageNumber, ...divorce } of divorces) {
    yield { id: String(++id), marriageCertificateNumber: marriageNumber, ...divorce };
  }
}

function* recognitionRows({ recognitions }: Nation): Generator<RecognitionRow> {
  let id = 0;
  for (const { entry, kind, parentId, childId } of recognitions) {
    yield { id: String(++id), ...registerColumns(entry), kind, parentId, childId };
  }
}

function registerColumns({ number, ...entry }: RegisterEntry): RegisterColumns {
  return { certificateNumber: number, ...entry };
}
