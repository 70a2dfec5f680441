import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { OFFICER_BROTHER, PROFILE, personaId } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

/** `On-Withheld: reject`: who needs the whole answer or none at all is told everything that stands in the way. */
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

const reject = (asker: Asker): Asker => ({
  ...asker,
  headers: { ...asker.headers, 'on-withheld': 'reject' },
});
const NAMES = `query ($ids: [PersonalId!]!) { citizens(personalIds: $ids) { citizen { name { full } } } }`;
const SPOUSE = `query ($id: PersonalId!) { citizen(personalId: $id) { marriages { wife { name { full } } } } }`;

describe('an operation that must be answered whole', () => {
  it('is answered when nothing is withheld', async () => {
    const { data, errors } = await system.ask(reject(CALLERS.communeMarriage), NAMES, { ids: [PROFILE] });
    expect(errors).toEqual([]);
    expect(data).toEqual({ citizens: [{ citizen: { name: { full: 'Nguyễn Minh Quân' } } }] });
  });

  it('is refused for a field, with every field that is', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { name { full } religion phone } }`;
    const { status, data, errors } = await system.ask(reject(CALLERS.communeMarriage), query);
    expect([status, data]).toEqual([403, undefined]);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'OPERATION_WITHHELD',
      withheld: [{ path: ['citizen', 'religion'] }, { path: ['citizen', 'phone'] }],
    });
  });

  it('is refused for a record as well, and says nothing of the others', async () => {
    const query = `query ($id: PersonalId!) { citizen(personalId: $id) { name { full } } }`;
    const answer = await system.ask(reject(CALLERS.communeMarriage), query, {
      id: personaId('other-province'),
    });
    expect([answer.status, answer.data]).toEqual([403, undefined]);
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'OPERATION_WITHHELD',
      withheld: [{ path: ['citizen'], rule: 'jurisdiction' }],
    });
    const brother = await system.ask(reject(CALLERS.tax), query, { id: OFFICER_BROTHER });
    expect(brother.errors[0]?.extensions).toMatchObject({
      code: 'OPERATION_WITHHELD',
      withheld: [{ rule: 'conflict-of-interest' }],
    });
    expect(JSON.stringify(brother)).not.toContain('full');
  });

  it('is refused for somebody who is met on the way', async () => {
    const id = personaId('ex-spouse');
    const partial = await system.ask(CALLERS.communeMarriage, SPOUSE, { id: PROFILE });
    expect(partial.errors).toEqual([]);
    const whole = await system.ask(reject(CALLERS.communeMarriage), SPOUSE, { id });
    expect(whole.errors[0]?.extensions.code).toBe('OPERATION_WITHHELD');
  });
});
