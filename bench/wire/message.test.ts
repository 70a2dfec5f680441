import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessageReader, type Message } from './message.ts';

function readIn(pieces: readonly Buffer[]): readonly (Omit<Message, 'body'> & { readonly body: string })[] {
  const messages: Message[] = [];
  const reader = createMessageReader((message) => messages.push(message));
  for (const piece of pieces) reader.read(piece);
  return messages.map((message) => ({ ...message, body: message.body.toString() }));
}

/** The same bytes in pieces of a few lengths, each at least one byte. */
function cut(bytes: Buffer, lengths: readonly number[]): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const length = lengths[index % lengths.length] ?? bytes.length;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const body = fc.string({ unit: 'grapheme', maxLength: 200 });
const stated = body.map((text) => ({
  text,
  sent: `POST /accounts HTTP/1.1\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
}));
const inChunks = fc.array(body.filter(Boolean), { maxLength: 4 }).map((texts) => ({
  text: texts.join(''),
  sent:
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n' +
    `${texts.map((text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`).join('')}0\r\n\r\n`,
}));

describe('HTTP messages of the benchmark', () => {
  it('are the same however the bytes arrive, one behind the other', () => {
    const messages = fc.array(fc.oneof(stated, inChunks), { minLength: 1, maxLength: 5 });
    const lengths = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(messages, lengths, (sent, pieces) => {
        const bytes = Buffer.from(sent.map((message) => message.sent).join(''));
        expect(readIn(cut(bytes, pieces)).map((message) => message.body)).toEqual(
          sent.map(({ text }) => text),
        );
      }),
    );
  });

  it('keep their start line and headers', () => {
    const [message] = readIn([Buffer.from('GET /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')]);
    expect(message).toEqual({
      startLine: 'GET /x HTTP/1.1',
      headers: '\r\nhost: a\r\nconnection: close',
      body: '',
    });
  });

  it('without a readable chunk size are refused', () => {
    const bytes = Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n');
    expect(() => readIn([bytes])).toThrow('chunk without a size');
  });
});
