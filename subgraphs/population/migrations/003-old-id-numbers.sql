-- Whose a former 9-digit card is: found before anything of the person is read.
create view old_id_numbers as
  select old_id_number, personal_id from citizens where old_id_number is not null;
