import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../harness/child.ts';

/** Name of a scenario over the country. */
export type CountryScenario = 'D' | 'E';

/** Citizens in one operation of E. */
const CITIZENS = 100;

/** Different operations that are asked of D at most: far more than are under way at once. */
const PROFILES = 3_000;

const CITIZENS_OPERATION = `query Citizens($personalIds: [PersonalId!]!) {
  citizens(personalIds: $personalIds) {
    personalId
    outcome
    citizen {
      personalId
      name { full }
      birthDate
      sex
      permanentResidence { since place { detail unit { code } } }
      civilMaritalStatus
      marriages { certificateNumber establishedOn status wife { personalId } }
      socialInsurance { socialInsuranceNumber participationKind monthlyPension }
      healthInsurance { cardNumber validFrom validUntil }
    }
  }
}`;

/** One operation with its variables. */
export interface CountryAsk {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is asked in a scenario: each time of other persons. */
export async function countryAsks(
  scenario: CountryScenario,
  personalIds: readonly string[],
): Promise<readonly CountryAsk[]> {
  if (scenario === 'D') {
    const query = await readFile(join(ROOT, 'test/operations/unified-profile.graphql'), 'utf8');
    return personalIds.slice(0, PROFILES).map((personalId) => ({ query, variables: { personalId } }));
  }
  const lists = Array.from({ length: Math.floor(personalIds.length / CITIZENS) }, (_item, index) =>
    personalIds.slice(index * CITIZENS, (index + 1) * CITIZENS),
  );
  return lists.map((ids) => ({ query: CITIZENS_OPERATION, variables: { personalIds: ids } }));
}
