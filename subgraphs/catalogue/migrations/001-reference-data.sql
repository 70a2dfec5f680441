-- Public reference data. Lists that are paged have an id in the order of the official list.
create table administrative_units (
  id bigint primary key,
  code text not null unique,
  level text not null check (level in ('PROVINCE', 'COMMUNE')),
  name text not null,
  full_name text not null,
  name_en text,
  full_name_en text not null,
  kind text not null check (kind in ('PROVINCE', 'CITY', 'COMMUNE', 'WARD', 'SPECIAL_ZONE')),
  province_code text references administrative_units (code),
  code_meant_before text,
  valid_from date not null,
  plate_prefixes text[] not null,
  check ((level = 'COMMUNE') = (province_code is not null))
);
create index administrative_units_level on administrative_units (level, id);
create index administrative_units_province on administrative_units (province_code, id);

-- The 63 provinces of before 1 July 2025; their codes must never be mixed up with those of today.
create table former_provinces (
  code text primary key,
  name text not null,
  province_code text not null references administrative_units (code)
);
create index former_provinces_province on former_provinces (province_code);

create table agencies (
  id bigint primary key,
  code text not null unique,
  identification_code text,
  name text not null,
  name_en text,
  level text not null,
  predecessor text,
  data_role text,
  certainty text not null,
  source text
);

create table databases (
  id bigint primary key,
  key text not null unique,
  name text not null,
  name_en text not null,
  owner text,
  owner_agency_code text references agencies (code),
  class text not null,
  legal_basis text,
  key_identifiers text,
  content text,
  listed_in_decree47 boolean not null,
  listed_in_decision11 boolean,
  resolution71_number text,
  plan02_note text,
  certainty text not null,
  source text
);

create table procedures (
  id bigint primary key,
  code text not null unique,
  name text not null,
  ministry text not null,
  ministry_agency_code text references agencies (code)
);

create table procedure_databases (
  id bigint primary key,
  procedure_code text not null references procedures (code),
  database_key text not null references databases (key),
  unique (procedure_code, database_key)
);
create index procedure_databases_database on procedure_databases (database_key, id);

create table replaceable_documents (
  id bigint primary key,
  procedure_code text not null references procedures (code),
  number text not null,
  document text,
  database_keys text[] not null,
  database_as_printed text,
  database_owner text not null,
  legal_basis text,
  article text,
  code_as_printed text not null,
  code_repaired boolean not null,
  name_as_printed text not null,
  ministry_as_printed text not null,
  faults text[] not null,
  certainty text not null,
  source text not null
);
create index replaceable_documents_procedure on replaceable_documents (procedure_code, id);
