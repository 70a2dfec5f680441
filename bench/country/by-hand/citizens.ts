import { maritalStatus } from './marital-status.ts';
import { nameOf, placeOf } from './persons.ts';
import type { Ask, Row } from './statements.ts';

/** Scenario E as the value of `data`: one statement for each table, whoever many are asked. */
export async function citizensOf(ask: Ask, ids: readonly unknown[]): Promise<object> {
  const [persons, marriages, divorces, deaths, social, health] = await Promise.all([
    ask('population', 'select * from citizens where personal_id = any($1)', ids),
    ask(
      'civil-status',
      'select * from marriages where husband_id = any($1) or wife_id = any($1) order by established_on',
      ids,
    ),
    ask(
      'civil-status',
      `select marriage_certificate_number, husband_id, wife_id from divorces
       where husband_id = any($1) or wife_id = any($1)`,
      ids,
    ),
    ask(
      'civil-status',
      `select personal_id from deaths where personal_id = any(array(
         select unnest($1::text[]) union all select wife_id from marriages where husband_id = any($1)
         union all select husband_id from marriages where wife_id = any($1)))`,
      ids,
    ),
    ask(
      'insurance',
      `select personal_id, social_insurance_number, participation_kind, monthly_pension
       from participants where personal_id = any($1)`,
      ids,
    ),
    ask(
      'insurance',
      'select personal_id, card_number, valid_from, valid_until from health_cards where personal_id = any($1)',
      ids,
    ),
  ]);
  const found: Found = {
    persons: byPerson(persons),
    marriages: byCouple(marriages),
    divorces: byCouple(divorces),
    deceased: new Set(deaths.map((death) => death['personal_id'])),
    social: byPerson(social),
    health: byPerson(health),
  };
  return {
    citizens: ids.map((id) => {
      const person = found.persons.get(id);
      const outcome = person === undefined ? 'NOT_FOUND' : 'FOUND';
      return { personalId: id, outcome, citizen: person === undefined ? null : citizenOf(person, found) };
    }),
  };
}

interface Found {
  readonly persons: ReadonlyMap<unknown, Row>;
  readonly marriages: ReadonlyMap<unknown, readonly Row[]>;
  readonly divorces: ReadonlyMap<unknown, readonly Row[]>;
  readonly deceased: ReadonlySet<unknown>;
  readonly social: ReadonlyMap<unknown, Row>;
  readonly health: ReadonlyMap<unknown, Row>;
}

function byPerson(rows: readonly Row[]): ReadonlyMap<unknown, Row> {
  return new Map(rows.map((row) => [row['personal_id'], row]));
}

function byCouple(rows: readonly Row[]): ReadonlyMap<unknown, readonly Row[]> {
  const lists = new Map<unknown, Row[]>();
  for (const row of rows) {
    for (const id of [row['husband_id'], row['wife_id']]) {
      const list = lists.get(id) ?? [];
      list.push(row);
      lists.set(id, list);
    }
  }
  return lists;
}

function citizenOf(person: Row, found: Found): object {
  const id = person['personal_id'];
  const marriages = found.marriages.get(id) ?? [];
  const social = found.social.get(id);
  const health = found.health.get(id);
  return {
    personalId: id,
    name: { full: nameOf(person).full },
    birthDate: person['birth_date'],
    sex: person['sex'],
    permanentResidence: placeOf(person, 'permanent', (detail) => ({
      since: person['permanent_since'],
      place: { detail, unit: unitOf(person['permanent_commune_code']) },
    })),
    civilMaritalStatus: maritalStatus(id, marriages, found.divorces.get(id) ?? [], found.deceased),
    marriages: marriages.map((marriage) => ({
      certificateNumber: marriage['certificate_number'],
      establishedOn: marriage['established_on'],
      status: marriage['status'],
      wife: { personalId: marriage['wife_id'] },
    })),
    socialInsurance:
      social === undefined
        ? null
        : {
            socialInsuranceNumber: social['social_insurance_number'],
            participationKind: social['participation_kind'],
            monthlyPension: social['monthly_pension'],
          },
    healthInsurance:
      health === undefined
        ? null
        : {
            cardNumber: health['card_number'],
            validFrom: health['valid_from'],
            validUntil: health['valid_until'],
          },
  };
}

function unitOf(code: unknown): object | null {
  return code === null ? null : { code };
}
