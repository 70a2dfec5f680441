import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { HeardConnector } from './redis-connector.ts';

it('every error of a connection is heard, however many there are', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connector = new HeardConnector({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    disconnectTimeout: 100,
  });
  const stream = await connector.connect(() => undefined);
  // Nobody else listens: without the connector the first of these would end the process.
  for (const message of ['first', 'second']) expect(stream.emit('error', new Error(message))).toBe(true);
  stream.destroy();
  server.close();
});

it('a client connects through it as ever', async () => {
  const redis = new Redis({
    lazyConnect: true,
    Connector: HeardConnector,
    port: 1,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  await expect(redis.connect()).rejects.toThrow();
  redis.disconnect();
});
