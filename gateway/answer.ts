import { GraphQLError } from 'graphql';
import { isErrorCode } from '../contract/refusal.ts';
import type { SubjectRule } from '../contract/subject-pass.ts';
import type { Governance } from '../governance/index.ts';
import { type AnswerPath, clientPath, type Data, type Gap, type WithheldGap } from './authorization/index.ts';
import type { Caller } from './identity/index.ts';

/** Why there is no value at a path (with `@` for lists): a rule withheld it, or its source did not answer. */
export type AnswerState =
  | { readonly path: readonly string[]; readonly state: 'withheld'; readonly rule: string }
  | { readonly path: readonly string[]; readonly state: 'unavailable'; readonly source: string };

/** What the answer says about its gaps. */
export interface DescribedGaps {
  /** One error for each place, at its exact path. */
  readonly errors: readonly GraphQLError[];
  /** One state for each field, however many places it has. */
  readonly states: readonly AnswerState[];
}

/** Puts the gaps of an answer into words: what decided, which provision restricts, and what would suffice. */
export function describeGaps(gaps: readonly Gap[], caller: Caller, governance: Governance): DescribedGaps {
  const states = new Map<string, AnswerState>();
  const errors = gaps.map((gap) => {
    const path = gap.path.map((part) => (typeof part === 'number' ? '@' : part));
    const state: AnswerState =
      gap.state === 'withheld'
        ? { path, state: 'withheld', rule: gap.withholding.rule }
        : { path, state: 'unavailable', source: gap.source };
    states.set(path.join('.') + state.state, state);
    return gap.state === 'withheld'
      ? withheldError(gap, caller, governance)
      : unavailableError(gap.path, gap.source);
  });
  return { errors, states: [...states.values()] };
}

/**
 * The same for errors that a database gave for single fields; not for fields of which the client knows nothing, nor
 * where a gap already says why there is no value.
 *
 * @param data the client's answer
 */
export function describeFieldErrors(
  errors: readonly GraphQLError[],
  gaps: readonly Gap[],
  data: Data,
): DescribedGaps {
  const told = new Set(gaps.map(({ path }) => path.join('.')));
  const states = new Map<string, AnswerState>();
  const described = errors
    .flatMap(ofClient)
    .filter(({ path = [] }) => !told.has(path.join('.')) && isPlaceOf(data, path))
    .map((error) => {
      const { serviceName, code: stated, ...facts } = error.extensions;
      const code = isErrorCode(stated) ? stated : 'SOURCE_UNAVAILABLE';
      const path = (error.path ?? []).map((part) => (typeof part === 'number' ? '@' : String(part)));
      if (code === 'SUBJECT_WITHHELD') {
        states.set(path.join('.'), {
          path,
          state: 'withheld',
          rule: subjectRuleOf(facts['rule']),
        });
      } else if (code === 'SOURCE_UNAVAILABLE' || code === 'GRANT_INSUFFICIENT') {
        states.set(path.join('.'), { path, state: 'unavailable', source: String(serviceName ?? 'unknown') });
      }
      if (code === 'SOURCE_UNAVAILABLE')
        return unavailableError(error.path, String(serviceName ?? 'unknown'));
      return new GraphQLError(error.message, {
        ...(error.path === undefined ? {} : { path: error.path }),
        extensions:
          code === 'SUBJECT_WITHHELD'
            ? subjectFacts(subjectRuleOf(facts['rule']))
            : { ...allowedFacts(facts), code },
      });
    });
  return { errors: described, states: [...states.values()] };
}

/**
 * Whether the client asked for what stands at a path. Plans fetch keys under their own names, beside what the client
 * asked for: such a key is in no object of the answer. Below a `null` nothing can be told apart.
 */
function isPlaceOf(data: unknown, path: AnswerPath): boolean {
  const [key, ...rest] = path;
  if (key === undefined || typeof data !== 'object' || data === null) return true;
  return Object.hasOwn(data, key) && isPlaceOf((data as Data)[key], rest);
}

/** The error at the path that the client knows; none for a field that the gateway added. */
function ofClient(error: GraphQLError): readonly GraphQLError[] {
  if (error.path === undefined) return [error];
  const path = clientPath(error.path);
  return path === undefined ? [] : [new GraphQLError(error.message, { path, extensions: error.extensions })];
}

/** Facts that a database may tell the client beside a code; everything else stays inside. */
function allowedFacts(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const allowed = ['rule', 'argument', 'received', 'expected'];
  return Object.fromEntries(Object.entries(facts).filter(([name]) => allowed.includes(name)));
}

function withheldError(
  { path, withholding }: WithheldGap,
  caller: Caller,
  governance: Governance,
): GraphQLError {
  const { rule, argument, lacking } = withholding;
  if (isSubjectRule(rule)) {
    return new GraphQLError('There is no such record that the caller may read.', {
      path,
      extensions: subjectFacts(rule),
    });
  }
  const what = argument === undefined ? 'This field discloses' : `The argument "${argument}" searches by`;
  return new GraphQLError(
    `${what} ${lacking.join(', ')}, not granted to ${caller.agency} for ${caller.purpose}.`,
    {
      path,
      extensions: {
        code: 'ELEMENT_WITHHELD',
        rule,
        ...(argument === undefined ? {} : { argument }),
        lacking,
        provisions: lacking.map((element) => provisionOf(element, governance)),
        wouldSuffice: `an agreement for ${caller.agency} and ${caller.purpose} on the elements under "lacking"`,
      },
    },
  );
}

/** What would let a record be read that each rule withholds; never a fact about the record itself. */
const WOULD_SUFFICE: Readonly<Record<SubjectRule, string>> = {
  'own-record': "the record's own person, or who represents that person as a minor",
  'case-party': 'an open case to which the subject is a party, in the header Case-Id',
  consent: "the person's consent for this agency and purpose, in force now",
  jurisdiction: 'an agency in whose territory the person lives today',
  'conflict-of-interest': 'another officer, who is not close to the subject',
  deceased: 'an agreement that includes deceased persons',
  'emergency-limit': 'an emergency declared for more persons',
  quota: 'the next day or month, or an agreement for more subjects',
};

function isSubjectRule(rule: string): rule is SubjectRule {
  return Object.hasOwn(WOULD_SUFFICE, rule);
}

/** A database's own word for a rule; one that nobody knows is told as the most common one. */
function subjectRuleOf(stated: unknown): SubjectRule {
  const rule = String(stated);
  return isSubjectRule(rule) ? rule : 'jurisdiction';
}

function subjectFacts(rule: SubjectRule) {
  return { code: 'SUBJECT_WITHHELD', rule, wouldSuffice: WOULD_SUFFICE[rule] };
}

function provisionOf(element: string, governance: Governance) {
  const provision = governance.restrictingProvision(element);
  return {
    element,
    ...(provision === undefined
      ? {}
      : { legalBasis: provision.legalBasis, owner: provision.owner?.key ?? provision.database }),
  };
}

function unavailableError(path: AnswerPath | undefined, source: string): GraphQLError {
  return new GraphQLError(`The database "${source}" did not answer in time; the value may exist.`, {
    ...(path === undefined ? {} : { path }),
    extensions: { code: 'SOURCE_UNAVAILABLE', source },
  });
}
