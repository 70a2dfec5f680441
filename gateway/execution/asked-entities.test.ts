import { describe, expect, it } from 'vitest';
import type { CacheScope, EntityCache } from '../cache/index.ts';
import { businesses, keptEntities } from './kept-entities.fixture.ts';

const graph = keptEntities();

describe('an answer that is not whole', () => {
  const error = (path?: readonly (string | number)[]) => ({
    message: 'withheld',
    extensions: { code: 'SUBJECT_WITHHELD' },
    ...(path === undefined ? {} : { path }),
  });

  it('is told with its errors in their places, and only what is whole in it is kept', async () => {
    await graph.ask(businesses('b'));
    graph.say({ errors: [error(['_entities', 1, 'key'])] });
    const { errors, asked } = await graph.ask(businesses('a', 'b', 'c'));
    expect(asked).toEqual(['a', 'c']);
    expect(errors).toMatchObject([{ path: ['_entities', 2, 'key'] }]);
    graph.say({});
    expect((await graph.ask(businesses('a', 'b', 'c'))).asked).toEqual(['c']);
  });

  it.each([
    ['without a place', undefined],
    ['about all', ['_entities']],
    ['about a place that was not asked', ['_entities', 7]],
  ])('is not kept at all when an error is %s', async (_what, path) => {
    graph.say({ errors: [error(path)] });
    const { errors, entities } = await graph.ask(businesses('a', 'b'));
    expect([errors.length, entities.map((each) => each?.key)]).toEqual([1, ['a', 'b']]);
    graph.say({});
    expect((await graph.ask(businesses('a', 'b'))).asked).toEqual(['a', 'b']);
  });

  it('leaves "there is none" to be asked again', async () => {
    graph.say({ entities: { a: null } });
    expect((await graph.ask(businesses('a'))).entities).toEqual([null]);
    graph.say({});
    expect((await graph.ask(businesses('a'))).entities).toMatchObject([{ key: 'a' }]);
  });

  it.each([
    ['has a list where none belongs', { key: ['a'] }],
    ['is a text', 'a'],
    ['is a list', []],
  ])('fails once when an entity %s, and is not kept', async (_what, entity) => {
    graph.say({ entities: { a: entity } });
    await expect(graph.ask(businesses('a', 'b'))).rejects.toThrow('shape');
    graph.say({});
    expect((await graph.ask(businesses('a', 'b'))).asked).toEqual(['a', 'b']);
  });

  it('is kept without what nobody asked for', async () => {
    graph.say({ entities: { a: { key: 'a', unasked: 'secret' } } });
    await graph.ask(businesses('a'));
    expect((await graph.ask(businesses('a'))).entities).toEqual([{ key: 'a' }]);
  });

  it('is not shared with those who wait for it', async () => {
    graph.say({ errors: [error(['_entities', 0])] });
    const both = await Promise.all([graph.ask(businesses('a')), graph.ask(businesses('a'))]);
    expect(both.map(({ errors }) => errors.length)).toEqual([1, 1]);
  });
});

describe('the time of the data', () => {
  it('is that of the oldest part, and unknown when that of one part is', async () => {
    graph.say({ asOf: '2026-11-22T08:00:00Z' });
    await graph.ask(businesses('a'));
    graph.say({ asOf: '2026-11-22T08:00:00.500Z' });
    expect((await graph.ask(businesses('b'))).asOf).toBe('2026-11-22T08:00:00.500Z');
    expect((await graph.ask(businesses('a', 'b', 'c'))).asOf).toBe('2026-11-22T08:00:00Z');
    expect((await graph.ask(businesses('b', 'c'))).asOf).toBe('2026-11-22T08:00:00.500Z');
    graph.say({});
    expect((await graph.ask(businesses('b', 'd'))).asOf).toBeNull();
    expect((await graph.ask(businesses('d'))).asOf).toBeNull();
  });
});

describe('what another version of the gateway has kept', () => {
  it.each([[null], ['text'], [{ other: true }], [{ entity: null, asOf: null }], [{ entity: {}, asOf: 7 }]])(
    'as %j is asked again',
    async (value) => {
      const scopes: CacheScope[] = [];
      const watched: EntityCache = {
        ...graph.cache(),
        async through(scope, keys, load) {
          scopes.push(scope);
          return await graph.cache().through(scope, keys, load);
        },
      };
      await graph.ask(businesses('other'), { by: graph.entitiesOf('a graph', watched) });
      for (const scope of scopes) {
        await graph.cache().through(scope, ['{"enterpriseCode":"a"}'], async () => [{ value, linked: [] }]);
      }
      expect(await graph.ask(businesses('a'))).toMatchObject({ asked: ['a'], entities: [{ key: 'a' }] });
    },
  );
});
