import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGovernance } from '../../governance/index.ts';
import { ROOT } from '../harness/child.ts';

/** Who asks in the country, and why: with {@link writeGovernance}, it may read everything that the profile asks. */
export const ASKING = { agency: 'GO', purpose: 'QLNN:TAX' } as const;

/**
 * Writes a governance folder that is the project's own, but for one agency that may read every element of everyone: so
 * that whoever is compared without any authorisation has the same to answer.
 */
export async function writeGovernance(folder: string): Promise<void> {
  await cp(join(ROOT, 'governance'), folder, {
    recursive: true,
    filter: (source) => !/\.(ts|csv|md)$|codes/.test(source.slice(ROOT.length)),
  });
  const { databases: owned, elements } = loadGovernance();
  const granted = [...elements.values()].filter((element) => element.class !== 'none');
  const databases = new Set(granted.map(({ database }) => database));
  const agreements = [...databases].map((database) => ({
    id: `bench-everything-${database}`,
    provider: owned.get(database)?.owner,
    database,
    purposes: [ASKING.purpose],
    legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
    elements: granted.filter((element) => element.database === database).map(({ name }) => name),
    jurisdiction: 'national',
    officer: 'optional',
    case: 'optional',
    protectedUpTo: 2,
    from: '2026-01-01',
    review: '2026-12-25',
    to: null,
    state: 'active',
  }));
  await writeFile(
    join(folder, 'agreements', 'go.yaml'),
    JSON.stringify({ consumer: ASKING.agency, agreements }),
  );
}
