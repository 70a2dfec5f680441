import { sql } from 'kysely';
import {
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

/** A row as the statement returns it: that of the number, or of the next number that somebody has. */
type NearestRow = DecisiveRow & { readonly asked: string };

/**
 * What holds for persons, in one statement. For a number that nobody has it reads the next row and passes over it, so
 * that a number which is known and one which is not cannot be told apart by the work that they cause.
 */
export const conditions: ConditionsReader<PopulationTables> = async (database, question, jurisdiction) => {
  const { personalIds, officer, guardian } = question;
  const others = [officer, guardian].filter((key) => key !== undefined);
  const { rows } = await sql<NearestRow>`
    select asked.key as asked, c.personal_id, c.permanent_commune_code, c.temporary_commune_code,
      c.current_commune_code, c.protection_grade, c.death_or_missing_kind, c.birth_date, c.residence_file_number,
      c.father_id, c.mother_id, c.spouse_id, c.legal_representative_id
    from unnest(${[...personalIds, ...others]}::text[]) with ordinality as asked(key, position)
    left join lateral (
      select * from citizens where personal_id >= asked.key order by personal_id limit 1
    ) c on true
    order by asked.position`.execute(database);
  const known = rows.map((row) => (row.personalId === row.asked ? row : undefined));
  const stated = new Map(others.map((key, index) => [key, known[personalIds.length + index]]));
  const asker: Asker = {
    jurisdiction: jurisdiction === 'national' ? 'national' : new Set(jurisdiction),
    isClose: closeness(officer, stated),
    // Who has died represents nobody any more, whatever their token says.
    guardian: stated.get(guardian ?? '')?.deathOrMissingKind === 'DEAD' ? undefined : guardian,
  };
  return personalIds.map((_key, index) => toConditions(known[index], asker));
};

/** Who asks, as far as it decides. */
interface Asker {
  readonly jurisdiction: 'national' | ReadonlySet<string>;
  readonly isClose: (row: DecisiveRow) => boolean;
  readonly guardian: string | undefined;
}

function toConditions(
  row: DecisiveRow | undefined,
  { jurisdiction, isClose, guardian }: Asker,
): PersonConditions {
  if (row === undefined) return UNKNOWN_PERSON;
  return {
    known: true,
    inJurisdiction: livesIn(row, jurisdiction),
    protectionGrade: row.protectionGrade,
    deceased: row.deathOrMissingKind === 'DEAD',
    closeToOfficer: isClose(row),
    minorOfGuardian: guardian !== undefined && representsMinor(guardian, row),
  };
}

/** Permanent, temporary or current residence (nơi thường trú, tạm trú, ở hiện tại), in the communes of today. */
function livesIn(row: DecisiveRow, jurisdiction: 'national' | ReadonlySet<string>): boolean {
  if (jurisdiction === 'national') return true;
  const communes = [row.permanentCommuneCode, row.temporaryCommuneCode, row.currentCommuneCode];
  return communes.some((commune) => commune !== null && jurisdiction.has(commune));
}

/** Of an officer whom the register does not know nothing can be ruled out, so that everybody is close. */
function closeness(
  officer: string | undefined,
  stated: ReadonlyMap<string, DecisiveRow | undefined>,
): Asker['isClose'] {
  if (officer === undefined) return () => false;
  const row = stated.get(officer);
  return row === undefined ? () => true : (other) => areClose(other, row);
}

/** The officer in person, their household, spouse, parents, children, brothers and sisters. */
function areClose(row: DecisiveRow, officer: DecisiveRow): boolean {
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
