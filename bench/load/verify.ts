import { isDeepStrictEqual } from 'node:util';
import type { Message } from '../wire/message.ts';
import type { Ask } from './job.ts';

/** Says what is wrong with an answer to one ask; nothing when it is right. */
export type Verify = (answer: Message) => string | undefined;

const SHOWN = 300;

/**
 * Compares every answer: byte for byte with one that is known to be right, and as JSON with the expected data where
 * bytes differ, so that gateways may order keys and extensions as they like.
 */
export function createVerifier({ expected }: Ask): Verify {
  const data: unknown = JSON.parse(expected);
  let right: Buffer | undefined;
  return ({ startLine, body }) => {
    if (right?.equals(body) === true) return undefined;
    if (!startLine.startsWith('HTTP/1.1 200')) return `${startLine}: ${body.toString('utf8', 0, SHOWN)}`;
    const answer = parsed(body);
    if (answer === undefined || answer['errors'] !== undefined || !isDeepStrictEqual(answer['data'], data)) {
      return `Expected other data than ${body.toString('utf8', 0, SHOWN)}`;
    }
    // A copy: the bytes are a part of what the socket received.
    right = Buffer.from(body);
    return undefined;
  };
}

function parsed(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(body.toString()) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
