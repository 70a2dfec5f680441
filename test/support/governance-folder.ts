import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { today } from '../../contract/calendar.ts';

/** A governance folder of a test's own, as somebody would deploy it. */
export interface GovernanceFolder {
  readonly dir: string;
  /** Puts a file there in one move, as editors and deployments do. */
  write(name: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Copies the project's own folder and changes some files. */
export async function governanceFolder(
  changes: Readonly<Record<string, string>> = {},
): Promise<GovernanceFolder> {
  const dir = await mkdtemp(join(tmpdir(), 'lien-thong-governance-'));
  const own = fileURLToPath(new URL('../../governance', import.meta.url));
  await cp(own, dir, { recursive: true, filter: (source) => !/\.(ts|csv|md)$|codes/.test(source) });
  const folder: GovernanceFolder = {
    dir,
    async write(name, text) {
      await writeFile(join(dir, `${name}.next`), text);
      await rename(join(dir, `${name}.next`), join(dir, name));
    },
    remove: () => rm(dir, { recursive: true }),
  };
  for (const [name, text] of Object.entries(changes)) await folder.write(name, text);
  return folder;
}

/** File of the tax department's agreements. */
export const TAX_FILE = 'agreements/gdt.yaml';

/** What {@link TAX_FILE} says when the tax department has this one agreement, on names, for anybody in the country. */
export function taxAgreement(changes: Readonly<Record<string, unknown>> = {}): string {
  const agreement = {
    id: 'test-gdt-pop',
    provider: 'C06',
    database: 'population',
    purposes: ['QLNN:TAX'],
    legalBasis: { document: 'Law 26/2023/QH15', article: '10' },
    elements: ['population.identity.personalId', 'population.identity.fullName'],
    jurisdiction: 'national',
    officer: 'required',
    case: 'optional',
    from: '2026-01-01',
    review: '2026-12-25',
    to: null,
    state: 'active',
    ...changes,
  };
  return JSON.stringify({ consumer: 'GDT', agreements: [agreement] }, null, 2);
}

/** The changes by which an agreement is suspended from today on (384-QĐ/TW, article 16). */
export function suspendedToday(): Readonly<Record<string, unknown>> {
  const day = today();
  const deadline = new Date(Date.parse(day) + 30 * 86_400_000).toISOString().slice(0, 10);
  return {
    state: 'suspended',
    suspension: {
      from: day,
      notifiedOn: day,
      violation: 'Data read for another purpose.',
      remedy: 'Report of the reads and of the measures taken.',
      deadline,
    },
  };
}
