/**
 * The oldest of some times (ISO 8601); `null` when one of them is not known, or there is none: nobody is told that
 * data is fresher than it is.
 */
export function oldest(times: readonly (string | null)[]): string | null {
  const known = times.map((time) => (time === null ? Number.NaN : Date.parse(time)));
  const first = known.indexOf(Math.min(...known));
  return times[first] ?? null;
}
