import { sql } from 'kysely';
import {
  type ConditionsQuestion,
  type ConditionsReader,
  type PersonConditions,
  today,
  UNKNOWN_PERSON,
  yearsBetween,
} from '../kit/index.ts';
import type { CitizenRow, PopulationTables } from './tables.ts';

/** What of a citizen decides whether others may read the record. */
type DecisiveRow = Pick<
  CitizenRow,
  | 'personalId'
  | 'permanentCommuneCode'
  | 'temporaryCommuneCode'
  | 'currentCommuneCode'
  | 'protectionGrade'
  | 'deathOrMissingKind'
  | 'birthDate'
  | 'residenceFileNumber'
  | 'fatherId'
  | 'motherId'
  | 'spouseId'
  | 'legalRepresentativeId'
>;

/** Completed years at which nobody represents a person any more as a minor; the provision is not in our sources. */
const FULL_AGE = 18;

/**
 * What holds for persons. One statement, whoever is asked about: it returns a row for each number, known or not, so
 * that the two cannot be told apart by the work that they cause.
 */
export const conditions: ConditionsReader<PopulationTables> = async (database, question, jurisdiction) => {
  const { rows } = await sql<DecisiveRow>`
    select asked.key as asked, c.personal_id, c.permanent_commune_code, c.temporary_commune_code,
      c.current_commune_code, c.protection_grade, c.death_or_missing_kind, c.birth_date, c.residence_file_number,
      c.father_id, c.mother_id, c.spouse_id, c.legal_representative_id
    from unnest(${[...question.personalIds, ...statedIn(question)]}::text[]) with ordinality as asked(key, position)
    left join citizens c on c.personal_id = asked.key
    order by asked.position`.execute(database);
  const stated = new Map(
    statedIn(question).map((key, index) => [key, rows[question.personalIds.length + index]]),
  );
  const officer = question.officer === undefined ? undefined : stated.get(question.officer);
  // Who has died represents nobody any more, whatever their token says.
  const guardian =
    stated.get(question.guardian ?? '')?.deathOrMissingKind === 'DEAD' ? undefined : question.guardian;
  const covered = jurisdiction === 'national' ? 'national' : new Set(jurisdiction);
  return question.personalIds.map((_key, index) => toConditions(rows[index], officer, covered, guardian));
};

/** Whom the question names besides those it is about. */
function statedIn({ officer, guardian }: ConditionsQuestion): readonly string[] {
  return [officer, guardian].filter((key) => key !== undefined);
}

function toConditions(
  row: DecisiveRow | undefined,
  officer: DecisiveRow | undefined,
  jurisdiction: 'national' | ReadonlySet<string>,
  guardian: string | undefined,
): PersonConditions {
  if (row === undefined || row.personalId === null) return UNKNOWN_PERSON;
  return {
    known: true,
    inJurisdiction: livesIn(row, jurisdiction),
    protectionGrade: row.protectionGrade,
    deceased: row.deathOrMissingKind === 'DEAD',
    closeToOfficer: officer !== undefined && isClose(row, officer),
    minorOfGuardian: guardian !== undefined && representsMinor(guardian, row),
  };
}

/** Permanent, temporary or current residence (nơi thường trú, tạm trú, ở hiện tại), in the communes of today. */
function livesIn(row: DecisiveRow, jurisdiction: 'national' | ReadonlySet<string>): boolean {
  if (jurisdiction === 'national') return true;
  const communes = [row.permanentCommuneCode, row.temporaryCommuneCode, row.currentCommuneCode];
  return communes.some((commune) => commune !== null && jurisdiction.has(commune));
}

/**
 * The officer in person, their household, spouse, parents, children, brothers and sisters. Of an officer whom the
 * register does not know nothing can be ruled out, so that everybody is close.
 */
function isClose(row: DecisiveRow, officer: DecisiveRow): boolean {
  if (officer.personalId === null) return true;
  const parents = parentsOf(row);
  const parentsOfOfficer = parentsOf(officer);
  return (
    row.personalId === officer.personalId ||
    (row.residenceFileNumber !== null && row.residenceFileNumber === officer.residenceFileNumber) ||
    row.spouseId === officer.personalId ||
    officer.spouseId === row.personalId ||
    parents.includes(officer.personalId) ||
    parentsOfOfficer.includes(row.personalId) ||
    parents.some((parent) => parentsOfOfficer.includes(parent))
  );
}

function parentsOf({ fatherId, motherId }: DecisiveRow): readonly string[] {
  return [fatherId, motherId].filter((parent) => parent !== null);
}

/** A parent or legal representative (người đại diện hợp pháp) of a person below full age. */
function representsMinor(guardian: string, row: DecisiveRow): boolean {
  if (yearsBetween(row.birthDate, today()) >= FULL_AGE) return false;
  return [row.fatherId, row.motherId, row.legalRepresentativeId].includes(guardian);
}
