import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, ask, CITIZEN, GRAPH, ME_GRAPH } from './fixture.ts';
import { type OwnFields, withOwnFields } from './own-fields.ts';

/** Whose notes were told. */
const told: string[] = [];
const NOTES: OwnFields = {
  typeDefs: `
    extend type Citizen { notes(of: PersonalId): [Note!] }
    type Note { text: String }
  `,
  ofMe: {
    notes({ of }: { readonly of?: string | null }, _context, citizen) {
      told.push(of ?? citizen);
      return [{ text: `about ${of ?? citizen}` }];
    },
  },
};
const MINE = [{ text: 'about 901085000001' }];

const asked: Asked = { ownFields: [NOTES], graph: ME_GRAPH, claims: CITIZEN };
const codeOf = (error: unknown) => (error as { extensions?: { code?: string } }).extensions?.code;
/** Codes of refusals where the test has no server that would put them into the answer. */
const refusals = (errors: readonly { originalError?: unknown; path?: unknown }[]) =>
  errors.map(({ originalError, path }) => [(originalError as { code?: string }).code, path]);

beforeEach(() => {
  told.length = 0;
});

describe('what the gateway answers below me', () => {
  it('needs nothing of the databases', async () => {
    const { data, toDatabases } = await ask('{ me { notes { text } __typename } }', asked);
    expect(data).toEqual({ me: { notes: MINE, __typename: 'Citizen' } });
    expect(toDatabases).toEqual([]);
  });

  it('stands among what the databases know, in the order of the client', async () => {
    const { data, toDatabases } = await ask('{ me { name notes { text } sex { title } } }', asked);
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({ me: { name: 'An', notes: MINE, sex: { title: 'Nữ' } } }),
    );
    expect(toDatabases).toEqual(['{ me { name sex { title } } }']);
  });

  it('is found under any alias, in fragments, and where one key is asked for twice', async () => {
    const { data, toDatabases } = await ask(
      `query($of: PersonalId!) {
        mine: me { ...Mine ethnicity }
        ... on Query { me { child: notes(of: $of) { text } } }
        sexes { title }
        ...Rest
        me { name }
      }
      fragment Mine on Citizen { ... on Thing { ... on Citizen { notes { ...Text } } } name }
      fragment Text on Note { text }
      fragment Rest on Query { mine: me { sex { title } } }`,
      { ...asked, variables: { of: '901085000002' } },
    );
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({
        mine: { notes: MINE, name: 'An', ethnicity: 'Kinh', sex: { title: 'Nữ' } },
        me: { child: [{ text: 'about 901085000002' }], name: 'An' },
        sexes: [{ title: 'Nữ' }, { title: 'Nam' }],
      }),
    );
    expect(toDatabases[0]).not.toMatch(/notes|Text|\$of/);
  });

  it.each([
    [true, { me: { name: 'An' } }, []],
    [false, { me: { notes: MINE }, again: { notes: MINE } }, ['901085000001', '901085000001']],
  ])('keeps to @skip and @include (%s)', async (yes, expected, tellings) => {
    const query = `query($yes: Boolean!) {
      me { notes @skip(if: $yes) { text } name @include(if: $yes) }
      again: me @skip(if: $yes) { notes { text } name @include(if: $yes) }
    }`;
    const { data } = await ask(query, { ...asked, variables: { yes } });
    expect(data).toEqual(expected);
    expect(told).toEqual(tellings);
  });

  it('leaves me alone where it is not asked for', async () => {
    const query = '{ me { name } myAccess { territory } }';
    const { toDatabases, data } = await ask(query, asked);
    expect(toDatabases).toEqual(['{ me { name } }']);
    expect(data.me).toEqual({ name: 'An' });
  });
});

describe('where the databases tell of nobody', () => {
  const nobody: Asked = { ...asked, me: null };

  it('the gateway tells nothing either', async () => {
    const { data } = await ask('{ me { name notes { text } } sexes { title } }', nobody);
    expect(data.me).toBeNull();
    expect(data.sexes).toHaveLength(2);
    expect(told).toEqual([]);
  });

  it('what was not asked of them is told alone', async () => {
    const { data } = await ask('{ me { name notes { text } } mine: me { notes { text } } }', nobody);
    expect(data).toEqual({ me: null, mine: { notes: MINE } });
  });

  it('a failure of theirs is the only error', async () => {
    const me = () => {
      throw new Error('Gone.');
    };
    const { data, errors } = await ask('{ me { notes { text } name } }', { ...asked, me });
    expect(data).toEqual({ me: null });
    expect(errors.map(({ message }) => message)).toEqual(['Gone.']);
    expect(told).toEqual([]);
  });
});

describe('what is answered below me', () => {
  it.each([
    '{ byNumber(number: "901085000002") { notes { text } } }',
    '{ me { relatives { notes { text } } } }',
    '{ me { name } citizen(name: "An") { ...Mine } } fragment Mine on Citizen { notes { text } }',
    '{ me { ...Mine relatives { ...Mine } } } fragment Mine on Citizen { name notes { text } }',
    '{ things { ... on Citizen { notes { text } } } }',
    '{ me { notes { text } } things { ...T } } fragment T on Thing { ... on Citizen { notes { text } } }',
  ])('is refused elsewhere, and nothing is asked: %s', async (query) => {
    const refusal: unknown = await ask(query, asked).catch((error: unknown) => error);
    expect(codeOf(refusal)).toBe('BAD_REQUEST');
    expect((refusal as Error).message).toBe('notes is answered below me only.');
    expect(told).toEqual([]);
  });

  it('is not taken for a field of another type that has its name', async () => {
    const query = '{ me { notes: name } things { ... on Citizen { notes: name } } }';
    expect((await ask(query, asked)).data).toEqual({ me: { notes: 'An' }, things: [{ notes: 'An' }] });
  });

  it.each(['{ me { notes { text } } }', '{ me { name notes { text } } }'])(
    'is for a citizen’s own token: %s',
    async (query) => {
      const { errors, data } = await ask(query, {
        ...asked,
        claims: {},
        me: query.includes('name') ? null : () => ({}),
      });
      expect(refusals(errors)).toEqual([['CALLER_NOT_PERMITTED', ['me', 'notes']]]);
      expect(JSON.stringify(data)).not.toContain('about');
      expect(told).toEqual([]);
    },
  );
});

describe('own fields of me', () => {
  it('are not there on a graph without me, or without a type that they use', () => {
    const other: OwnFields = { typeDefs: 'scalar Other' };
    expect(withOwnFields(GRAPH.schema, [other, NOTES]).ofMe).toBeUndefined();
    const uses = { ...NOTES, uses: ['PersonalId', 'Nothing'] };
    const without = withOwnFields(ME_GRAPH.schema, [other, uses]);
    expect([without.ofMe, without.schema.getType('Note')]).toEqual([undefined, undefined]);
    const known = withOwnFields(ME_GRAPH.schema, [other, { ...NOTES, uses: ['PersonalId'] }]);
    expect([...(known.ofMe?.fields ?? [])]).toEqual(['notes']);
  });

  const faults: readonly (readonly [string, OwnFields, RegExp])[] = [
    [
      'a field of the person',
      { typeDefs: 'extend type Citizen { name: Int }', ofMe: { name: () => 1 } },
      /name/,
    ],
    [
      'a field without a resolver',
      { typeDefs: 'extend type Citizen { n: Int }' },
      /defined are n, answered are/,
    ],
    ['a resolver without a field', { typeDefs: 'scalar N', ofMe: { n: () => 1 } }, /answered are n/],
    ['a field of another type', { typeDefs: 'extend type Sex { n: Int }' }, /Own fields of Sex/],
  ];

  it.each(faults)('are never %s', (_what, fields, words) => {
    expect(() => withOwnFields(ME_GRAPH.schema, [fields])).toThrow(words);
  });

  it('are shown to citizens, and to nobody else', async () => {
    const query = '{ __type(name: "Citizen") { fields { name } } note: __type(name: "Note") { name } }';
    const names = async (claims: Asked['claims']) =>
      JSON.stringify((await ask(query, { ...asked, ...(claims === undefined ? {} : { claims }) })).data);
    expect(await names(CITIZEN)).toMatch(/"notes".*"note":\{"name":"Note"\}/);
    expect(await names({})).toMatch(/"name".*"note":null/);
    expect(await names({})).not.toContain('notes');
  });
});

describe('a preview', () => {
  const QUERY = `query($operation: String!, $variables: AccessVariables) {
    accessPreview(operation: $operation, variables: $variables) { complete fields { path coordinate decision } }
  }`;
  async function previewed(operation: string, more: Partial<Asked> = {}, variables = {}) {
    const { data, errors } = await ask(QUERY, { ...asked, ...more, variables: { operation, variables } });
    if (errors.length > 0) return refusals(errors);
    return data.accessPreview.fields.map(
      ({ path, coordinate, decision }: { path: readonly string[]; coordinate: string; decision: string }) =>
        `${path.join('.')} ${coordinate} ${decision}`,
    );
  }

  it('shows what the gateway answers below me, where it stands', async () => {
    expect(await previewed('{ me { name mine: notes { text } ethnicity } sexes { title } }')).toEqual([
      'me Query.me CONDITIONAL',
      'me.name Citizen.name CONDITIONAL',
      'me.mine Citizen.notes GRANTED',
      'me.ethnicity Citizen.ethnicity CONDITIONAL',
      'sexes Query.sexes GRANTED',
      'sexes.@.title Sex.title GRANTED',
    ]);
    expect(await previewed('{ me { notes { text } } }')).toEqual([
      'me Query.me GRANTED',
      'me.notes Citizen.notes GRANTED',
    ]);
  });

  it('keeps to @skip, and has nothing below what is withheld', async () => {
    const operation = 'query($no: Boolean!) { me { notes @include(if: $no) { text } name } }';
    expect(await previewed(operation, {}, { no: false })).toEqual([
      'me Query.me CONDITIONAL',
      'me.name Citizen.name CONDITIONAL',
    ]);
    const withheld = await previewed('{ me { notes { text } name } }', {
      claims: { agency: 'MOJ', purposes: ['QLNN:STATISTICS'] },
    });
    expect(withheld).toEqual(['me Query.me WITHHELD']);
  });

  it('is refused with what the request would be refused with', async () => {
    expect(await previewed('{ byNumber(number: "901085000002") { notes { text } } }')).toEqual([
      ['BAD_REQUEST', ['accessPreview']],
    ]);
  });
});
