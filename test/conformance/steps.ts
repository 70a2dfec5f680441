import type { Case, CaseClass, Step } from './format.ts';

/** The world of a case: its own, or that of its class. */
export function worldOf(content: CaseClass, one: Case): string {
  return one.world ?? content.world ?? '';
}

/** The requests of a case, without its twin. */
export function stepsOf(one: Case): readonly Step[] {
  const { name: _name, world: _world, twin: _twin, alike: _alike, steps, ...asked } = one;
  if (steps.length === 0) return [asked];
  return steps.map((step) => ({ ...asked, ...withoutUndefined(step) }));
}

/** The twin as a request of its own: what it does not state is as in its case. */
export function twinOf(one: Case): Step | undefined {
  if (one.twin === undefined) return undefined;
  const { query, variables, operationName, headers, body, method, twin } = one;
  return { query, variables, operationName, headers, body, method, ...withoutUndefined(twin) };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}

/** Whether an answer is anything but whole. */
export function withholds({ withheld, errors, status }: Step): boolean {
  return withheld.length > 0 || errors.length > 0 || status !== 200;
}

/** Whether an answer withholds something from its caller, and not from everybody. */
export function isAboutCaller({ withheld, errors }: Step): boolean {
  return withheld.length > 0 || errors.some(({ code }) => code === 'OPERATION_WITHHELD');
}
