import { composeServices } from '@apollo/composition';
import { type DocumentNode, type GraphQLError, visit } from 'graphql';
import { hasDirective } from '../../contract/element-directives.ts';
import { withStandardNames } from '../../contract/links.ts';
import { unguarded } from './composed-graph.ts';
import { CompositionError, type Problem, problemAt } from './problem.ts';
import type { KnownElements } from './rules/schema.ts';
import { checkSchemaRules } from './schema-rules.ts';
import type { SubgraphSource, SupergraphFile } from './sources.ts';

/** A composed graph. */
export interface Composition {
  /** The supergraph with its security directives: the policy, for people, other routers and our authorisation. */
  readonly policySdl: string;
  readonly hints: readonly Problem[];
}

/** Version of @apollo/composition that composes here; supergraph.yaml must ask for this one. */
export const COMPOSITION_VERSION = '2.14.4';

/**
 * Composes the subgraphs in this process. Each subgraph must keep the schema rules, and every field of the result
 * that discloses data must need a data element.
 *
 * @throws CompositionError with all problems, each with file and line
 */
export function compose(
  { file, federationVersion, versionLine, subgraphs: given }: SupergraphFile,
  elements: KnownElements,
): Composition {
  if (federationVersion !== COMPOSITION_VERSION) {
    const message = `federation_version: found =${federationVersion}, expected =${COMPOSITION_VERSION}, which is installed`;
    refuse([{ file, line: versionLine, rule: 'supergraph-file', message }]);
  }
  // Under their standard names from here on, so that no rename is a way around what follows.
  const subgraphs = given.map((source) => ({ ...source, document: withStandardNames(source.document) }));
  refuse(twice(file, subgraphs));
  refuse(subgraphs.flatMap((source) => checkSchemaRules(source, elements)));
  const { errors, supergraphSdl, hints } = merge(subgraphs);
  if (errors !== undefined) refuse(errors.map(composedProblem));
  if (supergraphSdl === undefined) throw new Error('Composition gave neither errors nor a supergraph.');
  refuse(unguarded(supergraphSdl, subgraphs));
  const told = (hints ?? []).map((hint) => located(hint.nodes?.[0], hint.definition.code, hint.message));
  refuse(told.filter(({ rule }) => LOSES_A_RULE.has(rule)));
  return { policySdl: supergraphSdl, hints: told };
}

/**
 * Hints that are errors here: of a directive that stands differently in two subgraphs, such as `@searches` on a
 * shared argument, composition keeps one side only; an input that only one of them knows leaves the graph, while its
 * default goes on selecting in that subgraph.
 */
const LOSES_A_RULE: ReadonlySet<string> = new Set([
  'INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS',
  'INCONSISTENT_ARGUMENT_PRESENCE',
  'INCONSISTENT_INPUT_OBJECT_FIELD',
]);

/** @throws CompositionError when composition itself fails, as on schemas that contradict each other in their links */
function merge(subgraphs: readonly SubgraphSource[]) {
  try {
    return composeServices(
      subgraphs.map(({ name, url, document }) => ({ name, url, typeDefs: withoutForeignScopes(document) })),
    );
  } catch (error) {
    const message = `composition failed: ${error instanceof Error ? error.message : 'unknown'}`;
    throw new CompositionError([{ file: 'supergraph', line: 0, rule: 'composition', message }]);
  }
}

/**
 * Composition takes no requirement on an external field, because its owner states it. A subgraph may state it all the
 * same, for its own check; {@link unguarded} has looked whether it is enough.
 */
function withoutForeignScopes(document: DocumentNode): DocumentNode {
  return visit(document, {
    FieldDefinition(node) {
      if (!hasDirective(node, 'external') || !hasDirective(node, 'requiresScopes')) return undefined;
      const directives = (node.directives ?? []).filter(({ name }) => name.value !== 'requiresScopes');
      return { ...node, directives };
    },
  });
}

function twice(file: string, subgraphs: SupergraphFile['subgraphs']): readonly Problem[] {
  return subgraphs
    .filter(({ name }, index) => subgraphs.findIndex((other) => other.name === name) !== index)
    .map(({ name }) => ({
      file,
      line: 0,
      rule: 'supergraph-file',
      message: `subgraphs: found "${name}" twice, expected each name once`,
    }));
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CompositionError(problems);
}

function composedProblem(error: GraphQLError): Problem {
  return located(error.nodes?.[0], String(error.extensions['code'] ?? 'composition'), error.message);
}

function located(node: Parameters<typeof problemAt>[0] | undefined, rule: string, message: string): Problem {
  const oneLine = message.replace(/\s*\n\s*/g, ' ');
  return node === undefined
    ? { file: 'supergraph', line: 0, rule, message: oneLine }
    : problemAt(node, rule, oneLine);
}
