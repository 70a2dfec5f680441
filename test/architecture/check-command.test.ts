import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../../commands/checks/all.ts';
import { copyProject, type ProjectCopy } from '../support/project-copy.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const copies: ProjectCopy[] = [];

afterAll(() => {
  for (const copy of copies) copy.remove();
});

function copyOf(...paths: readonly string[]): ProjectCopy {
  const copy = copyProject(...paths);
  copies.push(copy);
  return copy;
}

function findWith(name: string, root: string): Promise<readonly string[]> {
  const check = CHECKS.find((candidate) => candidate.name === name);
  if (check === undefined) throw new Error(`No check ${name}.`);
  return check.find(root);
}

/** Replaces text in a file of a copy; the text must be there. */
function change(copy: ProjectCopy, path: string, from: string, to: string): void {
  const text = readFileSync(join(copy.root, path), 'utf8');
  expect(text).toContain(from);
  copy.write(path, text.replace(from, to));
}

describe('each check can fail', () => {
  it.each([
    ['boundaries', 'contract/a.ts', "import { x } from '../nation/index.ts';\n"],
    ['conventions', 'contract/a.ts', 'export const home = process.env.HOME;\n'],
    ['documented', 'contract/a.ts', 'export const answer = 42;\n'],
    ['databases', 'subgraphs/vehicles/index.ts', ''],
  ])('%s', async (name, path, text) => {
    const copy = copyOf('package.json');
    expect(await findWith(name, copy.root)).toEqual([]);
    copy.write(path, text);
    expect((await findWith(name, copy.root)).length).toBeGreaterThan(0);
  });

  it('governance, schema and supergraph', async () => {
    const copy = copyOf('governance', 'subgraphs', 'supergraph.yaml', 'supergraph.graphql');
    const find = (name: string) => findWith(name, copy.root);
    expect([await find('governance'), await find('schema')]).toEqual([[], []]);

    copy.write('supergraph.graphql', '# Written by hand.\n');
    expect(await find('supergraph')).toEqual([
      'supergraph.graphql:1: differs from what the subgraphs compose into',
    ]);

    change(copy, 'subgraphs/land/schema.graphql', '"Address (địa chỉ thửa đất)."', '"Address."');
    expect(await find('schema')).toEqual([
      expect.stringMatching(/^subgraphs\/land\/schema\.graphql:\d+: LandParcel\.address: .*\(described\)$/),
    ]);
    expect(await find('supergraph')).toEqual([expect.stringContaining('do not compose now')]);

    change(copy, 'governance/agreements/gdt.yaml', 'database: population', 'database: nowhere');
    expect((await find('governance')).join()).toContain('database "nowhere"');
  });

  it('code', async () => {
    const copy = copyOf('package.json', 'biome.json', '.gitignore', 'contract/elements.ts');
    expect(await findWith('code', copy.root)).toEqual([]);
    copy.write('contract/a.ts', 'export default function (x: any) { return x! }\n');
    const found = (await findWith('code', copy.root)).join('\n');
    for (const rule of ['noDefaultExport', 'noExplicitAny', 'noNonNullAssertion', 'format']) {
      expect(found).toContain(rule);
    }
  });

  it('types', async () => {
    const copy = copyOf('package.json', 'tsconfig.json', 'contract/elements.ts');
    change(copy, 'tsconfig.json', '"types": ["node"]', '"types": []');
    expect(await findWith('types', copy.root)).toEqual([]);
    copy.write('contract/a.ts', 'export const first: string = [""][0];\n');
    const [found] = await findWith('types', copy.root);
    expect(found).toMatch(/^contract\/a\.ts\(1,14\): error TS2322/);
  });

  it('and no check is without such an example', () => {
    expect(CHECKS.map(({ name }) => name)).toEqual([
      'boundaries',
      'conventions',
      'documented',
      'databases',
      'governance',
      'schema',
      'supergraph',
      'code',
      'types',
    ]);
  });
});

describe('npm run check', () => {
  const run = (...words: readonly string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const command = ['--import', 'tsx', join(ROOT, 'commands/check.ts'), ...words];
      execFile(process.execPath, command, { cwd: ROOT }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });

  it('names each property that it proves, and how long that took', async () => {
    const { code, out } = await run('--only', 'documented', '--only', 'databases');
    expect(out).toMatch(
      /^ok {4}Every export .* \(\d+\.\d s\)\nok {4}Every database .* \(\d+\.\d s\)\nAll 2 checks passed\.\n$/,
    );
    expect(code).toBe(0);
  });

  it('refuses a check that there is not', async () => {
    const { code, err } = await run('--only', 'speed');
    expect(code).toBe(2);
    expect(err).toContain('received "speed", expected one of boundaries, ');
  });
});
