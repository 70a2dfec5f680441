import { executeSync, type GraphQLSchema, parse } from 'graphql';
import type { RandomOperation } from '../support/random-operations.ts';

/**
 * An answer in the order of the specification: what graphql-js makes of an operation whose resolvers read the finished
 * answer. A value that does not fit its place changes the answer, so it also says whether the answer is complete.
 */
export function inSpecifiedOrder(
  schema: GraphQLSchema,
  { query, variables }: RandomOperation,
  answer: unknown,
): unknown {
  const { data } = executeSync({
    schema,
    document: parse(query, { noLocation: true }),
    variableValues: { ...variables },
    rootValue: answer,
    fieldResolver: (source: Readonly<Record<string, unknown>>, _given, _context, { path }) =>
      source[path.key],
    typeResolver: (value: { readonly __typename: string }) => value.__typename,
  });
  return data;
}
