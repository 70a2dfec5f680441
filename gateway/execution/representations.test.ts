import { describe, expect, it } from 'vitest';
import type { PlanSelection } from '../planning/index.ts';
import { BY_PERSONAL_ID, OPTIONS, taken } from './plan.fixture.ts';
import { objectsAt, placesAt, representationOf } from './representations.ts';

const AN = { __typename: 'Citizen', personalId: '1', name: 'An' };
const BINH = { __typename: 'Citizen', personalId: '2' };

describe('the objects at a path', () => {
  it('are found through lists, with their places in the same order; nulls are none', () => {
    const data = { all: [{ who: AN }, null, { who: null }, { who: BINH }, { who: AN }, {}] };
    expect(objectsAt(data, ['all', '@', 'who'])).toEqual([AN, BINH, AN]);
    expect(placesAt(data, ['all', '@', 'who'])).toEqual([
      ['all', 0, 'who'],
      ['all', 3, 'who'],
      ['all', 4, 'who'],
    ]);
  });

  it('are found in lists of lists', () => {
    const data = { tree: [[AN, null], null, [], [BINH]] };
    expect(objectsAt(data, ['tree', '@', '@'])).toEqual([AN, BINH]);
    expect(placesAt(data, ['tree', '@', '@'])).toEqual([
      ['tree', 0, 0],
      ['tree', 3, 0],
    ]);
  });

  it('are the very objects, and the whole result for an empty path', () => {
    const data = { me: AN };
    expect(objectsAt(data, ['me'])[0]).toBe(AN);
    expect(objectsAt(data, [])).toEqual([data]);
    expect(placesAt(data, [])).toEqual([[]]);
  });

  it.each([
    ['a list where none is', { me: [AN] }, ['me']],
    ['no list where one is', { me: AN }, ['me', '@']],
    ['a value', { me: 'An' }, ['me']],
    ['a path through a value', { me: 'An' }, ['me', 'length']],
    ['what every object has', {}, ['constructor']],
    ['what every object has, below', { me: AN }, ['me', '__proto__']],
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
