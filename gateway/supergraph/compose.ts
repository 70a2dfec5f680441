import { composeServices } from '@apollo/composition';
import { type GraphQLError, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { coordinate, hasDirective, isPlumbing, scopesOf } from '../../contract/element-directives.ts';
import { CompositionError, type Problem, problemAt } from './problem.ts';
import { checkSchemaRules, type KnownElements } from './schema-rules.ts';
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
  { federationVersion, subgraphs }: SupergraphFile,
  elements: KnownElements,
): Composition {
  if (federationVersion !== COMPOSITION_VERSION) {
    const message = `federation_version: found =${federationVersion}, expected =${COMPOSITION_VERSION}, which is installed`;
    throw new CompositionError([{ file: 'supergraph.yaml', line: 1, rule: 'supergraph-file', message }]);
  }
  refuse(subgraphs.flatMap((source) => checkSchemaRules(source, elements)));
  const { errors, supergraphSdl, hints } = composeServices(
    subgraphs.map(({ name, url, document }) => ({ name, url, typeDefs: document })),
  );
  if (errors !== undefined) refuse(errors.map(composedProblem));
  if (supergraphSdl === undefined) throw new Error('Composition gave neither errors nor a supergraph.');
  refuse(unguardedFields(supergraphSdl));
  return {
    policySdl: supergraphSdl,
    hints: (hints ?? []).map((hint) => located(hint.nodes?.[0], hint.definition.code, hint.message)),
  };
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

/** Fields of the composed graph that would be served without any element, for instance a key without its owner. */
function unguardedFields(supergraphSdl: string): readonly Problem[] {
  return parse(supergraphSdl)
    .definitions.filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter((type) => !hasDirective(type, 'valueType'))
    .flatMap((type) =>
      (type.fields ?? [])
        .filter((field) => !isPlumbing(type.name.value, field) && scopesOf(field).length === 0)
        .map((field) => ({
          file: 'supergraph',
          line: 0,
          rule: 'every-field-has-elements',
          message: `${coordinate(type.name.value, field.name.value)} needs no data element in the composed graph; does its owner state one?`,
        })),
    );
}
