import { readdirSync, readFileSync } from 'node:fs';
import { compileGovernance, type Governance, loadCodes, loadGovernance } from '../../governance/index.ts';

const FOLDER = new URL('../../governance/', import.meta.url);

/** The project's own governance with files added or replaced, by names such as `agreements/go.yaml`. */
export function governanceWith(changes: Readonly<Record<string, string>>): Governance {
  const names = ['', 'agreements/', 'dictionary/'].flatMap((folder) =>
    readdirSync(new URL(`./${folder}`, FOLDER))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => `${folder}${name}`),
  );
  const files = new Map(names.map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]));
  for (const [name, text] of Object.entries(changes)) files.set(name, text);
  return compileGovernance(files, loadCodes());
}

/** The Government Office may read every element of every database for tax: only in tests, to measure whole answers. */
export function governanceGrantingEverything(): Governance {
  const elements = [...loadGovernance().elements.values()].filter((element) => element.class !== 'none');
  const databases = [...new Set(elements.map(({ database }) => database))];
  const agreements = databases.map((database) => ({
    id: `test-everything-${database}`,
    database,
    purposes: ['QLNN:TAX'],
    legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
    elements: elements.filter((element) => element.database === database).map(({ name }) => name),
    jurisdiction: 'national',
    officer: 'optional',
    case: 'optional',
    from: '2026-01-01',
    to: null,
    state: 'active',
  }));
  return governanceWith({ 'agreements/go.yaml': JSON.stringify({ consumer: 'GO', agreements }) });
}
