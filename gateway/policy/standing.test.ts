import { describe, expect, it } from 'vitest';
import { CODES, edited, FIXTURE } from '../../governance/fixture.ts';
import { compileGovernance } from '../../governance/index.ts';
import { graphDifference } from './same-graph.ts';
import { stillStands } from './standing.ts';

const GOVERNANCE = compileGovernance(FIXTURE, CODES);
const WARD = { agency: 'WARD', purpose: 'TTHC:1.001193' };
const decided = { ...WARD, policy: GOVERNANCE.grantFor(WARD.agency, WARD.purpose, '2026-06-30') };

const changed = (file: string, piece: string, replacement: string) =>
  compileGovernance(edited(file, piece, replacement), CODES);

describe('what was decided under a version', () => {
  it('stands while the version is in force', () => {
    expect(stillStands(decided, GOVERNANCE, '2026-06-30')).toBe(true);
  });

  it('stands under a version that changes nothing for this agency', () => {
    const other = changed(
      'agreements/bank.yaml',
      'elements: [population.identity.fullName]',
      'elements: [population.identity.sex]',
    );
    expect(other.version).not.toBe(GOVERNANCE.version);
    expect(stillStands(decided, other, '2026-06-30')).toBe(true);
  });

  it('falls with the last day of an agreement', () => {
    expect(stillStands(decided, GOVERNANCE, '2026-07-01')).toBe(false);
  });

  it.each([
    ['the elements', 'elements: [population.identity.*]', 'elements: [population.identity.sex]'],
    ['the territory', 'jurisdiction: own', 'jurisdiction: national'],
    ['the protection', 'to: "2026-06-30"', 'to: "2026-06-30"\n    protectedUpTo: 1'],
    ['a quota', 'to: "2026-06-30"', 'to: "2026-06-30"\n    quota: { subjects: 5, per: day }'],
    ['the agreement that it rests on', 'id: ward-pop-01', 'id: ward-pop-02'],
  ])('falls when %s is another', (_what, piece, replacement) => {
    const other = changed('agreements/ward.yaml', piece, replacement);
    expect(stillStands(decided, other, '2026-06-30')).toBe(false);
  });

  it('of somebody without an agreement stands too', () => {
    const stranger = { agency: 'MOJ', purpose: 'EMERGENCY' };
    const policy = GOVERNANCE.grantFor(stranger.agency, stranger.purpose, '2026-06-30');
    expect(stillStands({ ...stranger, policy }, GOVERNANCE, '2026-06-30')).toBe(true);
  });
});

describe('two versions', () => {
  it('make the same graph when only agreements differ', () => {
    const other = changed('agreements/ward.yaml', 'jurisdiction: own', 'jurisdiction: national');
    expect(graphDifference(GOVERNANCE, other)).toBeUndefined();
  });

  it('differ by a class in the dictionary, and by the owner of a database', () => {
    const dictionary = changed(
      'dictionary/population.yaml',
      'class: sensitive, format: text',
      'class: basic, format: text',
    );
    expect(graphDifference(GOVERNANCE, dictionary)).toBe('dictionary/');
    const databases = changed(
      'databases.yaml',
      'Law 26/2023/QH15, article: "9"',
      'Law 26/2023/QH15, article: "10"',
    );
    expect(graphDifference(GOVERNANCE, databases)).toBe('databases.yaml');
  });
});
