import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { buildSchema } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Governance } from '../../governance/index.ts';
import { createLog } from '../observability/index.ts';
import type { RunningPolicy } from '../policy/index.ts';
import { ELEMENTS, HEADER } from '../supergraph/fixture.ts';
import { COMPOSITION_VERSION, supergraphReader } from '../supergraph/index.ts';
import { type FollowOptions, followSupergraph } from './follow-supergraph.ts';
import type { Generation } from './generation.ts';
import { LiveGraph } from './running-graph.ts';

const SOON = { timeout: 60_000, interval: 5 };
const YAML = `federation_version: =${COMPOSITION_VERSION}
subgraphs:
  library:
    routing_url: http://127.0.0.1:1/graphql
    schema:
      file: library.graphql
`;

/** The library's schema with fields of these names. */
const schema = (...fields: readonly string[]): string =>
  [
    HEADER,
    'type Query {',
    ...fields.map(
      (name) => `"Title (tên)." ${name}: String @requiresScopes(scopes: [["library.book.title"]])`,
    ),
    '}',
  ].join('\n');

interface Line {
  readonly msg: string;
  readonly problems?: readonly string[];
  readonly generation?: string;
}

let dir: string;
let graph: LiveGraph;
let lines: Line[];
let stopped: string[];
let makes: number;
let make: FollowOptions['make'];
let listeners: (() => void)[];
let stopFollowing: () => Promise<void>;

function generation(id: string): Generation {
  return {
    id,
    elements: new Set(['library.book.title']),
    access: { schema: buildSchema('type Query { n: Int }') },
    runner: { hottest: () => [{ source: '{ title }', hash: 'a' }] },
    stop: async () => {
      stopped.push(id);
    },
  } as unknown as Generation;
}

const put = async (name: string, text: string): Promise<void> => {
  await writeFile(join(dir, '.next'), text);
  await rename(join(dir, '.next'), join(dir, name));
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lien-thong-follow-'));
  await put('supergraph.yaml', YAML);
  await put('library.graphql', schema('title'));
  [lines, stopped, listeners, makes] = [[], [], [], 0];
  make = async () => generation(`made ${makes}`);
  graph = new LiveGraph(generation('first'), (error) => {
    throw error;
  });
  const read = supergraphReader(join(dir, 'supergraph.yaml'), {});
  const policy = {
    current: () => ({ elements: ELEMENTS, agreements: [] }) as unknown as Governance,
    onChange(listener: () => void) {
      listeners.push(listener);
      return () => undefined;
    },
  } as unknown as RunningPolicy;
  stopFollowing = followSupergraph({
    graph,
    read,
    taken: await read(),
    policy,
    now: () => new Date(),
    make(planned) {
      makes += 1;
      return make(planned);
    },
    log: createLog(
      'info',
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          lines.push(JSON.parse(chunk.toString()) as Line);
          done();
        },
      }),
    ),
    everyMs: 5,
  });
});

afterEach(async () => {
  await stopFollowing();
  await rm(dir, { recursive: true });
});

const said = (message: string) => lines.filter(({ msg }) => msg === message);
const saidTimes = (message: string, times: number) =>
  vi.waitFor(() => expect(said(message)).toHaveLength(times), SOON);

describe('a graph that follows its files', { timeout: 90_000 }, () => {
  it('is followed by the one that they make, with the plans of what is asked', async () => {
    const ahead: number[] = [];
    make = async (planned) => {
      ahead.push(planned.ahead.length);
      return generation('second');
    };
    await put('library.graphql', schema('title', 'subtitle'));
    await saidTimes('graph in force', 1);
    expect([graph.current().id, ahead, stopped]).toEqual(['second', [1], ['first']]);
  });

  it('stays when the next one cannot be made, and takes the one after', async () => {
    make = () => Promise.reject(new Error('no more memory'));
    await put('library.graphql', schema('title', 'subtitle'));
    await saidTimes('graph refused', 1);
    expect(said('graph refused')[0]?.problems).toEqual(['supergraph: Error: no more memory']);
    expect([graph.current().id, stopped]).toEqual(['first', []]);
    make = async () => generation('third');
    await put('library.graphql', schema('title', 'thirdTitle'));
    await saidTimes('graph in force', 1);
    expect(graph.current().id).toBe('third');
  });

  it('stays when the next one is not accepted by who serves it, and leaves nothing of that running', async () => {
    const ignore = graph.onChange(() => {
      throw new Error('an invalid schema');
    });
    await put('library.graphql', schema('title', 'subtitle'));
    await saidTimes('graph refused', 1);
    expect([graph.current().id, stopped]).toEqual(['first', ['made 1']]);
    ignore();
    for (const listener of listeners) listener();
    await saidTimes('graph in force', 1);
    expect(graph.current().id).toBe('made 2');
  });

  it('is composed again with each version of the agreements while it is refused, and told once', async () => {
    await put('library.graphql', schema('title').replace('title:', 'title'));
    await saidTimes('graph refused', 1);
    for (const listener of listeners) listener();
    make = async () => generation('good');
    await put('library.graphql', schema('title', 'subtitle'));
    await saidTimes('graph in force', 1);
    for (const listener of listeners) listener();
    expect([said('graph refused').length, makes]).toEqual([1, 1]);
  });

  it('makes nothing of files that are back to what they were', async () => {
    await put('library.graphql', 'nonsense');
    await saidTimes('graph refused', 1);
    await put('library.graphql', schema('title'));
    // Taken when what comes after it is.
    await put('library.graphql', schema('title', 'subtitle'));
    await saidTimes('graph in force', 1);
    expect(makes).toBe(1);
  });

  it('takes nothing any more when it has stopped, not even what is being made', async () => {
    let arrived = (): void => undefined;
    const isMaking = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let finish = (_made: Generation): void => undefined;
    make = () => {
      arrived();
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    await put('library.graphql', schema('title', 'subtitle'));
    await isMaking;
    const ended = stopFollowing();
    finish(generation('late'));
    await ended;
    expect([graph.current().id, stopped, lines]).toEqual(['first', ['late'], []]);
  });
});
