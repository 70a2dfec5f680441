import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { inject } from 'vitest';
import { DATABASES } from '../../subgraphs/databases.ts';
import { serveDatabase } from '../../subgraphs/kit/index.ts';
import { httpStandIn } from './stand-in.ts';
import type { TestSystem } from './system.ts';

/** A database whose calls can be held back for as long as a story needs. */
export interface HeldDatabase {
  /** From now on calls wait. Fulfilled when the first one does. */
  hold(): Promise<void>;
  /** Lets everything through that waits, and whatever comes. */
  release(): void;
  stop(): Promise<void>;
}

/** Puts itself before a database of a system; the database itself is the real one. */
export async function holdDatabase(system: TestSystem, name: string): Promise<HeldDatabase> {
  const definition = DATABASES.find((database) => database.name === name);
  const databaseUrl = inject('databases')[name]?.servingUrl;
  if (definition === undefined || databaseUrl === undefined) throw new Error(`No database ${name}.`);
  const gatewayKey = system.secrets.grantKey.publicJwk;
  const subgraph = await serveDatabase(definition, { databaseUrl, gatewayKey, port: 0 });
  const waiting: (() => void)[] = [];
  let noteHeld: (() => void) | undefined;
  let isHolding = false;

  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isHolding) {
      noteHeld?.();
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    const { host: _host, 'content-length': _length, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(new URL(request.url ?? '/', subgraph.url), {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: new Uint8Array(await buffer(request)),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  };

  await system.stopSubgraph(name);
  const standIn = await httpStandIn(system.subgraphUrl(name), (request, response) => {
    void forward(request, response).catch(() => response.destroy());
  });
  return {
    hold() {
      isHolding = true;
      return new Promise((resolve) => {
        noteHeld = resolve;
      });
    },
    release() {
      isHolding = false;
      for (const go of waiting.splice(0)) go();
    },
    async stop() {
      await standIn.close();
      await subgraph.stop();
    },
  };
}
