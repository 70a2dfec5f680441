import { describe, expect, it } from 'vitest';
import { allBut, ask } from './fixture.ts';
import type { WithholdingRule } from './shape.ts';

/** Who was read, with which elements, without the database's name. */
function disclosed(query: string, asked: Parameters<typeof ask>[1] = {}): Record<string, string[]> {
  const { subjects } = ask(query, asked);
  return Object.fromEntries(
    subjects
      .filter(({ elements }) => elements.size > 0)
      .map(({ type, key, elements }) => [
        `${type} ${key}`,
        [...elements].map((element) => element.split('.').slice(1).join('.')).sort(),
      ]),
  );
}

describe('subjects', () => {
  it('are collected with exactly the elements that the answer says of them', () => {
    const query =
      '{ citizen { religion name { full } spouse { birthDate religion } children { birthDate } } }';
    expect(disclosed(query, { granted: allBut('religion') })).toEqual({
      'Citizen an': ['family.children', 'family.spouse', 'identity.name'],
      'Citizen chi': ['identity.birthDate'],
    });
  });

  it('are told apart by type, and once each', () => {
    const query =
      '{ owners { ... on Citizen { religion } ... on Business { title owner { ... on Citizen { religion } } } } citizens { birthDate } }';
    expect(disclosed(query)).toEqual({
      'Citizen an': ['identity.birthDate', 'identity.religion'],
      'Business firm': ['register.owners', 'register.title'],
      'Citizen binh': ['identity.religion'],
    });
  });

  it('own what stands in records without a key of their own', () => {
    expect(disclosed('{ citizen { household { place } } }')).toEqual({
      'Citizen an': ['household.fileNumber', 'household.place'],
    });
  });

  it('own what an argument searched by', () => {
    expect(disclosed('{ citizen { children(bornAfter: "2010") { __typename } } }')).toEqual({
      'Citizen an': ['family.children', 'identity.birthDate'],
    });
  });

  it('are recorded by the alternative that is granted', () => {
    const query = '{ citizen { isAdult } }';
    expect(disclosed(query, { granted: allBut('proof') })).toEqual({ 'Citizen an': ['identity.birthDate'] });
    expect(disclosed(query, { granted: allBut('birthDate') })).toEqual({
      'Citizen an': ['identity.ageGroup', 'identity.proof'],
    });
  });

  it('of which the answer says nothing are not recorded with anything', () => {
    expect(disclosed('{ citizen { __typename } }')).toEqual({});
    expect(disclosed('{ citizen { religion } }', { granted: allBut('religion') })).toEqual({});
  });

  it('are not recorded with what was skipped', () => {
    expect(disclosed('{ citizen { religion @skip(if: true) birthDate } }')).toEqual({
      'Citizen an': ['identity.birthDate'],
    });
  });

  it('under an alias that is the key of somebody else are recorded under their own', () => {
    expect(disclosed('{ citizen { personalId: religion } }')).toEqual({
      'Citizen an': ['identity.religion'],
    });
  });
});

describe('a rule about a record', () => {
  const query = '{ citizen { birthDate household { place } spouse { birthDate name { given } } } }';
  const outside =
    (key: string, rule: WithholdingRule = 'jurisdiction') =>
    (_type: string, subject: string): WithholdingRule | undefined =>
      subject === key ? rule : undefined;

  it('withholds every field of that subject, and of nobody else', () => {
    const { data, gaps, subjects } = ask(query, { subjectRule: outside('binh') });
    expect(data).toEqual({
      citizen: {
        birthDate: '1980',
        household: { place: 'Ba Đình' },
        spouse: { birthDate: null, name: null },
      },
    });
    expect(gaps.map(({ path }) => path.join('.'))).toEqual([
      'citizen.spouse.birthDate',
      'citizen.spouse.name',
    ]);
    expect(subjects.find(({ key }) => key === 'binh')?.elements.size).toBe(0);
  });

  it('reaches what stands in records without a key of their own', () => {
    const rule = (_type: string, key: string, elements: readonly string[]): WithholdingRule | undefined =>
      key === 'an' && elements.includes('population.household.place') ? 'jurisdiction' : undefined;
    expect(ask(query, { subjectRule: rule }).data).toMatchObject({
      citizen: { birthDate: '1980', household: { place: null } },
    });
  });

  it('is named in the gap, with nothing lacking', () => {
    const { gaps } = ask('{ citizen { birthDate } }', { subjectRule: outside('an', 'own-record') });
    expect(gaps).toEqual([
      {
        state: 'withheld',
        path: ['citizen', 'birthDate'],
        withholding: { rule: 'own-record', argument: undefined, lacking: [] },
      },
    ]);
  });

  it('hides whether there is a value', () => {
    const { gaps } = ask('{ citizen { spouse { birthDate } } }', { subjectRule: outside('binh') });
    expect(gaps.map(({ path }) => path.join('.'))).toEqual(['citizen.spouse.birthDate']);
  });

  it('that hides the subject leaves null and no word', () => {
    const { data, gaps } = ask('{ citizen { birthDate } }', { subjectRule: () => 'hidden' });
    expect({ data, gaps }).toEqual({ data: { citizen: { birthDate: null } }, gaps: [] });
  });

  it('gives way to a decision about the element', () => {
    const { gaps } = ask('{ citizen { religion } }', {
      granted: allBut('religion'),
      subjectRule: outside('an'),
    });
    expect(gaps[0]).toMatchObject({ withholding: { rule: 'element-not-granted' } });
  });

  it('is asked about an unknown subject too, when no database said who it is', () => {
    const world = { citizen: { birthDate: '1980', spouse: { religion: 'none' }, personalId: 'an' } };
    const asked: string[] = [];
    const { data, subjects } = ask('{ citizen { birthDate spouse { religion } } }', {
      world,
      subjectRule: (_type, key) => {
        asked.push(key);
        return key === '' ? 'jurisdiction' : undefined;
      },
    });
    expect(data).toEqual({ citizen: { birthDate: '1980', spouse: { religion: null } } });
    expect(asked).toEqual(['an', 'an', '']);
    expect(subjects.map(({ key }) => key)).toEqual(['an', '']);
  });

  it('does not count for records that nobody is the subject of', () => {
    const { data } = ask('{ citizen { __typename } }', { subjectRule: () => 'jurisdiction' });
    expect(data).toEqual({ citizen: { __typename: 'Citizen' } });
  });
});
