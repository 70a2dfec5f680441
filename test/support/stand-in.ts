import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Something that listens where a database should. */
export interface StandIn {
  /** Fulfilled with the next connection that comes in. */
  nextConnection(): Promise<Socket>;
  /** Frees the port and cuts every connection. */
  close(): Promise<void>;
}

/** Listens on the port of `url` and does with each connection what `behaviour` says: nothing, unless given. */
export async function standIn(
  url: string,
  behaviour: (socket: Socket) => void = () => undefined,
): Promise<StandIn> {
  return await listening(createServer(behaviour), url);
}

/** The same over HTTP. */
export async function httpStandIn(url: string, behaviour: RequestListener): Promise<StandIn> {
  return await listening(createHttpServer(behaviour), url);
}

async function listening(server: Server, url: string): Promise<StandIn> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    // A socket that nobody reads would not even notice that its other end has closed.
    socket.resume();
  });
  server.listen(Number(new URL(url).port), '127.0.0.1');
  await once(server, 'listening');
  return {
    async nextConnection() {
      const [socket] = (await once(server, 'connection')) as [Socket];
      return socket;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A wire to a PostgreSQL server that can be cut. */
export interface Wire {
  /** The URL of the database through the wire. */
  readonly url: string;
  /** Ends every connection and takes no new one. */
  cut(): Promise<void>;
  /** Goes on taking connections and data, and passes nothing on. */
  freeze(): void;
  /** Works again, on the same port. */
  mend(): Promise<void>;
}

/** Puts a wire before the database at `url`. */
export async function wireTo(url: string): Promise<Wire> {
  const target = new URL(url);
  let frozen = false;
  const pass = (socket: Socket): void => {
    const onward = connect(Number(target.port), target.hostname);
    onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('data', (data) => frozen || onward.write(data)).on('close', () => onward.destroy());
    onward.on('data', (data) => frozen || socket.write(data));
  };
  const port = await freePort();
  const here = new URL(url);
  here.port = String(port);
  let server: StandIn | undefined = await standIn(here.href, pass);
  return {
    url: here.href,
    async cut() {
      await server?.close();
      server = undefined;
    },
    freeze() {
      frozen = true;
    },
    async mend() {
      frozen = false;
      await server?.close();
      server = await standIn(here.href, pass);
    },
  };
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
