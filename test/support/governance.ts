import {
  compileGovernance,
  type Governance,
  loadCodes,
  loadGovernance,
  readGovernanceFiles,
} from '../../governance/index.ts';

/** The project's own governance with files added or replaced, by names such as `agreements/go.yaml`. */
export function governanceWith(changes: Readonly<Record<string, string>>): Governance {
  return compileGovernance(new Map([...readGovernanceFiles(), ...Object.entries(changes)]), loadCodes());
}

/** The Government Office may read every element of every database for tax: only in tests, to measure whole answers. */
export function governanceGrantingEverything(): Governance {
  const { databases: owned, elements: all } = loadGovernance();
  const elements = [...all.values()].filter((element) => element.class !== 'none');
  const databases = [...new Set(elements.map(({ database }) => database))];
  const agreements = databases.map((database) => ({
    id: `test-everything-${database}`,
    provider: owned.get(database)?.owner,
    database,
    purposes: ['QLNN:TAX'],
    legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
    elements: elements.filter((element) => element.database === database).map(({ name }) => name),
    jurisdiction: 'national',
    officer: 'optional',
    case: 'optional',
    protectedUpTo: 2,
    from: '2026-01-01',
    review: '2026-12-25',
    to: null,
    state: 'active',
  }));
  return governanceWith({ 'agreements/go.yaml': JSON.stringify({ consumer: 'GO', agreements }) });
}
