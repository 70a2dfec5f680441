import type { Requirement } from '../../contract/elements.ts';
import type { SubjectRule } from '../../contract/subject-pass.ts';

/** `@skip` or `@include`: the selection counts only if `value` is `expected`. */
export interface Condition {
  readonly expected: boolean;
  readonly value: boolean | { readonly variable: string };
}

/** Why one field is withheld, and what would change that. */
export interface Withholding {
  /** Which rule decided. */
  readonly rule: WithholdingRule;
  /** The argument that needs more than is granted; `undefined` when the field itself does. */
  readonly argument: string | undefined;
  /** The smallest set of elements that is lacking; empty when a rule about the record decided. */
  readonly lacking: readonly string[];
}

/**
 * `no-agreement`: none covers this database for this agency and purpose. `element-not-granted`: one does, but not this
 * element. The others are rules about the record: they stand in contract/subject-pass.ts.
 */
export type WithholdingRule = 'no-agreement' | 'element-not-granted' | SubjectRule;

/** One field of the client's operation, with fragments resolved and the decision taken. */
export interface ShapeField {
  readonly responseKey: string;
  /** Response key of its value in what was fetched. */
  readonly fetchedAs: string;
  /** The field's place in the schema, such as `Citizen.birthDate`. */
  readonly coordinate: string;
  /** How many lists lie one within another at this field: 0 for a single value. */
  readonly listDepth: number;
  /** Runtime types for which it was selected. */
  readonly types: ReadonlySet<string>;
  readonly conditions: readonly Condition[];
  /** Decision: `undefined` is granted. */
  readonly withheld: Withholding | undefined;
  /** Elements that the granted field discloses. */
  readonly elements: readonly string[];
  readonly children: Shape | undefined;
  /** Whether it is `__typename`, whose value the gateway knows. */
  readonly isTypename: boolean;
}

/** The answer's shape below one field: what the client asked for, in the client's order. */
export interface Shape {
  readonly fields: readonly ShapeField[];
  /** The one runtime type, or `undefined` behind a union. */
  readonly type: string | undefined;
}

/** Whether `@skip` and `@include` let a selection count; a variable without a value is not `true`. */
export function conditionsHold(
  conditions: readonly Condition[],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return conditions.every(({ expected, value }) => {
    const actual = typeof value === 'boolean' ? value : variables[value.variable] === true;
    return actual === expected;
  });
}

/** An element list for a requirement: the first of its alternatives that is granted. */
export function grantedAlternative(
  requirement: Requirement,
  granted: ReadonlySet<string>,
): readonly string[] {
  return requirement.find((alternative) => alternative.every((element) => granted.has(element))) ?? [];
}
