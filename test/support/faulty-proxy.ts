import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Agent, request } from 'undici';

/** What a database does, as the gateway sees it. */
export type Fault = 'none' | 'slow' | 'dead' | 'half-dead' | 'half an answer' | 'wrong length' | 'mixed up';

/** A way to a database that can go wrong. */
export interface FaultyProxy {
  readonly url: string;
  become(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

const SLOW_MS = 400;

/** Opens a way to the database at `target`, without any fault as yet. */
export async function openFaultyProxy(target: string): Promise<FaultyProxy> {
  const upstream = new Agent({ connections: 32 });
  const sockets = new Set<Socket>();
  const mixer = createMixer();
  let fault: Fault = 'none';
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const asked = await bodyOf(incoming);
    if (fault === 'half-dead') return;
    if (fault === 'slow') await setTimeout(SLOW_MS);
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = incoming.headers;
    const { pathname, search } = new URL(incoming.url ?? '/', target);
    const { statusCode, body } = await request(new URL(pathname + search, target), {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: asked,
      dispatcher: upstream,
    });
    send(outgoing, statusCode, mixer.mix(pathname, await body.text(), fault === 'mixed up'), fault);
  };
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: new URL(new URL(target).pathname, `http://127.0.0.1:${port}`).href,
    async become(next) {
      if (next === 'dead' && server.listening) await stop();
      if (next !== 'dead' && !server.listening) await listen(port);
      // Whoever hangs on a half-dead one hears nothing more, ever.
      if (fault === 'half-dead') for (const socket of sockets) socket.destroy();
      fault = next;
    },
    async close() {
      if (server.listening) await stop();
      await upstream.close();
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function send(outgoing: ServerResponse, status: number, text: string, fault: Fault): void {
  const body = Buffer.from(text);
  const half = body.subarray(0, body.length / 2);
  if (fault === 'wrong length') {
    outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length + 1_000 });
    outgoing.write(half, () => outgoing.destroy());
    return;
  }
  const sent = fault === 'half an answer' ? half : body;
  outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': sent.length });
  outgoing.end(sent);
}

/** Gives answers to others than those whose they are: those of one body in another order, single ones one later. */
function createMixer() {
  const last = new Map<string, string>();
  return {
    mix(path: string, text: string, isMixing: boolean): string {
      const answer: unknown = JSON.parse(text);
      if (Array.isArray(answer) && answer.length > 1) {
        return isMixing ? JSON.stringify([...answer.slice(1), answer[0]]) : text;
      }
      const before = last.get(path) ?? text;
      last.set(path, text);
      return isMixing && !Array.isArray(answer) ? before : text;
    },
  };
}
