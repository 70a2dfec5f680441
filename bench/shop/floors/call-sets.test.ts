import { composeServices } from '@apollo/composition';
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createPreparedOperations, supergraphFacts, typesOf } from '../../../gateway/execution/index.ts';
import { createPlanner } from '../../../gateway/planning/index.ts';
import { withoutFragments } from '../../launch/document.ts';
import { shopSdl } from '../answers.ts';
import { SHOP_OPERATIONS } from '../operations.ts';
import { SHOP_DATABASES } from '../resolvers.ts';
import { callsOf } from './call-sets.ts';

/** Database and how many things it is asked, of each call that our executor makes. */
async function executorCalls(scenario: 'A' | 'B' | 'C') {
  const { supergraphSdl = '' } = composeServices(
    SHOP_DATABASES.map((name) => ({
      name,
      url: `http://127.0.0.1:1/${name}`,
      typeDefs: parse(shopSdl(name)),
    })),
  );
  const planner = await createPlanner({ supergraphSdl });
  const operations = createPreparedOperations(planner, {
    schema: planner.schema,
    isOfType: typesOf(supergraphFacts(supergraphSdl).schema),
  });
  const document = withoutFragments(parse(SHOP_OPERATIONS[scenario], { noLocation: true }));
  const { plan } = await operations.prepare({ document, source: print(document), hash: scenario }, {});
  await planner.stop();
  return plan.calls.map(({ database, entities }) => `${database} ${Math.max(1, entities.length)}`).toSorted();
}

describe('the hand-written merge', () => {
  it.each(['A', 'B', 'C'] as const)(
    'makes the calls of our executor in %s, so that both can be compared',
    async (scenario) => {
      const byHand = callsOf(scenario, 'executor').map(
        ({ database, asked }) => `${database} ${asked.length}`,
      );
      expect(byHand.toSorted()).toEqual(await executorCalls(scenario));
    },
  );

  it('makes 16 calls as the stock gateway does, or 7', () => {
    expect([callsOf('A', '16').length, callsOf('A', '7').length]).toEqual([16, 7]);
  });
});
