import { type GraphQLLeafType, isLeafType, Kind, specifiedScalarTypes } from 'graphql';
import { describe, expect, it } from 'vitest';
import { isLeafValue } from './leaf-values.ts';
import { SCHEMA } from './plan.fixture.ts';

function leaf(name: string): GraphQLLeafType {
  const type = SCHEMA.getType(name) ?? specifiedScalarTypes.find((scalar) => scalar.name === name);
  if (!isLeafType(type)) throw new Error(`${name} is no ${Kind.SCALAR_TYPE_DEFINITION}`);
  return type;
}

describe.each([
  ['Int', [0, -0, 7, 2 ** 31 - 1, -(2 ** 31)], [1.5, 2 ** 31, -(2 ** 31) - 1, '7', true]],
  ['Float', [0, 1.5, 2 ** 40], ['1.5', true]],
  ['String', ['', 'a'], [1, true]],
  ['Boolean', [true, false], [0, 'true']],
  ['ID', ['', 'a', 7], [1.5, true]],
  ['Sex', ['FEMALE'], ['UNSTATED', 'toString', 0]],
  ['PersonalId', ['1', 1, true, ['1'], { a: 1 }], []],
])('%s', (name, good, bad) => {
  it(`can be ${JSON.stringify(good)}, not ${JSON.stringify([...bad, {}, []])}`, () => {
    const fits = isLeafValue(leaf(name));
    expect(good.filter((value) => !fits(value))).toEqual([]);
    const others = name === 'PersonalId' ? [undefined] : [...bad, {}, [], undefined];
    expect(others.filter((value) => fits(value))).toEqual([]);
  });
});
