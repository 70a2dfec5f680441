import { composeServices } from '@apollo/composition';
import { type GraphQLError, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import {
  coordinate,
  hasDirective,
  isPlumbing,
  keyFieldsOf,
  scopesOf,
  searchesOf,
} from '../../contract/element-directives.ts';
import { CompositionError, type Problem, problemAt } from './problem.ts';
import { isPageArgument, type KnownElements, statesElements } from './rules/schema.ts';
import { checkSchemaRules } from './schema-rules.ts';
import type { SupergraphFile } from './sources.ts';

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
  { file, federationVersion, versionLine, subgraphs }: SupergraphFile,
  elements: KnownElements,
): Composition {
  if (federationVersion !== COMPOSITION_VERSION) {
    const message = `federation_version: found =${federationVersion}, expected =${COMPOSITION_VERSION}, which is installed`;
    refuse([{ file, line: versionLine, rule: 'supergraph-file', message }]);
  }
  refuse(twice(file, subgraphs));
  refuse(subgraphs.flatMap((source) => checkSchemaRules(source, elements)));
  const { errors, supergraphSdl, hints } = composeServices(
    subgraphs.map(({ name, url, document }) => ({ name, url, typeDefs: document })),
  );
  if (errors !== undefined) refuse(errors.map(composedProblem));
  if (supergraphSdl === undefined) throw new Error('Composition gave neither errors nor a supergraph.');
  refuse(unguarded(supergraphSdl));
  const told = (hints ?? []).map((hint) => located(hint.nodes?.[0], hint.definition.code, hint.message));
  refuse(told.filter(({ rule }) => LOSES_A_RULE.has(rule)));
  return { policySdl: supergraphSdl, hints: told };
}

/**
 * Hints that are errors here: of a directive that stands differently in two subgraphs, such as `@searches` on a
 * shared argument, composition keeps one side only.
 */
const LOSES_A_RULE: ReadonlySet<string> = new Set(['INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS']);

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

/**
 * What would be served without any element in the composed graph: a key whose owner states none, or an argument of a
 * subgraph that does not compose `@searches`, which composition drops without a word.
 */
function unguarded(supergraphSdl: string): readonly Problem[] {
  return parse(supergraphSdl)
    .definitions.filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
    .flatMap((type) => [...unguardedFields(type), ...unguardedArguments(type)]);
}

function unguardedFields(type: ObjectTypeDefinitionNode): readonly Problem[] {
  if (hasDirective(type, 'valueType') && keyFieldsOf(type).length === 0) return [];
  return (type.fields ?? [])
    .filter((field) => !isPlumbing(type.name.value, field) && !statesElements(scopesOf(field)))
    .map((field) =>
      inSupergraph(
        'every-field-has-elements',
        `${coordinate(type.name.value, field.name.value)} needs no data element in the composed graph; does its owner state one?`,
      ),
    );
}

function unguardedArguments(type: ObjectTypeDefinitionNode): readonly Problem[] {
  return (type.fields ?? []).flatMap((field) =>
    (field.arguments ?? [])
      .filter((argument) => !isPageArgument(argument.name.value) && !statesElements(searchesOf(argument)))
      .map((argument) =>
        inSupergraph(
          'every-argument-has-elements',
          `${coordinate(type.name.value, field.name.value, argument.name.value)} searches by no data element in the composed graph; does its subgraph compose @searches?`,
        ),
      ),
  );
}

function inSupergraph(rule: string, message: string): Problem {
  return { file: 'supergraph', line: 0, rule, message };
}
