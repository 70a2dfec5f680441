/** One thing that is wrong with the governance files, at one place. */
export interface GovernanceProblem {
  /** Path of the file, relative to the folder that was loaded (or to the working directory, when it has one). */
  readonly file: string;
  /** Line of the offending text, counted from 1. */
  readonly line: number;
  readonly found: string;
  readonly expected: string;
}

/** All that is wrong with the governance files, at once: one line each, `file:line: found …, expected …`. */
export class GovernanceError extends Error {
  override readonly name = 'GovernanceError';
  readonly problems: readonly GovernanceProblem[];

  constructor(problems: readonly GovernanceProblem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = Object.freeze([...problems]);
  }
}

function describeProblem({ file, line, found, expected }: GovernanceProblem): string {
  return `${file}:${line}: found ${found}, expected ${expected}`;
}

/** Collects problems while the checks run, so that the reader mends all of them in one round. */
export class ProblemList {
  readonly #problems: GovernanceProblem[] = [];
  readonly #folder: string;

  /** @param folder put before each file name; empty for none */
  constructor(folder = '') {
    this.#folder = folder;
  }

  add(file: string, line: number, found: string, expected: string): void {
    const shown = this.#folder === '' ? file : `${this.#folder}/${file}`;
    this.#problems.push(Object.freeze({ file: shown, line, found, expected }));
  }

  /** @throws GovernanceError with all problems in the order of file and line, when there is any */
  throwIfAny(): void {
    if (this.#problems.length === 0) return;
    throw new GovernanceError(
      this.#problems.toSorted((a, b) => compareText(a.file, b.file) || a.line - b.line),
    );
  }
}

/** Compares by code unit, so that the order is the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
