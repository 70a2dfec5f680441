import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemsOf } from './fixture.ts';
import { readSupergraphFile } from './sources.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-sources-'));
  await writeFile(join(folder, 'library.graphql'), 'type Query { title: String }');
  await writeFile(join(folder, 'broken.graphql'), 'type Query {\n  title String\n}');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const GOOD = `# the graph
federation_version: =2.14.4
subgraphs:
  library:
    routing_url: http://127.0.0.1:4101/graphql
    schema:
      file: library.graphql
`;

async function read(text: string, environment: Record<string, string> = {}) {
  const path = join(folder, 'supergraph.yaml');
  await writeFile(path, text);
  return readSupergraphFile(path, environment);
}

/** The problems of a text, without the folder of this test. */
async function problems(text: string, environment: Record<string, string> = {}): Promise<readonly string[]> {
  const found = await problemsOf(() => read(text, environment));
  return found.map((problem) => problem.replace(`${folder}/`, ''));
}

describe('supergraph.yaml', () => {
  it('is read with the schemas that it names, from beside it', async () => {
    const { file, federationVersion, versionLine, subgraphs } = await read(GOOD);
    expect([file, federationVersion, versionLine]).toEqual([join(folder, 'supergraph.yaml'), '2.14.4', 2]);
    expect(subgraphs).toMatchObject([
      { name: 'library', url: 'http://127.0.0.1:4101/graphql', file: 'library.graphql' },
    ]);
    expect(subgraphs[0]?.document.definitions).toHaveLength(1);
  });

  it.each([
    [
      'a key that nobody knows',
      GOOD.replace('    schema:', '    routing: 1\n    schema:'),
      'supergraph.yaml:5: subgraphs.library: Unrecognized key: "routing" (supergraph-file)',
    ],
    [
      'a misspelt key of the file itself',
      GOOD.replace('federation_version', 'federation'),
      'supergraph.yaml:2: federation_version: Invalid input: expected string, received undefined (supergraph-file)',
    ],
    [
      'a version that is not exact',
      GOOD.replace('=2.14.4', '2'),
      'supergraph.yaml:2: federation_version: Invalid input: expected string, received number (supergraph-file)',
    ],
    [
      'a range of versions',
      GOOD.replace('=2.14.4', '^2.14.4'),
      'supergraph.yaml:2: federation_version: expected an exact version such as =2.14.4 (supergraph-file)',
    ],
    [
      'a name that is none',
      GOOD.replace('  library:', '  Library One:'),
      'supergraph.yaml:5: subgraphs.Library One: Invalid key in record (supergraph-file)',
    ],
    [
      'a schema given in another way than by file',
      GOOD.replace('file: library.graphql', 'subgraph_url: http://127.0.0.1'),
      'supergraph.yaml:7: subgraphs.library.schema.file: Invalid input: expected string, received undefined (supergraph-file)',
    ],
    [
      'a subgraph that stands twice',
      `${GOOD}${GOOD.slice(GOOD.indexOf('  library'))}`,
      'supergraph.yaml:8: Map keys must be unique at line 8, column 3: (yaml)',
    ],
    [
      'text that is no YAML',
      GOOD.replace('subgraphs:', 'subgraphs: ['),
      expect.stringMatching(/^supergraph\.yaml:\d+: .*\(yaml\)$/),
    ],
    [
      'a routing URL that is none',
      GOOD.replace('http://127.0.0.1:4101/graphql', '127.0.0.1:4101'),
      'supergraph.yaml:5: routing_url: found "127.0.0.1:4101", expected an http or https URL (supergraph-file)',
    ],
    [
      'a routing URL of another kind',
      GOOD.replace('http://127.0.0.1:4101/graphql', 'file:///etc/passwd'),
      'supergraph.yaml:5: routing_url: found "file:///etc/passwd", expected an http or https URL (supergraph-file)',
    ],
    [
      'a schema file that is not there',
      GOOD.replace('library.graphql', 'libary.graphql'),
      'libary.graphql: cannot be read; expected a file here (file)',
    ],
    [
      'a schema that is no GraphQL',
      GOOD.replace('library.graphql', 'broken.graphql'),
      'broken.graphql:2: Syntax Error: Expected ":", found Name "String". (syntax)',
    ],
  ])('is refused for %s', async (_what, text, problem) => {
    expect(await problems(text)).toContainEqual(problem);
  });

  it('tells all problems of its form at once', async () => {
    const text = GOOD.replace('=2.14.4', 'latest').replace('routing_url', 'url');
    expect(await problems(text)).toHaveLength(3);
    expect(await problems(GOOD)).toEqual([]);
  });

  it('that is not there is refused', async () => {
    const path = join(folder, 'none.yaml');
    expect(await problemsOf(() => readSupergraphFile(path, {}))).toEqual([
      `${path}: cannot be read; expected a file here (file)`,
    ]);
  });
});

/** A variable as supergraph.yaml writes it. */
function variable(name: string): string {
  return `$\{env.${name}}`;
}

describe('variables in a routing URL', () => {
  const withUrl = (url: string) => GOOD.replace('http://127.0.0.1:4101/graphql', () => url);
  const urlOf = async (url: string, environment: Record<string, string>) =>
    (await read(withUrl(url), environment)).subgraphs[0]?.url;

  it('are replaced by their value', async () => {
    const environment = { LIBRARY_URL: 'https://library.test/graphql' };
    expect(await urlOf(variable('LIBRARY_URL'), environment)).toBe('https://library.test/graphql');
  });

  it('are replaced inside the URL as well, each one', async () => {
    const url = `http://${variable('HOST')}:${variable('PORT:-4101')}/graphql`;
    expect(await urlOf(url, { HOST: 'library.test' })).toBe('http://library.test:4101/graphql');
  });

  it('take their default where they are not set, and not where they are', async () => {
    const url = variable('LIBRARY_URL:-http://127.0.0.1:4109/graphql');
    expect(await urlOf(url, {})).toBe('http://127.0.0.1:4109/graphql');
    expect(await urlOf(url, { LIBRARY_URL: 'http://127.0.0.1:1/graphql' })).toBe(
      'http://127.0.0.1:1/graphql',
    );
  });

  it('without value and default are refused at their line', async () => {
    expect(await problems(withUrl(variable('LIBRARY_URL')))).toEqual([
      `supergraph.yaml:5: routing_url: ${variable('LIBRARY_URL')} is not set; expected a value or a default (${variable('LIBRARY_URL:-…')}) (supergraph-file)`,
    ]);
  });
});
