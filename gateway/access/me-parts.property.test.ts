import fc from 'fast-check';
import { execute, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { AN, ask, CITIZEN, ME_GRAPH } from './fixture.ts';
import { type OwnFields, withOwnFields } from './own-fields.ts';

const note = (text: string) => ({ text });
const OWN: OwnFields = {
  typeDefs: 'extend type Citizen { note(text: String = "n"): Note letter: Note } type Note { text: String }',
  ofMe: {
    note: ({ text }: { readonly text: string }) => note(text),
    letter: () => note('l'),
  },
};

/** The whole schema, answered by one who knows both. */
const WHOLE = withOwnFields(ME_GRAPH.schema, [OWN]).schema;
const EVERYTHING = {
  me: { ...AN, note: ({ text }: { readonly text: string }) => note(text), letter: note('l') },
  sexes: [{ title: 'Nữ' }, { title: 'Nam' }],
};

const condition = fc.constantFrom('', '', '', '@skip(if: $yes)', '@include(if: $yes)', '@include(if: $no)');
const field = fc
  .tuple(
    fc.constantFrom(
      'name',
      'ethnicity',
      '__typename',
      'sex { title }',
      'note { text }',
      'letter { text }',
      'other: note(text: $text) { text }',
      'same: letter { __typename text }',
    ),
    condition,
  )
  .map(([text, directive]) => {
    const at = text.indexOf('{');
    return at === -1 ? `${text} ${directive}` : `${text.slice(0, at)}${directive} ${text.slice(at)}`;
  });
const selection = fc.letrec<{ one: string; some: string }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    field,
    fc.tuple(condition, tie('some')).map(([directive, below]) => `... ${directive} { ${below} }`),
    fc.tuple(condition, tie('some')).map(([directive, below]) => `... on Citizen ${directive} { ${below} }`),
    tie('some').map((below) => `... on Thing { ... on Citizen { ${below} } }`),
    fc.constantFrom('...A', '...B @include(if: $yes)', '...B'),
  ),
  some: fc.array(tie('one'), { minLength: 1, maxLength: 4 }).map((all) => all.join(' ')),
})).some;
/** Validation refuses a fragment or a variable that nothing uses. */
const USED =
  'use: me @include(if: $no) { ...A other: note(text: $text) { text } } yes: __typename @include(if: $yes)';
const leaves = fc.array(field, { minLength: 1, maxLength: 3 }).map((all) => all.join(' '));
const root = fc
  .tuple(fc.constantFrom('me', 'me', 'mine: me'), condition, selection)
  .map(([name, directive, below]) => `${name} ${directive} { ${below} }`);
const operation = fc
  .tuple(
    fc.array(fc.oneof(root, fc.constant('sexes { title }')), { minLength: 1, maxLength: 4 }),
    leaves,
    leaves,
  )
  .map(
    ([
      roots,
      a,
      b,
    ]) => `query($yes: Boolean!, $no: Boolean! = false, $text: String!) { ${USED} ${roots.join(' ')} }
      fragment A on Citizen { ${a} ...B } fragment B on Citizen { ${b} }`,
  );

describe('an operation that is parted at me', () => {
  it('is answered as by one who knows everything, in the same order', async () => {
    let mixed = 0;
    await fc.assert(
      fc.asyncProperty(operation, fc.boolean(), async (query, yes) => {
        const variables = { yes, text: 'x' };
        const answer = await ask(query, {
          ownFields: [OWN],
          graph: ME_GRAPH,
          claims: CITIZEN,
          variables,
        });
        const whole = await execute({
          schema: WHOLE,
          document: parse(query),
          rootValue: EVERYTHING,
          variableValues: variables,
        });
        expect(answer.errors).toEqual([]);
        expect(JSON.stringify(answer.data)).toBe(JSON.stringify(whole.data));
        expect(answer.toDatabases.join()).not.toMatch(/note|letter/);
        const me = answer.data?.me ?? answer.data?.mine ?? {};
        mixed += Number('name' in me && ('note' in me || 'letter' in me));
      }),
      { numRuns: 300 },
    );
    expect(mixed).toBeGreaterThan(20);
  });
});
