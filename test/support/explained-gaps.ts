import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './system.ts';

/**
 * What of an answer is neither as expected nor a gap that an error explains: a `null` in place of a value, with an error
 * of one of these codes at its very place. Empty when all of it is.
 */
export function unexplained(answer: Answer, expected: Answer, codes: readonly string[]): readonly string[] {
  if (answer.status !== 200) return [`status ${answer.status}`];
  const places = new Set(
    answer.errors
      .filter(({ extensions }) => codes.includes(extensions.code))
      .map(({ path = [] }) => path.join('.')),
  );
  const wrong: string[] = [];
  const compare = (told: unknown, known: unknown, path: string): void => {
    if (isDeepStrictEqual(told, known) || (told === null && places.has(path))) return;
    if (!isContainer(told) || !isContainer(known) || !haveSameKeys(told, known)) {
      wrong.push(`${path}: another value`);
      return;
    }
    for (const key of Object.keys(known)) {
      compare(told[key], known[key], path === '' ? key : `${path}.${key}`);
    }
  };
  compare(answer.data, expected.data, '');
  const known = new Set(expected.errors.map(({ path = [] }) => path.join('.')));
  for (const { path = [], extensions } of answer.errors) {
    const place = path.join('.');
    if (!known.has(place) && !places.has(place)) wrong.push(`${place}: ${extensions.code}`);
  }
  return wrong;
}

type Container = Readonly<Record<string, unknown>>;

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function haveSameKeys(one: Container, other: Container): boolean {
  return isDeepStrictEqual(Object.keys(one).sort(), Object.keys(other).sort());
}
