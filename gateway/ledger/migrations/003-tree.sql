-- The tamper-evident ledger (docs/decisions/0015-ledger.md). What was written before stays where it was, under another name.
alter table entries rename to entries_before_tree;

-- Which ledger this is: its tree heads say so, so that those of one can never pass for those of another.
create table log (is_only boolean primary key default true check (is_only), id uuid not null default gen_random_uuid());
insert into log default values;

-- What holds for one answer as a whole; `content` is what its hash is made of, the columns are for finding it.
create table answers (
  id uuid not null,
  at timestamptz not null,
  content jsonb not null,
  primary key (id, at)
) partition by range (at);
create index answers_by_time on answers (at);
create index answers_by_agency on answers ((content->>'agency'), at);
create index answers_by_officer on answers ((content->>'officer'), at) where content->>'officer' is not null;
create index answers_by_case on answers ((content->>'caseId')) where content->>'caseId' is not null;

-- One leaf of the tree: what one answer said of one subject out of one database, or that it said nothing of anybody.
create table entries (
  position bigint not null,
  at timestamptz not null,
  answer uuid not null,
  kind text not null check (kind in ('read', 'nothing-read', 'undelivered', 'erased')),
  -- Keyed digest of the subject (HMAC-SHA-256); null for an entry about nobody.
  subject bytea,
  subject_type text,
  database text,
  elements text[] not null,
  -- SHA-256 of the entry's canonical content, and the hash of its leaf (RFC 9162 §2.1.1).
  content_hash bytea not null,
  leaf_hash bytea not null,
  primary key (position, at)
) partition by range (at);
create index entries_by_subject on entries (subject, position) where subject is not null;
create index entries_by_answer on entries (answer);

-- Who is behind a digest: the identifier under a key of its own, and that key under a master key. Without its row a
-- subject cannot be named any more, and every proof stays valid.
create table subjects (
  digest bytea primary key,
  wrapped_key bytea not null,
  sealed bytea not null
);

-- Answers of which it is known that they did not arrive; at most once each.
create table undelivered (answer uuid primary key, position bigint not null);

-- Signed tree heads, for ever; `frontier` is the compact range of the tree at that size, to go on from.
create table heads (
  size bigint primary key,
  at timestamptz not null,
  root bytea not null,
  previous bytea not null,
  key_id text not null,
  signature text not null,
  frontier bytea not null
);

-- Complete subtrees of 2^level leaves, of some levels, so that proofs need not read millions of leaves.
create table nodes (
  level smallint not null,
  index bigint not null,
  hash bytea not null,
  primary key (level, index)
);

-- Says that an answer did not arrive, once: an entry of its own, at the next position. Returns null when it was said.
create function append_undelivered(missed uuid, said_at timestamptz, content_hash text) returns bigint
language plpgsql as $$
declare
  base bigint;
begin
  if exists (select from undelivered where answer = missed) then return null; end if;
  base := append_group('[]', jsonb_build_array(jsonb_build_object('at', said_at, 'answer', missed,
    'kind', 'undelivered', 'elements', '[]'::jsonb, 'content_hash', content_hash)), '[]');
  insert into undelivered values (missed, base) on conflict do nothing;
  -- Somebody else has said it meanwhile: this entry goes again, with its transaction.
  if not found then raise exception 'said already' using errcode = 'unique_violation'; end if;
  return base;
end $$;

-- The next position. Whoever takes some holds the row until they are durable, so that none is ever left out; changed
-- only by append_group.
create table tail (is_only boolean primary key default true check (is_only), next bigint not null);
insert into tail values (true, 0);

-- Writes a group of answers with their entries, at the next positions. Groups of several gateways take turns, for the
-- time of one flush. Returns the first position.
create function append_group(new_answers jsonb, new_entries jsonb, new_subjects jsonb) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  base bigint;
begin
  update tail set next = next + jsonb_array_length(new_entries)
    returning next - jsonb_array_length(new_entries) into base;
  insert into subjects
    select decode(digest, 'hex'), decode(wrapped_key, 'hex'), decode(sealed, 'hex')
    from jsonb_to_recordset(new_subjects) as given(digest text, wrapped_key text, sealed text)
    on conflict do nothing;
  insert into answers
    select id, at, content from jsonb_to_recordset(new_answers) as given(id uuid, at timestamptz, content jsonb);
  insert into entries
    select base + number - 1, at, answer, kind, decode(subject, 'hex'), subject_type, database, elements,
      decode(content_hash, 'hex'),
      sha256('\x00'::bytea || int8send(base + number - 1) || decode(content_hash, 'hex'))
    from rows from (
      jsonb_to_recordset(new_entries) as (
        at timestamptz, answer uuid, kind text, subject text, subject_type text, database text, elements text[],
        content_hash text
      )
    ) with ordinality as given(at, answer, kind, subject, subject_type, database, elements, content_hash, number);
  return base;
end $$;

-- Partitions: one a month. What none is there for goes to the last one, so that nothing is ever refused for want of one.
create table answers_other partition of answers default;
create table entries_other partition of entries default;

create function make_month(month date) returns void language plpgsql as $$
declare
  suffix text := to_char(month, 'YYYYMM');
begin
  execute format(
    'create table if not exists answers_%s partition of answers for values from (%L) to (%L)',
    suffix, month, month + interval '1 month');
  execute format(
    'create table if not exists entries_%s partition of entries for values from (%L) to (%L)',
    suffix, month, month + interval '1 month');
end $$;
select make_month((date_trunc('month', now()) + make_interval(months => number))::date)
  from generate_series(0, 24) as number;

create trigger answers_are_final before update or delete on answers
  for each row execute function refuse_change();
create trigger entries_are_final before update or delete on entries
  for each row execute function refuse_change();
create trigger heads_are_final before update or delete on heads
  for each row execute function refuse_change();
create trigger nodes_are_final before update or delete on nodes
  for each row execute function refuse_change();
create trigger undelivered_are_final before update or delete on undelivered
  for each row execute function refuse_change();
create trigger answers_stay before truncate on answers
  for each statement execute function refuse_change();
create trigger entries_stay before truncate on entries
  for each statement execute function refuse_change();
create trigger heads_stay before truncate on heads
  for each statement execute function refuse_change();
create trigger nodes_stay before truncate on nodes
  for each statement execute function refuse_change();
