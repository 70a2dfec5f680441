import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copied, mergeInto } from './merge-data.ts';

function merged(target: Record<string, unknown>, ...sources: readonly Record<string, unknown>[]) {
  for (const source of sources) mergeInto(target, source);
  return target;
}

describe('what several databases say of an object', () => {
  it('stands together, below as well', () => {
    const target = { name: 'An', home: { id: 'h', floors: [1] } };
    expect(merged(target, { age: 7, home: { area: 2 } }, { home: { stars: { of: 3 } } })).toEqual({
      name: 'An',
      age: 7,
      home: { id: 'h', floors: [1], area: 2, stars: { of: 3 } },
    });
  });

  it('stands together item by item in lists of one length, and in lists of those', () => {
    const target = { children: [{ id: 1 }, null], tree: [[{ id: 1 }], null] };
    expect(merged(target, { children: [{ x: 1 }, { x: 2 }], tree: [[{ x: 1 }], [{ x: 2 }]] })).toEqual({
      children: [{ id: 1, x: 1 }, { x: 2 }],
      tree: [[{ id: 1, x: 1 }], [{ x: 2 }]],
    });
  });

  it('is what was said last where it does not fit: other lengths, other kinds, null', () => {
    expect(
      merged({ a: [1, 2], b: [1], c: { d: 1 }, e: null }, { a: [3], b: {}, c: null, e: { f: 1 } }),
    ).toEqual({
      a: [3],
      b: {},
      c: null,
      e: { f: 1 },
    });
  });

  it('may be the same object at several places', () => {
    const shared = { id: 1 };
    const target = { a: shared, b: [shared, shared] };
    mergeInto(target, { a: { x: 1 }, b: [{ y: 2 }, { z: 3 }] });
    expect(target.a).toBe(target.b[1]);
    expect(shared).toEqual({ id: 1, x: 1, y: 2, z: 3 });
    mergeInto(target, target);
    expect(shared).toEqual({ id: 1, x: 1, y: 2, z: 3 });
  });

  it('may have the names of what every object has', () => {
    const target = merged({}, { constructor: { name: 'a' }, toString: [1] }, { constructor: { x: 1 } });
    expect(Object.entries(target)).toEqual([
      ['constructor', { name: 'a', x: 1 }],
      ['toString', [1]],
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(Object).not.toHaveProperty('x');
  });

  it('changes nothing outside, whatever a database sends', () => {
    const sent = JSON.parse('{"__proto__":{"isAdmin":true},"a":{"__proto__":{"isAdmin":true}}}');
    merged({ a: {} }, sent, JSON.parse('{"a":{"constructor":{"prototype":{"isAdmin":true}}}}'));
    copied(sent);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });
});

describe('a copy', () => {
  it('is the same but for prototypes, and shares nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = copied(value);
        const plain = (key: string, inner: unknown) => (key === '__proto__' ? undefined : inner);
        expect(JSON.stringify(copy)).toBe(JSON.stringify(value, plain));
        const objects = (data: unknown): object[] =>
          typeof data === 'object' && data !== null ? [data, ...Object.values(data).flatMap(objects)] : [];
        const own = new Set(objects(value));
        expect(objects(copy).filter((object) => own.has(object))).toEqual([]);
      }),
    );
  });
});
