import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { personaId } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ governance: governanceGrantingEverything() });
});

afterAll(() => system.stop());

it('a database is asked in one call about persons and enterprises, each by a key of its own kind', async () => {
  const { errors, data } = await system.ask(
    CALLERS.everything,
    `{ landParcel(parcelId: "${personaId('profile-home-parcel')}") {
      rights(first: 5) { edges { node { holder {
        ... on Citizen { socialInsurance { participationKind } }
        ... on Business { declaredEmployeeCount }
      } } } }
    } }`,
  );
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    landParcel: {
      rights: { edges: [{ node: { holder: { socialInsurance: { participationKind: 'COMPULSORY' } } } }, {}] },
    },
  });
});
