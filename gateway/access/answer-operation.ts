import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { execute, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { toGraphQLError } from '../../contract/graphql-refusal.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Cost } from '../protection/index.ts';
import { joinResults } from './join-results.ts';
import type { OwnContext, OwnGraph, OwnRequest } from './own-fields.ts';
import { rootValueOf } from './own-of-me.ts';
import type { OwnSchemas } from './own-schema.ts';
import { type Part, type Parts, splitOperation } from './parts.ts';

/** What a request carries here: its variables have been checked, and defaults applied. */
export interface AnsweredContext extends OwnRequest {
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the request costs and may cost; set once it has been checked. */
  readonly cost?: Cost | undefined;
}

type Incoming<Context extends AnsweredContext> = GatewayGraphQLRequestContext<Context>;

/** How the databases' part of an operation is answered. */
export type GraphAnswer<Context extends AnsweredContext> = (
  incoming: Incoming<Context>,
) => Promise<GatewayExecutionResult>;

/** What answering runs on. */
export interface AnswerParts {
  readonly ownGraph: OwnGraph;
  readonly ownSchemas: OwnSchemas;
}

/**
 * Answers an operation, each part by who knows: the databases' fields by `graph`, the gateway's own fields here,
 * introspection from the caller's own schema; joined in the client's order. What is asked of `me` of both is told
 * where the databases say that there is such a person; alone, the gateway's own is told to the token's citizen.
 *
 * @throws GraphQLError with what the request lacks, when it asks the graph without stating it; whatever `graph` throws
 */
export async function answerParts<Context extends AnsweredContext>(
  { ownGraph, ownSchemas }: AnswerParts,
  incoming: Incoming<Context>,
  graph: GraphAnswer<Context>,
): Promise<GatewayExecutionResult> {
  const { document, operation, context } = incoming;
  const parts = partsOf(ownGraph, incoming);
  if (parts.graph !== undefined && context.caller.lacks !== undefined)
    throw toGraphQLError(context.caller.lacks);
  // First, because the agreements may change while it runs: what the other parts tell is then of the version it ended on.
  const ofGraph = parts.graph && (await graph(partOf(incoming, parts.graph)));
  const results = [
    parts.own && (await runHere(ownGraph.schema, parts.own, incoming, ownGraph, isGoneIn(ofGraph))),
    parts.introspection &&
      (await runHere(ownSchemas.schemaOf(context), parts.introspection, incoming, ownGraph)),
    ofGraph,
  ].filter((result) => result !== undefined);
  const [only, ...others] = results;
  if (only !== undefined && others.length === 0) return only;
  return joinResults(results, ownGraph, document, operation, context.variables);
}

const known = new WeakMap<OperationDefinitionNode, Parts>();

/** Parsed documents are shared between requests, so each is parted once. */
function partsOf(ownGraph: OwnGraph, { document, operation }: Incoming<AnsweredContext>): Parts {
  const remembered = known.get(operation);
  if (remembered !== undefined) return remembered;
  const parts = parted(ownGraph, document, operation);
  known.set(operation, parts);
  return parts;
}

function parted(...[ownGraph, document, operation]: Parameters<typeof splitOperation>): Parts {
  try {
    return splitOperation(ownGraph, document, operation);
  } catch (error) {
    throw error instanceof Refusal ? toGraphQLError(error) : error;
  }
}

function partOf<Context extends AnsweredContext>(
  incoming: Incoming<Context>,
  { document, operation }: Part,
): Incoming<Context> {
  if (document === incoming.document) return incoming;
  return Object.create(incoming, { document: { value: document }, operation: { value: operation } });
}

/**
 * Whether the databases were asked about a person under a key and tell of nobody: no such record, one that is withheld
 * or not available, or no answer at all.
 */
function isGoneIn(ofGraph: GatewayExecutionResult | undefined): (key: string) => boolean {
  if (ofGraph === undefined) return () => false;
  const { data } = ofGraph;
  return (key) => data == null || (Object.hasOwn(data, key) && data[key] == null);
}

async function runHere(
  schema: GraphQLSchema,
  { document, operation }: Part,
  { request, context, queryHash, operationName }: Incoming<AnsweredContext>,
  ownGraph: OwnGraph,
  isGone: (key: string) => boolean = () => false,
): Promise<GatewayExecutionResult> {
  const { requestId } = context;
  const contextValue: OwnContext = { ...context, operationHash: queryHash, operationName };
  const result = await execute({
    schema,
    document,
    operationName: operation.name?.value ?? null,
    rootValue: rootValueOf(ownGraph, operation.operation, isGone),
    contextValue,
    variableValues: request.variables ?? {},
  });
  return { ...result, extensions: { lienthong: { requestId, states: [], sources: [], cost: context.cost } } };
}
