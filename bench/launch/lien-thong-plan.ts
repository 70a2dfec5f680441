/**
 * Our executor alone as a gateway: plans, channels and the client's form of the answer behind bare `node:http`, without
 * authorisation, grants and ledger. `--sharing` says what requests have in common: nothing; HTTP requests to a database
 * that is busy (batched); those, and identical calls in flight (shared).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { parse, print, validate } from 'graphql';
import {
  type Channel,
  completeAnswer,
  createChannel,
  createPreparedOperations,
  runPlan,
  supergraphFacts,
  typesOf,
} from '../../gateway/execution/index.ts';
import { createPlanner, type PlannableOperation } from '../../gateway/planning/index.ts';
import { withoutFragments } from './document.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    supergraph: { type: 'string', default: '' },
    sharing: { type: 'string', default: 'nothing' },
  },
});

const supergraphSdl = readFileSync(values.supergraph, 'utf8');
const planner = await createPlanner({ supergraphSdl });
const operations = createPreparedOperations(planner, {
  schema: planner.schema,
  isOfType: typesOf(supergraphFacts(supergraphSdl).schema),
});
const channels = new Map([...planner.databases].map(([name, url]) => [name, channelTo(name, url)]));
const documents = new Map<string, PlannableOperation>();

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const body = await answer(Buffer.concat(chunks).toString()).catch(failure);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}).listen(Number(values.port), '127.0.0.1');

async function answer(text: string): Promise<string> {
  const { query, variables = {} } = JSON.parse(text) as {
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  };
  const { plan, shape } = await operations.prepare(operationOf(query), variables);
  const { signal } = new AbortController();
  const result = await runPlan(plan, variables, async ({ call, variables: given }) => {
    const channel = channels.get(call.database);
    if (channel === undefined) throw new Error(`Nobody knows ${call.database}.`);
    const asked = `{"query":${call.queryText},"variables":${JSON.stringify(given)}}`;
    const { body } = await channel.call({ path: '', grant: '', body: asked, sameAs: asked, signal });
    const { data, errors = [] } = body as { readonly data: Record<string, unknown>; readonly errors?: [] };
    return { data, errors };
  });
  const { data, errors } = completeAnswer(shape, result.data);
  const told = [...errors, ...result.errors, ...result.failed.map(({ cause }) => ({ message: `${cause}` }))];
  return JSON.stringify(told.length === 0 ? { data } : { data, errors: told });
}

function channelTo(database: string, url: string): Channel {
  return createChannel({
    database,
    url,
    connections: 16,
    maxBatch: values.sharing === 'nothing' ? 1 : 64,
    maxWaiting: 10_000,
    timeoutMs: 30_000,
    shareInFlight: values.sharing === 'shared',
    breaker: { failures: 20, halfOpenAfterMs: 1_000 },
  });
}

/** Parsed, validated and without fragments; each text once, as every gateway does. */
function operationOf(query: string): PlannableOperation {
  const known = documents.get(query);
  if (known !== undefined) return known;
  const parsed = parse(query, { noLocation: true });
  const [invalid] = validate(planner.schema, parsed);
  if (invalid !== undefined) throw invalid;
  const document = withoutFragments(parsed);
  const source = print(document);
  const operation = { document, source, hash: createHash('sha256').update(source).digest('hex') };
  documents.set(query, operation);
  return operation;
}

function failure(error: unknown): string {
  return JSON.stringify({ errors: [{ message: error instanceof Error ? error.message : 'failed' }] });
}
