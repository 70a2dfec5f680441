import { createServer } from 'node:net';
import { UsageError } from './command-line.ts';

/** @throws UsageError when something listens on the port already; before anything else is started */
export async function assertPortFree(port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch {
    throw new UsageError(`PORT: ${port} is in use, expected a free port; choose one with PORT=…`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
