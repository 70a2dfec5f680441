/** Days of the Vietnamese calendar (UTC+7, no daylight saving time), both included. */
export interface Days {
  /** `YYYY-MM-DD`. */
  readonly from: string;
  /** `YYYY-MM-DD`. */
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** The same as times: from the first, up to the second, without the latter. */
export function timesOf({ from, to }: Days): readonly [from: string, to: string] {
  return [startOf(from).toISOString(), new Date(startOf(to).getTime() + DAY_MS).toISOString()];
}

function startOf(day: string): Date {
  return new Date(`${day}T00:00:00.000+07:00`);
}

/** SQL for the day on which a time lies. */
export function dayOf(column: string): string {
  return `to_char((${column} at time zone 'UTC') + interval '7 hours', 'YYYY-MM-DD')`;
}
