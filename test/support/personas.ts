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
