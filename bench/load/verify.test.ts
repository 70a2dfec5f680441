import { describe, expect, it } from 'vitest';
import { createVerifier } from './verify.ts';

const EXPECTED = '{"user":{"id":"1","name":"Lan Anh"}}';

function verdict(...bodies: readonly string[]): string | undefined {
  const verify = createVerifier({ body: '{}', expected: EXPECTED });
  return bodies
    .map((body) => verify({ startLine: 'HTTP/1.1 200 OK', headers: '', body: Buffer.from(body) }))
    .at(-1);
}

describe('an answer under load', () => {
  it('is right when it has the expected data, in any order of keys, whatever stands beside it', () => {
    expect(verdict(`{"data":${EXPECTED}}`)).toBeUndefined();
    expect(verdict('{"extensions":{},"data":{"user":{"name":"Lan Anh","id":"1"}}}')).toBeUndefined();
  });

  it('may tell more beside the data, another each time', () => {
    const told = (id: string) => `{"data":${EXPECTED},"extensions":{"requestId":"${id}"}}`;
    expect(verdict(told('a'), told('b'))).toBeUndefined();
  });

  it('is compared again when its bytes are not those of the right answer before', () => {
    const right = `{"data":${EXPECTED}}`;
    expect(verdict(right, right)).toBeUndefined();
    expect(verdict(right, right.replace('Lan', 'Lam'))).toContain('Expected other data');
  });

  it('is wrong with another value, with a missing one, with an error, or when it is no JSON', () => {
    expect(verdict('{"data":{"user":{"id":"2","name":"Lan Anh"}}}')).toContain('Expected other data');
    expect(verdict('{"data":{"user":{"id":"1"}}}')).toContain('Expected other data');
    expect(verdict(`{"data":${EXPECTED},"errors":[]}`)).toContain('Expected other data');
    expect(verdict(`{"data":${EXPECTED},"extensions":{},"errors":[]}`)).toContain('Expected other data');
    expect(verdict(`{"data":${EXPECTED},"extensions":{},"data":null}`)).toContain('Expected other data');
    expect(verdict(`{"data":${EXPECTED}`)).toContain('Expected other data');
    expect(verdict('oops')).toContain('Expected other data');
  });

  it('is wrong with another status, even with the expected data', () => {
    const verify = createVerifier({ body: '{}', expected: EXPECTED });
    const body = Buffer.from(`{"data":${EXPECTED}}`);
    expect(verify({ startLine: 'HTTP/1.1 503 Busy', headers: '', body })).toContain('503');
  });
});
