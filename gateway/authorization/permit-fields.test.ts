import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ALL_ELEMENTS, allBut, permit, printed } from './fixture.ts';

/** The filtered document and the paths that were withheld. */
function filtered(query: string, granted: readonly string[]) {
  const { source, withheld } = permit(query, granted);
  return { source, withheld: withheld.map(({ path }) => path.join('.')) };
}

describe('a field', () => {
  const query = '{ citizen { birthDate religion } }';

  it('stays where its element is granted', () => {
    expect(filtered(query, ALL_ELEMENTS)).toEqual({
      source: printed('{ citizen { birthDate religion lienthong_personalId: personalId } }'),
      withheld: [],
    });
  });

  it('goes where its element is not', () => {
    expect(filtered(query, allBut('religion'))).toEqual({
      source: printed('{ citizen { birthDate lienthong_personalId: personalId } }'),
      withheld: ['citizen.religion'],
    });
  });

  it('says which rule withheld it, and the smallest set of elements that is lacking', () => {
    const { withheld } = permit(query, allBut('religion'));
    expect(withheld[0]?.withholding).toEqual({
      rule: 'element-not-granted',
      argument: undefined,
      lacking: ['population.identity.religion'],
    });
  });

  it('says that no agreement covers the database where none does', () => {
    const withoutBusiness = ALL_ELEMENTS.filter((element) => element.startsWith('population.'));
    const { withheld } = permit('{ owners { __typename } }', withoutBusiness);
    expect(withheld[0]?.withholding).toMatchObject({ rule: 'no-agreement' });
  });

  it('goes with everything below it, which is not decided any more', () => {
    const { source, withheld } = filtered(
      '{ citizen { birthDate spouse { religion } } }',
      allBut('spouse', 'religion'),
    );
    expect(source).toBe(printed('{ citizen { birthDate lienthong_personalId: personalId } }'));
    expect(withheld).toEqual(['citizen.spouse']);
  });

  it('is not told about where the variables leave out what stands above it', () => {
    const switched = `query ($yes: Boolean!) { citizen @include(if: $yes) { birthDate religion } }`;
    const paths = (yes: boolean) =>
      permit(switched, allBut('religion'), { yes }).withheld.map(({ path }) => path.join('.'));
    expect(paths(true)).toEqual(['citizen.religion']);
    expect(paths(false)).toEqual([]);
  });

  it('in a list is named with @ for the list', () => {
    expect(filtered('{ citizens { religion } }', allBut('religion')).withheld).toEqual([
      'citizens.@.religion',
    ]);
  });

  it('that is derived from one of two sets of elements needs either of them, whole, not both', () => {
    const query = '{ citizen { isAdult } }';
    const kept = printed('{ citizen { isAdult lienthong_personalId: personalId } }');
    expect(filtered(query, allBut('birthDate')).source).toBe(kept);
    expect(filtered(query, allBut('ageGroup')).source).toBe(kept);
    expect(filtered(query, allBut('birthDate', 'ageGroup')).withheld).toEqual(['citizen.isAdult']);
    expect(permit(query, allBut('birthDate', 'ageGroup')).withheld[0]?.withholding.lacking).toHaveLength(1);
  });

  it('of a value type, and the plumbing of a connection, need nothing of their own', () => {
    const granted = ['population.identity.personalId', 'population.identity.name', 'business.roles.list'];
    const query = '{ citizen { name { full } firms(first: 2) { edges { cursor node { __typename } } } } }';
    expect(filtered(query, granted).withheld).toEqual([]);
  });
});

describe('an argument', () => {
  const spelt = [
    ['a literal', '{ citizens { children(bornAfter: "2010") { __typename } } }'],
    ['a variable', 'query($day: String) { citizens { children(bornAfter: $day) { __typename } } }'],
  ] as const;

  it.each(spelt)('as %s withholds the field when it searches by what is not granted', (_spelling, query) => {
    const { source, withheld } = permit(query, allBut('birthDate'));
    expect(source).toBe(printed('{ citizens { lienthong_personalId: personalId } }'));
    expect(withheld[0]).toEqual({
      path: ['citizens', '@', 'children'],
      withholding: {
        rule: 'element-not-granted',
        argument: 'bornAfter',
        lacking: ['population.identity.birthDate'],
      },
    });
  });

  it.each(spelt)('as %s stays when what it searches by is granted', (_spelling, query) => {
    expect(permit(query, ALL_ELEMENTS).withheld).toEqual([]);
  });

  it('that is left out searches by nothing', () => {
    expect(permit('{ citizens { children { __typename } } }', allBut('birthDate')).withheld).toEqual([]);
  });

  it('that is not granted is found behind one that is', () => {
    const query = '{ citizen(id: "an", phone: "0912") { birthDate } }';
    expect(permit(query, ALL_ELEMENTS).withheld).toEqual([]);
    expect(permit(query, allBut('phone')).withheld[0]?.withholding.argument).toBe('phone');
  });

  it('that asks for a page searches by nothing', () => {
    const query = '{ citizen { firms(first: 1, after: "c") { edges { cursor } } } }';
    expect(permit(query, ALL_ELEMENTS).withheld).toEqual([]);
  });
});

describe('what is left', () => {
  it('has no variables that nothing uses any more', () => {
    const query =
      'query Q($id: String, $day: String, $if: Boolean!) { citizen(id: $id) { birthDate @include(if: $if) children(bornAfter: $day) { __typename } } }';
    expect(permit(query, allBut('children')).source).toBe(
      printed(
        'query Q($id: String, $if: Boolean!) { citizen(id: $id) { birthDate @include(if: $if) lienthong_personalId: personalId } }',
      ),
    );
    expect(permit(query, ALL_ELEMENTS).source).toContain('$day: String');
  });

  it('keeps a selection that would be empty, by the type alone', () => {
    const query = '{ citizen { household { place } } }';
    expect(permit(query, allBut('place')).source).toBe(
      printed('{ citizen { household { lienthong_type: __typename } lienthong_personalId: personalId } }'),
    );
    expect(permit(query, ALL_ELEMENTS).source).toBe(
      printed('{ citizen { household { place } lienthong_personalId: personalId } }'),
    );
  });

  it('is nothing when every root field is withheld', () => {
    const permitted = permit('{ citizen { birthDate } citizens { birthDate } }', allBut('personalId'));
    expect(permitted.document).toBeUndefined();
    expect(permitted.withheld).toHaveLength(2);
  });

  it('is something as long as one root field is granted', () => {
    const permitted = permit('{ citizen { birthDate } __typename }', allBut('personalId'));
    expect(permitted.source).toBe(printed('{ __typename }'));
  });

  it('is hashed as it is, so that no plan is shared with an operation of other fields', () => {
    const query = '{ citizen { birthDate religion } }';
    const [all, some, same] = [
      permit(query, ALL_ELEMENTS),
      permit(query, allBut('religion')),
      permit('{ citizen { birthDate } }', allBut('religion')),
    ];
    expect(all.hash).toBe(createHash('sha256').update(all.source).digest('hex'));
    expect(all.hash).not.toBe(some.hash);
    expect(some.hash).toBe(same.hash);
  });
});

describe('introspection', () => {
  const query =
    '{ __schema { queryType { name } } __type(name: "Citizen") { ...T } citizen { birthDate } } fragment T on __Type { name ... on __Type { kind } }';

  it('stays as it is, with its fragments in place, whatever is granted', () => {
    expect(permit(query, []).source).toBe(
      printed(
        '{ __schema { queryType { name } } __type(name: "Citizen") { ... on __Type { name ... on __Type { kind } } } }',
      ),
    );
  });

  it('stands beside what is granted', () => {
    expect(permit(query, ALL_ELEMENTS).source).toContain('birthDate');
  });
});
