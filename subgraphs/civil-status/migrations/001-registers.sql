-- The civil-status registers (sổ hộ tịch) of the Civil Status Law 2014. An entry is known by its number, book, page,
-- registering office and day. The death register here holds neither cause nor date of death: the owner's published
-- list of shared fields (Decision 3458/QĐ-BTP, article 2.3) has neither.
create table births (
  child_id text primary key,
  certificate_number text not null,
  book text not null,
  page integer not null,
  office_commune_code text not null,
  registered_on date not null,
  family_name text not null,
  middle_name text,
  given_name text not null,
  -- YYYY, YYYY-MM or YYYY-MM-DD: an unknown day or month is never made up.
  birth_date text not null,
  sex text not null,
  birth_place_country text,
  birth_place_commune_code text,
  birth_place_detail text,
  birth_place_as_recorded text,
  native_place_country text,
  native_place_commune_code text,
  native_place_detail text,
  native_place_as_recorded text,
  ethnicity text,
  nationalities text[] not null,
  father_id text,
  father_name text,
  mother_id text,
  mother_name text
);

create table marriages (
  id bigint primary key,
  certificate_number text not null,
  book text not null,
  page integer not null,
  office_commune_code text not null,
  registered_on date not null,
  husband_id text not null,
  wife_id text not null,
  established_on date not null,
  status text not null
);
create index marriages_husband on marriages (husband_id);
create index marriages_wife on marriages (wife_id);

create table divorces (
  id bigint primary key,
  -- Not a foreign key: the marriage may stand in a register abroad or in one that is still on paper.
  marriage_certificate_number text not null,
  husband_id text not null,
  wife_id text not null,
  decision_number text not null,
  court text not null,
  effective_on date not null
);
create index divorces_husband on divorces (husband_id);
create index divorces_wife on divorces (wife_id);

create table deaths (
  personal_id text primary key,
  certificate_number text not null,
  book text not null,
  page integer not null,
  office_commune_code text not null,
  registered_on date not null
);

create table recognitions (
  id bigint primary key,
  certificate_number text not null,
  book text not null,
  page integer not null,
  office_commune_code text not null,
  registered_on date not null,
  kind text not null,
  parent_id text not null,
  child_id text not null
);
create index recognitions_parent on recognitions (parent_id);
create index recognitions_child on recognitions (child_id);
