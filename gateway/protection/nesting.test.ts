import { describe, expect, it } from 'vitest';
import { checkNesting } from './nesting.ts';

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

describe('the nesting of a document', () => {
  it.each(['{}', '[]', '()'])('may be two hundred deep in %s, and no deeper', (pair) => {
    const [open = '', close = ''] = pair;
    expect(() => checkNesting(nested(open, close, 200))).not.toThrow();
    expect(() => checkNesting(nested(open, close, 201))).toThrow("The operation's nesting is above");
  });

  it('is not the number of brackets: a long flat document passes', () => {
    expect(() => checkNesting('{ a(b: [1]) { c } }'.repeat(5_000))).not.toThrow();
  });
});
