import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Child, CORES, startChild } from '../harness/child.ts';
import { openConnection, postRequest } from '../wire/client.ts';
import type { Peer } from './peers.ts';
import type { ShopSite } from './site.ts';

/** A gateway that answers. */
export interface RunningGateway {
  readonly peer: Peer;
  readonly port: number;
  /** From its start to its first answer. */
  readonly startSeconds: number;
  readonly child: Child;
}

/** Longest wait for the first answer of a gateway, in milliseconds. */
const START_LIMIT = 60_000;
const ANSWER_LIMIT = 5_000;
const ASK_AGAIN = 50;

/** Starts a gateway and waits for its first answer. @throws Error when it does not come */
export async function startGateway(peer: Peer, site: ShopSite): Promise<RunningGateway> {
  const port = await freePort();
  const started = performance.now();
  const child = startChild({ ...(await peer.start(site, port)), core: CORES.gateway });
  try {
    await Promise.race([firstAnswer(port, started + START_LIMIT), child.ended]);
    return { peer, port, startSeconds: (performance.now() - started) / 1_000, child };
  } catch (error) {
    child.stop();
    throw error;
  }
}

async function firstAnswer(port: number, limit: number): Promise<void> {
  while (performance.now() < limit) {
    const body = await ask(port).catch(() => '');
    if (body.includes('"data"')) return;
    await setTimeout(ASK_AGAIN);
  }
  throw new Error('it gave no answer within a minute');
}

async function ask(port: number): Promise<string> {
  const connection = await openConnection(port);
  try {
    const answer = connection.send(postRequest(port, '/graphql', '{"query":"{ __typename }"}'));
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
