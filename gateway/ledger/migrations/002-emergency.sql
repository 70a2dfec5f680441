-- The declared emergency (break-glass) under which an answer was given.
alter table entries add column emergency_id text;
