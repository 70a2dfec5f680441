import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type ErrorCode, isErrorCode, Refusal } from '../../contract/refusal.ts';

/** A refusal as the body of an HTTP answer, for what is refused before GraphQL begins. */
export function refusalBody(refusal: Refusal): { readonly errors: readonly GraphQLFormattedError[] } {
  return {
    errors: [{ message: refusal.message, extensions: { code: refusal.code, ...refusal.facts } }],
  };
}

/** Apollo Server's own codes that say the same as one of ours. */
const APOLLO_CODES: Readonly<Record<string, ErrorCode>> = {
  OPERATION_RESOLUTION_FAILURE: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_REQUEST',
};

/** What an error may say beside its code; a library's own facts (`response`, `stacktrace`, `serviceName`) stay inside. */
const FACTS: ReadonlySet<string> = new Set([
  'agreements',
  'argument',
  'expected',
  'header',
  'input',
  'lacking',
  'problems',
  'provisions',
  'received',
  'rule',
  'scalar',
  'source',
  'withheld',
  'wouldSuffice',
]);

function toldFacts(extensions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions).filter(([name]) => FACTS.has(name)));
}

/**
 * The last look at every error that leaves: codes of the catalogue only, no stack, nothing of our inside. What has no
 * known code is a fault of ours; it is reported to `onFault` and told without its words.
 */
export function formatClientError(
  onFault: (error: unknown) => void,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const cause = unwrapResolverError(error);
    const original = cause instanceof GraphQLError ? cause.originalError : cause;
    const { message, locations, path, extensions = {} } = formatted;
    const position = {
      ...(locations === undefined ? {} : { locations }),
      ...(path === undefined ? {} : { path }),
    };
    if (original instanceof Refusal) {
      return {
        message: original.message,
        ...position,
        extensions: { code: original.code, ...original.facts },
      };
    }
    const stated = String(extensions['code']);
    const code = APOLLO_CODES[stated] ?? stated;
    if (isErrorCode(code) && code !== 'INTERNAL') {
      return { message, ...position, extensions: { ...toldFacts(extensions), code } };
    }
    onFault(cause);
    return { message: 'The gateway failed to answer.', ...position, extensions: { code: 'INTERNAL' } };
  };
}
