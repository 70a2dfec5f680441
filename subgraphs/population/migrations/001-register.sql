-- The register of citizens: the items of Law 26/2023/QH15, article 9.
create table households (
  residence_file_number text primary key,
  head_id text not null,
  place_country text not null,
  place_commune_code text,
  place_detail text not null,
  place_as_recorded text
);

create table citizens (
  personal_id text primary key,
  former_personal_ids text[] not null default '{}',
  old_id_number text unique,
  family_name text not null,
  middle_name text,
  given_name text not null,
  other_names text[] not null default '{}',
  -- YYYY, YYYY-MM or YYYY-MM-DD: an unknown day or month is never made up.
  birth_date text not null,
  sex text not null,
  birth_place_country text,
  birth_place_commune_code text,
  birth_place_detail text,
  birth_place_as_recorded text,
  birth_registration_country text,
  birth_registration_commune_code text,
  birth_registration_detail text,
  birth_registration_as_recorded text,
  native_place_country text,
  native_place_commune_code text,
  native_place_detail text,
  native_place_as_recorded text,
  ethnicity text,
  religion text,
  nationalities text[] not null,
  blood_group text,
  death_or_missing_kind text,
  death_or_missing_date text,
  permanent_country text,
  permanent_commune_code text,
  permanent_detail text,
  permanent_as_recorded text,
  permanent_since date,
  temporary_country text,
  temporary_commune_code text,
  temporary_detail text,
  temporary_as_recorded text,
  temporary_since date,
  current_country text,
  current_commune_code text,
  current_detail text,
  current_as_recorded text,
  current_since date,
  absence_from date,
  absence_until date,
  absence_reason text,
  residence_file_number text references households,
  relation_to_head text,
  marital_status text not null,
  father_id text,
  mother_id text,
  spouse_id text,
  legal_representative_id text,
  phone text,
  email text
);
create index citizens_household on citizens (residence_file_number);
create index citizens_father on citizens (father_id);
create index citizens_mother on citizens (mother_id);
create index citizens_representative on citizens (legal_representative_id);

create table id_cards (
  id bigint primary key,
  personal_id text not null references citizens,
  kind text not null,
  number text not null,
  issued_on date not null,
  issued_by text not null,
  expires_on date
);
create index id_cards_citizen on id_cards (personal_id);
