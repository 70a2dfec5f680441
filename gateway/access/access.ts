import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { DecisionGraph } from '../authorization/index.ts';
import type { CostModel } from '../protection/index.ts';
import { accessPreviewFields } from './access-preview.ts';
import { type AnsweredContext, answerParts, type GraphAnswer } from './answer-operation.ts';
import { DESCRIBED_TYPES } from './described.ts';
import { MY_ACCESS_FIELDS } from './my-access.ts';
import { type OwnContext, type OwnFields, type OwnGraph, withOwnFields } from './own-fields.ts';
import { createOwnSchemas } from './own-schema.ts';
import { splitOperation } from './parts.ts';
import { withOwnSuggestions } from './suggestions.ts';

/** What an agency can ask beforehand, and what the schema shows it. */
export interface Access {
  /** The graph's schema with the gateway's own fields, for whoever validates operations. */
  readonly schema: GraphQLSchema;
  /** What operations on that schema cost: `checkCost` refuses by it, `accessPreview` tells it. */
  readonly costs: CostModel;
  /** Answers an operation; `graph` answers the part of it that the databases know. */
  answer<Context extends AnsweredContext>(
    incoming: GatewayGraphQLRequestContext<Context>,
    graph: GraphAnswer<Context>,
  ): Promise<GatewayExecutionResult>;
  /** Whether an operation asks nothing of the databases. */
  isOwn(document: DocumentNode, operation: OperationDefinitionNode): boolean;
  /** An error as the caller may read it: it suggests only what the caller's own schema has. */
  withOwnSuggestions(
    error: GraphQLFormattedError,
    asker: Pick<OwnContext, 'caller' | 'governance'>,
  ): GraphQLFormattedError;
}

/** What {@link createAccess} is made from. */
export interface AccessParts {
  /** The graph that requests are decided on: previews are decided on the same. */
  readonly graph: DecisionGraph;
  /** Further fields that the gateway answers itself. */
  readonly ownFields?: readonly OwnFields[];
  /** What operations cost on this graph, and may cost. */
  readonly costs: CostModel;
}

/** @throws Error when own fields do not fit the graph */
export function createAccess({ graph, ownFields = [], costs }: AccessParts): Access {
  const ownGraph: OwnGraph = withOwnFields(graph.schema, [
    { typeDefs: DESCRIBED_TYPES },
    MY_ACCESS_FIELDS,
    accessPreviewFields({ graph, ownGraph: () => ownGraph, costs }),
    ...ownFields,
  ]);
  const ownSchemas = createOwnSchemas(ownGraph.schema, graph.policy, ownGraph.ofMe);
  return {
    schema: ownGraph.schema,
    costs,
    answer: (incoming, answerGraph) => answerParts({ ownGraph, ownSchemas }, incoming, answerGraph),
    isOwn: (document, operation) => splitOperation(ownGraph, document, operation).graph === undefined,
    withOwnSuggestions: (error, asker) =>
      rewritten(error, (message) => withOwnSuggestions(message, () => ownSchemas.schemaOf(asker))),
  };
}

/** The messages of an error: its own, and those of the problems that stand beside it. */
function rewritten(
  error: GraphQLFormattedError,
  rewrite: (message: string) => string,
): GraphQLFormattedError {
  const problems = error.extensions?.['problems'];
  const message = rewrite(error.message);
  if (!Array.isArray(problems)) return { ...error, message };
  const rewrittenProblems = problems.map((problem: { readonly message?: unknown }) => ({
    ...problem,
    ...(typeof problem.message === 'string' ? { message: rewrite(problem.message) } : {}),
  }));
  return { ...error, message, extensions: { ...error.extensions, problems: rewrittenProblems } };
}
