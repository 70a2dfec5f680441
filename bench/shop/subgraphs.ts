/**
 * The shop's subgraphs in one process: `POST /<database>` answers GraphQL, alone or as an array; `POST /counts` says
 * how often they were called since the last `POST /reset`. Prints its port as one line of JSON when it listens.
 */
import type { Message } from '../wire/message.ts';
import { jsonResponse, serveLean } from '../wire/server.ts';
import { type AnswerDesk, createAnswerDesk, type ReadyAnswer } from './answers.ts';
import { SHOP_DATABASES } from './resolvers.ts';

interface Counted {
  readonly desk: AnswerDesk;
  calls: number;
  operations: number;
}

const counters = new Map<string, Counted>(
  SHOP_DATABASES.map((name) => [`/${name}`, { desk: createAnswerDesk(name), calls: 0, operations: 0 }]),
);

const { port } = await serveLean(answerRequest);
process.stdout.write(`${JSON.stringify({ port })}\n`);

function answerRequest({ startLine, body }: Message): Buffer | Promise<Buffer> {
  const [, path = ''] = startLine.split(' ');
  const counted = counters.get(path);
  if (counted === undefined) return control(path);
  const text = body.toString();
  const known = counted.desk.known(text);
  return known === undefined
    ? counted.desk.answer(text).then((answer) => count(counted, answer))
    : count(counted, known);
}

function count(counted: Counted, { response, operations }: ReadyAnswer): Buffer {
  counted.calls += 1;
  counted.operations += operations;
  return response;
}

function control(path: string): Buffer {
  if (path === '/reset') {
    for (const counted of counters.values()) {
      counted.calls = 0;
      counted.operations = 0;
    }
  } else if (path !== '/counts') {
    return jsonResponse('{"errors":[{"message":"There is nothing here."}]}', '404 Not Found');
  }
  const all = [...counters.values()];
  const calls = all.reduce((sum, counted) => sum + counted.calls, 0);
  const operations = all.reduce((sum, counted) => sum + counted.operations, 0);
  return jsonResponse(JSON.stringify({ calls, operations }));
}
