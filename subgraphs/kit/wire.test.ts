import { describe, expect, it } from 'vitest';
import { MAX_BATCHED } from '../../contract/batch.ts';
import { readCalls, readOperation } from './wire.ts';

const OPERATION = { query: '{ a }' };

describe('a body', () => {
  it('that is an object is one call, and its answer an object', () => {
    expect(readCalls(OPERATION)).toEqual({ calls: [OPERATION], isBatch: false });
  });

  it('that is an array is a batch, of one as well', () => {
    expect(readCalls([OPERATION])).toEqual({ calls: [OPERATION], isBatch: true });
  });

  it('holds as many calls as agreed, and not one more, and not none', () => {
    const batch = (length: number) => new Array<unknown>(length).fill(OPERATION);
    expect(readCalls(batch(MAX_BATCHED)).calls).toHaveLength(MAX_BATCHED);
    for (const length of [0, MAX_BATCHED + 1]) {
      expect(() => readCalls(batch(length))).toThrow(
        expect.objectContaining({
          code: 'BAD_REQUEST',
          facts: { received: length, expected: `1 to ${MAX_BATCHED}` },
        }),
      );
    }
  });
});

describe('an operation', () => {
  it('is its query, its variables, its name and what travels beside it', () => {
    const beside = { subjectPass: 'x', requestId: 'r' };
    expect(
      readOperation({ query: '{ a }', variables: { b: 1 }, operationName: 'c', extensions: beside }),
    ).toEqual({
      query: '{ a }',
      variables: { b: 1 },
      operationName: 'c',
      beside,
    });
  });

  it.each([{}, { variables: null, operationName: null, extensions: null }])(
    'may leave out all but the query: %j',
    (rest) => {
      expect(readOperation({ ...OPERATION, ...rest })).toEqual({
        query: '{ a }',
        variables: {},
        operationName: undefined,
        beside: {},
      });
    },
  );

  it.each([
    [undefined, 'query'],
    [null, 'query'],
    ['{ a }', 'query'],
    [[OPERATION], 'query'],
    [{}, 'query'],
    [{ query: '' }, 'query'],
    [{ query: 7 }, 'query'],
    [{ ...OPERATION, variables: [] }, 'variables'],
    [{ ...OPERATION, variables: 'x' }, 'variables'],
    [{ ...OPERATION, operationName: 7 }, 'operationName'],
    [{ ...OPERATION, extensions: 'x' }, 'extensions'],
  ])('is refused as %j, naming what is wrong', (call, argument) => {
    expect(() => readOperation(call)).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST', facts: expect.objectContaining({ argument }) }),
    );
  });
});
