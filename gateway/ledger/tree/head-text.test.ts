import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAD, PUBLIC_KEY, reasonOf, signer } from './head.fixture.ts';
import { headBytes, headText, parseHead, type SignedHead, verifyHead } from './head.ts';

describe('the text for a witness', () => {
  it('is what was signed, and the signature', () => {
    expect(headText(HEAD)).toBe(`${headBytes(HEAD).toString()}signature: ${HEAD.signature}\n`);
    expect(parseHead(headText(HEAD))).toEqual(HEAD);
    expect(verifyHead(parseHead(headText(HEAD)), [PUBLIC_KEY])).toEqual(HEAD);
  });

  it('comes back the same, whatever the head', () => {
    const digest = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((each) => Buffer.from(each).toString('hex'));
    const unsigned = fc.record({
      logId: fc.stringMatching(/^[!-~]{1,200}$/),
      size: fc.maxSafeNat(),
      root: digest,
      at: fc
        .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      previous: digest,
    });
    fc.assert(
      fc.property(unsigned, (members) => {
        const head = signer.sign(members);
        expect(verifyHead(parseHead(headText(head)), [PUBLIC_KEY])).toEqual({ ...members, ...head });
      }),
    );
  });

  it('is accepted with no other character anywhere, none more and none less', () => {
    const text = headText(HEAD);
    const character = fc.constantFrom(...'\n\r\t 0189aAfFgz:-_+.=Z\u00a0\u0111');
    const accepted = (altered: string) => reasonOf(() => verifyHead(parseHead(altered), [PUBLIC_KEY]));
    fc.assert(
      fc.property(fc.nat({ max: text.length }), fc.nat({ max: 2 }), character, (at, removed, inserted) => {
        for (const altered of [
          text.slice(0, at) + inserted + text.slice(at + removed),
          text.slice(0, at) + text.slice(at + removed),
        ]) {
          expect(accepted(altered) === 'accepted').toBe(altered === text);
        }
      }),
      { numRuns: 300 },
    );
    expect(accepted(text)).toBe('accepted');
  });

  const lines = headText(HEAD).split('\n');
  const size = (text: string) => lines.with(2, `size: ${text}`).join('\n');
  it.each<readonly [string, string, string]>([
    ['nothing', '', 'line 1 must be "lien-thong ledger head v1"'],
    ['another version', lines.with(0, 'lien-thong ledger head v2').join('\n'), 'line 1 must be'],
    ['a line before it', `\n${lines.join('\n')}`, 'line 1 must be'],
    ['no line feed at its end', lines.slice(0, -1).join('\n'), 'it must have 8 lines, each with a line feed'],
    ['a line less', lines.toSpliced(5, 1).join('\n'), 'it must have 8 lines'],
    ['a line more', lines.toSpliced(5, 0, 'note: audited').join('\n'), 'it must have 8 lines'],
    ['text after it', `${lines.join('\n')}more`, 'it must have 8 lines'],
    [
      'two lines exchanged',
      lines
        .with(2, lines[3] ?? '')
        .with(3, lines[2] ?? '')
        .join('\n'),
      'line 3 must begin',
    ],
    ['a name in other letters', lines.with(1, 'logid: a').join('\n'), 'line 2 must begin with "logId: "'],
    ['no space after the name', lines.with(2, 'size:8').join('\n'), 'line 3 must begin with "size: "'],
    ['line ends of Windows', lines.join('\r\n'), 'line 1 must be'],
    ['a size in another form', size('08'), 'size: '],
    ['a size with a sign', size('+8'), 'size: '],
    ['a size as a power', size('1e3'), 'size: '],
    ['a size in hexadecimal digits', size('0x8'), 'size: '],
    ['a size with a fraction', size('8.0'), 'size: '],
    ['a size below zero', size('-0'), 'size: '],
    ['no size', size(''), 'size: '],
    ['a size that is not exact', size('9007199254740993'), 'size: '],
    ['a root that is none', lines.with(3, 'root: 00').join('\n'), 'root: expected 64 lower-case'],
  ])('is refused with %s', (_name, text, expected) => {
    expect(reasonOf(() => parseHead(text))).toContain(`This is not a tree head: ${expected}`);
    expect(reasonOf(() => parseHead(lines.join('\n')))).toBe('accepted');
  });

  it('is written of heads only', () => {
    const broken: SignedHead = { ...HEAD, signature: `${HEAD.signature.slice(0, -1)}\n` };
    expect(reasonOf(() => headText(broken))).toContain('signature: expected an Ed25519 signature');
    expect(reasonOf(() => headText({ ...HEAD, logId: 'a b' }))).toContain('logId: expected');
    expect(reasonOf(() => headText(HEAD))).toBe('accepted');
  });

  it('is read without a look at the signature: that is for whoever knows the keys', () => {
    const forged = { ...HEAD, size: 9 };
    expect(parseHead(headText(forged))).toEqual(forged);
    expect(reasonOf(() => verifyHead(parseHead(headText(forged)), [PUBLIC_KEY]))).toContain('is wrong');
  });
});
