-- Persons with a record in social insurance, their contribution periods, health-insurance cards, and the units that
-- declare employees (Decree 164/2025/NĐ-CP; groups d and đ of Decree 43/2021/NĐ-CP, article 6.1).
create table employers (
  enterprise_code text primary key,
  unit_code text,
  -- Open declarations in `periods`. Kept here, so that a count never reads a whole payroll.
  employee_count integer not null
);

create table participants (
  personal_id text primary key,
  social_insurance_number text unique,
  participation_kind text,
  current_employer_code text,
  monthly_pension bigint
);

create table periods (
  id bigint primary key,
  personal_id text not null references participants,
  since date not null,
  until date,
  kind text not null,
  employer_code text references employers,
  monthly_base bigint not null
);
create index periods_participant on periods (personal_id, id);
create index periods_employer on periods (employer_code, id);

create table health_cards (
  personal_id text primary key,
  card_number text not null,
  benefit_level integer not null,
  valid_from date not null,
  valid_until date not null,
  initial_facility text not null,
  five_years_continuous_on date
);
