import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { copyProject, type ProjectCopy } from './project-copy.ts';

/** A fenced block of a Markdown file. */
export interface Block {
  readonly language: string;
  /** What stands behind the language in the opening line: mostly the path of a file. */
  readonly label: string;
  readonly text: string;
}

/** All fenced blocks of a Markdown text, in order. */
export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(
    ([, language = '', label = '', text = '']) => ({ language, label, text }),
  );
}

/** The last line that the guide says to keep of the copied schema. */
const END_OF_HEAD = 'directive @valueType on OBJECT\n';

/** A copy of the project in which somebody has followed subgraphs/README.md to the letter. */
export function followGuide(): ProjectCopy {
  const copy = copyProject(
    ...['commands', 'contract', 'embedded', 'gateway', 'governance', 'nation', 'subgraphs'],
    ...['package.json', 'tsconfig.json', 'biome.json', '.gitignore', 'supergraph.yaml', 'supergraph.graphql'],
  );
  const read = (path: string) => readFileSync(join(copy.root, path), 'utf8');
  for (const { language, label, text } of blocksOf(read('subgraphs/README.md'))) {
    if (language === 'sh' && label === 'steps') execFileSync('sh', ['-ec', text], { cwd: copy.root });
    else if (label.endsWith('/schema.graphql')) copy.write(label, `${headOf(read(label))}\n${text}`);
    else if (label === 'subgraphs/databases.ts' || label === 'commands/country.ts')
      copy.write(label, withLines(read(label), text));
    else if (label === 'supergraph.yaml' || /^governance\/(databases|agreements)/.test(label))
      copy.write(label, `${read(label).trimEnd()}\n${text}`);
    else if (label.includes('/')) copy.write(label, text);
  }
  return copy;
}

function headOf(schema: string): string {
  const end = schema.indexOf(END_OF_HEAD);
  if (end === -1) throw new Error(`The copied schema has no line "${END_OF_HEAD.trim()}".`);
  return schema.slice(0, end + END_OF_HEAD.length);
}

/** Puts imports behind the last import from elsewhere and entries at the end of the file's first list. */
function withLines(source: string, added: string): string {
  const lines = added.trimEnd().split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const entries = lines.filter((line) => !line.startsWith('import '));
  const lastImport = source.lastIndexOf('\nimport ');
  const endOfList = source.search(/^\]/m);
  if (lastImport === -1 || endOfList === -1) throw new Error('Found no imports or no list to add to.');
  return `${source.slice(0, lastImport + 1)}${imports.join('\n')}\n${source.slice(lastImport + 1, endOfList)}${entries.join('\n')}\n${source.slice(endOfList)}`;
}

/** Names of the data elements that the guide's dictionary file defines. */
export function guideDictionary(): readonly string[] {
  const guide = readFileSync(new URL('../../subgraphs/README.md', import.meta.url), 'utf8');
  const file = blocksOf(guide).find(({ label }) => label === 'governance/dictionary/vehicles.yaml');
  const { database, groups } = parseYaml(file?.text ?? '') as {
    readonly database: string;
    readonly groups: Readonly<Record<string, { readonly elements: object }>>;
  };
  return Object.entries(groups).flatMap(([group, { elements }]) =>
    Object.keys(elements).map((element) => `${database}.${group}.${element}`),
  );
}
