import type { NaiveCountry, NaivePerson } from './naive-records.ts';
import { openOracle } from './oracle.ts';

/** The country of this test run, with what else random operations ask for. */
export interface ReadCountry extends NaiveCountry {
  readonly enterprises: readonly string[];
  readonly parcels: readonly string[];
  readonly serials: readonly string[];
}

const PEOPLE = `select personal_id, permanent_commune_code, temporary_commune_code, current_commune_code,
  residence_file_number, father_id, mother_id, spouse_id, legal_representative_id, birth_date,
  death_or_missing_kind, protection_grade, old_id_number from citizens order by personal_id`;

/** Reads it by plain SQL, past everything that is under test. */
export async function readCountry(): Promise<ReadCountry> {
  const oracle = await openOracle();
  try {
    const rows = await oracle.rows('population', PEOPLE);
    const rights = await oracle.rows('land', 'select parcel_id, holder_personal_id from land_use_rights');
    const holders = new Map<string, string[]>();
    for (const { parcel_id: parcel = '', holder_personal_id: holder } of rights) {
      holders.set(parcel, [...(holders.get(parcel) ?? []), ...(holder == null ? [] : [holder])]);
    }
    const column = async (database: string, sql: string) =>
      (await oracle.rows(database, sql)).map(({ key = '' }) => key);
    return {
      people: new Map(rows.map((row) => [row['personal_id'] ?? '', personOf(row)])),
      oldNumbers: new Map(
        rows.flatMap(({ old_id_number: old, personal_id: id = '' }) => (old == null ? [] : [[old, id]])),
      ),
      holders,
      enterprises: await column(
        'business',
        'select enterprise_code as key from businesses order by enterprise_code limit 40',
      ),
      parcels: await column('land', 'select parcel_id as key from land_parcels order by parcel_id limit 60'),
      serials: await column('land', 'select serial as key from land_certificates order by serial limit 20'),
    };
  } finally {
    await oracle.close();
  }
}

function personOf(row: Readonly<Record<string, string | null>>): NaivePerson {
  const communes = [
    row['permanent_commune_code'],
    row['temporary_commune_code'],
    row['current_commune_code'],
  ];
  return {
    personalId: row['personal_id'] ?? '',
    communes: communes.filter((commune) => commune != null),
    household: row['residence_file_number'] ?? null,
    father: row['father_id'] ?? null,
    mother: row['mother_id'] ?? null,
    spouse: row['spouse_id'] ?? null,
    representative: row['legal_representative_id'] ?? null,
    birthDate: row['birth_date'] ?? '',
    isDead: row['death_or_missing_kind'] === 'DEAD',
    grade: Number(row['protection_grade']),
  };
}
