import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** Tools that check the code, by the file that starts them. */
const TOOLS = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
} as const;

/** Room for the findings of a whole project. */
const MOST_OUTPUT = 16 * 1024 * 1024;

/** Runs a tool in the project and answers the lines that it wrote if it found anything; none when all is well. */
export async function findingsOf(
  tool: keyof typeof TOOLS,
  root: string,
  words: readonly string[],
): Promise<readonly string[]> {
  const [failed, output] = await new Promise<readonly [boolean, string]>((resolve) => {
    execFile(
      process.execPath,
      [join(root, TOOLS[tool]), ...words],
      { cwd: root, maxBuffer: MOST_OUTPUT },
      (error, stdout, stderr) => resolve([error !== null, `${stdout}${stderr}`]),
    );
  });
  if (!failed) return [];
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 ? lines : [`${tool} failed without a word; is it installed? npm ci`];
}
