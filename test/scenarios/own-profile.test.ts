import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROFILE, personaId } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const ME = `{
  me {
    personalId
    name { full }
    ethnicity
    civilMaritalStatus
    healthInsurance { cardNumber }
    landRights(first: 2) { edges { node { parcel { address } } } }
    spouse { name { full } birthDate }
  }
}`;

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});

afterAll(() => system.stop());

describe('a citizen with their own token', () => {
  it('reads their own record in every database', async () => {
    const { data } = await system.ask({ citizen: PROFILE }, ME);
    expect(data?.['me']).toMatchObject({
      personalId: PROFILE,
      name: { full: 'Nguyễn Minh Quân' },
      ethnicity: '01',
      civilMaritalStatus: 'MARRIED',
      healthInsurance: { cardNumber: expect.any(String) as string },
      landRights: { edges: [expect.anything(), expect.anything()] },
    });
  });

  it('reads nothing about the spouse, who is another person', async () => {
    const { data, errors } = await system.ask({ citizen: PROFILE }, ME);
    expect(data?.['me']).toMatchObject({ spouse: { name: null, birthDate: null } });
    const own = errors.filter(({ path }) => path?.includes('spouse'));
    expect(own.map(({ extensions: { code, rule } }) => [code, rule])).toEqual([
      ['SUBJECT_WITHHELD', 'own-record'],
      ['SUBJECT_WITHHELD', 'own-record'],
    ]);
    const spouse = await system.ask({ citizen: personaId('profile-spouse') }, '{ me { name { full } } }');
    expect(spouse.data).toEqual({ me: { name: { full: 'Trần Thu Hà' } } });
  });
});
