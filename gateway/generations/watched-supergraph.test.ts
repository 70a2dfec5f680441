import { mkdir, mkdtemp, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SupergraphTexts, supergraphReader } from '../supergraph/index.ts';
import { type SeenFiles, type SupergraphWatch, watchSupergraph } from './watched-supergraph.ts';

const SOON = { timeout: 20_000, interval: 2 };
const YAML = `federation_version: =2.14.4
subgraphs:
  library:
    routing_url: http://127.0.0.1:4101/graphql
    schema:
      file: schemas/library.graphql
`;

let dir: string;
let watch: SupergraphWatch | undefined;
let handed: SeenFiles[];
let looks: number;
/** What whoever is told waits for, before the next look. */
let work: Promise<void>;

const put = async (name: string, text: string): Promise<void> => {
  await mkdir(dirname(join(dir, name)), { recursive: true });
  // In one move: these looks are so close that they would see a file twice while it is written.
  await writeFile(join(dir, '.next'), text);
  await rename(join(dir, '.next'), join(dir, name));
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lien-thong-watch-'));
  await put('supergraph.yaml', YAML);
  await put('schemas/library.graphql', 'type Query { a: Int }');
  handed = [];
  looks = 0;
  work = Promise.resolve();
});

afterEach(async () => {
  watch?.stop();
  await rm(dir, { recursive: true });
});

async function start(): Promise<void> {
  const read = supergraphReader(join(dir, 'supergraph.yaml'), {});
  const counted = (): Promise<SupergraphTexts> => {
    looks += 1;
    return read();
  };
  const taken = await read();
  const onFiles = (seen: SeenFiles): Promise<void> => {
    handed.push(seen);
    return work;
  };
  watch = watchSupergraph({ read: counted, taken, onFiles, everyMs: 1 });
}

/** So many looks as it takes to be sure that whatever lay there before them has been seen twice. */
async function looksPass(): Promise<void> {
  const until = looks + 4;
  await vi.waitFor(() => expect(looks).toBeGreaterThanOrEqual(until), SOON);
}

const textsIn = (seen: SeenFiles | undefined) =>
  seen !== undefined && 'texts' in seen ? seen.texts.subgraphs.map(({ text }) => text) : seen?.problems;
const handedOn = (count: number) => vi.waitFor(() => expect(handed).toHaveLength(count), SOON);

describe('the files of a graph', () => {
  it('are handed on when they change, and not before', async () => {
    await start();
    await looksPass();
    expect(handed).toEqual([]);
    await put('schemas/library.graphql', 'type Query { b: Int }');
    await handedOn(1);
    expect(textsIn(handed[0])).toEqual(['type Query { b: Int }']);
    await looksPass();
    expect(handed).toHaveLength(1);
  });

  it('are known by what stands in them, whatever their times say', async () => {
    await start();
    const { atime, mtime } = await stat(join(dir, 'schemas/library.graphql'));
    await put('schemas/library.graphql', 'type Query { c: Int }');
    await utimes(join(dir, 'schemas/library.graphql'), atime, mtime);
    await handedOn(1);
    await utimes(join(dir, 'schemas/library.graphql'), new Date(), new Date());
    await looksPass();
    expect(handed).toHaveLength(1);
  });

  it('may lie behind links, of which one is turned to another folder', async () => {
    await rm(join(dir, 'schemas'), { recursive: true });
    await put('v1/library.graphql', 'type Query { a: Int }');
    await put('v2/library.graphql', 'type Query { v2: Int }');
    await symlink('v1', join(dir, 'schemas'));
    await start();
    await symlink('v2', join(dir, 'next'));
    await rename(join(dir, 'next'), join(dir, 'schemas'));
    await handedOn(1);
    expect(textsIn(handed[0])).toEqual(['type Query { v2: Int }']);
  });

  it('may be more, or others, from one moment to the next', async () => {
    await start();
    await put('schemas/maps.graphql', 'type Query { map: Int }');
    await looksPass();
    expect(handed).toEqual([]);
    await put(
      'supergraph.yaml',
      `${YAML}${YAML.slice(YAML.indexOf('  library')).replaceAll('library', 'maps')}`,
    );
    await handedOn(1);
    expect(textsIn(handed[0])).toEqual(['type Query { a: Int }', 'type Query { map: Int }']);
  });

  it('that cannot be read are told once, and once more when they are there again', async () => {
    await start();
    await put('supergraph.yaml', YAML.replace('library.graphql', 'libary.graphql'));
    await handedOn(1);
    expect(textsIn(handed[0])).toEqual([
      'schemas/libary.graphql: cannot be read; expected a file here (file)',
    ]);
    await looksPass();
    expect(handed).toHaveLength(1);
    await put('supergraph.yaml', YAML);
    await handedOn(2);
    expect(textsIn(handed[1])).toEqual(['type Query { a: Int }']);
  });

  it('may make nonsense of any kind without ending the watch', async () => {
    await start();
    const bomb = ['a: &a [x, x]', ...'bcdefghij'.split('').map((name) => `${name}: &${name} [*a, *a]`)];
    for (const text of ['', '\u0000', '- [', bomb.join('\n'), 'a: &a [*a]', '__proto__: {}']) {
      await put('supergraph.yaml', text);
      await vi.waitFor(() => expect(textsIn(handed.at(-1))?.[0]).toMatch(/supergraph/), SOON);
      handed = [];
    }
    await put('supergraph.yaml', YAML);
    await vi.waitFor(() => expect(textsIn(handed.at(-1))).toEqual(['type Query { a: Int }']), SOON);
  });

  it('are not looked at while somebody is busy with the last change, and then as they are by then', async () => {
    let finish = (): void => undefined;
    work = new Promise((resolve) => {
      finish = resolve;
    });
    await start();
    await put('schemas/library.graphql', 'type Query { b: Int }');
    await handedOn(1);
    for (const name of ['c', 'd']) await put('schemas/library.graphql', `type Query { ${name}: Int }`);
    expect(handed).toHaveLength(1);
    finish();
    await handedOn(2);
    expect(textsIn(handed[1])).toEqual(['type Query { d: Int }']);
  });

  it('are handed on again for who asks for it', async () => {
    await start();
    watch?.again();
    await handedOn(1);
    expect(textsIn(handed[0])).toEqual(['type Query { a: Int }']);
    await looksPass();
    expect(handed).toHaveLength(1);
  });
});
