import { ApolloGateway } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { assertEnforcing, EnforcingGateway, type EnforcingParts } from './enforcing-gateway.ts';
import { type Generation, LiveGraph } from './generations/index.ts';

const stopped: string[] = [];

/** A generation of which nothing is asked here but its schema, and to stop; it answers with its own name. */
function generation(name: string): Generation {
  return {
    policySdl: `policy of ${name}`,
    access: {
      schema: buildSchema(`type Query { ${name}: Int }`),
      answer: async () => ({ data: { by: name } }),
    },
    stop: async () => {
      stopped.push(name);
    },
  } as unknown as Generation;
}

const graphOf = (first: Generation): LiveGraph =>
  new LiveGraph(first, (error) => {
    throw error;
  });
const over = (graph: LiveGraph): EnforcingGateway =>
  new EnforcingGateway({ graph } as unknown as EnforcingParts);
const PARTS = { graph: graphOf(generation('only')) } as unknown as EnforcingParts;
const real = (): EnforcingGateway => new EnforcingGateway(PARTS);
const unprotected = async () => ({ executor: async () => ({ data: { n: 1 } }) });

describe('the gateway behind the HTTP server', () => {
  it('may be the enforcing one', () => {
    expect(() => assertEnforcing(real())).not.toThrow();
  });

  const others: readonly (readonly [string, () => GatewayInterface])[] = [
    ['ApolloGateway itself', () => new ApolloGateway()],
    ['a subclass that loads in its own way', () => new (class extends EnforcingGateway {})(PARTS)],
    [
      'an object of the same form',
      () => ({ load: unprotected, onSchemaLoadOrUpdate: () => () => undefined, stop: async () => undefined }),
    ],
    [
      'an object with the same prototype',
      () =>
        Object.assign(Object.create(EnforcingGateway.prototype), { load: unprotected }) as GatewayInterface,
    ],
    [
      'a wrapper around the real one',
      () =>
        new Proxy(real(), {
          get: (target, name) => (name === 'load' ? unprotected : Reflect.get(target, name)),
        }),
    ],
    [
      'the real one under another prototype',
      () => Object.setPrototypeOf({ ...real() }, ApolloGateway.prototype) as GatewayInterface,
    ],
  ];

  it.each(others)('is never %s', (_what, gateway) => {
    expect(() => assertEnforcing(gateway())).toThrow('only through the enforcing gateway');
  });

  it('cannot be made to load in another way', () => {
    const gateway = real();
    expect(() => Object.assign(gateway, { load: unprotected })).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(gateway, { load: unprotected })).toThrow(TypeError);
    expect(() => assertEnforcing(gateway)).not.toThrow();
  });
});

describe('the enforcing gateway', () => {
  it('gives Apollo Server the schema with its own fields, and the policy beside it', () => {
    const given: unknown[] = [];
    const one = generation('one');
    over(graphOf(one)).onSchemaLoadOrUpdate((schemas) => given.push(schemas));
    expect(given).toEqual([{ apiSchema: one.access.schema, coreSupergraphSdl: 'policy of one' }]);
  });

  it('tells it of each generation that takes over, until it does not listen any more', () => {
    const [one, two, three] = [generation('one'), generation('two'), generation('three')];
    const graph = graphOf(one);
    const given: unknown[] = [];
    const unsubscribe = over(graph).onSchemaLoadOrUpdate(({ apiSchema }) => given.push(apiSchema));
    graph.take(two);
    unsubscribe();
    graph.take(three);
    expect(given).toEqual([one.access.schema, two.access.schema]);
  });

  it('answers each request on the generation on whose schema it was validated', async () => {
    const [one, two] = [generation('one'), generation('two')];
    const graph = graphOf(one);
    const { executor } = await over(graph).load();
    if (!executor) throw new Error('Expected an executor.');
    const ask = ({ access: { schema } }: Generation) =>
      executor({ schema } as Parameters<typeof executor>[0]);
    const leave = graph.enter(one.access.schema);
    graph.take(two);
    expect([await ask(one), await ask(two)]).toEqual([{ data: { by: 'one' } }, { data: { by: 'two' } }]);
    leave();
  });

  it('stops what runs', async () => {
    stopped.length = 0;
    await over(graphOf(generation('last'))).stop();
    expect(stopped).toEqual(['last']);
  });
});
