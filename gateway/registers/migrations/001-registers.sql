-- What rules about records are decided on. Everything is added, nothing is changed: a withdrawal, a closing, a
-- confirmation is a row of its own, so that the history of a decision can be read back.

-- Who serves where, and who the officer is as a person: a decision uses the post of the day.
create table officers (
  agency text not null,
  officer_id text not null,
  personal_id text not null,
  from_day date not null,
  until_day date,
  primary key (agency, officer_id, from_day)
);

create table cases (
  case_id text not null,
  agency text not null,
  purpose text not null,
  opened_at timestamptz not null default clock_timestamp(),
  primary key (case_id, agency, purpose)
);
create table case_parties (
  case_id text not null,
  agency text not null,
  purpose text not null,
  -- `Citizen 901085100001`, `Business 9900001027`
  subject text not null,
  primary key (case_id, agency, purpose, subject),
  foreign key (case_id, agency, purpose) references cases
);
create table case_closings (
  case_id text not null,
  agency text not null,
  purpose text not null,
  closed_at timestamptz not null default clock_timestamp(),
  primary key (case_id, agency, purpose),
  foreign key (case_id, agency, purpose) references cases
);

create table consents (
  id uuid primary key default gen_random_uuid(),
  personal_id text not null,
  agency text not null,
  purpose text not null,
  given_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null check (ends_at > given_at)
);
create index consents_person on consents (personal_id, agency, purpose);
create table consent_withdrawals (
  consent_id uuid primary key references consents,
  withdrawn_at timestamptz not null default clock_timestamp()
);

-- Break-glass (Law 60/2024/QH15, article 18): at most 24 hours, two officers above ten persons.
create table emergencies (
  id uuid primary key default gen_random_uuid(),
  agency text not null,
  officer_id text not null,
  reason text not null check (length(reason) >= 20),
  legal_basis text not null,
  persons int not null check (persons between 1 and 1000),
  declared_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  check (ends_at > declared_at and ends_at <= declared_at + interval '24 hours')
);
create table emergency_confirmations (
  emergency_id uuid primary key references emergencies,
  officer_id text not null,
  confirmed_at timestamptz not null default clock_timestamp()
);
create table emergency_subjects (
  emergency_id uuid not null references emergencies,
  position int not null check (position > 0),
  subject text not null,
  read_at timestamptz not null default clock_timestamp(),
  primary key (emergency_id, subject),
  unique (emergency_id, position)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the registers are added, not changed';
end $$;
do $$
declare name text;
begin
  foreach name in array array['cases', 'case_parties', 'case_closings', 'consents', 'consent_withdrawals',
    'emergencies', 'emergency_confirmations', 'emergency_subjects'] loop
    execute format('create trigger entries_are_final before update or delete on %I
      for each row execute function refuse_change()', name);
  end loop;
end $$;
