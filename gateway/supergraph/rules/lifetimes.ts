import { type ConstDirectiveNode, type DirectiveDefinitionNode, Kind, visit } from 'graphql';
import { type Problem, problemAt } from '../problem.ts';
import type { Schema } from './schema.ts';

const RULE = 'lifetimes-are-plain';

/**
 * `@cacheControl` says one thing that can be kept to: a lifetime in seconds, or that the field above decides. What
 * says anything else would be overlooked, and its data kept for no time or, worse, for another one than is meant.
 */
export function lifetimesArePlain({ source: { document } }: Schema): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Directive(node) {
      if (node.name.value === 'cacheControl') problems.push(...statedProblems(node as ConstDirectiveNode));
    },
    DirectiveDefinition(node) {
      if (node.name.value === 'cacheControl') problems.push(...definitionProblems(node));
    },
  });
  return problems;
}

function statedProblems(node: ConstDirectiveNode): readonly Problem[] {
  const given = new Map(node.arguments?.map(({ name, value }) => [name.value, value]));
  const maxAge = given.get('maxAge');
  const inherit = given.get('inheritMaxAge');
  const inherits = inherit?.kind === Kind.BOOLEAN && inherit.value;
  const isPrivate = given.get('scope')?.kind === Kind.ENUM;
  if (maxAge !== undefined && (maxAge.kind !== Kind.INT || maxAge.value.startsWith('-'))) {
    return [problemAt(node, RULE, 'found another maxAge than a number of seconds')];
  }
  if (maxAge !== undefined && inherits) {
    return [problemAt(node, RULE, 'found a maxAge and inheritMaxAge, expected one of them')];
  }
  if (maxAge !== undefined || inherits || isPrivate) return [];
  return [problemAt(node, RULE, 'found @cacheControl without maxAge or inheritMaxAge: true')];
}

function definitionProblems(node: DirectiveDefinitionNode): readonly Problem[] {
  return (node.arguments ?? [])
    .filter(({ defaultValue }) => defaultValue !== undefined)
    .map((argument) =>
      problemAt(argument, RULE, `found a default of ${argument.name.value}, expected it where it holds`),
    );
}
