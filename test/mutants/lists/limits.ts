import { type Mutant, mutantsOf } from '../mutant.ts';

const COST = [
  ...mutantsOf(
    'gateway/protection/cost.ts',
    ['gateway/protection/cost.test.ts'],
    [
      {
        name: 'an operation above the limit is answered',
        text: 'if (cost.requested <= cost.limit) return cost;',
        by: 'if (cost.requested > 0) return cost;',
      },
      {
        name: 'many keys cost what a few have cost before',
        text: '` of ${value.length}`',
        by: "' of'",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/protection/cost-sum.ts',
    ['gateway/protection/cost.test.ts'],
    [
      {
        name: 'a page costs what a short list does, however long it is',
        text: 'if (sized?.names.has(field.name)) return sized;',
        by: '',
      },
      {
        name: 'what @skip leaves out costs all the same',
        text: 'this.#isTrue(value) === expected',
        by: 'expected || !expected',
      },
      {
        name: 'behind a union the first type counts, and not the dearest one',
        text: 'if (weight + below >= dearest.cost)',
        by: 'if (dearest.cost === 0)',
      },
      {
        name: 'a list may be asked for with no slice that needs one',
        text: 'if (requireOne && !isOpen && given.length !== 1)',
        by: 'if (requireOne && !isOpen && given.length > 1)',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/protection/cost-terms.ts',
    ['gateway/protection/cost.test.ts'],
    [
      {
        name: 'a look-up costs the same, however many keys it has',
        text: '(keys === undefined ? slicingArguments : [keys])',
        by: 'slicingArguments',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/operation-plugins.ts',
    ['test/scenarios/cost-of-an-operation.test.ts'],
    [
      {
        name: 'nobody asks what an operation costs',
        text: 'contextValue.cost = checkCost(access.costs, schema, document, operation, variables);',
        by: 'contextValue.cost = access.costs.costOf(schema, document, operation, variables);',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/supergraph/rules/costs.ts',
    ['gateway/supergraph/schema-rules.test.ts'],
    [
      {
        name: 'a connection need not say how long its pages are',
        text: 'return isPage ? [] : [',
        by: 'return isPage || size === undefined ? [] : [',
      },
      {
        name: 'a weight may take cost away',
        text: '?? 0) < 0)',
        by: '?? 0) < -100)',
      },
    ],
  ),
];

const COUNTS = [
  ...mutantsOf(
    'gateway/quotas/redis-turns.ts',
    ['gateway/quotas/quotas.test.ts'],
    [
      {
        name: 'a replica writes what it decided, whatever others have written meanwhile',
        text: 'redis.watch(key),',
        by: 'redis.exists(key),',
      },
      {
        name: 'replicas together let in one subject too many',
        text: 'counted + added.length >= limit',
        by: 'counted + added.length > limit',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/quotas/redis-quotas.ts',
    ['gateway/quotas/quotas.test.ts'],
    [
      {
        name: 'whoever is new is read while there is room, and counted never',
        text: 'found.members[index] === true',
        by: 'found.members[index] !== undefined',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/quotas/rate-limits.ts',
    ['gateway/quotas/rate-limits.test.ts'],
    [
      {
        name: 'a minute lets through one request too many',
        text: 'window.used < limit',
        by: 'window.used <= limit',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/quotas/redis-rate-limits.ts',
    ['gateway/quotas/rate-limits.test.ts'],
    [
      {
        name: 'each replica takes its block, whether anything is left or not',
        text: 'Math.min(wanted, Math.max(0, limit - (used - wanted)))',
        by: 'wanted',
      },
      {
        name: 'a minute begins anew with each request',
        text: ".pexpire(key, WINDOW_MS, 'NX')",
        by: '.pexpire(key, WINDOW_MS)',
      },
      {
        name: 'without Redis nothing is counted',
        text: 'awayUntil = clock() + AWAY_MS;\n        return await alone.take(owner);',
        by: 'return { isWithin: true, limit, remaining: limit, resetSeconds: 60 };',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/request-context.ts',
    ['test/scenarios/rate-of-requests.test.ts'],
    [
      {
        name: 'a client beyond its rate is answered',
        text: 'if (rate.isWithin) return rate;',
        by: 'if (rate.limit > 0) return rate;',
      },
    ],
  ),
];

/** Cost, quotas and rates, each check removed or weakened. */
export const LIMIT_MUTANTS: readonly Mutant[] = [...COST, ...COUNTS];
