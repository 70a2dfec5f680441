import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { openConnection, postRequest } from '../wire/client.ts';
import { type Child, CORES, type Command, startChild } from './child.ts';

/** A gateway that can be measured; whatever it is asked over stands elsewhere. */
export interface Contestant {
  readonly name: string;
  /** Of every request to it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it stands where databases would, and counts what it asks itself. */
  readonly countsItself: boolean;
  /** What to start so that it serves `POST /graphql` on this port. */
  start(port: number): Promise<Command>;
}

/** A gateway that answers. */
export interface RunningGateway {
  readonly contestant: Contestant;
  readonly port: number;
  /** From its start to its first answer. */
  readonly startSeconds: number;
  readonly child: Child;
}

/** Longest wait for the first answer of a gateway, in milliseconds. */
const START_LIMIT = 60_000;
const ANSWER_LIMIT = 5_000;
const ASK_AGAIN = 20;

/** Asked of a gateway until it answers. */
const ANY_QUESTION = '{"query":"{ __typename }"}';

/** Starts a gateway and waits for its first answer. @throws Error when it does not come */
export async function startGateway(
  contestant: Contestant,
  question: string = ANY_QUESTION,
): Promise<RunningGateway> {
  const port = await freePort();
  const command = await contestant.start(port);
  const started = performance.now();
  const child = startChild({ ...command, core: CORES.gateway, isSilent: true });
  try {
    const answered = firstAnswer(port, contestant.headers, question, started + START_LIMIT);
    await Promise.race([answered, child.ended]);
    return { contestant, port, startSeconds: (performance.now() - started) / 1_000, child };
  } catch (error) {
    child.stop();
    throw error;
  }
}

async function firstAnswer(
  port: number,
  headers: Contestant['headers'],
  question: string,
  limit: number,
): Promise<void> {
  let last = 'nothing';
  while (performance.now() < limit) {
    last = await ask(port, headers, question).catch((error: Error) => error.message);
    if (last.includes('"data":{')) return;
    await setTimeout(ASK_AGAIN);
  }
  throw new Error(`it gave no answer within a minute, but ${last.slice(0, 200)}`);
}

async function ask(port: number, headers: Contestant['headers'], question: string): Promise<string> {
  const connection = await openConnection(port);
  try {
    const answer = connection.send(postRequest(port, '/graphql', question, headers));
    const message = await Promise.race([answer, setTimeout(ANSWER_LIMIT, undefined, { ref: false })]);
    return message?.body.toString() ?? '';
  } finally {
    connection.close();
  }
}

/** Another process might take it meanwhile; then the gateway ends, and says so. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
