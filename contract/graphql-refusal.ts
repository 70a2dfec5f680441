import { GraphQLError } from 'graphql';
import { ERROR_CODES, type Refusal } from './refusal.ts';

/** A refusal of a whole request as Apollo Server understands it: code and facts for the caller, and the HTTP status. */
export function toGraphQLError(refusal: Refusal): GraphQLError {
  return new GraphQLError(refusal.message, {
    originalError: refusal,
    extensions: { code: refusal.code, ...refusal.facts, http: { status: ERROR_CODES[refusal.code] } },
  });
}
