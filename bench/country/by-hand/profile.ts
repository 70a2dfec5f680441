import { maritalStatus } from './marital-status.ts';
import { nameOf, placeOf } from './persons.ts';
import { type Found, findLinked, findPerson, type Linked } from './profile-rows.ts';
import type { Ask, Row } from './statements.ts';
import type { Unit } from './units.ts';

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
