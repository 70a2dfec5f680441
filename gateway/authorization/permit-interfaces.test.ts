import { getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createAuthorizer } from './authorizer.ts';
import { composeGraph, grantOf, permitOn, printed } from './fixture.ts';
import { restoreAnswer } from './restore.ts';

const scopes = (...elements: readonly string[]) =>
  `@requiresScopes(scopes: [[${elements.map((element) => `"register.x.${element}"`).join(', ')}]])`;

/** Parties of either kind, and things that have one; a kind that is not visible; ratings of all from elsewhere. */
const GRAPH = composeGraph({
  register: `
    type Query { parties: [Party] ${scopes('list')} nodes: [Node] ${scopes('list')} }
    interface Node { id: ID }
    interface Party implements Node @key(fields: "id") { id: ID name: String contact(by: String): Contact near: Party }
    interface Contact { text: String }
    type Phone implements Contact { text: String ${scopes('phone')} }
    type Mail implements Contact { text: String ${scopes('mail')} domain: String ${scopes('mail')} }
    type Citizen implements Party & Node @key(fields: "id") {
      id: ID ${scopes('citizenId')}
      name: String ${scopes('citizenName')}
      contact(by: String @searches(elements: ["register.x.citizenContact"])): Phone ${scopes('citizenContact')}
      near: Party ${scopes('near')}
      birthDate: String ${scopes('birthDate')}
    }
    type Business implements Party & Node @key(fields: "id") {
      id: ID ${scopes('businessId')}
      name: String ${scopes('businessName')}
      contact(by: String = "mail" @searches(elements: ["register.x.channel"])): Contact ${scopes('businessContact')}
      near: Party ${scopes('near')}
    }
    type Secret implements Party & Node @key(fields: "id") @inaccessible {
      id: ID ${scopes('secret')}
      name: String ${scopes('secret')}
      contact(by: String @searches(elements: ["register.x.secret"])): Contact ${scopes('secret')}
      near: Party ${scopes('secret')}
    }
  `,
  ratings: `
    type Party @interfaceObject @key(fields: "id") { id: ID rating: Int @requiresScopes(scopes: [["ratings.x.value"]]) }
  `,
});

const PUBLIC = [
  'citizenId',
  'citizenName',
  'citizenContact',
  'birthDate',
  'businessId',
  'businessName',
  'businessContact',
];
const OTHERS = ['list', 'near', 'phone', 'mail', 'channel', 'secret'];
const ALL = [...PUBLIC, ...OTHERS].map((element) => `register.x.${element}`).concat('ratings.x.value');
const allBut = (...ends: readonly string[]) =>
  ALL.filter((name) => !ends.some((end) => name.endsWith(`.${end}`)));

const permit = (query: string, granted: readonly string[]) => permitOn(GRAPH, query, granted);
const HIDDEN =
  'lienthong_type: __typename ... on Citizen { lienthong_id: id } ... on Business { lienthong_id: id }';

function told(query: string, granted: readonly string[]) {
  return permit(query, granted).withheld.map(
    ({ path, withholding }) => `${path.join('.')} ${withholding.lacking}`,
  );
}

describe('a field selected on an interface', () => {
  const query = '{ parties { name } }';

  it('stays as it is where each type behind it is granted', () => {
    expect(permit(query, ALL).source).toBe(printed(`{ parties { name ${HIDDEN} } }`));
    expect(told(query, ALL)).toEqual([]);
  });

  it('stays on the types that are granted, and is withheld on the others', () => {
    expect(permit(query, allBut('citizenName', 'secret')).source).toBe(
      printed(`{ parties { ... on Business { name } ${HIDDEN} } }`),
    );
    expect(told(query, allBut('citizenName', 'secret'))).toEqual(['parties.@.name register.x.citizenName']);
  });

  it('goes where none is granted, and the type is still fetched', () => {
    expect(permit(query, allBut('citizenName', 'businessName', 'secret')).source).toBe(
      printed(`{ parties { ${HIDDEN} } }`),
    );
  });

  it('does not fetch of a type that nobody may see what is not granted, nor tells about it', () => {
    expect(permit(query, allBut('secret')).source).toBe(
      printed(`{ parties { ... on Citizen { name } ... on Business { name } ${HIDDEN} } }`),
    );
    expect(told(query, allBut('secret'))).toEqual([]);
  });

  it('is not granted by asking through a fragment instead, nor the other way round (GHSA-mx7m-j9xf-62hw)', () => {
    const ways = [
      '{ parties { ... on Citizen { name } } }',
      '{ parties { ... on Node { ... on Citizen { name } } } }',
      '{ nodes { ... on Party { name } } }',
      '{ parties { ...N } } fragment N on Party { name }',
      '{ parties { ... { x: name } } }',
    ];
    for (const way of ways) {
      expect(permit(way, allBut('citizenName')).source).not.toMatch(/on Citizen \{\s+(x: )?name/);
      expect(told(way, allBut('citizenName'))).toHaveLength(1);
      expect(told(way, ALL)).toEqual([]);
    }
  });

  it('is decided only for the types that the fragments around it leave', () => {
    const business = '{ parties { ... on Business { ... on Party { name } } } }';
    expect(told(business, allBut('citizenName', 'secret'))).toEqual([]);
    expect(permit(business, allBut('citizenName', 'secret')).source).toBe(
      printed(`{ parties { ... on Business { ... on Party { name } } ${HIDDEN} } }`),
    );
  });

  it('that is a key is an element like any other; the key that the gateway needs stays', () => {
    expect(permit('{ nodes { id } }', allBut('citizenId', 'secret')).source).toBe(
      printed(`{ nodes { ... on Business { id } ${HIDDEN} } }`),
    );
  });

  it('of an interface object needs what that states, on every type', () => {
    expect(told('{ parties { rating } }', allBut('value'))).toEqual(['parties.@.rating ratings.x.value']);
    expect(told('{ parties { ... on Citizen { rating } } }', allBut('value'))).toHaveLength(1);
    expect(told('{ parties { rating } }', ALL)).toEqual([]);
  });

  it('keeps its conditions and its place below each type', () => {
    const deep =
      'query($v: Boolean!) { parties { near @include(if: $v) { name ... on Citizen { birthDate } } } }';
    expect(permit(deep, allBut('businessName', 'secret')).source).toBe(
      printed(
        `query($v: Boolean!) { parties {
          ... on Citizen { near @include(if: $v) { ... on Citizen { name } ... on Citizen { birthDate } ${HIDDEN} } }
          ... on Business { near @include(if: $v) { ... on Citizen { name } ... on Citizen { birthDate } ${HIDDEN} } }
          ${HIDDEN} } }`,
      ),
    );
  });
});

describe('an argument on an interface', () => {
  const query = '{ parties { contact(by: "x") { text } } }';

  it('searches by what each type says', () => {
    expect(told(query, allBut('channel'))).toEqual(['parties.@.contact register.x.channel']);
    expect(permit(query, allBut('channel', 'secret')).source).toContain(
      '... on Citizen {\n      contact(by: "x")',
    );
    expect(permit(query, allBut('channel', 'secret')).source).not.toMatch(/on Business \{\s+contact/);
  });

  it('that is left out searches by the default of the type behind it', () => {
    const bare = '{ parties { contact { text } } }';
    expect(told(bare, allBut('channel', 'citizenContact'))).toEqual([
      'parties.@.contact register.x.citizenContact',
      'parties.@.contact register.x.channel',
    ]);
    expect(told(bare, ALL)).toEqual([]);
  });
});

describe('the answer behind an interface', () => {
  const query = '{ parties { __typename name near { name } } }';
  const result = {
    parties: [
      {
        lienthong_type: 'Citizen',
        lienthong_id: '1',
        near: { lienthong_type: 'Business', lienthong_id: '2', name: 'Gạo' },
      },
      {
        lienthong_type: 'Business',
        lienthong_id: '2',
        name: 'Gạo',
        near: { lienthong_type: 'Citizen', lienthong_id: '1' },
      },
      { lienthong_type: 'Secret', name: 'hidden' },
      { name: 'of no type' },
    ],
  };

  it('has each field for the types on which it is granted, and says where it is withheld', () => {
    const { shape } = permit(query, allBut('citizenName'));
    const { data, gaps } = restoreAnswer(shape, result, {
      variables: {},
      keyOf: GRAPH.policy.keyOf,
      failedSource: () => undefined,
      subjectRule: () => undefined,
    } as never);
    expect(JSON.parse(JSON.stringify(data))).toEqual({
      parties: [
        { __typename: 'Citizen', name: null, near: { name: 'Gạo' } },
        { __typename: 'Business', name: 'Gạo', near: { name: null } },
        {},
        {},
      ],
    });
    expect(gaps.map(({ path }) => path.join('.'))).toEqual(['parties.0.name', 'parties.1.near.name']);
  });
});

it('interfaces within interfaces, each decided by type, cannot unfold without end', () => {
  let query = 'name';
  for (let depth = 0; depth < 14; depth += 1) query = `near { name ${query} }`;
  const half = allBut('secret', 'citizenName');
  expect(() => permit(`{ parties { ${query} } }`, half)).toThrow('unfolds to more than 10000 fields');
  expect(permit(`{ parties { ${query} } }`, ALL).withheld).toEqual([]);
});

describe('decisions about inputs', () => {
  const SEARCH = composeGraph({
    register: `
      type Query {
        find(by: Search, text: String @searches(elements: ["register.x.text"])): ID ${scopes('list')}
        recent(by: Search = { state: "NEW" }, sort: String = "name" @searches(elements: ["register.x.name"])): ID ${scopes('list')}
      }
      input Search {
        name: String @searches(elements: ["register.x.name"])
        state: String = "ACTIVE" @searches(elements: ["register.x.state"])
        any: [Search!]
      }
    `,
  });
  const lackingOf = (
    query: string,
    granted: readonly string[],
    variables?: Readonly<Record<string, unknown>>,
  ) =>
    permitOn(
      SEARCH,
      query,
      granted.map((end) => `register.x.${end}`),
      variables,
    ).withheld.map(({ withholding: { argument, lacking } }) => `${argument} ${lacking}`);

  it.each([
    ['a literal', '{ find(by: { name: "An" }) }', {}],
    ['a literal in a list', '{ find(by: { any: [{ name: "An" }] }) }', {}],
    ['a variable in a literal', 'query($n: String) { find(by: { name: $n }) }', { n: 'An' }],
    ['a variable', 'query($s: Search) { find(by: $s) }', { s: { any: [{}, { name: 'An' }] } }],
    ['the default of a variable', 'query($s: Search = { name: "An" }) { find(by: $s) }', {}],
    ['null', '{ find(by: { name: null }) }', {}],
  ])('need the element of an input field that is used as %s', (_how, query, variables) => {
    expect(lackingOf(query, ['list', 'state'], variables)).toEqual(['by register.x.name']);
    expect(lackingOf(query, ['list', 'state', 'name'], variables)).toEqual([]);
  });

  it('need nothing of an input field that is not used', () => {
    const query =
      'query($s: Search, $n: String, $t: String) { find(by: $s, text: $t) a: find(by: { name: $n }) }';
    expect(lackingOf(query, ['list', 'state'], { s: { state: 'ENDED' } })).toEqual([]);
    expect(lackingOf(query, ['list', 'state'], { n: 'An', t: 'x' })).toEqual([
      'text register.x.text',
      'by register.x.name',
    ]);
  });

  it('need the element of a default of the schema, of an argument and of an input field', () => {
    expect(lackingOf('{ find(by: {}) }', ['list'])).toEqual(['by register.x.state']);
    expect(lackingOf('{ recent }', ['list', 'name'])).toEqual(['by register.x.state']);
    expect(lackingOf('{ recent }', ['list', 'state'])).toEqual(['sort register.x.name']);
    expect(lackingOf('{ recent(by: null, sort: "id") }', ['list', 'name'])).toEqual([]);
  });

  it('are kept by what the variables use, and never shared between two usages', () => {
    const authorizer = createAuthorizer(SEARCH);
    const document = parse('query($s: Search, $v: Boolean = true) { find(by: $s) @include(if: $v) }');
    const operation = getOperationAST(document);
    if (operation === null || operation === undefined) throw new Error('One operation, please.');
    const grant = grantOf(['register.x.list', 'register.x.state']);
    const decide = (s: unknown, v = true) => authorizer.permit('h', document, operation, grant, { s, v });
    expect(decide({ state: 'NEW' }).withheld).toEqual([]);
    expect(decide({ state: 'OLD' })).toBe(decide({ state: 'NEW' }));
    expect(decide({ name: 'An' }).withheld).toHaveLength(1);
    expect(decide({ name: 'An' }, false).withheld).toEqual([]);
    expect(authorizer.permit('h', document, operation, grant).withheld).toHaveLength(1);
  });
});

describe('a selection that is never asked for', () => {
  it('is not there: neither fetched, nor decided, nor told about', () => {
    const query =
      '{ parties { name @skip(if: true) ... on Citizen @include(if: false) { birthDate } ... @skip(if: true) { id } __typename } }';
    expect(permit(query, allBut('citizenName', 'birthDate')).source).toBe(
      printed(`{ parties { __typename ${HIDDEN} } }`),
    );
    expect(told(query, allBut('citizenName', 'birthDate', 'citizenId'))).toEqual([]);
  });

  it('by the value of a variable is not told about, while the operation stays the same', () => {
    const query = 'query($v: Boolean!) { parties { ... on Citizen @skip(if: $v) { birthDate } } }';
    const granted = allBut('birthDate');
    expect(permitOn(GRAPH, query, granted, { v: true }).withheld).toEqual([]);
    expect(permitOn(GRAPH, query, granted, { v: false }).withheld).toHaveLength(1);
    expect(permitOn(GRAPH, query, granted, { v: true }).hash).toBe(
      permitOn(GRAPH, query, granted, { v: false }).hash,
    );
  });
});
