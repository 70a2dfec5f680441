-- One row for each answer. The serving role can insert and select; the triggers refuse changes by anyone else too,
-- so that an entry can only be removed by whoever may change the schema itself, which is a visible act.
create table entries (
  id bigint generated always as identity primary key,
  recorded_at timestamptz not null default clock_timestamp(),
  at timestamptz not null,
  request_id text not null,
  agency text not null,
  client text not null,
  officer text,
  case_id text,
  purpose text not null,
  agreements text[] not null,
  legal_bases jsonb not null,
  operation_hash text not null,
  operation_name text,
  outcome text not null check (outcome in ('answered', 'refused')),
  -- [{ type, digest, elements }]: the digest is keyed, so that the ledger alone names nobody.
  subjects jsonb not null,
  withheld text[] not null,
  databases text[] not null
);
create index entries_subjects on entries using gin (subjects jsonb_path_ops);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger entries cannot be changed or removed';
end $$;
create trigger entries_are_final before update or delete on entries
  for each row execute function refuse_change();
create trigger entries_stay before truncate on entries
  for each statement execute function refuse_change();
