import { ApolloGateway } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { assertEnforcing, EnforcingGateway, type EnforcingParts } from './enforcing-gateway.ts';

const SCHEMA = buildSchema('type Query { n: Int }');

/** What the gateway holds; nothing is asked of it here but its schema, and to stop. */
const stopped: string[] = [];
const PARTS = {
  access: { schema: SCHEMA },
  runner: {
    stop: async () => {
      stopped.push('runner');
    },
  },
} as unknown as EnforcingParts;

const real = (): EnforcingGateway => new EnforcingGateway(PARTS, 'policy');
const unprotected = async () => ({ executor: async () => ({ data: { n: 1 } }) });

describe('the gateway behind the HTTP server', () => {
  it('may be the enforcing one', () => {
    expect(() => assertEnforcing(real())).not.toThrow();
  });

  const others: readonly (readonly [string, () => GatewayInterface])[] = [
    ['ApolloGateway itself', () => new ApolloGateway()],
    ['a subclass that loads in its own way', () => new (class extends EnforcingGateway {})(PARTS, 'policy')],
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
    const unsubscribe = real().onSchemaLoadOrUpdate((schemas) => given.push(schemas));
    unsubscribe();
    expect(given).toEqual([{ apiSchema: SCHEMA, coreSupergraphSdl: 'policy' }]);
  });

  it('stops its runner', async () => {
    await real().stop();
    expect(stopped).toEqual(['runner']);
  });
});
