import { joinCivilStatus, registerCivilStatus } from './civil-records.ts';
import type { Nation, NationOptions } from './country.ts';
import type { HouseholdDraft, PersonDraft, Union } from './draft.ts';
import { foundEnterprises } from './enterprises.ts';
import { formHouseholds } from './households.ts';
import { assignIdentities } from './identity.ts';
import { insurePopulation, withInsuranceUnits } from './insurance.ts';
import { surveyLand } from './land.ts';
import { NumberIssuer } from './numbers.ts';
import { assignOrigins } from './origins.ts';
import { assignGuardians, assignParents } from './parentage.ts';
import { toHousehold, toPerson } from './person.ts';
import type { Offices } from './personas/cast.ts';
import { buildPersonas, type PersonaWorld } from './personas/index.ts';
import { createAtlas } from './places.ts';
import { createPeople } from './population.ts';
import { createRandom, type Random } from './random.ts';
import { Registers } from './registers.ts';
import { formUnions } from './unions.ts';

export type * from './country.ts';
export { AS_OF } from './days.ts';
export { LINES_OF_BUSINESS, type LineOfBusiness } from './lines-of-business.ts';
export { fullName } from './names.ts';
export { OLD_PROVINCE_NAMES } from './provinces.ts';

/** Fewest citizens: room for the personas and for the people who work at `large-employer`. */
export const FEWEST_CITIZENS = 200;

/** The seed of the country that everybody gets who names none. */
export const DEFAULT_SEED = 1;

/** Parcels per citizen: more than 61 million to about 100 million in January 2026. */
const PARCELS_PER_CITIZEN = 0.61;

/**
 * Builds the synthetic country: the same for the same options, on any day and any machine. The personas in it do not
 * depend on the number of citizens or the seed. Throws a `RangeError` that says what is wrong with the options.
 */
export function createNation({ citizens, seed = DEFAULT_SEED, communes }: NationOptions): Nation {
  checkOptions(citizens, seed);
  const random = createRandom(seed, 'nation');
  const offices: Offices = {
    atlas: createAtlas(communes, random.fork('communes')),
    numbers: new NumberIssuer(),
    registers: new Registers(),
  };
  const cast = buildPersonas(offices);
  const crowd = populate(citizens - cast.people.length, offices, random);
  return assemble(citizens, cast, crowd, offices, random);
}

function checkOptions(citizens: number, seed: number): void {
  if (!Number.isSafeInteger(citizens) || citizens < FEWEST_CITIZENS) {
    throw new RangeError(
      `citizens: received ${citizens}, expected a whole number from ${FEWEST_CITIZENS} on`,
    );
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: received ${seed}, expected a whole number`);
}

/** The population around the personas, which is drawn at random. */
interface Crowd {
  readonly people: readonly PersonDraft[];
  readonly unions: readonly Union[];
  readonly households: readonly HouseholdDraft[];
}

function populate(count: number, { atlas, numbers, registers }: Offices, random: Random): Crowd {
  const people = createPeople(count, random.fork('people'));
  const unions = formUnions(people, random.fork('unions'));
  assignParents(people, random.fork('parents'));
  assignGuardians(people, random.fork('guardians'));
  assignOrigins(people, atlas, random.fork('origins'));
  assignIdentities(people, numbers, random.fork('identities'));
  const households = formHouseholds(people, registers, atlas, random.fork('households'));
  return { people, unions, households };
}

function assemble(
  citizens: number,
  cast: PersonaWorld,
  crowd: Crowd,
  offices: Offices,
  random: Random,
): Nation {
  const { numbers, registers, atlas } = offices;
  const { bank, largeEmployer } = cast.businesses;
  const civilStatus = registerCivilStatus(crowd.people, crowd.unions, registers, random.fork('civil status'));
  const founded = foundEnterprises(crowd.people, citizens, {
    numbers,
    atlas,
    random: random.fork('enterprises'),
  });
  const insurance = [
    ...cast.insurance,
    ...insurePopulation(crowd.people, founded, largeEmployer, numbers, random.fork('insurance')),
  ];
  const surveyed = surveyLand(Math.round(citizens * PARCELS_PER_CITIZEN) - cast.parcels.length, {
    households: crowd.households,
    enterprises: founded,
    bankCode: bank.enterpriseCode,
    registers,
    numbers,
    atlas,
    random: random.fork('land'),
  });
  return {
    people: [...cast.people, ...crowd.people].map(toPerson),
    households: [...cast.households, ...crowd.households].map(toHousehold),
    ...joinCivilStatus(cast.civilStatus, civilStatus),
    enterprises: withInsuranceUnits([...cast.businesses.enterprises, ...founded], insurance),
    insurance,
    parcels: [...cast.parcels, ...surveyed],
    personas: cast.personas,
  };
}
