import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERROR_CODES, isErrorCode, Refusal } from '../../contract/refusal.ts';

/** Told of each fault that is not the caller's. */
export type OnFault = (error: unknown) => void;

/** An answer as HTTP carries it: its status, where it is the only one of its body, and what is written as JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: object;
}

/**
 * What of an error may leave the database: refusals and errors with one of our codes as they are; anything else is a
 * fault of ours, reported to `onFault` and told to the gateway without its words.
 */
export function answerableError(
  onFault: OnFault = () => undefined,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    // GraphQL wraps whatever is thrown, by resolvers and by scalars.
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

/** The answer to a call, or to a whole request, that came to nothing: a refusal as it is, a fault without its words. */
export function refusalAnswer(error: unknown, onFault: OnFault): HttpAnswer {
  const code = error instanceof Refusal ? error.code : 'SOURCE_UNAVAILABLE';
  const shown = answerableError(onFault)({ message: '' }, error);
  return { status: ERROR_CODES[code], body: { errors: [shown] } };
}
