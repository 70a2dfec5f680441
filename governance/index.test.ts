import { describe, expect, it } from 'vitest';
import { CODES, edited, FIXTURE, problemsOf } from './fixture.ts';
import { compileGovernance, GovernanceError, loadGovernance } from './index.ts';

describe('the governance files', () => {
  it('load without a fault', () => {
    const governance = compileGovernance(FIXTURE, CODES);
    expect([...governance.agencies.keys()]).toEqual(['C06', 'MOJ', 'WARD', 'BANK']);
    expect(governance.agencies.get('MOJ')).toMatchObject({
      officialCode: 'G15',
      mark: 'A',
      synthetic: false,
    });
    expect(governance.agencies.get('WARD')).toMatchObject({
      officialCode: null,
      register: null,
      parent: 'MOJ',
    });
    expect(governance.databases.get('population')?.nameVi).toBe('Cơ sở dữ liệu quốc gia về dân cư');
    expect(governance.elements.get('population.identity.sex')).toMatchObject({
      groupNameEn: 'Identity',
      class: 'basic',
    });
  });

  it('are frozen once loaded', () => {
    const governance = compileGovernance(FIXTURE, CODES);
    const values = [
      governance,
      governance.agreements,
      ...governance.agreements,
      ...governance.agreements.map(({ elements }) => elements),
      ...governance.elements.values(),
      ...governance.agencies.values(),
      ...governance.purposes.values(),
    ];
    expect(values.every((value) => Object.isFrozen(value))).toBe(true);
    const agencies = governance.agencies as Map<string, unknown>;
    expect(() => agencies.set('NOBODY', {})).toThrow('The governance files do not change after loading.');
  });

  it('tell about the faults of all files at once, in the order of file and line', () => {
    const files = new Map([
      ...edited('agreements/ward.yaml', '"2026-06-30"', '"2026-02-30"'),
      ['databases.yaml', (FIXTURE.get('databases.yaml') ?? '').replace('owner: MOJ', 'owner: COURT')],
      ['purposes.yaml', (FIXTURE.get('purposes.yaml') ?? '').replace('kind: management', 'kind: fun')],
    ]);
    expect(problemsOf(files).map(({ file, line }) => `${file}:${line}`)).toEqual([
      'agreements/ward.yaml:15',
      'databases.yaml:9',
      'purposes.yaml:14',
    ]);
  });

  it('tell each fault in one line that names the place', () => {
    const error = new GovernanceError([{ file: 'a.yaml', line: 3, found: 'x', expected: 'y' }]);
    expect(error.message).toBe('a.yaml:3: found x, expected y');
    expect(() =>
      compileGovernance(edited('databases.yaml', 'owner: MOJ', 'owner: COURT'), CODES, 'governance'),
    ).toThrow('governance/databases.yaml:9: found owner "COURT", expected a key of agencies.yaml');
  });

  it.each(['agencies.yaml', 'purposes.yaml', 'databases.yaml', 'dictionary/population.yaml'])(
    'are refused without %s, and nothing that refers to it is blamed',
    (missing) => {
      const files = new Map([...FIXTURE].filter(([file]) => file !== missing));
      expect(problemsOf(files)).toEqual([
        expect.objectContaining({ file: missing, line: 1, found: 'no such file' }),
      ]);
    },
  );

  it('are refused when one of them is empty', () => {
    const files = new Map([...FIXTURE, ['databases.yaml', '']]);
    expect(problemsOf(files)).toEqual([
      { file: 'databases.yaml', line: 1, found: 'null', expected: 'a list under "databases"' },
    ]);
  });
});

describe('the version', () => {
  const { version } = compileGovernance(FIXTURE, CODES);

  it('is a SHA-256', () => {
    expect(version).toMatch(/^[0-9a-f]{64}$/);
  });

  it('does not depend on layout, comments or the order of entries', () => {
    const files = new Map(
      [...edited('agreements/ward.yaml', 'consumer: WARD', '# the ward\nconsumer:   "WARD"')].toReversed(),
    );
    expect(compileGovernance(files, CODES).version).toBe(version);
  });

  it.each([
    ['agreements/ward.yaml', 'case: optional', 'case: required'],
    ['agreements/ward.yaml', '"2026-06-30"', '"2026-06-29"'],
    ['agencies.yaml', '"00004", "40"', '"00004"'],
    ['dictionary/civil-status.yaml', 'class: basic', 'class: sensitive'],
  ])('changes with the content of %s', (file, piece, replacement) => {
    expect(compileGovernance(edited(file, piece, replacement), CODES).version).not.toBe(version);
  });
});

describe('a folder', () => {
  it('that does not exist is not taken for an empty one', () => {
    expect(() => loadGovernance('/nowhere', CODES)).toThrow('ENOENT');
  });
});
