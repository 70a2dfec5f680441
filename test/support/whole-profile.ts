import { behind } from './expected.ts';
import type { Oracle } from './oracle.ts';

type Row = Record<string, string>;

/**
 * The whole truth about one person for operations/unified-profile.graphql, put together by hand from plain SQL on
 * each database, every value behind the elements that the dictionary names for it.
 */
export async function wholeProfile(oracle: Oracle, personalId: string): Promise<unknown> {
  const person = await one(oracle, 'population', 'select * from citizens where personal_id = $1', personalId);
  return {
    citizen: behind('population.identity.personalId', {
      ...identity(person),
      idCards: behind('population.identity.idCards', await idCards(oracle, personalId)),
      permanentResidence: behind('population.residence.permanent', await residence(oracle, person)),
      household: behind('population.household.fileNumber', await household(oracle, person)),
      ...(await civilStatus(oracle, personalId)),
      businessRoles: behind('business.role.rolesOfCitizen', await businessRoles(oracle, personalId)),
      ...(await insurance(oracle, personalId)),
      landRights: behind('land.holding.parcelsOfCitizen', await landRights(oracle, personalId)),
    }),
  };
}

function identity(person: Row) {
  const p = 'population.identity';
  return {
    personalId: behind(`${p}.personalId`, person['personal_id']),
    oldIdNumber: behind(`${p}.oldIdNumber`, person['old_id_number']),
    formerPersonalIds: behind(`${p}.formerPersonalIds`, person['former_personal_ids']),
    name: behind(`${p}.fullName`, {
      full: fullName(person),
      family: person['family_name'],
      middle: person['middle_name'],
      given: person['given_name'],
    }),
    birthDate: behind(`${p}.birthDate`, person['birth_date']),
    sex: behind(`${p}.sex`, person['sex']),
    ethnicity: behind(`${p}.ethnicity`, person['ethnicity']),
    religion: behind(`${p}.religion`, person['religion']),
    nationalities: behind(`${p}.nationalities`, person['nationalities']),
    bloodGroup: behind(`${p}.bloodGroup`, person['blood_group']),
    maritalStatus: behind('population.family.maritalStatus', person['marital_status']),
    phone: behind('population.contact.phone', person['phone']),
    email: behind('population.contact.email', person['email']),
    nativePlace: behind(`${p}.nativePlace`, {
      country: person['native_place_country'],
      detail: person['native_place_detail'],
    }),
  };
}

async function idCards(oracle: Oracle, personalId: string) {
  const rows = await oracle.rows(
    'population',
    'select * from id_cards where personal_id = $1 order by id',
    personalId,
  );
  return rows.map(({ kind, number, issued_on }) => ({ kind, number, issuedOn: issued_on }));
}

async function residence(oracle: Oracle, person: Row) {
  const code = person['permanent_commune_code'];
  const unit = await one(oracle, 'catalogue', 'select * from administrative_units where code = $1', code);
  const sql = 'select * from administrative_units where code = $1';
  const province = await one(oracle, 'catalogue', sql, unit['province_code']);
  const former = await oracle.rows(
    'catalogue',
    'select name from former_provinces where province_code = $1 order by code',
    province['code'],
  );
  return {
    since: person['permanent_since'],
    place: {
      detail: person['permanent_detail'],
      unit: {
        code,
        name: unit['name'],
        province: {
          code: province['code'],
          name: province['name'],
          mergedFrom: former.map(({ name }) => ({ name })),
        },
      },
    },
  };
}

async function household(oracle: Oracle, person: Row) {
  const file = person['residence_file_number'];
  const members = await oracle.rows(
    'population',
    'select * from citizens where residence_file_number = $1 order by birth_date',
    file,
  );
  return {
    residenceFileNumber: behind('population.household.fileNumber', file),
    members: behind(
      'population.household.members',
      members.map((member) => ({
        relationToHead: behind('population.household.relationToHead', member['relation_to_head']),
        citizen: behind('population.household.members', {
          personalId: behind('population.identity.personalId', member['personal_id']),
          name: behind('population.identity.fullName', { full: fullName(member) }),
          birthDate: behind('population.identity.birthDate', member['birth_date']),
        }),
      })),
    ),
  };
}

async function civilStatus(oracle: Oracle, personalId: string) {
  const birth = await one(oracle, 'civil-status', 'select * from births where child_id = $1', personalId);
  const sql = 'select full_name from administrative_units where code = $1';
  const office = await one(oracle, 'catalogue', sql, birth['office_commune_code']);
  const marriages = await oracle.rows(
    'civil-status',
    'select * from marriages where husband_id = $1 order by id',
    personalId,
  );
  const wives = await Promise.all(
    marriages.map(({ wife_id }) =>
      one(oracle, 'population', 'select * from citizens where personal_id = $1', wife_id),
    ),
  );
  const b = 'civil-status.birth';
  const m = 'civil-status.marriage';
  return {
    birthRegistration: behind(`${b}.entry`, {
      certificateNumber: behind(`${b}.certificateNumber`, birth['certificate_number']),
      registeredOn: behind(`${b}.registeredOn`, birth['registered_on']),
      registeringOffice: behind(`${b}.registeringOffice`, {
        code: birth['office_commune_code'],
        fullName: office['full_name'],
      }),
      childName: behind(`${b}.childName`, { full: fullName(birth) }),
      fatherName: behind(`${b}.parentNames`, birth['father_name']),
      motherName: behind(`${b}.parentNames`, birth['mother_name']),
    }),
    civilMaritalStatus: behind(`${m}.status civil-status.divorce.entry civil-status.death.entry`, 'MARRIED'),
    marriages: behind(
      `${m}.entry`,
      marriages.map((marriage, index) => ({
        certificateNumber: behind(`${m}.certificateNumber`, marriage['certificate_number']),
        establishedOn: behind(`${m}.establishedOn`, marriage['established_on']),
        status: behind(`${m}.status`, marriage['status']),
        wife: behind(`${m}.spouses`, {
          personalId: behind('population.identity.personalId', marriage['wife_id']),
          name: behind('population.identity.fullName', { full: fullName(wives[index] ?? {}) }),
        }),
      })),
    ),
  };
}

async function businessRoles(oracle: Oracle, personalId: string) {
  const roles = await oracle.rows(
    'business',
    `select r.*, r.share_percent::float8 as share, b.name, b.charter_capital, b.status, b.status_set_by, b.head_office_detail
     from business_roles r join businesses b using (enterprise_code)
     where holder_personal_id = $1 order by r.id limit 5`,
    personalId,
  );
  const sql = 'select employee_count from employers where enterprise_code = $1';
  const counts = await Promise.all(
    roles.map(({ enterprise_code }) => oracle.rows('insurance', sql, enterprise_code)),
  );
  const r = 'business.registration';
  return {
    edges: roles.map((role, index) => ({
      node: {
        role: behind('business.role.kind', role['role']),
        sharePercent: behind('business.member.share', role['share']),
        since: behind('business.role.since', role['since']),
        business: behind(`${r}.enterpriseCode`, {
          enterpriseCode: behind(`${r}.enterpriseCode`, role['enterprise_code']),
          name: behind(`${r}.name`, role['name']),
          charterCapital: behind(`${r}.charterCapital`, role['charter_capital']),
          status: behind(`${r}.status`, { status: role['status'], setBy: role['status_set_by'] }),
          headOffice: behind(`${r}.headOffice`, { detail: role['head_office_detail'] }),
          declaredEmployeeCount: behind(
            'insurance.employer.employeeCount',
            counts[index]?.[0]?.['employee_count'] ?? null,
          ),
        }),
      },
    })),
  };
}

async function insurance(oracle: Oracle, personalId: string) {
  const social = await one(
    oracle,
    'insurance',
    'select * from participants where personal_id = $1',
    personalId,
  );
  const health = await one(
    oracle,
    'insurance',
    'select * from health_cards where personal_id = $1',
    personalId,
  );
  const code = social['current_employer_code'];
  const employer = await one(
    oracle,
    'business',
    'select name from businesses where enterprise_code = $1',
    code,
  );
  const periods = await oracle.rows(
    'insurance',
    'select * from periods where personal_id = $1 order by id limit 3',
    personalId,
  );
  const s = 'insurance.social';
  const h = 'insurance.health';
  const history = 'insurance.history.periods';
  return {
    socialInsurance: behind(`${s}.record`, {
      socialInsuranceNumber: behind(`${s}.number`, social['social_insurance_number']),
      participationKind: behind(`${s}.participation`, social['participation_kind']),
      monthlyPension: behind('insurance.benefit.monthlyPension', social['monthly_pension']),
      currentEmployer: behind(`${s}.employer`, {
        enterpriseCode: behind('business.registration.enterpriseCode', code),
        name: behind('business.registration.name', employer['name']),
      }),
      periods: behind(history, {
        edges: periods.map((period) => ({
          node: {
            from: behind(history, period['since']),
            until: behind(history, period['until']),
            kind: behind(history, period['kind']),
            monthlyBase: behind('insurance.history.monthlyBase', period['monthly_base']),
          },
        })),
      }),
    }),
    healthInsurance: behind(`${h}.record`, {
      cardNumber: behind(`${h}.cardNumber`, health['card_number']),
      benefitLevel: behind(`${h}.benefitLevel`, health['benefit_level']),
      validFrom: behind(`${h}.validity`, health['valid_from']),
      validUntil: behind(`${h}.validity`, health['valid_until']),
      initialFacility: behind(`${h}.initialFacility`, health['initial_facility']),
    }),
  };
}

async function landRights(oracle: Oracle, personalId: string) {
  const rights = await oracle.rows(
    'land',
    `select r.form, r.origin, r.since, p.*, p.area::float8 as square_metres
     from land_use_rights r join land_parcels p using (parcel_id)
     where holder_personal_id = $1 order by r.id limit 5`,
    personalId,
  );
  return {
    edges: await Promise.all(rights.map(async (right) => ({ node: await landRight(oracle, right) }))),
  };
}

async function landRight(oracle: Oracle, right: Row) {
  const { parcel_id: parcelId, commune_code: commune } = right;
  const sql = 'select name from administrative_units where code = $1';
  const unit = await one(oracle, 'catalogue', sql, commune);
  const of = (table: string) =>
    oracle.rows('land', `select * from ${table} where parcel_id = $1 order by id`, parcelId);
  const [uses, certificates, mortgages] = [
    await of('land_uses'),
    await of('land_certificates'),
    await of('mortgages'),
  ];
  const p = 'land.parcel';
  return {
    form: behind('land.right.form', right['form']),
    origin: behind('land.right.origin', right['origin']),
    since: behind('land.right.since', right['since']),
    parcel: behind(`${p}.parcelId`, {
      parcelId: behind(`${p}.parcelId`, parcelId),
      mapSheet: behind(`${p}.mapSheet`, right['map_sheet']),
      parcelNumber: behind(`${p}.parcelNumber`, right['parcel_number']),
      address: behind(`${p}.address`, right['address']),
      area: behind(`${p}.area`, right['square_metres']),
      unit: behind(`${p}.unit`, { name: unit['name'] }),
      uses: behind(
        `${p}.uses`,
        uses.map(({ purpose, area }) => ({ purpose, area: Number(area) })),
      ),
      certificates: behind(
        'land.certificate.serial',
        certificates.map(({ serial, status }) => ({
          serial: behind('land.certificate.serial', serial),
          status: behind('land.certificate.status', status),
        })),
      ),
      mortgages: behind(
        'land.mortgage.entries',
        mortgages.map(({ registered_on, mortgagee_code }) => ({
          registeredOn: behind('land.mortgage.registeredOn', registered_on),
          mortgagee: behind('land.mortgage.mortgagees', {
            enterpriseCode: behind('business.registration.enterpriseCode', mortgagee_code),
          }),
        })),
      ),
    }),
  };
}

function fullName(row: Row): string {
  return [row['family_name'], row['middle_name'], row['given_name']].filter(Boolean).join(' ');
}

async function one(oracle: Oracle, database: string, sql: string, key: string | undefined): Promise<Row> {
  return (await oracle.rows(database, sql, key))[0] ?? {};
}
