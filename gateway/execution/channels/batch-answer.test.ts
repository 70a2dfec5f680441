import { describe, expect, it } from 'vitest';
import { readAnswers } from './batch-answer.ts';

const refusal = { errors: [{ message: 'No.', extensions: { code: 'GRANT_EXPIRED' } }] };

describe('the answer to one call', () => {
  it.each([200, 403, 500])('is any object, with status %i', (status) => {
    expect(readAnswers('{"data":{"a":1}}', status, 1)).toEqual([{ status, body: { data: { a: 1 } } }]);
  });

  it.each(['', 'no JSON', '{"data":{"a":', 'null', '"text"', '1', '[]', '[{"data":{"a":1}}]'])(
    'is not %j',
    (text) => {
      expect(readAnswers(text, 200, 1)).toBeUndefined();
    },
  );
});

describe('the answer to several calls', () => {
  it('is one object for each, in their order', () => {
    expect(readAnswers('[{"data":{"a":1}},{"errors":[]}]', 200, 2)).toEqual([
      { status: 200, body: { data: { a: 1 } } },
      { status: 200, body: { errors: [] } },
    ]);
  });

  it('is the refusal of the whole, for each of them', () => {
    const refused = { status: 403, body: refusal };
    expect(readAnswers(JSON.stringify(refusal), 403, 2)).toEqual([refused, refused]);
    const withNull = { ...refusal, data: null };
    expect(readAnswers(JSON.stringify(withNull), 403, 1)).toEqual([{ status: 403, body: withNull }]);
  });

  it.each([
    ['too few', '[{"data":{"a":1}}]'],
    ['too many', '[{},{},{}]'],
    ['one that is nothing', '[{"data":{"a":1}},null]'],
    ['one that is a list', '[{"data":{"a":1}},[]]'],
    ['an answer to nobody knows which', '{"data":{"a":1}}'],
    ['the same with errors', JSON.stringify({ ...refusal, data: { a: 1 } })],
    ['an object in no form of ours', '{"message":"Bad Gateway"}'],
    ['no JSON', '<html>'],
    ['nothing', ''],
  ])('is not %s', (_what, text) => {
    expect(readAnswers(text, 200, 2)).toBeUndefined();
  });
});
