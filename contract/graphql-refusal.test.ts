import { expect, it } from 'vitest';
import { toGraphQLError } from './graphql-refusal.ts';
import { Refusal } from './refusal.ts';

it('a refusal of a whole request carries its code, its facts and the HTTP status of its code', () => {
  const refusal = new Refusal('GRANT_EXPIRED', 'The access grant has ended.', { received: 'old' });
  const error = toGraphQLError(refusal);
  expect(error.message).toBe('The access grant has ended.');
  expect(error.originalError).toBe(refusal);
  expect(error.extensions).toEqual({ code: 'GRANT_EXPIRED', received: 'old', http: { status: 401 } });
});
