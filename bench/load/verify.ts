import { isDeepStrictEqual } from 'node:util';
import type { Message } from '../wire/message.ts';
import type { Ask } from './job.ts';

/** Says what is wrong with an answer to one ask; nothing when it is right. */
export type Verify = (answer: Message) => string | undefined;

const SHOWN = 300;

/**
 * Compares every answer: byte for byte with the expected data or with an answer that is known to be right, and as JSON
 * with the expected data where bytes differ, so that gateways may order keys as they like and tell more beside the data.
 */
export function createVerifier({ expected }: Ask): Verify {
  const start = Buffer.from(`{"data":${expected}`);
  let right: Buffer | undefined;
  return ({ startLine, body }) => {
    if (right?.equals(body) === true) return undefined;
    if (!startLine.startsWith('HTTP/1.1 200')) return `${startLine}: ${body.toString('utf8', 0, SHOWN)}`;
    if (startsWith(body, start) && isHarmless(body.toString('utf8', start.length))) return undefined;
    const answer = parsed(body.toString());
    if (answer === undefined || answer['errors'] !== undefined || !isExpected(answer['data'], expected)) {
      return `Expected other data than ${body.toString('utf8', 0, SHOWN)}`;
    }
    // A copy: the bytes are a part of what the socket received.
    right = Buffer.from(body);
    return undefined;
  };
}

function startsWith(body: Buffer, start: Buffer): boolean {
  return body.length > start.length && body.compare(start, 0, start.length, 0, start.length) === 0;
}

/** Whether what stands behind the data ends the answer, and tells of no error. */
function isHarmless(rest: string): boolean {
  if (rest === '}' || rest === '}\n') return true;
  const others = rest.startsWith(',') ? parsed(`{${rest.slice(1)}`) : undefined;
  return others !== undefined && others['errors'] === undefined && others['data'] === undefined;
}

function isExpected(data: unknown, expected: string): boolean {
  return isDeepStrictEqual(data, JSON.parse(expected));
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
