import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkConventions, ENVIRONMENT_READERS, MOST_LINES } from '../../commands/checks/conventions.ts';
import { checkDatabaseFolders, FILE_ROLES } from '../../commands/checks/database-folders.ts';
import { checkDocComments } from '../../commands/checks/doc-comments.ts';
import { readSourceFiles } from '../../commands/checks/source-files.ts';

const files = readSourceFiles(fileURLToPath(new URL('../..', import.meta.url)));

/** The project with files added, replaced, or (`undefined`) taken away. */
function withFiles(changes: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const changed = new Map(files);
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) changed.delete(path);
    else changed.set(path, text);
  }
  return changed;
}

it('the project keeps all conventions', () => {
  expect([...checkConventions(files), ...checkDocComments(files), ...checkDatabaseFolders(files)]).toEqual(
    [],
  );
});

describe('the environment', () => {
  it.each([
    'export const port = process.env.PORT;',
    "export const port = process['env'].PORT;",
    "import { env } from 'node:process';",
    'const { env } = process;\nexport const port = process\n  .env.PORT;',
  ])('is not read by %j', (text) => {
    expect(checkConventions(withFiles({ 'gateway/planning/a.ts': text }))).toMatchObject([
      { file: 'gateway/planning/a.ts', rule: 'one-reader-of-the-environment' },
    ]);
  });

  it('is read by one file a room, and by tests', () => {
    const reads = 'export const port = process.env.PORT;';
    for (const path of [...ENVIRONMENT_READERS, 'embedded/a.test.ts', 'test/support/a.ts']) {
      expect(checkConventions(withFiles({ [path]: reads }))).toEqual([]);
    }
  });
});

describe('files', () => {
  it(`have at most ${MOST_LINES} lines`, () => {
    const text = 'export {};\n'.repeat(MOST_LINES);
    expect(checkConventions(withFiles({ 'contract/a.ts': text }))).toEqual([]);
    expect(checkConventions(withFiles({ 'contract/a.ts': `${text}export {};\n` }))).toMatchObject([
      { file: 'contract/a.ts', rule: 'short-files' },
    ]);
  });

  it.each([
    ['', 'home', 'an', 'project'].join('/'),
    ['', 'root', '.config'].join('/'),
    ['C:', 'Users', 'an'].join('\\'),
  ])('do not name %s, which is on one machine only', (path) => {
    expect(checkConventions(withFiles({ 'docs/a.md': `See\n${path} for more.` }))).toMatchObject([
      { file: 'docs/a.md', line: 2, rule: 'no-machine-paths' },
    ]);
  });

  it('may name paths of the project and of URLs', () => {
    const text = 'See gateway/work/a.ts, https://example.org/home/a and ../contract/a.ts.';
    expect(checkConventions(withFiles({ 'docs/a.md': text }))).toEqual([]);
  });
});

describe('doc comments', () => {
  const undocumented = 'export const answer = 42;\n';
  const documented = `/** The answer. */\n${undocumented}`;

  it.each(['contract/a.ts', 'gateway/planning/index.ts', 'nation/index.ts', 'subgraphs/kit/index.ts'])(
    'explain each export of %s',
    (path) => {
      expect(checkDocComments(withFiles({ [path]: documented }))).toEqual([]);
      expect(checkDocComments(withFiles({ [path]: undocumented }))).toMatchObject([
        { file: path, line: 1, rule: 'documented-exports' },
      ]);
    },
  );

  it.each([
    ["export { answer } from './b.ts';", 'a name'],
    ["export { type Other, answer as reply } from './b.ts';", 'a name that is changed on the way'],
    ["export * from './b.ts';", 'everything'],
    ["export { answer } from './c.ts';", 'what was itself handed on'],
  ])('are looked for where %s leads to: %s', (text) => {
    const hands = "export { answer } from './b.ts';";
    const other = '/** Another. */\nexport interface Other {}\n';
    const project = (b: string) =>
      withFiles({
        'gateway/planning/index.ts': text,
        'gateway/planning/b.ts': other + b,
        'gateway/planning/c.ts': hands,
      });
    expect(checkDocComments(project(documented))).toEqual([]);
    expect(checkDocComments(project(undocumented))).toMatchObject([
      { file: 'gateway/planning/b.ts', line: 3 },
    ]);
  });

  it.each([
    'export async function answer(): Promise<void> {}',
    'export abstract class Answer {}',
    'export interface Answer {}',
    'export type Answer = 42;',
  ])('are missed at %s', (definition) => {
    expect(checkDocComments(withFiles({ 'contract/a.ts': `${definition}\n` }))).toHaveLength(1);
  });

  it('are not asked of what stays inside an area', () => {
    expect(checkDocComments(withFiles({ 'gateway/planning/inside.ts': undocumented }))).toEqual([]);
  });
});

describe('a database’s folder', () => {
  it.each(FILE_ROLES)('has %s', (role) => {
    expect(checkDatabaseFolders(withFiles({ [`subgraphs/land/${role}`]: undefined }))).toMatchObject([
      { file: 'subgraphs/land', rule: 'same-file-roles', message: expect.stringContaining(role) },
    ]);
  });

  it('has migrations that run in the order of their names', () => {
    const migration = 'subgraphs/land/migrations/001-register.sql';
    expect(checkDatabaseFolders(withFiles({ [migration]: undefined }))).toHaveLength(1);
    expect(checkDatabaseFolders(withFiles({ 'subgraphs/land/migrations/plates.sql': '' }))).toMatchObject([
      { file: 'subgraphs/land/migrations/plates.sql', rule: 'same-file-roles' },
    ]);
  });

  it('that was only copied is told every list in which it must stand', () => {
    const copied = [...files].flatMap(([path, text]) =>
      path.startsWith('subgraphs/land/') ? [[path.replace('/land/', '/vehicles/'), text]] : [],
    );
    const problems = checkDatabaseFolders(withFiles(Object.fromEntries(copied)));
    expect(problems.map(({ file }) => file)).toEqual([
      'subgraphs/databases.ts',
      'commands/country.ts',
      'supergraph.yaml',
      'supergraph.yaml',
      'governance/databases.yaml',
      'governance/dictionary/vehicles.yaml',
    ]);
  });
});
