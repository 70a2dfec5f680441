import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isErrorCode, Refusal } from '../../contract/refusal.ts';

/**
 * What of an error may leave the database: refusals and errors with one of our codes as they are; anything else is a
 * fault of ours, reported to `onFault` and told to the gateway without its words.
 */
export function answerableError(
  onFault: (error: unknown) => void = () => undefined,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    // Apollo wraps not only what resolvers throw: also a refused grant, a refused operation, a scalar's refusal.
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    const position = formatted.path === undefined ? {} : { path: formatted.path };
    if (cause instanceof Refusal) {
      return { message: cause.message, ...position, extensions: { code: cause.code, ...cause.facts } };
    }
    const own = cause instanceof GraphQLError ? cause.extensions['code'] : undefined;
    const code = isErrorCode(own) ? own : formatted.extensions?.['code'];
    if (error instanceof GraphQLError && isErrorCode(code) && code !== 'INTERNAL') {
      return { message: formatted.message, ...position, extensions: { ...formatted.extensions, code } };
    }
    onFault(cause);
    return {
      message: 'The database could not answer.',
      ...position,
      extensions: { code: 'SOURCE_UNAVAILABLE' },
    };
  };
}
