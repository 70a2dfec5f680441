import { describe, expect, it } from 'vitest';
import { CODES, edited } from '../governance/fixture.ts';
import { compileGovernance } from '../governance/index.ts';
import type { DisclosedSubject } from './authorization/index.ts';
import { countAgainstQuotas } from './quota-rule.ts';
import { createMemoryQuotas, type LimitState, type Quotas } from './quotas/index.ts';

const ON = '2026-03-02';
/** Six in the evening of that day in Viet Nam. */
const NOW = new Date('2026-03-02T11:00:00Z');
const governance = compileGovernance(
  edited('agreements/ward.yaml', 'to: "2026-06-30"', 'to: null\n    quota: { subjects: 2, per: day }'),
  CODES,
);
const policy = governance.grantFor('WARD', 'TTHC:1.001193', ON);

const NAME = 'population.identity.fullName';
const BIRTH = 'civil-status.birth.number';
const PUBLIC = 'population.reference.sexName';

const subject = (key: string, ...elements: readonly string[]): DisclosedSubject => ({
  type: 'Citizen',
  key,
  elements: new Set(elements),
});

const count = (
  subjects: readonly DisclosedSubject[],
  quotas: Quotas = createMemoryQuotas(),
  onCounted: (state: LimitState) => void = () => undefined,
) => countAgainstQuotas({ quotas, policy, governance, now: NOW, onCounted }, subjects);

describe('counting an answer against quotas', () => {
  it('finds nobody beyond while the quota is enough', async () => {
    expect(await count([subject('1', NAME), subject('2', NAME)])).toBeUndefined();
  });

  it('finds whoever is new and beyond, for the elements of that database only', async () => {
    const isBeyond = await count([subject('1', NAME), subject('2', NAME), subject('3', NAME, BIRTH)]);
    expect(isBeyond?.('Citizen', '2', [NAME])).toBe(false);
    expect(isBeyond?.('Citizen', '3', [NAME])).toBe(true);
    expect(isBeyond?.('Citizen', '3', [BIRTH])).toBe(false);
    expect(isBeyond?.('Citizen', '3', [BIRTH, NAME])).toBe(true);
    expect(isBeyond?.('Citizen', '3', [PUBLIC])).toBe(false);
  });

  it('counts nobody of whom only public elements, or another database, say something', async () => {
    const quotas = createMemoryQuotas();
    await count([subject('1', PUBLIC), subject('2', BIRTH), subject('3')], quotas);
    expect(await count([subject('4', NAME), subject('5', NAME)], quotas)).toBeUndefined();
    expect(await count([subject('6', NAME)], quotas)).toBeDefined();
  });

  it('withholds a subject whom no database named: it cannot be counted', async () => {
    const isBeyond = await count([subject('', NAME), subject('1', NAME)]);
    expect(isBeyond?.('Citizen', '', [NAME])).toBe(true);
    expect(isBeyond?.('Citizen', '1', [NAME])).toBe(false);
  });

  it('asks nothing where there is no quota', async () => {
    const broken: Quotas = { admit: () => Promise.reject(new Error('gone')) };
    const without = governance.grantFor('BANK', 'QLNN:STATISTICS', ON);
    const counting = countAgainstQuotas(
      { quotas: broken, policy: without, governance, now: NOW, onCounted: () => undefined },
      [subject('1', NAME)],
    );
    expect(await counting).toBeUndefined();
  });

  it('tells what is left of the quota until the day ends in Viet Nam, when somebody was counted', async () => {
    const quotas = createMemoryQuotas();
    const told: LimitState[] = [];
    await count([subject('1', PUBLIC)], quotas, (state) => told.push(state));
    expect(told).toEqual([]);
    await count([subject('1', NAME)], quotas, (state) => told.push(state));
    expect(told).toEqual([
      {
        policy: 'subjects-population',
        limit: 2,
        remaining: 1,
        windowSeconds: 86_400,
        resetSeconds: 6 * 3_600,
      },
    ]);
  });

  it('cannot be decided when it cannot be counted', async () => {
    const broken: Quotas = { admit: () => Promise.reject(new Error('gone')) };
    await expect(count([subject('1', NAME)], broken)).rejects.toMatchObject({
      name: 'ConditionsUnavailable',
      source: 'quotas',
    });
  });
});
