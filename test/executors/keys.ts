import type { KnownKeys, OperationShape } from '../support/random-operations.ts';

/** Values for the arguments of the world's fields. */
export const ARGUMENTS: KnownKeys = {
  personalId: ['p1', 'p2', 'p3', 'p5', 'p6', 'p7', 'p9'],
  personalIds: [['p1', 'p2'], ['p9', 'p4', 'p4'], ['p5', 'p6', 'p1', 'p3'], []],
  first: [undefined, 2, 6],
  'everybody.sex': [undefined, null, 'FEMALE'],
  kinds: [undefined, null, ['Ghost'], []],
  code: ['f1', 'f2', 'f3', 'f9'],
  'house.id': ['h1', 'h2', 'h9'],
  'assets.kind': [undefined, null, 'House', 'Field'],
  sheet: [1, 2],
  number: [1, 2, 3],
  loud: [undefined, null, true],
  style: [undefined, 'PLAIN', 'FESTIVE'],
  words: [undefined, null, [], ['a', '"b"']],
  wish: [undefined, {}, { text: 'rain', times: 2 }],
  year: [2025, 2026],
  'due.kind': [undefined, 'LAND'],
  'rate.kind': [undefined, 'INCOME', null],
  short: [undefined, true, null],
  last: [undefined, 1],
  to: [undefined, ['Huế'], [null, 'Vinh']],
};

/** Operations that reach into every corner of it. */
export const SHAPE: OperationShape = { variables: 0.5, freeVariables: true, fields: 5, size: 40 };

/** The key of each type that has one, so that an answer says which record stands where. */
export const IDENTITIES: Readonly<Record<string, string>> = {
  Citizen: 'own: personalId',
  Firm: 'own: code',
  Asset: 'own: id',
  House: 'own: id',
  Field: 'own: id',
};
