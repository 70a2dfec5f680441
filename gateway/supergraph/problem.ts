import { type ASTNode, getLocation } from 'graphql';

/** One thing that is wrong, and where: everything that composition refuses is a list of these. */
export interface Problem {
  readonly file: string;
  /** 1-based; 0 when the problem belongs to the whole file. */
  readonly line: number;
  /** Rule or code that found it, such as `described` or `FIELD_TYPE_MISMATCH`. */
  readonly rule: string;
  readonly message: string;
}

/** Thrown when the graph cannot be composed; its message has one line a problem. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/** `file:line: message (rule)`, which editors and terminals make into a link. */
export function formatProblem({ file, line, rule, message }: Problem): string {
  return `${file}${line === 0 ? '' : `:${line}`}: ${message} (${rule})`;
}

/** The problem of a node of a parsed schema, on the line of its name: a description may be many lines before. */
export function problemAt(node: ASTNode, rule: string, message: string): Problem {
  const loc = ('name' in node ? node.name?.loc : undefined) ?? node.loc;
  if (loc === undefined) return { file: 'supergraph', line: 0, rule, message };
  return { file: loc.source.name, line: getLocation(loc.source, loc.start).line, rule, message };
}
