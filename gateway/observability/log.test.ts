import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog, type Log } from './log.ts';

const SECRET = '901085000001';

/** What one use of the log writes: its lines, parsed. */
function written(use: (log: Log) => void, level = 'info'): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  use(createLog(level, destination));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('writes JSON lines in the name of the gateway', () => {
    expect(written((log) => log.info({ agency: 'GDT', ms: 5 }, 'answered'))).toMatchObject([
      { level: 30, service: 'gateway', agency: 'GDT', ms: 5, msg: 'answered' },
    ]);
  });

  it('writes from its level on', () => {
    const use = (log: Log) => {
      log.info('a');
      log.warn('b');
      log.error('c');
    };
    expect(written(use).map(({ msg }) => msg)).toEqual(['a', 'b', 'c']);
    expect(written(use, 'warn').map(({ msg }) => msg)).toEqual(['b', 'c']);
    expect(written(use, 'silent')).toEqual([]);
  });

  it.each(['authorization', 'headers', 'variables', 'query', 'token'])(
    'takes %s out, down to the third level',
    (name) => {
      const objects = [
        { [name]: SECRET },
        { a: { [name]: SECRET } },
        { a: { b: { [name]: { x: SECRET } } } },
      ];
      for (const object of objects) {
        const text = JSON.stringify(written((log) => log.info({ requestId: 'r-1', ...object }, 'x')));
        expect(text).not.toContain(SECRET);
        expect(text).toContain('r-1');
      }
    },
  );
});

describe('a fault in the log', () => {
  it('says what failed and where', () => {
    const error = Object.assign(new TypeError('no pool'), { code: 'ECONNREFUSED' });
    const [line] = written((log) => log.error({ err: error }, 'fault'));
    expect(line).toMatchObject({
      level: 50,
      err: { type: 'TypeError', message: 'no pool', code: 'ECONNREFUSED' },
    });
    expect(JSON.stringify(line)).toContain('log.test.ts');
  });

  it('does not say what else hangs on it, such as the row that PostgreSQL refused', () => {
    const error = Object.assign(new Error('violates a constraint'), {
      detail: `Failing row contains (${SECRET})`,
      parameters: [SECRET],
      extensions: { response: { body: { query: SECRET } } },
      code: { [SECRET]: 1 },
      cause: new Error(SECRET),
    });
    expect(JSON.stringify(written((log) => log.error({ err: error }, 'fault')))).not.toContain(SECRET);
  });

  it('that is no error is only named by its kind', () => {
    expect(written((log) => log.error({ err: SECRET }, 'fault'))).toMatchObject([
      { err: { type: 'string' } },
    ]);
  });
});
