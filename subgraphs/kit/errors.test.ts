import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/refusal.ts';
import { answerableError } from './errors.ts';

/** What leaves the database for an error, and what was reported as a fault. */
function answered(error: GraphQLError) {
  const faults: unknown[] = [];
  const answer = answerableError((fault) => faults.push(fault))(error.toJSON(), error);
  return { answer, faults };
}

const wrapped = (originalError: Error, path?: readonly string[]) =>
  new GraphQLError(originalError.message, { originalError, ...(path === undefined ? {} : { path }) });

describe('an error that leaves the database', () => {
  const refusal = new Refusal('PAGE_TOO_LARGE', 'first: expected 1 to 100, received 0.', { received: 0 });

  it('is a refusal as it is, with its facts and its place', () => {
    expect(answered(wrapped(refusal, ['books']))).toEqual({
      answer: {
        message: 'first: expected 1 to 100, received 0.',
        path: ['books'],
        extensions: { code: 'PAGE_TOO_LARGE', received: 0 },
      },
      faults: [],
    });
  });

  it('is a refusal also where no field is to blame, and without what was put before its sentence', () => {
    const { answer } = answered(
      new GraphQLError(`Context creation failed: ${refusal.message}`, { originalError: refusal }),
    );
    expect(answer.message).toBe(refusal.message);
    expect(answer.extensions).toEqual({ code: 'PAGE_TOO_LARGE', received: 0 });
  });

  it('is an error with a code of ours as it is', () => {
    const { answer, faults } = answered(
      new GraphQLError('The caller may not read this record.', {
        path: ['reader', 'name'],
        extensions: { code: 'SUBJECT_WITHHELD' },
      }),
    );
    expect(answer).toMatchObject({ path: ['reader', 'name'], extensions: { code: 'SUBJECT_WITHHELD' } });
    expect(faults).toEqual([]);
  });

  it('says what a scalar said of it, not only that the document is invalid', () => {
    const cause = new GraphQLError('PersonalId: expected 12 digits', {
      extensions: { code: 'INVALID_IDENTIFIER' },
    });
    const invalid = new GraphQLError(cause.message, {
      originalError: cause,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(answered(invalid).answer.extensions).toEqual({ code: 'INVALID_IDENTIFIER' });
  });

  it.each([
    ['a dead database', wrapped(new Error('connect ECONNREFUSED 10.1.2.3:5432'), ['book'])],
    ['a fault of SQL', wrapped(new Error('column "secret_name" does not exist'), ['book'])],
    ['a broken promise to GraphQL', new GraphQLError('Cannot return null for non-nullable field X.secret.')],
    [
      'a code that is not ours',
      new GraphQLError('secret', { extensions: { code: 'INTERNAL_SERVER_ERROR' } }),
    ],
    ['our own code for faults', new GraphQLError('secret', { extensions: { code: 'INTERNAL' } })],
    [
      'a code that is no text',
      new GraphQLError('secret', { extensions: { code: { toString: 'GRANT_MISSING' } } }),
    ],
  ])('hides %s and reports it', (_case, error) => {
    const { answer, faults } = answered(error);
    expect(answer).toEqual({
      message: 'The database could not answer.',
      ...(error.path === undefined ? {} : { path: error.path }),
      extensions: { code: 'SOURCE_UNAVAILABLE' },
    });
    expect(faults).toEqual([error.originalError ?? error]);
  });
});
