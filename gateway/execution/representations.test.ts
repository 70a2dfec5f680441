import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanSelection } from '../planning/index.ts';
import { BY_PERSONAL_ID, OPTIONS, taken } from './plan.fixture.ts';
import { objectsAt, placesAt, quickName, representationOf } from './representations.ts';

const AN = { __typename: 'Citizen', personalId: '1', name: 'An' };
const BINH = { __typename: 'Citizen', personalId: '2' };

const places = (data: unknown, path: readonly string[]) => placesAt(data, path).map(({ place }) => place);

describe('the objects at a path', () => {
  it('are found through lists, each once, and each at all of its places; nulls are none', () => {
    const data = { all: [{ who: AN }, null, { who: null }, { who: BINH }, { who: AN }, {}] };
    expect(objectsAt(data, ['all', '@', 'who'])).toEqual([AN, BINH]);
    expect(placesAt(data, ['all', '@', 'who'])).toEqual([
      { place: ['all', 0, 'who'], object: AN },
      { place: ['all', 3, 'who'], object: BINH },
      { place: ['all', 4, 'who'], object: AN },
    ]);
  });

  it('are found in lists of lists', () => {
    const data = { tree: [[AN, null], null, [], [BINH]] };
    expect(objectsAt(data, ['tree', '@', '@'])).toEqual([AN, BINH]);
    expect(places(data, ['tree', '@', '@'])).toEqual([
      ['tree', 0, 0],
      ['tree', 3, 0],
    ]);
  });

  it('are the very objects, and the whole result for an empty path', () => {
    const data = { me: AN };
    expect(objectsAt(data, ['me'])[0]).toBe(AN);
    expect(placesAt(data, ['me'])[0]?.object).toBe(AN);
    expect(objectsAt(data, [])).toEqual([data]);
    expect(places(data, [])).toEqual([[]]);
  });

  it.each([
    ['a list where none is', { me: [AN] }, ['me']],
    ['no list where one is', { me: AN }, ['me', '@']],
    ['a value', { me: 'An' }, ['me']],
    ['a path through a value', { me: 'An' }, ['me', 'length']],
    ['what every object has', {}, ['constructor']],
    ['what every object has, below', { me: AN }, ['me', 'toString']],
    ['nothing', null, ['me']],
  ])('are none for %s', (_what, data, path) => {
    expect(objectsAt(data, path)).toEqual([]);
    expect(placesAt(data, path)).toEqual([]);
  });
});

/** The representation of an object for a call that needs this. */
function represented(object: Record<string, unknown>, ...requires: readonly PlanSelection[]) {
  return representationOf(object, { path: [], requires, inputRewrites: [] }, OPTIONS.isOfType);
}

const field = (name: string, selections?: readonly PlanSelection[], alias?: string): PlanSelection => ({
  kind: 'Field',
  name,
  ...(selections === undefined ? {} : { selections }),
  ...(alias === undefined ? {} : { alias }),
});

describe('a representation', () => {
  it('has the type and what is required, nothing else', () => {
    expect(represented(AN, BY_PERSONAL_ID)).toEqual({ __typename: 'Citizen', personalId: '1' });
  });

  it('is made of objects of a type, or of one that counts as it', () => {
    expect(represented(AN, taken('Business', 'code'))).toBeUndefined();
    expect(represented({ __typename: 'Business', label: 'B' }, taken('Party', 'label'))).toEqual({
      __typename: 'Business',
      label: 'B',
    });
    expect(represented({ personalId: '1' }, BY_PERSONAL_ID)).toBeUndefined();
    expect(represented({ ...AN, __typename: 7 }, BY_PERSONAL_ID)).toBeUndefined();
  });

  it('takes null where there is none, and is not made where something was never fetched', () => {
    expect(represented({ ...AN, sex: null }, taken('Citizen', 'sex'))).toEqual({
      __typename: 'Citizen',
      sex: null,
    });
    expect(represented(AN, taken('Citizen', 'sex'))).toBeUndefined();
  });

  it('takes what fragments of several types need together, each of them whole or not at all', () => {
    const object = { ...AN, label: 'L' };
    expect(represented(object, BY_PERSONAL_ID, taken('Party', 'label'))).toEqual({
      __typename: 'Citizen',
      personalId: '1',
      label: 'L',
    });
    expect(represented(AN, taken('Party', 'label'), BY_PERSONAL_ID)).toEqual({
      __typename: 'Citizen',
      personalId: '1',
    });
  });

  it('takes nested values, through lists of any depth', () => {
    const selection = taken('Citizen');
    const nested = field('tree', [field('spouse', [field('name')])]);
    const requires = { ...selection, selections: [field('__typename'), nested] } as PlanSelection;
    const tree = [[{ spouse: { name: 'B', sex: 'MALE' }, x: 1 }, null], null, []];
    expect(represented({ ...AN, tree }, requires)).toEqual({
      __typename: 'Citizen',
      tree: [[{ spouse: { name: 'B' } }, null], null, []],
    });
  });

  it('takes different nested values for different types of the same object', () => {
    const partly = (type: string, name: string): PlanSelection => ({
      kind: 'InlineFragment',
      typeCondition: type,
      selections: [field('__typename'), field('homes', [field(name)])],
    });
    const homes = [{ id: 'h', area: 7 }];
    expect(represented({ ...AN, homes }, partly('Party', 'id'), partly('Citizen', 'area'))).toEqual({
      __typename: 'Citizen',
      homes: [{ id: 'h', area: 7 }],
    });
    // What the object holds is not touched by it.
    expect(homes).toEqual([{ id: 'h', area: 7 }]);
  });

  it('reads values where they were fetched under another name', () => {
    const selections = [field('__typename'), field('name', undefined, 'n')];
    const requires: PlanSelection = { kind: 'InlineFragment', typeCondition: 'Citizen', selections };
    expect(represented({ ...AN, n: 'An' }, requires)).toEqual({ __typename: 'Citizen', n: 'An' });
  });

  it('never takes what every object has', () => {
    expect(represented(AN, taken('Citizen', 'constructor'))).toBeUndefined();
    expect(represented(AN, taken('Citizen', 'toString'))).toBeUndefined();
  });

  it('is changed by the rewrites, the object is not', () => {
    const source = {
      path: [],
      requires: [BY_PERSONAL_ID],
      inputRewrites: [
        { kind: 'ValueSetter', path: ['... on Citizen', '__typename'], setValueTo: 'Party' } as const,
      ],
    };
    expect(representationOf(AN, source, OPTIONS.isOfType)).toEqual({ __typename: 'Party', personalId: '1' });
    expect(AN.__typename).toBe('Citizen');
  });
});

describe('a quick name', () => {
  const named = (object: Record<string, unknown>, ...requires: readonly PlanSelection[]) =>
    quickName(object, { path: [], requires, inputRewrites: [] }, OPTIONS.isOfType);

  it('is that of the type, the fields and their values', () => {
    expect(named(AN, taken('Citizen', 'personalId', 'name'))).toBe('Citizen personalId 1:1 name 2:An');
    expect(named({ ...AN, code: '1' }, taken('Citizen', 'code'))).not.toBe(named(AN, BY_PERSONAL_ID));
    expect(named({ __typename: 'Business', label: 'x' }, taken('Party', 'label'))).toBe('Business label 1:x');
  });

  it('is the same for the same representation only', () => {
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom(' ', ':', '1', 'a', 'b') }),
      fc.constantFrom(1, true, null),
    );
    const object = fc.record({ __typename: fc.constantFrom('Citizen', 'Business'), a: value, b: value });
    const requires = fc.constantFrom(taken('Party', 'a'), taken('Party', 'b'), taken('Party', 'a', 'b'));
    fc.assert(
      fc.property(object, requires, object, requires, (one, ofOne, other, ofOther) => {
        const isSame =
          JSON.stringify(represented(one, ofOne)) === JSON.stringify(represented(other, ofOther));
        expect(named(one, ofOne) === named(other, ofOther)).toBe(isSame);
      }),
    );
  });

  it('is not given to what no representation can be made of', () => {
    for (const object of [
      { ...AN, __typename: 'House' },
      { personalId: '1' },
      { __typename: 'Citizen' },
      {},
    ]) {
      expect(named(object, BY_PERSONAL_ID)).toBeUndefined();
      expect(represented(object, BY_PERSONAL_ID)).toBeUndefined();
    }
  });

  it('is not given to anything but fields of one type, and values that are no objects', () => {
    expect(named({ ...AN, personalId: ['1'] }, BY_PERSONAL_ID)).toBeUndefined();
    expect(named({ ...AN, personalId: { x: '1' } }, BY_PERSONAL_ID)).toBeUndefined();
    expect(named(AN, BY_PERSONAL_ID, BY_PERSONAL_ID)).toBeUndefined();
    expect(named(AN, field('personalId'))).toBeUndefined();
    const nested = field('personalId', [field('x')]);
    const selections = [field('__typename'), nested];
    expect(named(AN, { kind: 'InlineFragment', typeCondition: 'Citizen', selections })).toBeUndefined();
    const inputRewrites = [{ kind: 'ValueSetter', path: ['__typename'], setValueTo: 'Party' }] as const;
    const source = { path: [], requires: [BY_PERSONAL_ID], inputRewrites };
    expect(quickName(AN, source, OPTIONS.isOfType)).toBeUndefined();
  });
});
