import { maritalStatus } from './marital-status.ts';
import { nameOf, placeOf } from './persons.ts';
import type { Ask, Row } from './statements.ts';
import type { Unit } from './units.ts';

/** What is known of a person after the person's own number has been asked everywhere. */
interface Found {
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

/** What hangs on that. */
interface Linked {
  readonly wives: readonly Row[];
  readonly employers: readonly Row[];
  readonly employer: Row | undefined;
  readonly uses: readonly Row[];
  readonly certificates: readonly Row[];
  readonly mortgages: readonly Row[];
}

/** The unified profile of one person as the value of `data`: one statement for each table, in two rounds. */
export async function profileOf(
  ask: Ask,
  units: ReadonlyMap<unknown, Unit>,
  personalId: unknown,
): Promise<object> {
  const found = await findPerson(ask, personalId);
  if (found === undefined) return { citizen: null };
  return { citizen: citizenOf(found, await findLinked(ask, found), units) };
}

async function findPerson(ask: Ask, id: unknown): Promise<Found | undefined> {
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

async function findLinked(ask: Ask, { marriages, roles, social, rights }: Found): Promise<Linked> {
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

function citizenOf(found: Found, linked: Linked, units: ReadonlyMap<unknown, Unit>): object {
  const { person, cards, marriages, divorces, deaths } = found;
  const deceased = new Set(deaths.map((death) => death['personal_id']));
  return {
    personalId: person['personal_id'],
    oldIdNumber: person['old_id_number'],
    formerPersonalIds: person['former_personal_ids'],
    name: nameOf(person),
    birthDate: person['birth_date'],
    sex: person['sex'],
    ethnicity: person['ethnicity'],
    religion: person['religion'],
    nationalities: person['nationalities'],
    bloodGroup: person['blood_group'],
    maritalStatus: person['marital_status'],
    phone: person['phone'],
    email: person['email'],
    nativePlace: placeOf(person, 'native_place', (detail, country) => ({ country, detail })),
    idCards: cards.map(({ kind, number, issued_on }) => ({ kind, number, issuedOn: issued_on })),
    permanentResidence: placeOf(person, 'permanent', (detail) => ({
      since: person['permanent_since'],
      place: { detail, unit: unitOf(units.get(person['permanent_commune_code'])) },
    })),
    household: householdOf(found),
    birthRegistration: birthOf(found, units),
    civilMaritalStatus: maritalStatus(person['personal_id'], marriages, divorces, deceased),
    marriages: marriages.map((marriage) => marriageOf(marriage, linked)),
    businessRoles: { edges: found.roles.map((role) => ({ node: roleOf(role, linked) })) },
    socialInsurance: socialOf(found, linked),
    healthInsurance: healthOf(found),
    landRights: { edges: found.rights.map((right) => ({ node: rightOf(right, linked, units) })) },
  };
}

function unitOf(unit: Unit | undefined): object | null {
  return unit === undefined ? null : { code: unit.code, name: unit.name, province: unit.province };
}

function householdOf({ person, members }: Found): object | null {
  const file = person['residence_file_number'];
  if (file === null) return null;
  return {
    residenceFileNumber: file,
    members: members.map((member) => ({
      relationToHead: member['relation_to_head'],
      citizen: {
        personalId: member['personal_id'],
        name: { full: nameOf(member).full },
        birthDate: member['birth_date'],
      },
    })),
  };
}

function birthOf({ birth }: Found, units: ReadonlyMap<unknown, Unit>): object | null {
  if (birth === undefined) return null;
  const office = units.get(birth['office_commune_code']);
  return {
    certificateNumber: birth['certificate_number'],
    registeredOn: birth['registered_on'],
    registeringOffice: { code: birth['office_commune_code'], fullName: office?.fullName ?? null },
    childName: { full: nameOf(birth).full },
    fatherName: birth['father_name'],
    motherName: birth['mother_name'],
  };
}

function marriageOf(marriage: Row, { wives }: Linked): object {
  const wife = wives.find((row) => row['personal_id'] === marriage['wife_id']);
  return {
    certificateNumber: marriage['certificate_number'],
    establishedOn: marriage['established_on'],
    status: marriage['status'],
    wife: {
      personalId: marriage['wife_id'],
      name: wife === undefined ? null : { full: nameOf(wife).full },
    },
  };
}

function roleOf(role: Row, { employers }: Linked): object {
  const code = role['enterprise_code'];
  const employer = employers.find((row) => row['enterprise_code'] === code);
  return {
    role: role['role'],
    sharePercent: role['share_percent'],
    since: role['since'],
    business: {
      enterpriseCode: code,
      name: role['name'],
      charterCapital: role['charter_capital'],
      status: { status: role['status'], setBy: role['status_set_by'] },
      headOffice: placeOf(role, 'head_office', (detail) => ({ detail })),
      declaredEmployeeCount: employer?.['employee_count'] ?? null,
    },
  };
}

function socialOf({ social, periods }: Found, { employer }: Linked): object | null {
  if (social === undefined) return null;
  const code = social['current_employer_code'];
  return {
    socialInsuranceNumber: social['social_insurance_number'],
    participationKind: social['participation_kind'],
    monthlyPension: social['monthly_pension'],
    currentEmployer: code === null ? null : { enterpriseCode: code, name: employer?.['name'] ?? null },
    periods: {
      edges: periods.map(({ since, until, kind, monthly_base }) => ({
        node: { from: since, until, kind, monthlyBase: monthly_base },
      })),
    },
  };
}

function healthOf({ health }: Found): object | null {
  if (health === undefined) return null;
  return {
    cardNumber: health['card_number'],
    benefitLevel: health['benefit_level'],
    validFrom: health['valid_from'],
    validUntil: health['valid_until'],
    initialFacility: health['initial_facility'],
  };
}

function rightOf(right: Row, linked: Linked, units: ReadonlyMap<unknown, Unit>): object {
  const id = right['parcel_id'];
  const of = (rows: readonly Row[]): readonly Row[] => rows.filter((row) => row['parcel_id'] === id);
  return {
    form: right['form'],
    origin: right['origin'],
    since: right['since'],
    parcel: {
      parcelId: id,
      mapSheet: right['map_sheet'],
      parcelNumber: right['parcel_number'],
      address: right['address'],
      area: right['area'],
      unit: { name: units.get(right['commune_code'])?.name ?? null },
      uses: of(linked.uses).map(({ purpose, area }) => ({ purpose, area })),
      certificates: of(linked.certificates).map(({ serial, status }) => ({ serial, status })),
      mortgages: of(linked.mortgages).map(({ registered_on, mortgagee_code }) => ({
        registeredOn: registered_on,
        mortgagee: { enterpriseCode: mortgagee_code },
      })),
    },
  };
}
