import { buildSchema, type GraphQLError, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/refusal.ts';
import { limitRules, MAX_BODY_BYTES, MAX_TOKENS } from './limits.ts';

const SCHEMA = buildSchema('type Query { q: Query n: Int }');

/** What an operation is refused for: codes and what is expected. */
function refusals(query: string): readonly string[] {
  const rules = [...specifiedRules, ...limitRules()];
  return validate(SCHEMA, parse(query, { maxTokens: MAX_TOKENS }), rules).map(
    ({ message, originalError }: GraphQLError) =>
      originalError instanceof Refusal
        ? `${originalError.code}: ${String(originalError.facts['expected'])}`
        : message,
  );
}

const nested = (depth: number, leaf = 'n') =>
  `${'{ q '.repeat(depth - 1)}{ ${leaf} }${' }'.repeat(depth - 1)}`;
const aliases = (count: number) => Array.from({ length: count }, (_none, index) => `a${index}: n`).join(' ');

interface Limit {
  readonly limit: string;
  readonly most: string;
  readonly over: string;
}

const LIMITS: readonly Limit[] = [
  { limit: 'depth: at most 16', most: nested(16), over: nested(17) },
  {
    limit: 'depth: at most 16',
    most: `{ q { ...F } } fragment F on Query ${nested(15)}`,
    over: `{ q { ...F } } fragment F on Query ${nested(16)}`,
  },
  {
    limit: 'number of aliases: at most 50',
    most: `{ q { ${aliases(50)} } }`,
    over: `{ q { ${aliases(51)} } }`,
  },
  {
    limit: 'number of aliases: at most 50',
    most: `{ q { ...F q { ...F } } } fragment F on Query { ${aliases(25)} }`,
    over: `{ q { ...F q { ...F } } } fragment F on Query { ${aliases(26)} }`,
  },
  {
    limit: 'number of directives: at most 100',
    most: `{ q { ${'n @skip(if: true) '.repeat(100)} } }`,
    over: `{ q { ${'n @skip(if: true) '.repeat(101)} } }`,
  },
  { limit: 'number of root fields: at most 20', most: `{ ${aliases(20)} }`, over: `{ ${aliases(21)} }` },
  {
    limit: 'number of root fields: at most 20',
    most: `{ n ...F ... { q { n } } } fragment F on Query { ${aliases(18)} }`,
    over: `{ n ...F ... { q { n } } } fragment F on Query { ${aliases(19)} }`,
  },
];

describe.each(LIMITS)('$limit', ({ limit, most, over }) => {
  it('passes just at the limit', () => {
    expect(refusals(most)).toEqual([]);
  });
  it('is refused just above it', () => {
    expect(refusals(over)).toEqual([`OPERATION_TOO_COMPLEX: ${limit}`]);
  });
});

describe('limits', () => {
  it('count a fragment that is spread twice into the root once: it asks for the same fields', () => {
    expect(refusals(`{ ...F ...F } fragment F on Query { ${aliases(20)} }`)).toEqual([]);
  });

  it('end with fragments that go in a circle', () => {
    expect(refusals('{ ...F } fragment F on Query { n ...F }')).toEqual([
      'Cannot spread fragment "F" within itself.',
    ]);
  });

  it('are told by the words that the client can mend it with', () => {
    const [error] = validate(SCHEMA, parse(nested(17)), limitRules());
    expect(error?.message).toBe("The operation's depth is above the limit of 16.");
  });

  it('leave room for tokens up to the parser’s limit, and no further', () => {
    // Two tokens for each field and four for the braces.
    const query = (fields: number) => `{ ${'n '.repeat(fields)} }`;
    expect(() => parse(query(MAX_TOKENS - 2), { maxTokens: MAX_TOKENS })).not.toThrow();
    expect(() => parse(query(MAX_TOKENS - 1), { maxTokens: MAX_TOKENS })).toThrow(/tokens/);
  });

  it('let a bulk look-up of a thousand numbers through', () => {
    expect(JSON.stringify(Array.from({ length: 1_000 }, () => '901085000001')).length).toBeLessThan(
      MAX_BODY_BYTES / 10,
    );
  });

  it('leave introspection to the tools that need it', () => {
    expect(refusals('{ __schema { types { fields { type { ofType { ofType { name } } } } } } }')).toEqual([]);
  });
});
