import { describe, expect, it } from 'vitest';
import { ALL_ELEMENTS, allBut, ask, permit, printed } from './fixture.ts';
import { clientPath } from './hidden.ts';

const KEY = 'lienthong_personalId: personalId';
const FIRM_KEY = 'lienthong_enterpriseCode: enterpriseCode';
/** What is fetched behind the union, besides what the client asked for. */
const BEHIND_OWNER = `lienthong_type: __typename ... on Citizen { ${KEY} } ... on Business { ${FIRM_KEY} }`;

describe('a fragment', () => {
  const query = '{ citizen { ...Who } } fragment Who on Citizen { birthDate religion }';

  it('is resolved where it is used', () => {
    expect(permit(query, ALL_ELEMENTS).source).toBe(
      printed(`{ citizen { ... on Citizen { birthDate religion } ${KEY} } }`),
    );
  });

  it('loses what is withheld', () => {
    expect(permit(query, allBut('religion')).source).toBe(
      printed(`{ citizen { ... on Citizen { birthDate } ${KEY} } }`),
    );
  });

  it('goes when nothing of it is left', () => {
    expect(permit(query, allBut('religion', 'birthDate')).source).toBe(printed(`{ citizen { ${KEY} } }`));
  });

  it('that stands at two places is decided, and named, at both', () => {
    const { withheld } = permit(
      '{ citizen { ...Who spouse { ...Who } } } fragment Who on Citizen { religion }',
      allBut('religion'),
    );
    expect(withheld.map(({ path }) => path.join('.'))).toEqual([
      'citizen.religion',
      'citizen.spouse.religion',
    ]);
  });

  it('on the query itself is no way around a decision', () => {
    const query = '{ ...All } fragment All on Query { citizen { birthDate } owners { __typename } }';
    expect(permit(query, allBut('owners')).source).toBe(
      printed(`{ ... on Query { citizen { birthDate ${KEY} } } }`),
    );
    expect(permit(query, ALL_ELEMENTS).withheld).toEqual([]);
  });

  it('inside a fragment, with or without a type, is no way around a decision', () => {
    const query = `
      { citizen { ...A ... { ... on Citizen { religion } } } }
      fragment A on Citizen { ...B } fragment B on Citizen { spouse { ... on Citizen { ...C } } } fragment C on Citizen { religion birthDate }
    `;
    const { source, withheld } = permit(query, allBut('religion'));
    expect(source).not.toContain('religion');
    expect(source).toContain('birthDate');
    expect(withheld).toHaveLength(2);
  });

  it('keeps its conditions', () => {
    const query =
      'query($with: Boolean!) { citizen { ...Who @include(if: $with) } } fragment Who on Citizen { birthDate religion @skip(if: $with) }';
    expect(permit(query, allBut('religion')).source).toBe(
      printed(
        `query($with: Boolean!) { citizen { ... on Citizen @include(if: $with) { birthDate } ${KEY} } }`,
      ),
    );
  });

  it('beside another one with the same response key merges or goes as one, being the same field', () => {
    const query =
      '{ citizen { ...A ...B } } fragment A on Citizen { x: spouse { religion } } fragment B on Citizen { x: spouse { birthDate } }';
    expect(permit(query, allBut('spouse')).source).toBe(printed(`{ citizen { ${KEY} } }`));
    expect(permit(query, allBut('religion')).source).toBe(
      printed(
        `{ citizen { ... on Citizen { x: spouse { ${KEY} } } ... on Citizen { x: spouse { birthDate ${KEY} } } ${KEY} } }`,
      ),
    );
  });
});

describe('a union', () => {
  const query = '{ owners { ... on Citizen { birthDate } ... on Business { title capital } } }';

  it('is fetched with the type, and the key of whoever it is about', () => {
    expect(permit(query, ALL_ELEMENTS).source).toBe(
      printed(
        `{ owners { ... on Citizen { birthDate } ... on Business { title capital } ${BEHIND_OWNER} } }`,
      ),
    );
  });

  it('loses the withheld fields of one member, the other one stays', () => {
    expect(permit(query, allBut('capital', 'title')).source).toBe(
      printed(`{ owners { ... on Citizen { birthDate } ${BEHIND_OWNER} } }`),
    );
  });

  it('keeps its selection when both members are withheld', () => {
    expect(permit(query, allBut('capital', 'title', 'birthDate')).source).toBe(
      printed(`{ owners { ${BEHIND_OWNER} } }`),
    );
  });

  it('gives one response key a meaning for each member, each decided on its own', () => {
    const query = '{ owners { ... on Citizen { text: religion } ... on Business { text: title } } }';
    const { source, withheld } = permit(query, allBut('religion'));
    expect(source).toBe(printed(`{ owners { ... on Business { text: title } ${BEHIND_OWNER} } }`));
    expect(withheld.map(({ path }) => path.join('.'))).toEqual(['owners.@.text']);
  });

  it('reached through a fragment on itself is decided in the same way', () => {
    const query = '{ owners { ...O } } fragment O on Owner { __typename ... on Citizen { religion } }';
    expect(permit(query, allBut('religion')).source).toBe(
      printed(`{ owners { ... on Owner { __typename } ${BEHIND_OWNER} } }`),
    );
  });
});

describe('an alias', () => {
  it('does not hide which field it stands for', () => {
    const query = '{ citizen { birthDate: religion name: birthDate } }';
    expect(permit(query, allBut('religion')).source).toBe(printed(`{ citizen { name: birthDate ${KEY} } }`));
    expect(permit(query, allBut('birthDate')).source).toBe(
      printed(`{ citizen { birthDate: religion ${KEY} } }`),
    );
  });

  it('gives the same field two places, both decided', () => {
    const { withheld } = permit('{ citizen { a: religion b: religion } }', allBut('religion'));
    expect(withheld.map(({ path }) => path.join('.'))).toEqual(['citizen.a', 'citizen.b']);
  });

  it('that is the name of a key is fetched under another one, so that no plan takes it for the key', () => {
    const { source, shape } = permit('{ citizen { personalId: religion title: religion } }', ALL_ELEMENTS);
    expect(source).toBe(printed(`{ citizen { lienthong_0personalId: religion title: religion ${KEY} } }`));
    const children = shape.fields[0]?.children?.fields.map(({ responseKey, fetchedAs }) => [
      responseKey,
      fetchedAs,
    ]);
    expect(children).toEqual([
      ['personalId', 'lienthong_0personalId'],
      ['title', 'title'],
    ]);
    expect(permit('{ citizen { personalId birthDate } }', ALL_ELEMENTS).source).toBe(
      printed(`{ citizen { personalId birthDate ${KEY} } }`),
    );
    expect(ask('{ citizen { personalId: religion } }').data).toEqual({ citizen: { personalId: 'Buddhism' } });
  });

  it('is told back in the paths of errors; what the gateway fetched for itself is not', () => {
    expect(clientPath(['citizen', 0, 'lienthong_0personalId'])).toEqual(['citizen', 0, 'personalId']);
    expect(clientPath(['citizen', 'birthDate'])).toEqual(['citizen', 'birthDate']);
    expect(clientPath(['citizen', 'lienthong_personalId'])).toBeUndefined();
  });
});
