import { parseArgs } from 'node:util';

/** One option of a command. */
export interface Option {
  /** What follows it, in capitals; a switch has none. */
  readonly value?: string;
  readonly help: string;
  readonly isRequired?: boolean;
  readonly isMultiple?: boolean;
}

/** A command as `--help` shows it. */
export interface CommandOutline {
  /** As one types it, such as `npm run seed --`. */
  readonly usage: string;
  readonly summary: string;
  /** Words without dashes, all of them required: one in capitals is a value, any other stands for itself. */
  readonly operands?: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
}

/** What was typed: text for options with a value and for operands, `true` for switches. */
export type Given = Readonly<Record<string, string | true | readonly string[] | undefined>>;

/** A mistake of whoever typed the command: one clear line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command: `--help` explains it, bad input is one line on standard error and exit code 2, a failure is one
 * line and exit code 1.
 */
export async function runCommand(
  outline: CommandOutline,
  work: (given: Given) => Promise<void>,
): Promise<void> {
  try {
    const given = readOptions(outline, process.argv.slice(2));
    if (given['help'] === true) process.stdout.write(`${helpOf(outline)}\n`);
    else await work(given);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** @throws UsageError for an unknown option, a missing one, or a missing value */
export function readOptions(outline: CommandOutline, words: readonly string[]): Given {
  const config = Object.fromEntries(
    Object.entries({ ...outline.options, help: { help: '' } as Option }).map(([name, option]) => [
      name,
      {
        type: option.value === undefined ? 'boolean' : 'string',
        multiple: option.isMultiple === true,
      } as const,
    ]),
  );
  const { values, positionals } = parse(config, words, outline);
  const given = { ...values, ...(values['help'] === true ? {} : operandsOf(outline, positionals)) };
  for (const [name, option] of Object.entries(outline.options)) {
    if (option.isRequired === true && given[name] === undefined && given['help'] === undefined) {
      throw new UsageError(`--${name}: expected ${option.value ?? 'it'}; see ${outline.usage} --help`);
    }
  }
  return given;
}

function operandsOf({ operands = [], usage }: CommandOutline, words: readonly string[]): Given {
  const fits = operands.every((name, index) => isValue(name) || words[index] === name);
  if (!fits || words.length !== operands.length) {
    const received = words.length === 0 ? 'nothing' : `"${words.join(' ')}"`;
    throw new UsageError(`received ${received}, expected ${operands.join(' ')}; see ${usage} --help`);
  }
  return Object.fromEntries(operands.map((name, index) => [name, words[index]]));
}

function isValue(operand: string): boolean {
  return operand === operand.toUpperCase();
}

function parse(
  config: object,
  words: readonly string[],
  outline: CommandOutline,
): { readonly values: Given; readonly positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      options: config as never,
      args: [...words],
      strict: true,
      allowPositionals: outline.operands !== undefined,
    });
    return { values: values as Given, positionals };
  } catch (error) {
    const reason = (error as Error).message.split(/[.\n]/)[0] ?? 'not understood';
    throw new UsageError(`${reason}; see ${outline.usage} --help`);
  }
}

/** A whole number within limits, from an option. */
export function wholeNumber(
  given: Given,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const text = given[name];
  if (text === undefined) return fallback;
  const number = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(
    `--${name}: received "${String(text)}", expected a whole number from ${least} to ${most}`,
  );
}

/** The text of an option, if it was given. */
export function textOf(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' ? value : undefined;
}

function helpOf({ usage, summary, operands = [], options }: CommandOutline): string {
  const rows = Object.entries({ ...options, help: { help: 'explains this command' } as Option }).map(
    ([name, { value, help }]) => [`  --${name}${value === undefined ? '' : ` ${value}`}`, help] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return [
    [usage, ...operands].join(' '),
    '',
    summary,
    '',
    ...rows.map(([left, help]) => left.padEnd(width) + help),
  ].join('\n');
}
