import { databaseOf } from '../../contract/elements.ts';
import type { DatabaseTerms, Governance, PolicyGrant } from '../../governance/index.ts';

/** Conditions about the record itself, in the words of the schema. */
export const RECORD_RULES = [
  'JURISDICTION',
  'OWN_RECORD',
  'CASE_PARTY',
  'CONSENT',
  'PROTECTION',
  'CONFLICT_OF_INTEREST',
  'DECEASED',
  'EMERGENCY_LIMIT',
  'QUOTA',
] as const;

/** One of {@link RECORD_RULES}. */
export type RecordRule = (typeof RECORD_RULES)[number];

/** A condition about the record, and the databases whose agreements make it. */
export interface RecordCondition {
  readonly rule: RecordRule;
  readonly databases: readonly string[];
}

/**
 * The conditions about the record under which a grant discloses elements; public elements are about nobody.
 *
 * @param inPersonsRecord whether what discloses them is part of a person's record, or leads to one
 */
export function conditionsOn(
  elements: readonly string[],
  inPersonsRecord: boolean,
  grant: PolicyGrant,
  governance: Governance,
): readonly RecordCondition[] {
  const conditions = elements.flatMap((element) => {
    const database = databaseOf(element);
    const elementClass = governance.elements.get(element)?.class ?? 'sensitive';
    const terms = grant.terms.get(database);
    if (terms === undefined || elementClass === 'none') return [];
    const rules =
      inPersonsRecord || elementClass !== 'business' ? personRules(terms, grant) : businessRules(terms);
    return rules.map((rule) => ({ rule, databases: [database] }));
  });
  return mergeConditions(conditions);
}

/** The condition on a list of rows that each name a person; a citizen's own token meets nobody who is protected. */
export function protectionOn(
  elements: readonly string[],
  { terms }: Pick<PolicyGrant, 'terms'>,
): readonly RecordCondition[] {
  const databases = elements.map(databaseOf).filter((database) => {
    const of = terms.get(database);
    return of !== undefined && of.agreements.length > 0 && of.subject !== 'self';
  });
  return databases.length === 0 ? [] : [{ rule: 'PROTECTION', databases }];
}

/** A citizen's own token has rules of its own; persons of the highest grade are hidden from every other one. */
function personRules(terms: DatabaseTerms, { emergencyRequired }: PolicyGrant): readonly RecordRule[] {
  if (terms.subject === 'self') return ['OWN_RECORD', 'DECEASED'];
  return [
    ...businessRules(terms),
    ...(terms.jurisdiction === 'national' ? [] : (['JURISDICTION'] as const)),
    ...(terms.consentRequired ? (['CONSENT'] as const) : []),
    'PROTECTION',
    'CONFLICT_OF_INTEREST',
    ...(terms.deceased === 'excluded' ? (['DECEASED'] as const) : []),
    ...(emergencyRequired ? (['EMERGENCY_LIMIT'] as const) : []),
  ];
}

function businessRules({ subject, quota }: DatabaseTerms): readonly RecordRule[] {
  return [
    ...(subject === 'case-party' ? (['CASE_PARTY'] as const) : []),
    ...(quota === null ? [] : (['QUOTA'] as const)),
  ];
}

/** Several lists of conditions as one, each rule once, in the order of {@link RECORD_RULES}. */
export function mergeConditions(
  ...lists: readonly (readonly RecordCondition[])[]
): readonly RecordCondition[] {
  const all = lists.flat();
  return RECORD_RULES.flatMap((rule) => {
    const databases = new Set(all.filter((one) => one.rule === rule).flatMap((one) => one.databases));
    return databases.size === 0 ? [] : [{ rule, databases: [...databases].sort() }];
  });
}
