import { isDeepStrictEqual } from 'node:util';
import type { Step } from './format.ts';
import type { Answer } from './runner.ts';

/** What one error of an answer says, as far as the suite is concerned. */
interface Told {
  readonly at: string;
  readonly code: unknown;
  readonly rule?: unknown;
  readonly argument?: unknown;
  readonly lacking?: unknown;
  readonly lists?: unknown;
}

/** What is wrong with an answer; nothing when it is what was expected. */
export function problemsOf(expected: Step, answer: Answer): readonly string[] {
  return [
    ...different('status', expected.status, answer.status),
    ...(expected.anyData ? [] : different('data', expected.data ?? null, answer.body.data ?? null)),
    ...different('errors', expectedErrors(expected), answeredErrors(answer)),
    ...unsaid(expected, answer),
    ...expected.notCalled
      .filter((name) => answer.called.has(name))
      .map((name) => `the database "${name}" was asked`),
    ...expected.hides
      .filter((secret) => answer.text.includes(secret))
      .map((secret) => `the answer holds "${secret}"`),
  ];
}

/**
 * Values that the twin sees and the caller does not, and that stand in the caller's answer nevertheless: in a message,
 * in an extension, under another name.
 */
export function leaksOf(expected: Step, twin: Step, answer: Answer): readonly string[] {
  const own = new Set([...texts(expected.data), ...texts(expected.variables), ...asked(expected)]);
  return [...texts(twin.data)]
    .filter((value) => value.length >= 4 && !asked(expected).some((query) => query.includes(value)))
    .filter((value) => !own.has(value) && answer.text.includes(value))
    .map((value) => `the answer holds "${value}", which only the twin may see`);
}

function asked({ query, body }: Step): readonly string[] {
  return [query ?? '', JSON.stringify(body ?? '')];
}

function texts(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (part: unknown): void => {
    if (typeof part === 'string') found.add(part);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(collect);
  };
  collect(value);
  return found;
}

function expectedErrors({ withheld, errors }: Step): readonly Told[] {
  return sorted([
    ...withheld.map(({ at, lacking, rule, argument }) => ({
      at,
      code: 'ELEMENT_WITHHELD',
      rule,
      ...(argument === undefined ? {} : { argument }),
      lacking: lacking.toSorted(),
    })),
    ...errors.map(({ at, code, lists }) => ({
      at: at ?? '',
      code,
      ...(lists === undefined ? {} : { lists: lists.toSorted() }),
    })),
  ]);
}

function answeredErrors({ body }: Answer): readonly Told[] {
  return sorted(
    (body.errors ?? []).map(({ path, extensions }) => {
      const { code, rule, argument, lacking, withheld } = extensions ?? {};
      const at = (path ?? []).join('.');
      if (Array.isArray(withheld)) return { at, code, lists: listed(withheld) };
      if (code !== 'ELEMENT_WITHHELD') return { at, code };
      const list = Array.isArray(lacking) ? lacking.map(String).toSorted() : lacking;
      return { at, code, rule, ...(argument === undefined ? {} : { argument }), lacking: list };
    }),
  );
}

function listed(withheld: readonly { readonly path?: readonly string[] }[]): readonly string[] {
  return withheld.map(({ path }) => (path ?? []).join('.')).toSorted();
}

function sorted(errors: readonly Told[]): readonly Told[] {
  return errors.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function unsaid({ errors }: Step, { body }: Answer): readonly string[] {
  const messages = (body.errors ?? []).map(({ message }) => message).join('\n');
  return errors
    .flatMap(({ says }) => says)
    .filter((words) => !messages.includes(words))
    .map((words) => `no error says "${words}", but: ${messages}`);
}

function different(what: string, expected: unknown, received: unknown): readonly string[] {
  const [left, right] = [expected, received].map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  if (isDeepStrictEqual(left, right) && JSON.stringify(left) === JSON.stringify(right)) return [];
  return [`${what}: expected ${JSON.stringify(left)}, received ${JSON.stringify(right)}`];
}
