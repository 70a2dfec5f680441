import { type ASTNode, Kind, parse, Source, visit } from 'graphql';
import { COMPOSITION_VERSION } from './compose.ts';
import { CompositionError, formatProblem, type Problem } from './problem.ts';
import type { KnownElements } from './rules/schema.ts';
import { checkSchemaRules } from './schema-rules.ts';
import type { SubgraphSource, SupergraphFile } from './sources.ts';

/** What stands at the head of every schema, on one line, so that a schema's own lines begin with 2. */
export const HEADER = [
  'extend schema',
  '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requiresScopes", "@composeDirective", "@requires", "@provides", "@external", "@override", "@interfaceObject", "@inaccessible", "@tag", "@cost", "@listSize"])',
  '@link(url: "https://lien-thong.example/specs/elements/v1.0", import: ["@searches", "@valueType"])',
  '@composeDirective(name: "@searches") @composeDirective(name: "@valueType")',
  'directive @searches(elements: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION',
  'directive @valueType on OBJECT',
].join(' ');

/** A dictionary of two databases. */
export const ELEMENTS: KnownElements = new Map([
  ['library.book.isbn', { class: 'business' }],
  ['library.book.title', { class: 'business' }],
  ['library.book.language', { class: 'none' }],
  ['loans.loan.reader', { class: 'sensitive' }],
]);

/** One subgraph out of the text of its schema, the header excepted. */
export function subgraph(name: string, sdl: string, header: string = HEADER): SubgraphSource {
  const file = `subgraphs/${name}/schema.graphql`;
  return {
    name,
    url: `http://${name}.test/graphql`,
    file,
    document: parse(new Source(`${header}\n${sdl}`, file)),
  };
}

/** The same, where what has no description gets one. */
export function describedSubgraph(name: string, sdl: string, header?: string): SubgraphSource {
  const source = subgraph(name, sdl, header);
  const description = { kind: Kind.STRING, value: 'Thing (vật).' } as const;
  const document = visit(source.document, {
    enter: (node: ASTNode) => {
      if (node.kind === Kind.DIRECTIVE_DEFINITION) return false;
      return /(Type|Field|InputValue)Definition$/.test(node.kind) ? { ...node, description } : undefined;
    },
  });
  return { ...source, document };
}

/** A supergraph.yaml, as it is when read. */
export function supergraphFile(...subgraphs: readonly SubgraphSource[]): SupergraphFile {
  return { file: 'supergraph.yaml', federationVersion: COMPOSITION_VERSION, versionLine: 2, subgraphs };
}

/** What the schema rules find in one subgraph named `library`, as `line: message (rule)`. */
export function ruleProblems(sdl: string, header?: string): readonly string[] {
  return checkSchemaRules(subgraph('library', sdl, header), ELEMENTS).map(
    ({ file, line, rule, message }) =>
      `${file === 'subgraphs/library/schema.graphql' ? '' : file}${line}: ${message} (${rule})`,
  );
}

/** The problems for which something is refused, as one prints them. */
export async function problemsOf(call: () => unknown): Promise<readonly string[]> {
  try {
    await call();
  } catch (error) {
    if (error instanceof CompositionError)
      return error.problems.map((problem: Problem) => formatProblem(problem));
    throw error;
  }
  return [];
}
