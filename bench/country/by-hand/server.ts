/**
 * A floor: a server that knows two operations by heart and asks PostgreSQL itself, without federation and without any
 * authorisation. Prepared statements, one for each table, as many at once as do not need each other. It counts them:
 * `POST /counts` tells what they were since `POST /reset`. `BENCH_DATABASES` has the databases' URLs as JSON.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { childEnvironment } from '../../../commands/config.ts';
import { citizensOf } from './citizens.ts';
import { profileOf } from './profile.ts';
import { openStatements } from './statements.ts';
import { readUnits } from './units.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const urls = JSON.parse(childEnvironment({})['BENCH_DATABASES'] ?? '{}') as Readonly<Record<string, string>>;
const statements = openStatements(urls);
const units = await readUnits(statements.ask);

createServer((request, response) => {
  if (request.url !== '/graphql') return respond(response, count(request.url));
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    answer(Buffer.concat(chunks).toString()).then(
      (data) => respond(response, JSON.stringify({ data })),
      (error: Error) => respond(response, JSON.stringify({ errors: [{ message: error.message }] })),
    );
  });
}).listen(Number(values.port), '127.0.0.1');

async function answer(body: string): Promise<object> {
  const { variables = {} } = JSON.parse(body) as { readonly variables?: Readonly<Record<string, unknown>> };
  const { personalId, personalIds } = variables;
  if (Array.isArray(personalIds)) return await citizensOf(statements.ask, personalIds);
  if (typeof personalId === 'string') return await profileOf(statements.ask, units, personalId);
  return { __typename: 'Query' };
}

function count(path: IncomingMessage['url']): string {
  if (path === '/reset') statements.count = 0;
  return JSON.stringify({ statements: statements.count });
}

function respond(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
