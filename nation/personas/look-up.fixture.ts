import type { Enterprise, Household, InsuranceHistory, LandParcel, Nation, Person } from '../index.ts';
import { identifierOf, nationOf, personOf } from '../nation.fixture.ts';

/** The country in which the personas are looked at. */
export const nation = nationOf(800);
/** The person behind a persona. */
export const person = (key: string): Person => personOf(nation, key);
/** A persona's identifier. */
export const id = (key: string): string => identifierOf(nation, key);

/** The first item that holds; an error when there is none. */
export function found<Item>(items: readonly Item[], holds: (item: Item) => boolean): Item {
  const item = items.find(holds);
  if (item === undefined) throw new Error('not found');
  return item;
}

/** The enterprise behind a persona. */
export function enterprise(key: string): Enterprise {
  return found(nation.enterprises, ({ enterpriseCode }) => enterpriseCode === id(key));
}

/** The parcel behind a persona. */
export function parcel(key: string): LandParcel {
  return found(nation.parcels, ({ parcelId }) => parcelId === id(key));
}

/** A persona's insurance. */
export function insurance(key: string): InsuranceHistory {
  return found(nation.insurance, ({ personalId }) => personalId === id(key));
}

/** The household in which a persona lives. */
export function household(key: string): Household {
  return found(nation.households, ({ members }) => members.some(({ personalId }) => personalId === id(key)));
}

/** The enterprises of which a persona is a member. */
export function holdings(key: string): readonly Enterprise[] {
  return nation.enterprises.filter(({ members }) =>
    members.some(({ holder }) => 'personalId' in holder && holder.personalId === id(key)),
  );
}

/** The parcels that a persona holds, alone or in common. */
export function land(key: string): readonly LandParcel[] {
  return nation.parcels.filter(({ rights }) =>
    rights.some(({ holder }) => 'personalId' in holder && holder.personalId === id(key)),
  );
}

/** The commune of residence; permanent and current residence are the same. */
export function homeCommune(key: string): string | null | undefined {
  const { permanentResidence, currentResidence } = person(key);
  const [permanent, current] = [permanentResidence, currentResidence].map((one) => one?.place.communeCode);
  if (permanent !== current) throw new Error(`${key} lives in ${current}, registered in ${permanent}`);
  return current;
}

/** The marriage of two personas. */
export function marriage(husband: string, wife: string): Nation['marriages'][number] {
  return found(nation.marriages, (one) => one.husbandId === id(husband) && one.wifeId === id(wife));
}
