import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { assertPortFree } from './port.ts';

it('a port that something listens on is refused by name; the same port is accepted when it is free again', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(assertPortFree(port)).rejects.toThrow(`PORT: ${port} is in use, expected a free port`);
  other.close();
  await once(other, 'close');
  await expect(assertPortFree(port)).resolves.toBeUndefined();
});
