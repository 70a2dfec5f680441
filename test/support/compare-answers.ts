import { isDeepStrictEqual } from 'node:util';
import type { NaiveAnswer } from './naive-answer.ts';
import type { Answer } from './system.ts';

/** Where an answer is not what it must be: data to the letter, errors by place, code, rule and lacking elements. */
export function answerDifferences({ data, errors }: Answer, expected: NaiveAnswer): readonly string[] {
  const got = new Set(
    errors.map(({ path = [], extensions: { code, rule, argument, lacking } }) =>
      JSON.stringify([
        path.join('.'),
        code,
        rule,
        argument ?? null,
        [...((lacking as string[]) ?? [])].sort(),
      ]),
    ),
  );
  const wanted = new Set(
    expected.errors.map(({ path, code, rule, argument, lacking }) =>
      JSON.stringify([path.join('.'), code, rule, argument ?? null, [...lacking].sort()]),
    ),
  );
  return [
    ...(isDeepStrictEqual(plain(data), plain(expected.data)) ? [] : [dataDifference(data, expected.data)]),
    ...[...wanted].filter((error) => !got.has(error)).map((error) => `error expected: ${error}`),
    ...[...got].filter((error) => !wanted.has(error)).map((error) => `error not expected: ${error}`),
  ];
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** The first place at which two answers differ. */
function dataDifference(got: unknown, wanted: unknown, path = 'data'): string {
  if (typeof got === 'object' && typeof wanted === 'object' && got !== null && wanted !== null) {
    const keys = new Set([...Object.keys(got), ...Object.keys(wanted)]);
    for (const key of keys) {
      const [a, b] = [got, wanted].map((of) => (of as Record<string, unknown>)[key]);
      if (!isDeepStrictEqual(plain(a), plain(b))) return dataDifference(a, b, `${path}.${key}`);
    }
  }
  return `${path}: got ${JSON.stringify(got)?.slice(0, 300)}, expected ${JSON.stringify(wanted)?.slice(0, 300)}`;
}
