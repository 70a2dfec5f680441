/** A text of one file, and what stands there instead. */
export interface Change {
  /** Path from the project's root. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly by: string;
}

/** The product with one check removed or weakened: proof that some test would notice. */
export interface Mutant {
  /** What is wrong with it, in plain words. */
  readonly name: string;
  /** More than one where two lines of defence check the same: each alone must make the other one harmless. */
  readonly changes: readonly Change[];
  /** Test files, or folders of them, of which one must go red. */
  readonly tests: readonly string[];
  /** Why nothing can notice it; such a mutant must survive. */
  readonly equivalent?: string;
}

/** A mutant as the lists write it: its first change is in the file that the list is about. */
export interface ListedMutant {
  readonly name: string;
  readonly text: string;
  readonly by: string;
  readonly also?: readonly Change[];
  /** Instead of the tests of the list. */
  readonly tests?: readonly string[];
  readonly equivalent?: string;
}

/** Mutants of one file, which the same tests kill but where one says otherwise. */
export function mutantsOf(
  file: string,
  tests: readonly string[],
  listed: readonly ListedMutant[],
): readonly Mutant[] {
  return listed.map(({ name, text, by, also = [], equivalent, ...own }) => ({
    name,
    changes: [{ file, text, by }, ...also],
    tests: own.tests ?? tests,
    ...(equivalent === undefined ? {} : { equivalent }),
  }));
}

/** What hinders the changes of a mutant: a text that is not there, or there more than once. */
export function hindrances(
  { changes }: Pick<Mutant, 'changes'>,
  read: (file: string) => string,
): readonly string[] {
  return changes.flatMap(({ file, text }) => {
    const found = read(file).split(text).length - 1;
    return found === 1 ? [] : [`${file}: found ${found} times, expected once: ${firstLine(text)}`];
  });
}

/** The changed files of a mutant by their paths; two changes of one file come together. */
export function changedFiles(
  { changes }: Pick<Mutant, 'changes'>,
  read: (file: string) => string,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { file, text, by } of changes) {
    files.set(
      file,
      (files.get(file) ?? read(file)).replace(text, () => by),
    );
  }
  return files;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
