import type { WriteStream } from 'node:tty';
import type { CountryProgress } from './country.ts';

const WIDTH = 30;

/** Draws progress: a bar that fills in place on a terminal, a line for each database elsewhere. */
export function progressBar(
  stream: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean },
): CountryProgress {
  return ({ database, done, of }) => {
    const filled = Math.round((WIDTH * done) / of);
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done}/${of} ${database}`;
    if (stream.isTTY === true) stream.write(`\r${bar.padEnd(WIDTH + 30)}${done === of ? '\n' : ''}`);
    else if (done > 0) stream.write(`${bar}\n`);
  };
}
