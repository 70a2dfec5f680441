/**
 * The product with authorisation, grants and ledger off: the same HTTP front, limits, cost and log, the same executor
 * with its entity cache, but nobody is identified, nothing is decided, no verdict is asked for, calls are not parted at
 * persons, grants are static, and nothing is recorded. Settings are those of the product; `--grants` is the port of the
 * desk that gives out the grants. Only to be measured against.
 */
import { parseArgs } from 'node:util';
import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { readConfig } from '../../gateway/config.ts';
import { createHttpApp, graphRoute, serveGraph } from '../../gateway/http/index.ts';
import { createLog } from '../../gateway/observability/index.ts';
import {
  checkCost,
  checkInputs,
  createCostModel,
  createOverloadGuard,
  limitRules,
  MAX_TOKENS,
  readCostTable,
} from '../../gateway/protection/index.ts';
import { compose, readSupergraphFile } from '../../gateway/supergraph/index.ts';
import { loadGovernance } from '../../governance/index.ts';
import { grantsFrom } from '../country/grants-client.ts';
import { createUnguardedRunner } from './unguarded-runner.ts';

/** What one request carries. */
interface Context extends BaseContext {
  readonly requestId: string;
  readonly signal: AbortSignal;
  variables: Readonly<Record<string, unknown>>;
}

const { values } = parseArgs({ options: { grants: { type: 'string', default: '0' } } });
const config = readConfig();
const log = createLog(config.logLevel);
const { subgraphs, ...file } = await readSupergraphFile(config.supergraphFile, config.environment);
const { policySdl } = compose({ subgraphs, ...file }, loadGovernance(config.governanceDir).elements);
const costs = createCostModel(readCostTable(policySdl), config.maxCost);
const runner = await createUnguardedRunner({
  policySdl,
  subgraphs,
  config,
  log,
  grantFor: grantsFrom(Number(values.grants)),
});

const apollo = new ApolloServer<Context>({
  gateway: {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: runner.schema, coreSupergraphSdl: policySdl });
      return () => undefined;
    },
    load: async () => ({
      executor: ({ queryHash, document, context }) => {
        const { signal, variables } = context as Context;
        return runner.run({ queryHash, document, variables, signal });
      },
    }),
    stop: async () => undefined,
  },
  introspection: true,
  includeStacktraceInErrorResponses: false,
  stopOnTerminationSignals: false,
  persistedQueries: false,
  validationRules: [...limitRules()],
  parseOptions: { maxTokens: MAX_TOKENS },
  stringifyResult: (answer) => JSON.stringify(answer),
  plugins: [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
    checkInputsAndCost(),
    logAnswers(),
  ],
});
await apollo.start();
const app = createHttpApp();
const guard = createOverloadGuard({
  maxInWork: config.maxInWork,
  maxQueued: config.maxQueued,
  maxWaitMs: config.deadlineMs / 5,
  onOverload: (facts) => log.warn(facts, 'overloaded'),
});
const handler = graphRoute(app, {
  apollo,
  guard,
  deadlineMs: config.deadlineMs,
  contextOf: async ({ id }, signal) => ({ requestId: id, signal, variables: {} }),
  onUndelivered: () => undefined,
});
serveGraph(app, guard, handler);
await app.listen({ host: config.host, port: config.port });

function checkInputsAndCost(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ schema, document, operation, request, contextValue }) {
        if (operation === undefined) throw new Error('Expected the name of an operation in the document.');
        const variables = checkInputs(schema, document, operation, request.variables ?? {});
        contextValue.variables = variables;
        checkCost(costs, schema, document, operation, variables);
      },
    }),
  };
}

function logAnswers(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ contextValue: { requestId } }) {
      const started = performance.now();
      return {
        async willSendResponse({ queryHash, operationName, response: { body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors?.length ?? 0) : 0;
          const ms = Math.round(performance.now() - started);
          log.info({ requestId, operation: operationName, operationHash: queryHash, errors, ms }, 'answered');
        },
      };
    },
  };
}
