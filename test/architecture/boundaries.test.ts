import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkBoundaries, GATEWAY_AREAS } from '../../commands/checks/boundaries.ts';
import { importsOf } from '../../commands/checks/imports.ts';
import { productFiles, readSourceFiles } from '../../commands/checks/source-files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = JSON.stringify({ dependencies: { graphql: '1' }, devDependencies: { vitest: '1' } });

/** The rules that one file breaks when it imports these. */
function brokenBy(path: string, ...specifiers: readonly string[]): readonly string[] {
  const text = specifiers.map((specifier) => `import { x } from '${specifier}';`).join('\n');
  const files = new Map([
    ['package.json', PACKAGES],
    [path, text],
  ]);
  return checkBoundaries(files).map(({ rule }) => rule);
}

describe('the project', () => {
  const files = readSourceFiles(ROOT);

  it('imports nothing across a boundary', () => {
    expect(checkBoundaries(files)).toEqual([]);
  });

  it('is what was looked at: every room, and every line that imports', () => {
    const product = productFiles(files);
    const rooms =
      'contract governance nation embedded subgraphs subgraphs/kit subgraphs/land gateway commands';
    for (const room of rooms.split(' ')) {
      expect(product.some(([path]) => path.startsWith(`${room}/`))).toBe(true);
    }
    const overlooked = product.filter(([path, text]) => {
      const lines = text.match(/\bfrom '[^']+';$/gm) ?? [];
      return importsOf(path, text).length < lines.length;
    });
    expect(overlooked.map(([path]) => path)).toEqual([]);
  });

  it('has only areas of the gateway that the order of a request’s way names', () => {
    const areas = [...files.keys()].flatMap((path) => /^gateway\/([^/]+)\//.exec(path)?.[1] ?? []);
    expect(GATEWAY_AREAS).toEqual(expect.arrayContaining([...new Set(areas)]));
  });
});

describe('who may import whom', () => {
  it.each([
    ['the contract knows nothing of ours', 'contract/a.ts', '../governance/index.ts', []],
    ['governance knows the contract', 'governance/a.ts', '../nation/index.ts', ['../contract/a.ts']],
    ['the country knows the contract', 'nation/a.ts', '../governance/index.ts', ['../contract/a.ts']],
    ['embedded parts know the contract', 'embedded/a.ts', '../gateway/config.ts', ['../contract/a.ts']],
    ['the kit knows the contract', 'subgraphs/kit/a.ts', '../land/index.ts', ['../../contract/a.ts']],
    ['a database knows the kit', 'subgraphs/land/a.ts', '../../contract/a.ts', ['../kit/index.ts']],
    ['a database knows no other', 'subgraphs/land/a.ts', '../population/index.ts', ['./tables.ts']],
    ['only samples know the country', 'subgraphs/land/resolvers.ts', '../../nation/index.ts', []],
    ['the gateway knows no database', 'gateway/a.ts', '../subgraphs/land/index.ts', ['../contract/a.ts']],
    ['the gateway knows no kit', 'gateway/execution/a.ts', '../../subgraphs/kit/index.ts', []],
    ['nobody knows the commands', 'gateway/start.ts', '../commands/system.ts', ['../governance/index.ts']],
    ['the list of databases knows all', 'subgraphs/databases.ts', '../nation/index.ts', ['./land/index.ts']],
  ])('%s', (_rule, path, forbidden, allowed) => {
    expect(brokenBy(path, forbidden)).toEqual(['rooms']);
    expect(brokenBy(path, ...allowed)).toEqual([]);
  });

  it('lets a database’s sample know the country, and the commands everything', () => {
    expect(brokenBy('subgraphs/land/sample.ts', '../../nation/index.ts', '../kit/index.ts')).toEqual([]);
    expect(brokenBy('commands/a.ts', '../nation/index.ts', '../gateway/start.ts')).toEqual([]);
  });

  it('lets an area of the gateway use the areas before it on a request’s way, and none behind it', () => {
    expect(brokenBy('gateway/execution/a.ts', '../identity/index.ts')).toEqual([]);
    expect(brokenBy('gateway/identity/a.ts', '../execution/index.ts')).toEqual(['rooms']);
    expect(brokenBy('gateway/ledger/a.ts', '../pipeline.ts')).toEqual(['rooms']);
    expect(brokenBy('gateway/pipeline.ts', './ledger/index.ts', './errors/index.ts')).toEqual([]);
  });

  it('refuses a file in a room that nobody has spoken of', () => {
    expect(brokenBy('utilities/a.ts')).toEqual(['rooms']);
    expect(brokenBy('gateway/utilities/a.ts')).toEqual(['rooms']);
    expect(brokenBy('vitest.config.ts')).toEqual([]);
  });
});

describe('doors', () => {
  it.each([
    ['gateway/pipeline.ts', './ledger/postgres-ledger.ts', './ledger/index.ts'],
    ['gateway/execution/a.ts', '../supergraph/compose.ts', '../supergraph/index.ts'],
    ['gateway/start.ts', '../governance/policy.ts', '../governance/index.ts'],
    ['commands/a.ts', '../embedded/postgres.ts', '../embedded/index.ts'],
    ['commands/a.ts', '../subgraphs/kit/shield.ts', '../subgraphs/kit/config.ts'],
    ['commands/a.ts', '../subgraphs/land/resolvers.ts', '../subgraphs/land/sample.ts'],
    ['subgraphs/land/sample.ts', '../../nation/country.ts', '../../nation/index.ts'],
  ])('%s enters by %s? No: by %s', (path, wall, door) => {
    expect(brokenBy(path, wall)).toEqual(['doors']);
    expect(brokenBy(path, door)).toEqual([]);
  });
});

describe('tests and packages', () => {
  it('keeps tests, and what serves only them, out of the product', () => {
    expect(brokenBy('governance/a.ts', './fixture.ts')).toEqual(['tests-stay-out']);
    expect(brokenBy('commands/a.ts', '../test/support/system.ts')).toEqual(['tests-stay-out']);
    expect(brokenBy('contract/a.ts', 'vitest')).toEqual(['tests-stay-out']);
  });

  it('lets tests import everything', () => {
    const everything = ['vitest', '../gateway/pipeline.ts', '../subgraphs/land/resolvers.ts', './fixture.ts'];
    for (const path of ['nation/a.test.ts', 'governance/fixture.ts', 'nation/a.fixture.ts', 'test/a.ts']) {
      expect(brokenBy(path, ...everything)).toEqual([]);
    }
  });

  it('refuses a package that came along with another one', () => {
    expect(brokenBy('contract/a.ts', 'graphql', 'graphql/language/printer.js', 'node:fs')).toEqual([]);
    expect(brokenBy('contract/a.ts', '@graphql-tools/utils')).toEqual(['declared-packages']);
  });

  it.each([
    "import './x.ts';",
    "import type { A } from './x.ts';",
    "import a, { b } from './x.ts';",
    "import * as a from './x.ts';",
    "import {\n  a,\n  type B,\n} from './x.ts';",
    "export * from './x.ts';",
    "export type * from './x.ts';",
    "export { a as b } from './x.ts';",
    "const a = await import('./x.ts');",
    "const a = require('./x.ts');",
  ])('sees the import in %j', (text) => {
    expect(importsOf('gateway/a.ts', text).map(({ file }) => file)).toEqual(['gateway/x.ts']);
  });
});
