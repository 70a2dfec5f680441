import { describe, expect, it } from 'vitest';
import { compilePlan } from './compile-plan.ts';
import { assertNamed, namingSubjects } from './named-subjects.ts';
import { entitiesOf, fetchOf, OPTIONS, planOf, SCHEMA, sequence, taken } from './plan.fixture.ts';

const ROOT = fetchOf('a', '{ me { __typename personalId } }');
const ANN = { __typename: 'Citizen', personalId: '901085100001' };
const BEN = { __typename: 'Citizen', personalId: '931187100002' };
const named = (lienthong_subjectCitizen: string | null) => ({ lienthong_subjectCitizen });

const planned = (...[selection, more]: [string, Parameters<typeof entitiesOf>[3]?]) =>
  compilePlan(planOf(sequence(ROOT, entitiesOf('b', 'me', selection, more))), () => false, {
    ...OPTIONS,
    split: (fetches) => namingSubjects(fetches, SCHEMA),
  });

/** What an answer of a database becomes, when these persons were asked for. */
function checked(entities: unknown, sent: readonly object[], selection = '... on Citizen { name }'): unknown {
  const [, call] = planned(selection).calls;
  if (call === undefined) throw new Error('Expected two calls.');
  const list = sent as readonly Readonly<Record<string, unknown>>[];
  const data = structuredClone({ _entities: entities });
  const made = { call, variables: {}, representations: new Map([['representations', list]]) };
  assertNamed(made, data, () => undefined);
  return data._entities;
}

describe('who is asked for by key', () => {
  it('is named by the database as well', () => {
    expect(planned('... on Citizen { name }').calls[1]?.query).toBe(
      'query($representations:[_Any!]!){_entities(representations:$representations)' +
        '{...on Citizen{name}...on Citizen{lienthong_subjectCitizen:personalId}}}',
    );
  });

  it('is asked for nothing more where something else is the key, or nobody is meant', () => {
    for (const requires of [taken('Business', 'code'), taken('Citizen', 'name')]) {
      const { calls } = planned('... on Citizen { age }', { requires: [requires] });
      expect(calls[1]?.query).not.toContain('lienthong_subject');
    }
    expect(planned('... on Citizen { name }').calls[0]?.query).toBe('{me{__typename personalId}}');
  });

  it('has a name for each type, because keys of two types may not stand under one', () => {
    const both = [taken('Citizen', 'personalId'), taken('Business', 'enterpriseCode')];
    const selection = '... on Citizen { name } ... on Business { label }';
    expect(planned(selection, { requires: both }).calls[1]?.query).toContain(
      '...on Citizen{lienthong_subjectCitizen:personalId}' +
        '...on Business{lienthong_subjectBusiness:enterpriseCode}',
    );
  });

  it('still waits for the calls that say who it is', () => {
    expect(planned('... on Citizen { name }').steps.map(({ waitsFor }) => waitsFor)).toEqual([[], [0]]);
  });
});

describe('entities', () => {
  it('of those who were asked for are taken without their names', () => {
    const entities = [
      { name: 'An', ...named(ANN.personalId) },
      null,
      { name: 'B', ...named(BEN.personalId) },
    ];
    expect(checked(entities, [ANN, ANN, BEN])).toEqual([{ name: 'An' }, null, { name: 'B' }]);
  });

  it.each([
    ['in another order', [named(BEN.personalId), named(ANN.personalId)]],
    ['one of which is somebody else’s', [named(ANN.personalId), named('900000000000')]],
    ['of whom one is of nobody', [named(ANN.personalId), { name: 'B', ...named(null) }]],
    ['that do not say whose they are', [{ name: 'A' }, { name: 'B' }]],
  ])('%s are refused, without a word of them', (_what, entities) => {
    expect(() => checked(entities, [ANN, BEN])).toThrow('A record of another subject than the one asked for');
  });

  it('of whom a rule withholds say nothing at all', () => {
    expect(checked([{ __typename: 'Citizen', name: null, ...named(null) }], [ANN])).toEqual([
      { __typename: 'Citizen', name: null },
    ]);
  });

  it('that are none are left to whoever merges them', () => {
    for (const entities of ['text', { 0: named(ANN.personalId) }, undefined]) {
      expect(checked(entities, [ANN])).toEqual(entities);
    }
  });
});

describe('a root field that takes the key of a person', () => {
  const compiled = (operation: string) =>
    compilePlan(planOf(fetchOf('a', operation)), () => false, {
      ...OPTIONS,
      split: (fetches) => namingSubjects(fetches, SCHEMA),
    }).calls[0];
  /** What is left of the data when the database says that it is that of this person, sealed as `sealed:…`. */
  const taking = (operation: string, data: object, variables: object = {}): unknown => {
    const call = compiled(operation);
    if (call === undefined) throw new Error('Expected a call.');
    const open = (_type: string, key: unknown) => String(key).replace('sealed:', '');
    const left = structuredClone(data) as Record<string, unknown>;
    assertNamed({ call, variables: { ...variables }, representations: new Map() }, left, open);
    return left;
  };
  const LITERAL = `{ citizen(personalId: "${ANN.personalId}") { name } }`;
  const VARIABLE = 'query($of: PersonalId!) { who: citizen(personalId: $of) { name } }';

  it('has its record named, by a literal or a variable', () => {
    expect(compiled(LITERAL)?.query).toContain('{name lienthong_subjectCitizen:personalId}');
    const answer = { name: 'An', ...named(ANN.personalId) };
    expect(taking(LITERAL, { citizen: answer })).toEqual({ citizen: { name: 'An' } });
    expect(taking(VARIABLE, { who: answer }, { of: ANN.personalId })).toEqual({ who: { name: 'An' } });
  });

  it('takes a name that is sealed, because the caller may not see it', () => {
    const answer = { citizen: { name: 'An', ...named(`sealed:${ANN.personalId}`) } };
    expect(taking(LITERAL, answer)).toEqual({ citizen: { name: 'An' } });
  });

  it.each([
    ['somebody else', named(BEN.personalId)],
    ['somebody else, sealed', named(`sealed:${BEN.personalId}`)],
    ['nobody', named(null)],
    ['no word about whom', {}],
  ])('refuses the record of %s', (_whose, said) => {
    const wrong = { name: 'B', ...said };
    expect(() => taking(LITERAL, { citizen: wrong })).toThrow('A record of another subject');
    expect(() => taking(VARIABLE, { who: wrong }, { of: ANN.personalId })).toThrow(
      'A record of another subject',
    );
  });

  it('must be in the answer, unless a condition leaves it out', () => {
    expect(() => taking(LITERAL, { _entities: [] })).toThrow('another shape');
    const conditional = 'query($no: Boolean!) { me @skip(if: $no) { name } }';
    expect(taking(conditional, {})).toEqual({});
  });

  it('may find nobody, or be withheld', () => {
    expect(taking(LITERAL, { citizen: null })).toEqual({ citizen: null });
    expect(taking(LITERAL, { citizen: { name: null, ...named(null) } })).toEqual({ citizen: { name: null } });
  });

  it('is told apart from those that return others, or several', () => {
    for (const operation of [
      '{ me { name } }',
      '{ citizens(personalIds: []) { name } }',
      '{ house { area } }',
    ]) {
      expect(compiled(operation)?.query).not.toContain('lienthong_subject');
    }
  });
});
