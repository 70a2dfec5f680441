-- The cadastral register: parcels, rights, certificates (Land Law 2024, Decree 101/2024/NĐ-CP).
create table land_parcels (
  -- Internal and lasting: commune code, sheet and number all change over time.
  parcel_id text primary key,
  commune_code text not null,
  map_sheet integer not null,
  parcel_number integer not null,
  address text not null,
  -- Square metres.
  area numeric(14, 2) not null
);

create table former_parcel_identifiers (
  id bigint primary key,
  parcel_id text not null references land_parcels,
  map_sheet integer not null,
  parcel_number integer not null,
  until date not null,
  note text not null
);
create index former_parcel_identifiers_parcel on former_parcel_identifiers (parcel_id);

create table land_uses (
  id bigint primary key,
  parcel_id text not null references land_parcels,
  purpose text not null,
  area numeric(14, 2) not null,
  -- Null: the term has no end.
  until date
);
create index land_uses_parcel on land_uses (parcel_id);

create table land_use_rights (
  id bigint primary key,
  parcel_id text not null references land_parcels,
  holder_personal_id text,
  holder_enterprise_code text,
  form text not null,
  origin text not null,
  since date not null,
  constraint land_use_rights_one_holder check (
    (holder_personal_id is null) <> (holder_enterprise_code is null)
  )
);
create index land_use_rights_parcel on land_use_rights (parcel_id, id);
create index land_use_rights_citizen on land_use_rights (holder_personal_id, id);
create index land_use_rights_business on land_use_rights (holder_enterprise_code, id);

create table land_certificates (
  id bigint primary key,
  parcel_id text not null references land_parcels,
  serial text not null unique,
  register_entry_number text not null,
  issued_on date not null,
  issued_by text not null,
  status text not null
);
create index land_certificates_parcel on land_certificates (parcel_id);

create table mortgages (
  id bigint primary key,
  parcel_id text not null references land_parcels,
  mortgagee_code text not null,
  registered_on date not null,
  discharged_on date
);
create index mortgages_parcel on mortgages (parcel_id);
