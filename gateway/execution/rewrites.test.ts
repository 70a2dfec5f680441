import { describe, expect, it } from 'vitest';
import type { Rewrite } from '../planning/index.ts';
import { OPTIONS } from './plan.fixture.ts';
import { applyRewrites, renamedPath } from './rewrites.ts';

const SET: Rewrite = { kind: 'ValueSetter', path: ['... on Citizen', '__typename'], setValueTo: 'Party' };
const RENAME: Rewrite = {
  kind: 'KeyRenamer',
  path: ['homes', '... on House', 'size__alias_0'],
  renameKeyTo: 'size',
};

function rewritten(value: unknown, ...rewrites: readonly Rewrite[]): unknown {
  applyRewrites(value, rewrites, OPTIONS.isOfType);
  return value;
}

describe('a value setter', () => {
  it('sets what objects of a type are called, as @interfaceObject needs it', () => {
    expect(rewritten({ __typename: 'Citizen', personalId: '1' }, SET)).toEqual({
      __typename: 'Party',
      personalId: '1',
    });
  });

  it('leaves objects of another type', () => {
    expect(rewritten({ __typename: 'Business' }, SET)).toEqual({ __typename: 'Business' });
  });

  it('sets it once: the new type is another one', () => {
    const back: Rewrite = { kind: 'ValueSetter', path: ['... on Citizen', '__typename'], setValueTo: 'x' };
    expect(rewritten({ __typename: 'Citizen' }, SET, back)).toEqual({ __typename: 'Party' });
  });

  it('holds for an interface with all of its types', () => {
    const all: Rewrite = { kind: 'ValueSetter', path: ['... on Party', '__typename'], setValueTo: 'Party' };
    expect(rewritten([{ __typename: 'Business' }, { __typename: 'House' }], all)).toEqual([
      { __typename: 'Party' },
      { __typename: 'House' },
    ]);
  });
});

describe('a key renamer', () => {
  it('gives a value the name back that the planner had to change, in lists of any depth', () => {
    const homes = [[{ __typename: 'House', size__alias_0: 1 }, null], null, [{ size__alias_0: null }]];
    expect(rewritten({ homes }, RENAME)).toEqual({
      homes: [[{ __typename: 'House', size: 1 }, null], null, [{ size: null }]],
    });
  });

  it('leaves objects of another type, and those without the value', () => {
    const homes = [{ __typename: 'Field', size__alias_0: 1, size: 2 }, { __typename: 'House' }];
    expect(rewritten({ homes }, RENAME)).toEqual({ homes });
  });

  it.each([[null], ['text'], [{}], [{ homes: null }], [{ homes: 'text' }], [{ other: [] }]])(
    'leaves %o as it is',
    (value) => {
      expect(rewritten(structuredClone(value), RENAME)).toEqual(value);
    },
  );

  it('gives paths the name back, too: those of errors, and those of places', () => {
    expect(renamedPath(['homes', 0, 1, 'size__alias_0', 'x'], [SET, RENAME])).toEqual([
      'homes',
      0,
      1,
      'size',
      'x',
    ]);
    expect(renamedPath(['homes', '@', 'size__alias_0'], [RENAME])).toEqual(['homes', '@', 'size']);
    for (const path of [['homes'], ['size__alias_0'], ['other', 'size__alias_0'], []]) {
      expect(renamedPath(path, [RENAME])).toEqual(path);
    }
  });
});
