import { type Mutant, mutantsOf } from '../mutant.ts';

const PIPELINE = mutantsOf(
  'gateway/pipeline.ts',
  ['test/scenarios/ends-while-recorded.test.ts'],
  [
    {
      name: 'an answer leaves unrecorded',
      text: "  await recordAnswer(parts, incoming, 'answered', permitted, answer);\n",
      by: '',
    },
    {
      name: 'an answer leaves under an agreement that ended while it was recorded',
      text: 'return stands(parts, context) ? release(context, told, answer) : undefined;',
      by: 'return release(context, told, answer);',
    },
    {
      name: 'the ledger tells what was not said, because the agreement had ended',
      text: '  if (!stands(parts, context)) return undefined;\n',
      by: '',
    },
    {
      name: 'rules about records are not applied to the answer',
      text: '  const answer = await applyRecordRules(parts, context, permitted, gate, result);\n',
      by: '  const answer = await applyRecordRules(parts, { ...context, caller: { ...context.caller, policy: { ...context.caller.policy, terms: new Map() } } }, permitted, gate, result);\n',
      tests: ['test/scenarios/quota-of-an-agency.test.ts'],
    },
    {
      name: 'On-Withheld: reject refuses nothing',
      text: 'if (isWhole && permitted.withheld.length > 0) {',
      by: 'if (permitted.withheld.length < 0) {',
      also: [
        {
          file: 'gateway/pipeline.ts',
          text: 'if (isWhole && withheld.length > 0) return',
          by: 'if (withheld.length < 0) return',
        },
      ],
      tests: ['test/scenarios/unified-profile.test.ts'],
    },
    {
      name: 'On-Withheld: reject answers what a rule about the record withholds',
      text: 'if (isWhole && withheld.length > 0) return',
      by: 'if (withheld.length < 0) return',
      tests: ['test/scenarios/whole-or-nothing.test.ts'],
    },
    {
      name: 'a refusal of the whole operation is not recorded',
      text: '  await recordRefusal(parts, incoming, permitted);\n',
      by: '',
      tests: ['test/faults/ledger-gone.test.ts'],
    },
    {
      name: 'whoever is beyond the quota stands in the answer',
      text: "(isBeyondQuota(...of) ? 'quota' : undefined)",
      by: '(isBeyondQuota(...of) ? undefined : undefined)',
      tests: ['test/scenarios/quota-of-an-agency.test.ts'],
    },
  ],
);

const ENFORCING = [
  ...mutantsOf(
    'gateway/enforcing-gateway.ts',
    ['gateway/enforcing-gateway.test.ts', 'test/faults/enforcement-missing.test.ts'],
    [
      {
        name: 'the graph is served through a gateway that does not enforce',
        text: 'if (EnforcingGateway.made(gateway)) return;',
        by: 'if (gateway !== undefined) return;',
      },
      {
        name: 'a gateway that only looks like the enforcing one serves the graph',
        text: 'return #parts in gateway && Object.getPrototypeOf(gateway) === EnforcingGateway.prototype;',
        by: 'return gateway instanceof EnforcingGateway;',
      },
      {
        name: 'another way of answering is put onto the enforcing gateway',
        text: '    Object.freeze(this);\n',
        by: '',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/pipeline.ts',
    ['test/attacks/plan-cache-crossing.test.ts'],
    [
      {
        name: 'the plan of an entitled caller serves another one',
        text: 'runner.run(context.execution, { document, source, hash }, context.variables)',
        by: "runner.run(context.execution, { document, source, hash: '' }, context.variables)",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/config.ts',
    ['gateway/config.test.ts'],
    [
      {
        name: 'everybody on the machine makes tokens for production',
        text: "if (LIENTHONG_MODE === 'development' || TOKEN_ISSUER !== DEVELOPMENT_ISSUER) return [];",
        by: "if (LIENTHONG_MODE !== '') return [];",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/operation-plugins.ts',
    ['test/abuse/bad-request.test.ts'],
    [
      {
        name: 'the databases are written to',
        text: "if (operation.operation === 'query') return;",
        by: "if (operation.operation !== 'subscription') return;",
        equivalent:
          'no database may have a Mutation (rules/enforced.ts), so that every mutation is the gateway’s own',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/http/app.ts',
    ['test/abuse/bad-request.test.ts'],
    [
      {
        name: 'persons stand in the addresses of requests',
        text: "method: ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'],",
        by: "method: ['PUT', 'PATCH', 'DELETE'],",
      },
      {
        name: 'caches on the way keep what is answered about persons',
        text: ", 'cache-control': 'no-store'",
        by: '',
        tests: ['test/abuse/graphql-over-http.test.ts'],
      },
    ],
  ),
  ...mutantsOf(
    'gateway/http/graph-route.ts',
    ['gateway/http/graph-route.test.ts'],
    [
      {
        name: 'whoever was answered keeps a place',
        text: '        leave();\n',
        by: '',
      },
      {
        name: 'what nests too deeply reaches the parser',
        text: '        checkNesting(documentOf(body));\n',
        by: '',
        tests: ['test/abuse/bad-request.test.ts'],
      },
    ],
  ),
  ...mutantsOf(
    'gateway/protection/overload.ts',
    ['gateway/protection/overload.test.ts'],
    [
      {
        name: 'a place that is given back twice is free twice',
        text: 'if (isInside) this.#leave();',
        by: 'this.#leave();',
      },
      {
        name: 'the queue has no end',
        text: 'ahead >= this.#options.maxQueued || ',
        by: '',
      },
      {
        name: 'whoever has waited too long is let in late',
        text: '    this.#refuseLate();\n    for (',
        by: '    for (',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/server.ts',
    ['test/abuse/bad-request.test.ts'],
    [
      {
        name: 'documents have as many tokens as they like',
        text: 'parseOptions: { maxTokens: MAX_TOKENS },',
        by: 'parseOptions: {},',
      },
    ],
  ),
];

/** A request's way through the whole gateway. */
export const PIPELINE_MUTANTS: readonly Mutant[] = [...PIPELINE, ...ENFORCING];
