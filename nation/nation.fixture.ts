import { officialCommunes } from './communes.fixture.ts';
import { createNation, type Nation, type Person } from './index.ts';

const nations = new Map<string, Nation>();

/** A country for tests, built once per file of tests. */
export function nationOf(citizens: number, seed = 1): Nation {
  const key = `${citizens}/${seed}`;
  let nation = nations.get(key);
  if (nation === undefined) {
    nation = createNation({ citizens, seed, communes: officialCommunes() });
    nations.set(key, nation);
  }
  return nation;
}

/** The persona's identifier; an error when there is no such persona. */
export function identifierOf(nation: Nation, key: string): string {
  const persona = nation.personas.find((one) => one.key === key);
  if (persona === undefined) throw new Error(`no persona ${key}`);
  return persona.identifier;
}

/** The person behind a persona. */
export function personOf(nation: Nation, key: string): Person {
  const identifier = identifierOf(nation, key);
  const person = nation.people.find(({ personalId }) => personalId === identifier);
  if (person === undefined) throw new Error(`persona ${key} is no person`);
  return person;
}

/** The items that occur more than once. */
export function duplicates(items: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.size === seen.add(item).size);
}
