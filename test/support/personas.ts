import { DEFAULT_SEED, makeNation } from '../../commands/country.ts';

const { personas } = makeNation({ citizens: 200, seed: DEFAULT_SEED });

/** Identifier of a persona; the same in every synthetic country. */
export function personaId(key: string): string {
  const persona = personas.find((candidate) => candidate.key === key);
  if (persona === undefined) throw new Error(`No persona ${key}.`);
  return persona.identifier;
}

/** The person of the README's unified profile. */
export const PROFILE = personaId('profile');

/** Persons whose record is protected, one of each grade, and the wife of the first. */
export const PROTECTED_FIRST = personaId('protected-first');
export const PROTECTED_SECOND = personaId('protected-second');
export const PROTECTED_THIRD = personaId('protected-third');
export const PROTECTED_SPOUSE = personaId('protected-spouse');

/** The officer CB-0001 as a person, with a brother and a neighbour; and the officer CB-0002. */
export const OFFICER = personaId('officer');
export const OFFICER_BROTHER = personaId('officer-brother');
export const OFFICER_NEIGHBOUR = personaId('officer-neighbour');
export const SECOND_OFFICER = personaId('second-officer');
