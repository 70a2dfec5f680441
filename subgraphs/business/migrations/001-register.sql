-- The register of enterprises: Decree 168/2025/NĐ-CP.
create table businesses (
  enterprise_code text primary key,
  name text not null,
  foreign_name text,
  short_name text,
  type text not null,
  status text not null,
  -- Registry, tax authority and court set it, each its own values of article 35.
  status_set_by text not null,
  status_since date not null,
  founded_on date not null,
  last_amended_on date,
  change_count integer not null,
  -- Vietnamese đồng.
  charter_capital bigint not null,
  head_office_country text not null,
  head_office_commune_code text,
  head_office_detail text not null,
  head_office_as_recorded text
);

-- Who stands behind an enterprise. One table, so that all roles of one person are one list in the order of time.
create table business_roles (
  id bigint primary key,
  enterprise_code text not null references businesses,
  role text not null,
  holder_personal_id text,
  holder_enterprise_code text references businesses,
  -- Of legal representatives only.
  position text,
  -- Of all others only: Vietnamese đồng, and percent of the charter capital.
  contribution bigint,
  share_percent numeric(5, 2),
  since date not null,
  constraint business_roles_one_holder check (
    (holder_personal_id is null) <> (holder_enterprise_code is null)
  ),
  constraint business_roles_representative check (
    case
      when role = 'LEGAL_REPRESENTATIVE'
        then holder_personal_id is not null and position is not null
          and contribution is null and share_percent is null
      else position is null and contribution is not null and share_percent is not null
    end
  )
);
create index business_roles_business on business_roles (enterprise_code, id);
create index business_roles_citizen on business_roles (holder_personal_id, id);
create index business_roles_holding_business on business_roles (holder_enterprise_code, id);

create view legal_representatives as
select id, enterprise_code, holder_personal_id as personal_id, position, since
from business_roles
where role = 'LEGAL_REPRESENTATIVE';

create view business_members as
select id, enterprise_code, role, holder_personal_id, holder_enterprise_code, contribution, share_percent, since
from business_roles
where role <> 'LEGAL_REPRESENTATIVE';

create table lines_of_business (
  id bigint primary key,
  enterprise_code text not null references businesses,
  code text not null,
  name text not null,
  name_en text not null,
  main boolean not null
);
create index lines_of_business_business on lines_of_business (enterprise_code);

create table branches (
  id bigint primary key,
  enterprise_code text not null references businesses,
  code text not null unique,
  name text not null,
  place_country text not null,
  place_commune_code text,
  place_detail text not null,
  place_as_recorded text,
  status text not null
);
create index branches_business on branches (enterprise_code);

create table business_changes (
  id bigint primary key,
  enterprise_code text not null references businesses,
  number integer not null,
  changed_on date not null,
  content text not null
);
create index business_changes_business on business_changes (enterprise_code, id);
