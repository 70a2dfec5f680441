import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { createPlanner, type Planner } from '../planning/index.ts';
import { planAhead, UnplannableOperation } from './plan-ahead.ts';

const HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])\n`;
const { supergraphSdl = '' } = composeServices(
  Object.entries({
    a: 'type Query { me: User } type User @key(fields: "id") { id: ID! name: String }',
    b: 'type User @key(fields: "id") { id: ID! age(at: Int!): Int }',
  }).map(([name, sdl]) => ({ name, url: `http://${name}.test`, typeDefs: parse(HEADER + sdl) })),
);

const operation = (source: string) => ({ document: parse(source), source, hash: `hash of ${source}` });
const NAME = operation('{ me { name } }');
const AGE = operation('query ($at: Int!, $short: Boolean!) { me { name @skip(if: $short) age(at: $at) } }');
const GONE = operation('{ me { name height } }');
const WITHIN = { supergraphSdl, withinMs: 60_000 };

const planners: Planner[] = [];
afterEach(() => Promise.all(planners.splice(0).map((planner) => planner.stop())));

async function plannerWith(ahead?: ReturnType<typeof planAhead>): Promise<Planner> {
  const planner = await createPlanner({ supergraphSdl, ...(ahead === undefined ? {} : { ahead }) });
  planners.push(planner);
  return planner;
}

describe('plans made ahead', () => {
  it('are those that the planner itself would make', async () => {
    const planner = await plannerWith();
    for (const { source, hash, plan } of planAhead({ ...WITHIN, operations: [NAME, AGE] })) {
      const own = await planner.plan(operation(source), { at: 1, short: false });
      expect([hash, plan]).toEqual([`hash of ${source}`, JSON.parse(JSON.stringify(own))]);
    }
  });

  it('need no value of any variable, and leave out what is not valid any more', () => {
    const planned = planAhead({ ...WITHIN, operations: [GONE, AGE, NAME] });
    expect(planned.map(({ source }) => source)).toEqual([AGE.source, NAME.source]);
  });

  it('end when their time is up', () => {
    expect(planAhead({ supergraphSdl, operations: [NAME], withinMs: 0 })).toEqual([]);
  });

  it('are used by the planner that gets them', async () => {
    const ahead = planAhead({ ...WITHIN, operations: [NAME] });
    const planner = await plannerWith(ahead);
    expect(await planner.plan(NAME, {})).toBe(ahead[0]?.plan);
    expect(await planner.plan(AGE, { at: 1, short: true })).toMatchObject({ kind: 'QueryPlan' });
  });

  it('pass on what is hottest from planner to planner', async () => {
    const planner = await plannerWith(planAhead({ ...WITHIN, operations: [NAME, AGE] }));
    const hottest = () => planner.hottest(2).map(({ source }) => source);
    expect(hottest()).toEqual([NAME.source, AGE.source]);
    await planner.plan(AGE, { at: 1, short: true });
    expect(hottest()).toEqual([AGE.source, NAME.source]);
    for (const use of [1, 2]) expect(await planner.plan(NAME, {}), `${use}`).toBeDefined();
    expect(hottest()).toEqual([NAME.source, AGE.source]);
    expect(planner.hottest(1).map(({ source }) => source)).toEqual([NAME.source]);
  });
});

describe('a supergraph', () => {
  it('that ApolloGateway would not load is found out ahead', () => {
    const demanding = supergraphSdl.replace(
      '@link(url: "https://specs.apollo.dev/join',
      '@link(url: "https://example.com/unknown/v1.0", for: SECURITY) @link(url: "https://specs.apollo.dev/join',
    );
    expect(demanding).not.toBe(supergraphSdl);
    const build = (sdl: string) => () => planAhead({ ...WITHIN, supergraphSdl: sdl, operations: [] });
    expect(build(demanding)).toThrow(/unknown/);
    expect(build('type Query { a: Int }')).toThrow();
    expect(build(supergraphSdl)).not.toThrow();
  });

  it('on which an operation is valid and cannot be planned is found out ahead, without its text being told', () => {
    const withoutKey = supergraphSdl.replace('@join__type(graph: B, key: "id")', '@join__type(graph: B)');
    expect(withoutKey).not.toBe(supergraphSdl);
    const plan = (sdl: string, one: typeof AGE) => () =>
      planAhead({ ...WITHIN, supergraphSdl: sdl, operations: [one] });
    const secret = operation('{ me { id age(at: 79) } }');
    expect(plan(supergraphSdl, secret)).not.toThrow();
    expect(plan(withoutKey, NAME)).not.toThrow();
    expect(plan(withoutKey, { ...secret, hash: 'abc' })).toThrow(UnplannableOperation);
    expect(plan(withoutKey, { ...secret, hash: 'abc' })).not.toThrow(/79/);
  });
});
