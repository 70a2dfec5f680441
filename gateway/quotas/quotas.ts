import { createHmac } from 'node:crypto';
import type { Quota } from '../../governance/index.ts';

/** Whose quota it is. */
export interface QuotaOwner {
  readonly agency: string;
  readonly purpose: string;
  readonly database: string;
}

/** What came of counting some subjects. */
export interface Admitted {
  /** Those of them that are within the quota. */
  readonly within: ReadonlySet<string>;
  /** How many new ones the quota has room for after them. */
  readonly remaining: number;
}

/** Counts the subjects that agencies read of a database, each one once within a day or a month. */
export interface Quotas {
  /**
   * Those of the subjects that are within the quota: whoever was counted before in the period, and of the others, in
   * their order, as many as are left. They are counted now.
   *
   * @param on the day in Viet Nam, `YYYY-MM-DD`
   * @param subjects names such as `Citizen 901085100001`
   * @throws Error when it cannot be counted: then nobody is within it
   */
  admit(owner: QuotaOwner, quota: Quota, on: string, subjects: readonly string[]): Promise<Admitted>;
}

/** The day or the month of a day, as ISO 8601 writes it. */
export function periodOf({ per }: Quota, on: string): string {
  return per === 'day' ? on : on.slice(0, 7);
}

/** What stands for a subject where quotas are counted: nobody can tell from it who that is. */
export function quotaDigest(
  secret: string,
  { agency, purpose, database }: QuotaOwner,
  subject: string,
): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([agency, purpose, database, subject]))
    .digest('base64url');
}
