import { Pool } from 'pg';
import {
  type Admission,
  type AdmissionQuestion,
  type Consent,
  type Emergency,
  type EmergencyDeclaration,
  type OpenEmergency,
  PERSONS_OF_ONE_OFFICER,
  type Registers,
} from './registers.ts';

const ADMIT = `
  select
    (select personal_id from (
        select personal_id, until_day from officers
        where agency = $1 and officer_id = $3 and from_day <= $6::date
        order by from_day desc limit 1) post
      where until_day is null or $6::date <= until_day) as officer,
    (select array(select subject from case_parties p where p.case_id = c.case_id and p.agency = c.agency and p.purpose = c.purpose)
      from cases c
      where c.case_id = $4 and c.agency = $1 and c.purpose = $2
        and not exists (select from case_closings x where x.case_id = c.case_id and x.agency = c.agency and x.purpose = c.purpose)) as parties,
    (select json_build_object('id', e.id, 'persons', e.persons) from emergencies e
      where e.id = $5::uuid and e.agency = $1 and clock_timestamp() < e.ends_at
        and (e.persons <= ${PERSONS_OF_ONE_OFFICER}
          or exists (select from emergency_confirmations k where k.emergency_id = e.id))
        and (e.officer_id = $3
          or exists (select from emergency_confirmations k where k.emergency_id = e.id and k.officer_id = $3))
    ) as emergency`;

const CONSENTING = `
  select distinct personal_id from consents c
  where personal_id = any($3) and agency = $1 and purpose = $2
    and clock_timestamp() < ends_at
    and not exists (select from consent_withdrawals w where w.consent_id = c.id)`;

/** New subjects take the next free positions, in order; those beyond the declared number get none. */
const COUNT = `
  insert into emergency_subjects (emergency_id, position, subject)
  select $1::uuid, taken.count + fresh.position, fresh.subject
  from (select count(*) from emergency_subjects where emergency_id = $1::uuid) taken,
    (select subject, row_number() over (order by min(asked.position)) as position
      from unnest($3::text[]) with ordinality as asked(subject, position)
      where not exists (
        select from emergency_subjects known
        where known.emergency_id = $1::uuid and known.subject = asked.subject)
      group by subject) fresh
  where taken.count + fresh.position <= $2
  on conflict do nothing`;

const CONSENT_COLUMNS = `
  c.id, c.agency, c.purpose, c.given_at as "givenAt", c.ends_at as "endsAt", w.withdrawn_at as "withdrawnAt"`;

/** Registers in PostgreSQL, over a role that can insert and select; see migrations/001-registers.sql. */
export function createPostgresRegisters(url: string): Registers {
  const pool = new Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 2_000,
    query_timeout: 3_000,
  });
  pool.on('error', () => undefined);
  return {
    ...requestsOn(pool),
    ...consentsOn(pool),
    ...casesOn(pool),
    ...emergenciesOn(pool),
    async postOfficer({ agency, officer, personalId, from, until }) {
      await pool.query(
        `insert into officers (agency, officer_id, personal_id, from_day, until_day) values ($1, $2, $3, $4, $5)`,
        [agency, officer, personalId, from, until],
      );
    },
    async endPost({ agency, officer, on }) {
      const { rowCount } = await pool.query(
        `insert into officers (agency, officer_id, personal_id, from_day, until_day)
         select agency, officer_id, personal_id, $3::date, $3::date - 1 from officers
         where agency = $1 and officer_id = $2 and from_day < $3::date
         order by from_day desc limit 1 on conflict do nothing`,
        [agency, officer, on],
      );
      return rowCount === 1;
    },
    isReachable: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    close: () => pool.end(),
  };
}

function requestsOn(pool: Pool): Pick<Registers, 'admit' | 'consenting' | 'countUnder'> {
  return {
    async admit({
      agency,
      purpose,
      officer,
      caseId,
      emergencyId,
      on,
    }: AdmissionQuestion): Promise<Admission> {
      const { rows } = await pool.query<{
        officer: string | null;
        parties: readonly string[] | null;
        emergency: OpenEmergency | null;
      }>(ADMIT, [agency, purpose, officer ?? null, caseId ?? null, uuidOf(emergencyId), on]);
      const [row] = rows;
      return {
        officer: row?.officer ?? undefined,
        parties: row?.parties == null ? undefined : new Set(row.parties),
        emergency: row?.emergency ?? undefined,
      };
    },
    async consenting({ agency, purpose, personalIds }) {
      const { rows } = await pool.query<{ personal_id: string }>(CONSENTING, [agency, purpose, personalIds]);
      return new Set(rows.map((row) => row.personal_id));
    },
    async countUnder({ id, persons }, subjects) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        // Two requests under one emergency take turns: together they must not let in one person too many.
        await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
        await client.query(COUNT, [id, persons, subjects]);
        const { rows } = await client.query<{ subject: string }>(
          'select subject from emergency_subjects where emergency_id = $1 and subject = any($2)',
          [id, subjects],
        );
        await client.query('commit');
        return new Set(rows.map(({ subject }) => subject));
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

function consentsOn(pool: Pool): Pick<Registers, 'giveConsent' | 'withdrawConsent' | 'consentsOf'> {
  return {
    async giveConsent({ personalId, agency, purpose, endsAt }) {
      const { rows } = await pool.query<ConsentRow>(
        `insert into consents as c (personal_id, agency, purpose, ends_at) values ($1, $2, $3, $4)
         returning ${CONSENT_COLUMNS.replace('w.withdrawn_at', 'null::timestamptz')}`,
        [personalId, agency, purpose, endsAt],
      );
      return toConsent(only(rows));
    },
    async withdrawConsent(personalId, consentId) {
      const { rowCount } = await pool.query(
        `insert into consent_withdrawals (consent_id)
         select id from consents where id = $1::uuid and personal_id = $2 on conflict do nothing`,
        [uuidOf(consentId), personalId],
      );
      return rowCount === 1;
    },
    async consentsOf(personalId) {
      const { rows } = await pool.query<ConsentRow>(
        `select ${CONSENT_COLUMNS} from consents c left join consent_withdrawals w on w.consent_id = c.id
         where c.personal_id = $1 order by c.given_at`,
        [personalId],
      );
      return rows.map(toConsent);
    },
  };
}

function casesOn(pool: Pool): Pick<Registers, 'openCase' | 'closeCase'> {
  return {
    async openCase({ caseId, agency, purpose, parties }) {
      const { rowCount } = await pool.query(
        `with opened as (
           insert into cases (case_id, agency, purpose) values ($1, $2, $3) on conflict do nothing returning case_id)
         insert into case_parties (case_id, agency, purpose, subject)
         select case_id, $2, $3, subject from opened, unnest($4::text[]) subject`,
        [caseId, agency, purpose, [...new Set(parties)]],
      );
      return rowCount !== 0;
    },
    async closeCase(agency, purpose, caseId) {
      const { rowCount } = await pool.query(
        `insert into case_closings (case_id, agency, purpose)
         select case_id, agency, purpose from cases where case_id = $1 and agency = $2 and purpose = $3
         on conflict do nothing`,
        [caseId, agency, purpose],
      );
      return rowCount === 1;
    },
  };
}

function emergenciesOn(pool: Pool): Pick<Registers, 'declareEmergency' | 'confirmEmergency'> {
  return {
    async declareEmergency({ agency, officer, reason, legalBasis, persons, hours }: EmergencyDeclaration) {
      const { rows } = await pool.query<EmergencyRow>(
        `insert into emergencies (agency, officer_id, reason, legal_basis, persons, declared_at, ends_at)
         values ($1, $2, $3, $4, $5, now(), now() + make_interval(hours => $6))
         returning id, persons, declared_at, ends_at`,
        [agency, officer, reason, legalBasis, persons, hours],
      );
      const row = only(rows);
      return toEmergency(row, row.persons > PERSONS_OF_ONE_OFFICER);
    },
    async confirmEmergency(agency, officer, emergencyId) {
      const { rows } = await pool.query<EmergencyRow>(
        `with confirmed as (
           insert into emergency_confirmations (emergency_id, officer_id)
           select id, $2 from emergencies
           where id = $3::uuid and agency = $1 and officer_id <> $2 and clock_timestamp() < ends_at
           on conflict do nothing returning emergency_id)
         select id, persons, declared_at, ends_at from emergencies join confirmed on confirmed.emergency_id = id`,
        [agency, officer, uuidOf(emergencyId)],
      );
      const [row] = rows;
      return row === undefined ? undefined : toEmergency(row, false);
    },
  };
}

interface ConsentRow {
  readonly id: string;
  readonly agency: string;
  readonly purpose: string;
  readonly givenAt: Date;
  readonly endsAt: Date;
  readonly withdrawnAt: Date | null;
}

function toConsent({ givenAt, endsAt, withdrawnAt, ...row }: ConsentRow): Consent {
  return {
    ...row,
    givenAt: givenAt.toISOString(),
    endsAt: endsAt.toISOString(),
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
  };
}

interface EmergencyRow {
  readonly id: string;
  readonly persons: number;
  readonly declared_at: Date;
  readonly ends_at: Date;
}

function toEmergency(
  { id, persons, declared_at, ends_at }: EmergencyRow,
  awaitsConfirmation: boolean,
): Emergency {
  return {
    id,
    persons,
    declaredAt: declared_at.toISOString(),
    endsAt: ends_at.toISOString(),
    awaitsConfirmation,
  };
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('The registers returned no row for what was added.');
  return row;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is no UUID names nothing; PostgreSQL would fail on it. */
function uuidOf(text: string | undefined): string | null {
  return text !== undefined && UUID.test(text) ? text : null;
}
