import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { SUBJECT_RULES } from '../contract/subject-pass.ts';
import { CODES, FIXTURE } from '../governance/fixture.ts';
import { compileGovernance } from '../governance/index.ts';
import { describeFieldErrors, describeGaps } from './answer.ts';
import type { Gap, Withholding } from './authorization/index.ts';
import type { Caller } from './identity/index.ts';

const GOVERNANCE = compileGovernance(FIXTURE, CODES);
const CALLER = { agency: 'BANK', purpose: 'QLNN:STATISTICS' } as Caller;

const NOT_GRANTED: Withholding = {
  rule: 'element-not-granted',
  argument: undefined,
  lacking: ['population.identity.ethnicity'],
};

function withheld(path: readonly (string | number)[], changes: Partial<Withholding> = {}): Gap {
  return { state: 'withheld', path, withholding: { ...NOT_GRANTED, ...changes } };
}

const told = (...gaps: readonly Gap[]) => {
  const { errors, states } = describeGaps(gaps, CALLER, GOVERNANCE);
  return { errors: errors.map((error) => error.toJSON()), states };
};

describe('a withheld field', () => {
  it('is told at its path, with the rule, what is lacking, whose it is and what would suffice', () => {
    expect(told(withheld(['citizen', 'ethnicity']))).toEqual({
      errors: [
        {
          message:
            'This field discloses population.identity.ethnicity, not granted to BANK for QLNN:STATISTICS.',
          path: ['citizen', 'ethnicity'],
          extensions: {
            code: 'ELEMENT_WITHHELD',
            rule: 'element-not-granted',
            lacking: ['population.identity.ethnicity'],
            provisions: [
              {
                element: 'population.identity.ethnicity',
                legalBasis: { document: 'Decree 356/2025/NĐ-CP', article: '4' },
                owner: 'C06',
              },
            ],
            wouldSuffice: 'an agreement for BANK and QLNN:STATISTICS on the elements under "lacking"',
          },
        },
      ],
      states: [{ path: ['citizen', 'ethnicity'], state: 'withheld', rule: 'element-not-granted' }],
    });
  });

  it('names the argument when that is what searches by too much', () => {
    const [error] = told(withheld(['citizens'], { argument: 'bornAfter' })).errors;
    expect(error).toMatchObject({
      message: expect.stringContaining('The argument "bornAfter" searches by'),
      extensions: { argument: 'bornAfter' },
    });
  });

  it('in a list is one error for each place, and one state', () => {
    const { errors, states } = told(
      withheld(['citizens', 0, 'ethnicity']),
      withheld(['citizens', 1, 'ethnicity']),
    );
    expect(errors.map(({ path }) => path)).toEqual([
      ['citizens', 0, 'ethnicity'],
      ['citizens', 1, 'ethnicity'],
    ]);
    expect(states).toEqual([
      { path: ['citizens', '@', 'ethnicity'], state: 'withheld', rule: 'element-not-granted' },
    ]);
  });

  it.each(SUBJECT_RULES)('by the rule %s says what would suffice, and nothing about the record', (rule) => {
    const [error] = told(withheld(['citizen', 'fullName'], { rule, lacking: [] })).errors;
    expect(error).toEqual({
      message: 'There is no such record that the caller may read.',
      path: ['citizen', 'fullName'],
      extensions: { code: 'SUBJECT_WITHHELD', rule, wouldSuffice: expect.stringMatching(/^\S.{20,}/) },
    });
  });
});

describe('an unavailable field', () => {
  it('names its database, and says that there may be a value', () => {
    expect(told({ state: 'unavailable', path: ['citizen', 'sex'], source: 'population' })).toMatchObject({
      errors: [
        { path: ['citizen', 'sex'], extensions: { code: 'SOURCE_UNAVAILABLE', source: 'population' } },
      ],
      states: [{ path: ['citizen', 'sex'], state: 'unavailable', source: 'population' }],
    });
  });
});

describe('errors of a database', () => {
  const from = (path: (string | number)[], code: string, facts: Record<string, unknown> = {}) =>
    new GraphQLError('What the database says.', {
      path,
      extensions: { code, serviceName: 'population', ...facts },
    });
  const ANSWER = { citizen: { sex: null, phone: null }, citizens: [{ sex: null }], household: null };
  const described = (...errors: readonly GraphQLError[]) => {
    const { errors: said, states } = describeFieldErrors(errors, [], ANSWER);
    return { errors: said.map((error) => error.toJSON()), states };
  };

  it('are told at their path with the facts that a client may have', () => {
    const facts = { rule: 'jurisdiction', lacking: ['x'], stack: 'secret', response: { body: 'secret' } };
    const { errors, states } = described(from(['citizen'], 'SUBJECT_WITHHELD', facts));
    expect(errors).toMatchObject([
      { path: ['citizen'], extensions: { code: 'SUBJECT_WITHHELD', rule: 'jurisdiction' } },
    ]);
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(states).toEqual([{ path: ['citizen'], state: 'withheld', rule: 'jurisdiction' }]);
  });

  it('have none but facts that a client may have, whatever their code', () => {
    const facts = { argument: 'personalIds', stack: 'secret', response: { body: 'secret' } };
    const { errors } = described(from(['citizens'], 'TOO_MANY_KEYS', facts));
    expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_KEYS', argument: 'personalIds' } }]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it('that withhold a record are told in the words of the gateway, whatever else they state', () => {
    const facts = { rule: 'consent', wouldSuffice: 'ask Nguyễn', argument: 'secret' };
    const { errors } = described(from(['citizen', 'sex'], 'SUBJECT_WITHHELD', facts));
    const [gap] = told(withheld(['citizen', 'sex'], { rule: 'consent', lacking: [] })).errors;
    expect(errors[0]?.extensions).toEqual(gap?.extensions);
    const unknown = described(from(['citizen', 'sex'], 'SUBJECT_WITHHELD', { rule: 'constructor' }));
    expect(unknown.errors[0]?.extensions).toMatchObject({
      code: 'SUBJECT_WITHHELD',
      rule: 'jurisdiction',
    });
  });

  it('without a code of ours mean that the value is unavailable', () => {
    const { errors, states } = described(from(['citizens', 0, 'sex'], 'PG_ERROR'));
    expect(errors).toMatchObject([{ extensions: { code: 'SOURCE_UNAVAILABLE' } }]);
    expect(states).toEqual([{ path: ['citizens', '@', 'sex'], state: 'unavailable', source: 'population' }]);
  });

  it('about what the gateway fetched for itself are not told: the client has not asked for it', () => {
    const hidden = from(['citizen', 'lienthong_personalId'], 'GRANT_INSUFFICIENT');
    expect(described(hidden)).toEqual({ errors: [], states: [] });
    expect(described(hidden, from(['citizen', 'sex'], 'SUBJECT_WITHHELD')).errors).toHaveLength(1);
  });

  it('about a key that a plan fetched beside what was asked for are not told either', () => {
    const key = from(['citizens', 0, 'personalId'], 'SUBJECT_WITHHELD', { rule: 'jurisdiction' });
    expect(described(key)).toEqual({ errors: [], states: [] });
    expect(described(from(['citizens', 0, 'sex'], 'SUBJECT_WITHHELD')).errors).toHaveLength(1);
    // A place that was lost together with what lies around it is still told of.
    expect(described(from(['household', 'head', 'name'], 'PG_ERROR')).errors).toHaveLength(1);
  });

  it('where a gap already says why there is no value are told once', () => {
    const gap = withheld(['citizen', 'sex'], { rule: 'jurisdiction', lacking: [] });
    const toldOf = (field: string) =>
      describeFieldErrors([from(['citizen', field], 'SUBJECT_WITHHELD')], [gap], ANSWER).errors;
    expect(toldOf('sex')).toEqual([]);
    expect(toldOf('phone')).toHaveLength(1);
  });
});
