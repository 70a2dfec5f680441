/** One HTTP/1.1 message as far as the benchmark's servers and clients need it. */
export interface Message {
  /** `POST /accounts HTTP/1.1` or `HTTP/1.1 200 OK`. */
  readonly startLine: string;
  /** Everything between start line and body, as it was sent. */
  readonly headers: string;
  readonly body: Buffer;
}

/** Takes bytes as they come from a socket. */
export interface MessageReader {
  /** @throws Error for bytes that are no HTTP/1.1 message with a stated length */
  read(chunk: Buffer): void;
}

const END_OF_HEAD = '\r\n\r\n';
const LENGTH = /\r\ncontent-length:[ \t]*(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding:[ \t]*chunked/i;

/**
 * Reads HTTP/1.1 messages from a socket and hands on each whole one. Node's own parser would cost both ends more than
 * most of the gateways that are measured between them.
 */
export function createMessageReader(onMessage: (message: Message) => void): MessageReader {
  let pending: Buffer = Buffer.alloc(0);
  /** Bytes still to come before it is worth looking again. */
  let missing = 0;
  let parts: Buffer[] = [];
  return {
    read(chunk) {
      if (missing > chunk.length) {
        parts.push(chunk);
        missing -= chunk.length;
        return;
      }
      pending =
        parts.length === 0 && pending.length === 0 ? chunk : Buffer.concat([pending, ...parts, chunk]);
      parts = [];
      missing = 0;
      for (;;) {
        const taken = takeMessage(pending, onMessage);
        if (taken <= 0) {
          missing = -taken;
          return;
        }
        pending = pending.subarray(taken);
      }
    },
  };
}

/** @returns the number of bytes that the first message took; zero or less, how many are surely missing, negated */
function takeMessage(bytes: Buffer, onMessage: (message: Message) => void): number {
  const headEnd = bytes.indexOf(END_OF_HEAD);
  if (headEnd === -1) return 0;
  const head = bytes.toString('latin1', 0, headEnd);
  const bodyStart = headEnd + END_OF_HEAD.length;
  const stated = LENGTH.exec(head)?.[1];
  if (stated === undefined && CHUNKED.test(head)) {
    const chunked = readChunks(bytes, bodyStart);
    if (chunked === undefined) return 0;
    onMessage({ ...splitHead(head), body: chunked.body });
    return chunked.end;
  }
  const end = bodyStart + Number(stated ?? 0);
  if (end > bytes.length) return bytes.length - end;
  onMessage({ ...splitHead(head), body: bytes.subarray(bodyStart, end) });
  return end;
}

function splitHead(head: string): Pick<Message, 'startLine' | 'headers'> {
  const lineEnd = head.indexOf('\r\n');
  return lineEnd === -1
    ? { startLine: head, headers: '' }
    : { startLine: head.slice(0, lineEnd), headers: head.slice(lineEnd) };
}

/** The body of a chunked message; `undefined` while it is not there as a whole. */
function readChunks(
  bytes: Buffer,
  start: number,
): { readonly body: Buffer; readonly end: number } | undefined {
  const chunks: Buffer[] = [];
  let at = start;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error('Received a chunk without a size.');
    const from = lineEnd + 2;
    const next = from + size + 2;
    if (next > bytes.length) return undefined;
    if (size === 0) return { body: Buffer.concat(chunks), end: next };
    chunks.push(bytes.subarray(from, from + size));
    at = next;
  }
}
