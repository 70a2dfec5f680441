import { type Governance, loadCodes, readGovernanceFiles } from '../../governance/index.ts';
import { type NaiveDictionary, naiveGrant, readDictionary } from './naive-agreements.ts';
import { readCountry } from './naive-country.ts';
import { type RandomCase, randomCase } from './random-case.ts';
import { governanceOf } from './random-governance.ts';

/** Agencies that are compiled together. */
const TOGETHER = 50;

/**
 * Reads the agreements of random cases twice, by the loader and by the naive way, and answers what differs: elements
 * and conditions on the day that the case asks for, and on the days around it.
 */
export async function compareGrants(seed: number, cases: number): Promise<readonly string[]> {
  const files = readGovernanceFiles();
  const codes = loadCodes();
  const country = await readCountry();
  const dictionary = readDictionary([...files.keys()].flatMap(databaseOfFile));
  const differences: string[] = [];
  for (let first = 0; first < cases; first += TOGETHER) {
    const all = Array.from({ length: Math.min(TOGETHER, cases - first) }, (_, index) =>
      randomCase(seed, first + index, country, dictionary, [...country.people.keys()].slice(0, 3)),
    );
    const agencies = all.filter(({ citizen }) => citizen === undefined);
    const governance = governanceOf(agencies, files, codes);
    differences.push(...agencies.flatMap((one) => grantDifferences(one, governance, dictionary)));
  }
  return differences;
}

function databaseOfFile(name: string): readonly string[] {
  return name.startsWith('dictionary/') ? [name.slice('dictionary/'.length, -'.yaml'.length)] : [];
}

/** What the two ways say differently about one case. */
export function grantDifferences(
  { number, agency, purpose, otherPurpose, day, agreements, jurisdiction }: RandomCase,
  governance: Governance,
  dictionary: NaiveDictionary,
): readonly string[] {
  return [purpose, otherPurpose].flatMap((code) => {
    const naive = naiveGrant(agreements, code, day, dictionary);
    const grant = governance.grantFor(agency, code, day);
    const own = [...grant.terms].flatMap(([database, terms]) =>
      terms.agreements.length === 0
        ? []
        : [
            JSON.stringify([
              database,
              terms.jurisdiction,
              terms.subject,
              terms.consentRequired,
              terms.deceased,
              terms.protectedUpTo,
            ]),
          ],
    );
    const wanted = [...naive.terms].map(([database, terms]) =>
      JSON.stringify([
        database,
        terms.jurisdiction === 'own' ? jurisdiction : 'national',
        terms.subject,
        terms.consent,
        terms.deceased,
        terms.protectedUpTo,
      ]),
    );
    const unlike = [
      ...symmetric(new Set(grant.elements), naive.elements),
      ...symmetric(new Set(own), new Set(wanted)),
    ];
    return unlike.map(
      (what) => `case ${number} for ${code} on ${day}: ${what}\n${JSON.stringify(agreements)}`,
    );
  });
}

function symmetric(got: ReadonlySet<string>, wanted: ReadonlySet<string>): readonly string[] {
  return [
    ...[...got].filter((one) => !wanted.has(one)).map((one) => `granted, though it is not: ${one}`),
    ...[...wanted].filter((one) => !got.has(one)).map((one) => `not granted, though it is: ${one}`),
  ];
}
