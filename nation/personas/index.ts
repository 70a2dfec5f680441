import { type CivilStatus, registerCivilStatus } from '../civil-records.ts';
import type { InsuranceHistory, LandParcel } from '../country.ts';
import { known } from '../known.ts';
import { type Businesses, castBusinesses } from './businesses.ts';
import { Cast, type Offices } from './cast.ts';
import { castFamilies } from './families.ts';
import { castIndividuals } from './individuals.ts';
import { castInsurance } from './insured.ts';
import { castInvestors } from './investors.ts';
import { castOfficers } from './officers.ts';
import { castParcels } from './parcels.ts';
import { castProfileFamily } from './profile-family.ts';
import { castProtected } from './protected.ts';

/** The personas with everything that is fixed about them. */
export interface PersonaWorld extends Pick<Cast, 'people' | 'households' | 'personas'> {
  readonly civilStatus: CivilStatus;
  readonly businesses: Businesses;
  readonly insurance: readonly InsuranceHistory[];
  readonly parcels: readonly LandParcel[];
}

/**
 * Builds the personas before anybody else, so that they have the first numbers of every register and are the same
 * for every size and seed of the country.
 */
export function buildPersonas(offices: Offices): PersonaWorld {
  const cast = new Cast(offices);
  const family = castProfileFamily(cast);
  castFamilies(cast);
  const individuals = castIndividuals(cast);
  const individual = (key: string) => known(individuals.get(key), `persona ${key}`);
  const investors = castInvestors(cast);
  const businesses = castBusinesses(cast, {
    profile: family.profile,
    tripleOwner: individual('triple-owner'),
    investors,
  });
  const parcels = castParcels(cast, businesses, {
    ...family,
    mergedCommune: individual('merged-commune'),
    heirs: investors.slice(4, 8),
  });
  const protectedParcel = castProtected(cast, businesses);
  castOfficers(cast);
  const insurance = castInsurance(cast, businesses, {
    profile: family.profile,
    pensioner: individual('pensioner'),
    voluntary: individual('voluntary-insured'),
  });
  const { people, unions, households, personas, random } = cast;
  const civilStatus = registerCivilStatus(people, unions, offices.registers, random.fork('civil status'));
  return {
    people,
    civilStatus,
    households,
    personas,
    businesses,
    insurance,
    parcels: [...parcels, protectedParcel],
  };
}
