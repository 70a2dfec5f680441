import type { Ask, Row } from './statements.ts';

/** What is known of a person after the person's own number has been asked everywhere. */
export interface Found {
  readonly person: Row;
  readonly cards: readonly Row[];
  readonly members: readonly Row[];
  readonly birth: Row | undefined;
  readonly marriages: readonly Row[];
  readonly divorces: readonly Row[];
  readonly deaths: readonly Row[];
  readonly roles: readonly Row[];
  readonly social: Row | undefined;
  readonly periods: readonly Row[];
  readonly health: Row | undefined;
  readonly rights: readonly Row[];
}

/** What hangs on {@link Found}. */
export interface Linked {
  readonly wives: readonly Row[];
  readonly employers: readonly Row[];
  readonly employer: Row | undefined;
  readonly uses: readonly Row[];
  readonly certificates: readonly Row[];
  readonly mortgages: readonly Row[];
}

/** The first round: everything that goes by the person's own number; `undefined` when there is no such person. */
export async function findPerson(ask: Ask, id: unknown): Promise<Found | undefined> {
  const [
    persons,
    cards,
    members,
    births,
    marriages,
    divorces,
    deaths,
    roles,
    socials,
    periods,
    healths,
    rights,
  ] = await Promise.all([
    ask('population', 'select * from citizens where personal_id = $1', id),
    ask('population', 'select kind, number, issued_on from id_cards where personal_id = $1 order by id', id),
    ask(
      'population',
      `select m.relation_to_head, m.personal_id, m.family_name, m.middle_name, m.given_name, m.birth_date
         from citizens p join citizens m on m.residence_file_number = p.residence_file_number
         where p.personal_id = $1 order by m.birth_date`,
      id,
    ),
    ask('civil-status', 'select * from births where child_id = $1', id),
    ask(
      'civil-status',
      'select * from marriages where husband_id = $1 or wife_id = $1 order by established_on',
      id,
    ),
    ask(
      'civil-status',
      'select marriage_certificate_number from divorces where husband_id = $1 or wife_id = $1',
      id,
    ),
    ask(
      'civil-status',
      `select personal_id from deaths where personal_id = any(array(
           select $1::text union all select wife_id from marriages where husband_id = $1
           union all select husband_id from marriages where wife_id = $1))`,
      id,
    ),
    ask(
      'business',
      `select r.role, r.share_percent::float8, r.since, b.enterprise_code, b.name, b.charter_capital, b.status,
           b.status_set_by, b.head_office_country, b.head_office_detail
         from business_roles r join businesses b using (enterprise_code)
         where r.holder_personal_id = $1 order by r.id limit 5`,
      id,
    ),
    ask('insurance', 'select * from participants where personal_id = $1', id),
    ask(
      'insurance',
      'select since, until, kind, monthly_base from periods where personal_id = $1 order by id limit 3',
      id,
    ),
    ask('insurance', 'select * from health_cards where personal_id = $1', id),
    ask(
      'land',
      `select r.form, r.origin, r.since, p.parcel_id, p.map_sheet, p.parcel_number, p.address, p.area::float8,
           p.commune_code
         from land_use_rights r join land_parcels p using (parcel_id)
         where r.holder_personal_id = $1 order by r.id limit 5`,
      id,
    ),
  ]);
  const [person] = persons;
  if (person === undefined) return undefined;
  const [[birth], [social], [health]] = [births, socials, healths];
  return {
    person,
    cards,
    members,
    birth,
    marriages,
    divorces,
    deaths,
    roles,
    social,
    periods,
    health,
    rights,
  };
}

/** The second round. */
export async function findLinked(ask: Ask, { marriages, roles, social, rights }: Found): Promise<Linked> {
  const employer = social?.['current_employer_code'] ?? null;
  const parcels = rights.map((right) => right['parcel_id']);
  const [wives, employers, named, uses, certificates, mortgages] = await Promise.all([
    forAny(
      marriages.map((marriage) => marriage['wife_id']),
      (ids) =>
        ask(
          'population',
          'select personal_id, family_name, middle_name, given_name from citizens where personal_id = any($1)',
          ids,
        ),
    ),
    forAny(
      roles.map((role) => role['enterprise_code']),
      (codes) =>
        ask(
          'insurance',
          'select enterprise_code, employee_count from employers where enterprise_code = any($1)',
          codes,
        ),
    ),
    forAny(employer === null ? [] : [employer], ([code]) =>
      ask('business', 'select name from businesses where enterprise_code = $1', code),
    ),
    forAny(parcels, (ids) =>
      ask(
        'land',
        'select parcel_id, purpose, area::float8 from land_uses where parcel_id = any($1) order by id',
        ids,
      ),
    ),
    forAny(parcels, (ids) =>
      ask(
        'land',
        'select parcel_id, serial, status from land_certificates where parcel_id = any($1) order by id',
        ids,
      ),
    ),
    forAny(parcels, (ids) =>
      ask(
        'land',
        'select parcel_id, registered_on, mortgagee_code from mortgages where parcel_id = any($1) order by id',
        ids,
      ),
    ),
  ]);
  return { wives, employers, employer: named[0], uses, certificates, mortgages };
}

/** Asks nothing for nobody. */
async function forAny(
  keys: readonly unknown[],
  ask: (keys: readonly unknown[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  return keys.length === 0 ? [] : await ask(keys);
}
