import { type Codes, compileGovernance, type Governance } from '../../governance/index.ts';
import type { RandomCase } from './random-case.ts';

/** Compiles the agreements of random cases, and no others, with the project's own dictionary and lists. */
export function governanceOf(
  cases: readonly RandomCase[],
  files: ReadonlyMap<string, string>,
  codes: Codes,
): Governance {
  const kept = [...files].filter(([name]) => !name.startsWith('agreements/'));
  const agencies = cases.flatMap(({ agency, jurisdiction, citizen }) =>
    citizen === undefined ? [`  - ${JSON.stringify(entryOf(agency, jurisdiction))}\n`] : [],
  );
  return compileGovernance(
    new Map([
      ...kept,
      ['agencies.yaml', `${(files.get('agencies.yaml') ?? '').trimEnd()}\n${agencies.join('')}`],
      ...cases.map(
        ({ agency: consumer, agreements }) =>
          [
            `agreements/${consumer.toLowerCase()}.yaml`,
            JSON.stringify({ consumer, agreements }, undefined, 1),
          ] as const,
      ),
    ]),
    codes,
  );
}

function entryOf(key: string, jurisdiction: RandomCase['jurisdiction']) {
  return {
    key,
    nameVi: 'Cơ quan ngẫu nhiên (giả lập)',
    nameEn: 'Random agency (synthetic)',
    kind: 'department',
    jurisdiction,
    synthetic: true,
  };
}
