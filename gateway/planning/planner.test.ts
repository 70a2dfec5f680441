import { composeServices } from '@apollo/composition';
import { parse, printSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlanner, type Planner } from './planner.ts';

const HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@inaccessible"])\n`;

const { supergraphSdl = '' } = composeServices(
  Object.entries({
    a: 'type Query { me: User hidden: Int @inaccessible } type User @key(fields: "id") { id: ID! name: String }',
    b: 'type User @key(fields: "id") { id: ID! age(at: Int): Int }',
  }).map(([name, sdl]) => ({ name, url: `http://${name}.test`, typeDefs: parse(HEADER + sdl) })),
);

let planner: Planner;
beforeAll(async () => {
  planner = await createPlanner({ supergraphSdl, remembered: 2 });
});
afterAll(() => planner.stop());

const operation = (source: string, hash = source) => ({ document: parse(source), source, hash });

describe('a planner', () => {
  it('shows the graph of the clients, and its databases', () => {
    expect(printSchema(planner.schema)).not.toContain('hidden');
    expect([...planner.databases]).toEqual([
      ['a', 'http://a.test'],
      ['b', 'http://b.test'],
    ]);
  });

  it('plans which databases are asked for what, one after the other', async () => {
    const { node } = await planner.plan(operation('{ me { name age(at: 7) } }'), {});
    expect(node).toMatchObject({
      kind: 'Sequence',
      nodes: [
        { kind: 'Fetch', serviceName: 'a' },
        { kind: 'Flatten', path: ['me'], node: { kind: 'Fetch', serviceName: 'b' } },
      ],
    });
  });

  it('plans an operation once, also when it is asked for several times at once', async () => {
    const same = operation('{ me { id } }');
    const [one, other] = await Promise.all([planner.plan(same, {}), planner.plan(same, {})]);
    expect(one).toBe(other);
  });

  it('keeps the plans that were used last', async () => {
    const [a, b, c] = ['{ a: me { id } }', '{ b: me { id } }', '{ c: me { id } }'].map((source) =>
      operation(source),
    );
    if (a === undefined || b === undefined || c === undefined) throw new Error('Expected three.');
    const first = await planner.plan(a, {});
    await planner.plan(b, {});
    await planner.plan(a, {});
    await planner.plan(c, {});
    expect(planner.hottest(9).map(({ source }) => source)).toEqual([a.source, c.source]);
    expect(await planner.plan(a, {})).toBe(first);
  });

  it('says why it cannot plan something, and tries again', async () => {
    const bad = operation('query($x: Int!) { me { age(at: $x) } }');
    await expect(planner.plan(operation('{ nothing }'), {})).rejects.toThrow(/nothing/);
    await expect(planner.plan(bad, {})).rejects.toThrow();
    expect((await planner.plan(bad, { x: 1 })).node).toBeDefined();
  });
});

it('there is no planner of a graph that is none', async () => {
  await expect(createPlanner({ supergraphSdl: 'type Query { a: Int }' })).rejects.toThrow();
});
