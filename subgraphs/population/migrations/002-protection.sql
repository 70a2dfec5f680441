-- Persons whose record is closed further than that of others: grade 0 (nobody's business but the rules'), to 3
-- (closed to everyone). Which bodies give which grade is not public, so the grades are ours.
alter table citizens add column protection_grade smallint not null default 0
  check (protection_grade between 0 and 3);
