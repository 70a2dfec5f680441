import { describe, expect, it } from 'vitest';
import { edited, lineIn, problemsOf } from './fixture.ts';

/** One way to break the fixture, with an allowed twin: another text in the same place. */
export interface RefusalCase {
  readonly what: string;
  readonly file: string;
  /** The sound text, what breaks it, and what may stand there instead. */
  readonly piece: string;
  readonly wrong: string;
  readonly allowed: string;
  /** Text that begins on the line that the problem must name; the broken text by default. */
  readonly at?: string;
  readonly found: string;
  readonly expected: string;
  /** How many other problems follow from this one, elsewhere; none by default. */
  readonly consequences?: number;
}

/** For each case: the broken fixture is refused with that problem and no other, and the allowed twin loads. */
export function describeRefusals(where: string, cases: readonly RefusalCase[]): void {
  describe(`${where} is refused with`, () => {
    it.each(cases)('$what', ({ file, piece, wrong, allowed, at, found, expected, consequences = 0 }) => {
      const broken = edited(file, piece, wrong);
      const line = lineIn(broken, file, at ?? wrong);
      const problems = problemsOf(broken);
      expect(problems).toContainEqual({ file, line, found, expected });
      expect(problems).toHaveLength(1 + consequences);
      expect(problemsOf(edited(file, piece, allowed))).toEqual([]);
    });
  });
}
