/**
 * Preloaded into a process (`node --import`): answers the message `sockets` with its open connections to HTTP servers,
 * by their ports, and `pause` with the longest time, in milliseconds, that its event loop has stood still since the
 * last time it was asked.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const sockets = new Map<string, number>();

subscribe('undici:client:connected', (message) => {
  const { connectParams, socket } = message as {
    readonly connectParams: { readonly port: string };
    readonly socket: Socket;
  };
  const { port } = connectParams;
  sockets.set(port, (sockets.get(port) ?? 0) + 1);
  socket.once('close', () => sockets.set(port, (sockets.get(port) ?? 0) - 1));
});

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

process.on('message', (message) => {
  if (message === 'sockets') process.send?.({ sockets: Object.fromEntries(sockets) });
  if (message !== 'pause') return;
  process.send?.({ pause: delay.max / 1e6 });
  delay.reset();
});
