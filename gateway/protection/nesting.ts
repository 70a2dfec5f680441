import { Refusal } from '../../contract/refusal.ts';

/** Deepest nesting of brackets in a document: ten times what any limit on its depth lets through. */
const MAX_NESTING = 200;

/**
 * Refuses a document whose brackets nest so deeply that parsing it could exhaust the stack. Counts brackets in strings
 * too: a document with hundreds of them one within another asks for nothing that exists.
 *
 * @throws Refusal `OPERATION_TOO_COMPLEX`
 */
export function checkNesting(document: string): void {
  let depth = 0;
  for (const character of document) {
    if (character === '{' || character === '[' || character === '(') depth += 1;
    else if (character === '}' || character === ']' || character === ')') depth -= 1;
    if (depth <= MAX_NESTING) continue;
    throw new Refusal(
      'OPERATION_TOO_COMPLEX',
      `The operation's nesting is above the limit of ${MAX_NESTING}.`,
      {
        expected: `nesting: at most ${MAX_NESTING}`,
      },
    );
  }
}
