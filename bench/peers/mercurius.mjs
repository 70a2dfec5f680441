/** @mercuriusjs/gateway on Fastify with its just-in-time compiler; it composes the subgraphs by itself. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import mercuriusGateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const { values } = parseArgs({ options: { port: { type: 'string' }, subgraphs: { type: 'string' } } });

/** Name, address and SDL file of each subgraph. */
const subgraphs = JSON.parse(readFileSync(values.subgraphs, 'utf8'));

const app = Fastify();
await app.register(mercuriusGateway, {
  jit: 1,
  gateway: {
    services: subgraphs.map(({ name, url, sdl }) => ({ name, url, schema: sdl, keepAlive: 60_000 })),
  },
});
await app.listen({ port: Number(values.port), host: '127.0.0.1' });
