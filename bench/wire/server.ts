import { createServer, type Socket } from 'node:net';
import { createMessageReader, type Message } from './message.ts';

/** A server that listens. */
export interface LeanServer {
  readonly port: number;
  /** Takes no new connection, and ends with the last one. */
  stop(): void;
}

/** Answers one request with a whole HTTP response, made by {@link jsonResponse}; no client here pipelines. */
export type Answer = (request: Message) => Buffer | Promise<Buffer>;

/** Serves HTTP/1.1 with keep-alive on loopback, as cheaply as Node can. */
export function serveLean(answer: Answer, port = 0): Promise<LeanServer> {
  const server = createServer({ noDelay: true }, (socket) => serveSocket(socket, answer));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        stop: () => void server.close(),
      });
    });
  });
}

const CLOSES = /\r\nconnection:[ \t]*close/i;

function serveSocket(socket: Socket, answer: Answer): void {
  const send = (request: Message, response: Buffer): void => {
    socket.write(response);
    if (CLOSES.test(request.headers)) socket.end();
  };
  const reader = createMessageReader((request) => {
    const response = answer(request);
    if (Buffer.isBuffer(response)) send(request, response);
    else
      response.then(
        (ready) => send(request, ready),
        () => socket.destroy(),
      );
  });
  socket.on('data', (chunk: Buffer) => {
    try {
      reader.read(chunk);
    } catch {
      socket.destroy();
    }
  });
  // A gateway that is stopped resets its connections.
  socket.on('error', () => socket.destroy());
}

/** A whole HTTP response around a JSON text. */
export function jsonResponse(json: string | Buffer, status = '200 OK'): Buffer {
  const body = typeof json === 'string' ? Buffer.from(json) : json;
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
