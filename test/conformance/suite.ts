import { readdirSync, readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { suiteProblems } from './check-suite.ts';
import { type CaseClass, classShape, type World, worldShape } from './format.ts';

/** Everything: worlds by name, classes in the order of their files. */
export interface Suite {
  readonly worlds: ReadonlyMap<string, World>;
  readonly classes: readonly CaseClass[];
}

/** Reads and checks worlds/ and cases/. @throws Error that names the file and what is wrong */
export function loadSuite(): Suite {
  const worlds = new Map(readFolder('worlds', worldShape));
  const classes = readFolder('cases', classShape).map(([, content]) => content);
  const problems = suiteProblems({ worlds, classes });
  if (problems.length > 0) throw new Error(`The suite is wrong:\n${problems.join('\n')}`);
  return { worlds, classes };
}

function readFolder<T extends z.ZodType>(
  folder: string,
  shape: T,
): readonly (readonly [string, z.output<T>])[] {
  const url = new URL(`${folder}/`, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => {
      const parsed = shape.safeParse(parseYaml(readFileSync(new URL(name, url), 'utf8')));
      if (!parsed.success) throw new Error(`${folder}/${name}: ${z.prettifyError(parsed.error)}`);
      return [name.replace('.yaml', ''), parsed.data] as const;
    });
}
