import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.ts';

/**
 * The subject pass: what the gateway decided about each person or enterprise of one call, told to one subgraph. It
 * travels beside the access grant in `extensions.subjectPass` of the GraphQL request and is sealed with the link key
 * that the grant carries, so that nobody without that grant can make or read on one.
 */

/**
 * What holds for one subject: `read`; `hidden` is treated as if there were no such record at all; anything else is the
 * rule that withholds it.
 */
export type SubjectVerdict = 'read' | 'hidden' | SubjectRule;

/** Rules about the record itself that withhold it, whatever the elements. */
export const SUBJECT_RULES = [
  'own-record',
  'case-party',
  'consent',
  'jurisdiction',
  'conflict-of-interest',
  'deceased',
  'emergency-limit',
  'quota',
] as const;

/** One of {@link SUBJECT_RULES}. */
export type SubjectRule = (typeof SUBJECT_RULES)[number];

/** Types whose records are about somebody, with the field that is their key. */
export const SUBJECT_KEYS: Readonly<Record<string, string>> = {
  Citizen: 'personalId',
  Business: 'enterpriseCode',
};

/** Key of the request's `extensions` under which the pass travels. */
export const SUBJECT_PASS = 'subjectPass';

/** Key of the answer's `extensions`: names of the subjects that were met without a verdict, and whether data was asked. */
export const UNCHECKED_SUBJECTS = 'uncheckedSubjects';

/** The name of a subject in a pass. */
export function subjectName(type: string, key: string): string {
  return `${type} ${key}`;
}

/** Seals the verdicts of one call, by {@link subjectName}, for one subgraph. */
export function sealPass(
  linkKey: string,
  audience: string,
  verdicts: ReadonlyMap<string, SubjectVerdict>,
  lifeSeconds = 60,
): string {
  const expires = Math.floor(Date.now() / 1000) + lifeSeconds;
  const payload = JSON.stringify({ audience, expires, verdicts: [...verdicts] });
  return `${Buffer.from(payload).toString('base64url')}.${mac(linkKey, payload).toString('base64url')}`;
}

/**
 * The verdicts of a pass.
 * @throws Refusal `GRANT_INVALID` or `GRANT_EXPIRED`
 */
export function openPass(
  linkKey: string,
  audience: string,
  pass: unknown,
): ReadonlyMap<string, SubjectVerdict> {
  const [body = '', seal = ''] = typeof pass === 'string' ? pass.split('.') : [];
  const payload = Buffer.from(body, 'base64url').toString('utf8');
  const expected = mac(linkKey, payload);
  const received = Buffer.from(seal, 'base64url');
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) {
    throw new Refusal('GRANT_INVALID', 'The subject pass is not one that the gateway sealed.');
  }
  const claims = JSON.parse(payload) as {
    readonly audience: string;
    readonly expires: number;
    readonly verdicts: readonly (readonly [string, SubjectVerdict])[];
  };
  if (claims.audience !== audience) {
    throw new Refusal('GRANT_AUDIENCE', `The subject pass was not made for "${audience}".`);
  }
  if (claims.expires < Date.now() / 1000) {
    throw new Refusal('GRANT_EXPIRED', 'The subject pass has ended.');
  }
  return new Map(claims.verdicts);
}

function mac(linkKey: string, payload: string): Buffer {
  return createHmac('sha256', Buffer.from(linkKey, 'base64url')).update(`subject-pass\n${payload}`).digest();
}
