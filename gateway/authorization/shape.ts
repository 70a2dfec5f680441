import type { Requirement } from '../../contract/elements.ts';

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
 * element. `jurisdiction`: the subject does not live where the agency may read. `own-record`: a citizen's token reads
 * that citizen only.
 */
export type WithholdingRule = 'no-agreement' | 'element-not-granted' | 'jurisdiction' | 'own-record';

/** One field of the client's operation, with fragments resolved and the decision taken. */
export interface ShapeField {
  readonly responseKey: string;
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

/** An element list for a requirement: the first of its alternatives that is granted. */
export function grantedAlternative(
  requirement: Requirement,
  granted: ReadonlySet<string>,
): readonly string[] {
  return requirement.find((alternative) => alternative.every((element) => granted.has(element))) ?? [];
}
