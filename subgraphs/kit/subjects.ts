import type { AccessGrant } from '../../contract/access-grant.ts';
import { openPass, SUBJECT_KEYS, type SubjectVerdict, subjectName } from '../../contract/subject-pass.ts';

/**
 * Whose records one call may read. A database never decides this about persons by itself: it reads verdicts from the
 * subject pass of the call, and names those whom it met without one, so that the gateway can ask and call again.
 */
export interface SubjectDesk {
  /** The verdict about a subject; `undefined` when the call brought none, which is then noted. */
  verdict(type: string, key: string): SubjectVerdict | undefined;
  /** Whether the record of a subject must be treated as if it did not exist. */
  isHidden(type: string, key: string | null | undefined): boolean;
  /** Names of the subjects that must be treated so, for statements that leave them out. */
  hidden(type: string): readonly string[];
  /**
   * Subjects that were met without a verdict: `needed` is `true` when data of them was asked for, so that the call
   * must be repeated; `false` when only a link to them was.
   */
  unchecked(): ReadonlyMap<string, boolean>;
}

/** Opens the pass of one call; without one, nobody of the checked types may be read. */
export function openSubjectDesk(
  { audience, checkedTypes, linkKey }: Pick<AccessGrant, 'audience' | 'checkedTypes' | 'linkKey'>,
  pass: unknown,
): SubjectDesk {
  const verdicts = pass === undefined ? new Map<string, SubjectVerdict>() : openPass(linkKey, audience, pass);
  const checked = new Set(checkedTypes);
  const met = new Map<string, boolean>();
  const look = (type: string, key: string, needed: boolean): SubjectVerdict | undefined => {
    if (!checked.has(type)) return 'read';
    const name = subjectName(type, key);
    const verdict = verdicts.get(name);
    if (verdict === undefined) met.set(name, needed || met.get(name) === true);
    return verdict;
  };
  return {
    verdict: (type, key) => look(type, key, true),
    isHidden: (type, key) => key != null && look(type, key, false) === 'hidden',
    hidden: (type) =>
      [...verdicts]
        .filter(([name, verdict]) => verdict === 'hidden' && name.startsWith(`${type} `))
        .map(([name]) => name.slice(type.length + 1)),
    unchecked: () => met,
  };
}

/** A link to a citizen or an enterprise of another register: only the key, and nothing where it must stay hidden. */
export function linkTo(
  type: 'Citizen' | 'Business',
  key: string | null | undefined,
  { subjects }: { readonly subjects: SubjectDesk },
): Readonly<Record<string, string>> | null {
  const field = SUBJECT_KEYS[type];
  if (key == null || field === undefined || subjects.isHidden(type, key)) return null;
  return { __typename: type, [field]: key };
}
