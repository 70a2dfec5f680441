/**
 * Preloaded into a process (`node --import`): refuses every connection, datagram and name look-up beyond this
 * machine, and writes each attempt as one line into the file that NETWORK_RECORD names.
 */
import { Socket as DatagramSocket } from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

const RECORD = process.env['NETWORK_RECORD'] ?? '';
const HERE = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::']);

/** Anything that takes arguments. */
type Any = (...given: unknown[]) => unknown;

function refuse(kind: string, where: string): Error {
  appendFileSync(RECORD, `${kind} ${where}\n`);
  return Object.assign(new Error(`${kind} ${where} refused`), { code: 'ECONNREFUSED' });
}

/** Replaces a method by one that first asks where it leads; `undefined` is this machine. */
function guard(
  holder: object,
  method: string,
  whereOf: (given: readonly unknown[]) => string | undefined,
): void {
  const original = Reflect.get(holder, method) as Any;
  Reflect.set(holder, method, function guarded(this: unknown, ...given: unknown[]): unknown {
    const where = whereOf(given);
    if (where === undefined || HERE.has(where)) return original.apply(this, given);
    throw refuse(method, where);
  });
}

function connectTarget(given: readonly unknown[]): string | undefined {
  // net.connect() hands over its arguments as one list, already in order.
  const [first, second] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given;
  if (typeof first === 'object' && first !== null) {
    const { path, host } = first as { readonly path?: string; readonly host?: string };
    return path === undefined ? host : undefined;
  }
  return typeof second === 'string' ? second : undefined;
}

guard(Socket.prototype, 'connect', connectTarget);
for (const method of Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name))) {
  if (typeof Reflect.get(dns, method) === 'function') guard(dns, method, ([name]) => String(name));
  if (typeof Reflect.get(dns.promises, method) === 'function')
    guard(dns.promises, method, ([name]) => String(name));
}
const addressOf = (given: readonly unknown[]) =>
  given.find((one) => typeof one === 'string' && /^[\w.:-]+$/.test(one));
guard(DatagramSocket.prototype, 'send', (given) => String(addressOf(given.slice(1)) ?? '127.0.0.1'));
guard(DatagramSocket.prototype, 'connect', (given) => String(addressOf(given) ?? '127.0.0.1'));
// Programs that import single functions get the guarded ones as well.
syncBuiltinESMExports();
