/** A floor: `node:http` answers finished bytes, without a call, without JSON. Nothing on this server can be faster. */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { SHOP_OPERATIONS } from '../operations.ts';
import { expectedData } from '../whole.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });

const answers = new Map(
  (['A', 'B', 'C'] as const).map((scenario) => [
    JSON.stringify({ query: SHOP_OPERATIONS[scenario] }),
    Buffer.from(JSON.stringify({ data: expectedData(scenario) })),
  ]),
);
const other = Buffer.from('{"data":{"__typename":"Query"}}');

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = answers.get(Buffer.concat(chunks).toString()) ?? other;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
}).listen(Number(values.port), '127.0.0.1');
