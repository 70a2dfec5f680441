import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATABASES } from '../../subgraphs/databases.ts';

/** supergraph.yaml and the schemas that it names in a folder of a test's own, as somebody would deploy them. */
export interface SupergraphFolder {
  /** Path of its supergraph.yaml. */
  readonly file: string;
  read(name: string): Promise<string>;
  /** Puts a file there in one move, as editors and deployments do. */
  write(name: string, text: string): Promise<void>;
  /** Replaces a piece of a file that stands in it exactly once. */
  edit(name: string, piece: string, replacement: string): Promise<void>;
  /** Puts every file back to what the project has. */
  restoreAll(): Promise<void>;
  remove(): Promise<void>;
}

/** File of a database's schema, from where supergraph.yaml lies. */
export function schemaFile(database: string): string {
  return `subgraphs/${database}/schema.graphql`;
}

/** Copies the project's own files. */
export async function supergraphFolder(): Promise<SupergraphFolder> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const dir = await mkdtemp(join(tmpdir(), 'lien-thong-supergraph-'));
  const names = ['supergraph.yaml', ...DATABASES.map((database) => schemaFile(database.name))];
  for (const name of names) await cp(join(root, name), join(dir, name));
  const folder: SupergraphFolder = {
    file: join(dir, 'supergraph.yaml'),
    read: (name) => readFile(join(dir, name), 'utf8'),
    async write(name, text) {
      await writeFile(join(dir, dirname(name), '.next'), text);
      await rename(join(dir, dirname(name), '.next'), join(dir, name));
    },
    async edit(name, piece, replacement) {
      const parts = (await folder.read(name)).split(piece);
      if (parts.length !== 2) throw new Error(`${name}: found ${parts.length - 1} times: ${piece}`);
      await folder.write(name, parts.join(replacement));
    },
    async restoreAll() {
      for (const name of names) await folder.write(name, await readFile(join(root, name), 'utf8'));
    },
    remove: () => rm(dir, { recursive: true }),
  };
  return folder;
}
