import type { Answer } from './system.ts';

/**
 * Everything of an answer but what differs from request to request: its id, the time of the data, and the numbers
 * that were asked for, each by its place. Two answers whose essence is the same text cannot be told apart.
 */
export function essence(answer: Answer, ...numbers: readonly string[]): string {
  const { status, data, errors, extensions } = answer;
  const { states, sources } = extensions.lienthong ?? { states: [], sources: [] };
  const answered = sources.map(({ database }) => database);
  const text = JSON.stringify({ status, data, errors, states, answered });
  return numbers.reduce((said, number, index) => said.replaceAll(number, `NUMBER ${index}`), text);
}

/** Codes and rules of the errors of an answer, with their places. */
export function withheldIn({ errors }: Answer): readonly string[] {
  return errors.map(({ path, extensions: { code, rule } }) =>
    `${path?.join('.')} ${code} ${String(rule ?? '')}`.trim(),
  );
}
