import { connect, type Socket } from 'node:net';
import { createMessageReader, type Message } from './message.ts';

/** One keep-alive connection that carries one request at a time. */
export interface LeanConnection {
  /** Sends a whole request, made by {@link postRequest}. @throws Error when the connection breaks */
  send(request: Buffer | string): Promise<Message>;
  close(): void;
}

interface Waiting {
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
}

/** Opens a connection to a server on loopback. */
export function openConnection(port: number): Promise<LeanConnection> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let waiting: Waiting | undefined;
  const settle = (act: (taken: Waiting) => void): void => {
    const taken = waiting;
    waiting = undefined;
    if (taken !== undefined) act(taken);
  };
  const fail = (error: Error): void => settle(({ reject }) => reject(error));
  const reader = createMessageReader((message) => settle(({ resolve }) => resolve(message)));
  socket.on('data', (chunk: Buffer) => {
    try {
      reader.read(chunk);
    } catch (error) {
      fail(error as Error);
      socket.destroy();
    }
  });
  socket.on('close', () => fail(new Error('The connection was closed.')));
  const connection: LeanConnection = {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
  return new Promise((resolve, reject) => {
    socket.on('error', (error) => {
      fail(error);
      reject(error);
    });
    socket.once('connect', () => resolve(connection));
  });
}

/** A whole POST of a JSON text. */
export function postRequest(
  port: number,
  path: string,
  json: string,
  headers: Readonly<Record<string, string>> = {},
): Buffer {
  const body = Buffer.from(json);
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    accept: 'application/json',
    'content-length': String(body.length),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), body]);
}
