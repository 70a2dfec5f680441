import { describe, expect, it } from 'vitest';
import { ALL_ELEMENTS, allBut, ask, GRAPH, permit } from './fixture.ts';
import { restoreAnswer } from './restore.ts';

/** Answer and places of its gaps, in one value. */
function answer(query: string, asked: Parameters<typeof ask>[1] = {}) {
  const { data, gaps } = ask(query, asked);
  return { data, gaps: gaps.map(({ state, path }) => `${state} ${path.join('.')}`) };
}

describe('the answer', () => {
  const query = '{ citizen { religion spouse { personalId birthDate } birthDate } }';

  it('is what the databases hold, when everything is granted', () => {
    expect(answer(query)).toEqual({
      data: {
        citizen: { religion: 'Buddhism', spouse: { personalId: 'binh', birthDate: null }, birthDate: '1980' },
      },
      gaps: [],
    });
  });

  it('has null and a gap where a field is withheld', () => {
    expect(answer(query, { granted: allBut('religion', 'birthDate') })).toEqual({
      data: { citizen: { religion: null, spouse: { personalId: 'binh', birthDate: null }, birthDate: null } },
      gaps: ['withheld citizen.religion', 'withheld citizen.spouse.birthDate', 'withheld citizen.birthDate'],
    });
  });

  it('has null where a field is withheld, though a database delivers a value', () => {
    const { data, gaps } = restoreAnswer(
      permit('{ citizen { religion birthDate } }', allBut('religion')).shape,
      { citizen: { religion: 'Buddhism', birthDate: '1980', lienthong_personalId: 'an' } },
      {
        variables: {},
        keyOf: GRAPH.policy.keyOf,
        failedSource: () => undefined,
        subjectRule: () => undefined,
      },
    );
    expect(data).toEqual({ citizen: { religion: null, birthDate: '1980' } });
    expect(gaps.map(({ path }) => path.join('.'))).toEqual(['citizen.religion']);
  });

  it('has its fields in the order of the client, withheld ones among them', () => {
    const { data } = ask(query, { granted: allBut('religion', 'birthDate') });
    expect(JSON.stringify(data)).toBe(
      '{"citizen":{"religion":null,"spouse":{"personalId":"binh","birthDate":null},"birthDate":null}}',
    );
  });

  it('has nothing that the gateway fetched for itself', () => {
    const { data } = ask('{ owners { ... on Citizen { personalId } } citizen { household { place } } }', {
      granted: allBut('place'),
    });
    expect(JSON.stringify(data)).not.toContain('lienthong');
    expect(data).toEqual({
      owners: [{ personalId: 'an' }, {}, null],
      citizen: { household: { place: null } },
    });
  });

  it('has every root field, even when all of them are withheld', () => {
    expect(answer('{ b: citizen { religion } a: citizens { religion } }', { granted: [] })).toEqual({
      data: { b: null, a: null },
      gaps: ['withheld b', 'withheld a'],
    });
  });

  it('keeps every alias apart, also those that are names of other fields', () => {
    const query =
      '{ citizen { birthDate: religion religion: birthDate personalId: name { full } again: religion } }';
    expect(answer(query)).toEqual({
      data: {
        citizen: {
          birthDate: 'Buddhism',
          religion: '1980',
          personalId: { full: 'Trần An' },
          again: 'Buddhism',
        },
      },
      gaps: [],
    });
    expect(answer(query, { granted: allBut('religion') })).toEqual({
      data: { citizen: { birthDate: null, religion: '1980', personalId: { full: 'Trần An' }, again: null } },
      gaps: ['withheld citizen.birthDate', 'withheld citizen.again'],
    });
  });

  it('gives aliases that JavaScript knows as names like any other', () => {
    const query = '{ citizen { constructor: religion toString: birthDate hasOwnProperty: isAdult } }';
    expect(JSON.stringify(ask(query).data)).toBe(
      '{"citizen":{"constructor":"Buddhism","toString":"1980","hasOwnProperty":true}}',
    );
    // A result without them, as when a database did not answer: what every object has is not its value.
    const { data } = restoreAnswer(
      permit(query, ALL_ELEMENTS).shape,
      { citizen: { lienthong_personalId: 'an' } },
      {
        variables: {},
        keyOf: GRAPH.policy.keyOf,
        failedSource: () => undefined,
        subjectRule: () => undefined,
      },
    );
    expect({ ...(data['citizen'] as object) }).toEqual({
      constructor: null,
      toString: null,
      hasOwnProperty: null,
    });
  });
});

describe('lists', () => {
  it('keep their empty places, and name each place of a gap', () => {
    expect(answer('{ citizen { children { birthDate } household { members { birthDate } } } }')).toEqual({
      data: {
        citizen: {
          children: [{ birthDate: '2015' }, null],
          household: { members: [[{ birthDate: null }, null], null, [{ birthDate: '2015' }]] },
        },
      },
      gaps: [],
    });
    expect(
      answer('{ citizen { children { birthDate } household { members { birthDate } } } }', {
        granted: allBut('birthDate'),
      }).gaps,
    ).toEqual([
      'withheld citizen.children.0.birthDate',
      'withheld citizen.household.members.0.0.birthDate',
      'withheld citizen.household.members.2.0.birthDate',
    ]);
  });

  it('that are empty stay empty, without a gap', () => {
    expect(
      answer('{ citizens { religion } }', { world: { citizens: [] }, granted: allBut('religion') }),
    ).toEqual({
      data: { citizens: [] },
      gaps: [],
    });
  });

  it('that are connections keep cursor and node together', () => {
    const query = '{ citizen { firms(first: 2) { edges { cursor node { title capital } } } } }';
    expect(answer(query, { granted: allBut('capital') }).data).toEqual({
      citizen: { firms: { edges: [{ cursor: 'c1', node: { title: 'Gạo An', capital: null } }, null] } },
    });
  });
});

describe('unions', () => {
  const query =
    '{ owners { __typename ... on Citizen { text: religion } ... on Business { text: title capital } } }';

  it('give each member what was asked for it', () => {
    expect(answer(query)).toEqual({
      data: {
        owners: [
          { __typename: 'Citizen', text: 'Buddhism' },
          { __typename: 'Business', text: 'Gạo An', capital: '100' },
          null,
        ],
      },
      gaps: [],
    });
  });

  it('withhold a field of one member only', () => {
    expect(answer(query, { granted: allBut('religion') })).toEqual({
      data: {
        owners: [
          { __typename: 'Citizen', text: null },
          { __typename: 'Business', text: 'Gạo An', capital: '100' },
          null,
        ],
      },
      gaps: ['withheld owners.0.text'],
    });
  });

  it('of which nothing is left still tell the members apart', () => {
    expect(answer(query, { granted: allBut('religion', 'title', 'capital') })).toEqual({
      data: {
        owners: [
          { __typename: 'Citizen', text: null },
          { __typename: 'Business', text: null, capital: null },
          null,
        ],
      },
      gaps: ['withheld owners.0.text', 'withheld owners.1.text', 'withheld owners.1.capital'],
    });
  });

  it('below a record are followed', () => {
    const query =
      '{ citizen { firms { edges { node { owner { ... on Citizen { name { given } religion } ... on Business { title } } } } } } }';
    expect(answer(query, { granted: allBut('religion') }).data).toEqual({
      citizen: { firms: { edges: [{ node: { owner: { name: { given: 'Bình' }, religion: null } } }, null] } },
    });
  });
});

describe('__typename', () => {
  it.each([
    [
      'alone',
      '{ __typename citizen { __typename } }',
      { __typename: 'Query', citizen: { __typename: 'Citizen' } },
    ],
    [
      'under other names',
      '{ citizen { religion: __typename a: __typename } }',
      { citizen: { religion: 'Citizen', a: 'Citizen' } },
    ],
    [
      'in value types',
      '{ citizen { name { __typename } } }',
      { citizen: { name: { __typename: 'PersonName' } } },
    ],
  ])('%s needs no element of its own', (_where, query, data) => {
    expect(answer(query, { granted: allBut('religion') })).toEqual({ data, gaps: [] });
  });

  it('of a record that is withheld is withheld with it', () => {
    expect(answer('{ citizen { spouse { __typename } } }', { granted: allBut('spouse') }).data).toEqual({
      citizen: { spouse: null },
    });
  });
});

describe('a value that is not there', () => {
  const query = '{ citizen { spouse { religion } birthDate } }';

  it('is absent when its database answered', () => {
    const world = { citizen: { __typename: 'Citizen', personalId: 'an' } };
    expect(answer(query, { world })).toEqual({
      data: { citizen: { spouse: null, birthDate: null } },
      gaps: [],
    });
  });

  it('is unavailable when its database did not, at the places that it should have delivered', () => {
    const world = { citizen: { __typename: 'Citizen', personalId: 'an' } };
    const failedSource = (pattern: readonly string[]) =>
      pattern.join('.') === 'citizen.spouse' ? 'population' : undefined;
    expect(ask(query, { world, failedSource }).gaps).toEqual([
      { state: 'unavailable', path: ['citizen', 'spouse'], source: 'population' },
    ]);
  });

  it('is withheld rather than unavailable when it is both', () => {
    const failedSource = () => 'population';
    expect(answer(query, { failedSource, granted: allBut('spouse'), world: { citizen: {} } }).gaps).toEqual([
      'withheld citizen.spouse',
      'unavailable citizen.birthDate',
    ]);
  });

  it('is looked for by the pattern of its path, with @ for each list', () => {
    const patterns: string[] = [];
    ask('{ citizens { children { religion } } }', {
      failedSource: (pattern) => {
        patterns.push(pattern.join('.'));
        return undefined;
      },
    });
    expect(new Set(patterns)).toEqual(new Set(['citizens.@.children', 'citizens.@.children.@.religion']));
  });

  it('is nothing at all when no database answered', () => {
    expect(answer('{ citizen { religion } }', { world: {}, failedSource: () => 'population' })).toEqual({
      data: { citizen: null },
      gaps: ['unavailable citizen'],
    });
  });
});
