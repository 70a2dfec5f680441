/**
 * The value, or an error when it is not there. For facts that an earlier step has settled, so that a mistake in the
 * order of steps is found at once; a caller of `createNation` never meets it.
 */
export function known<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`nation: ${what} is not settled yet`);
  return value;
}
