/** Data elements, written `<database>.<group>.<element>`, and patterns over them. */

const PART = '[a-z][A-Za-z0-9-]*';
const ELEMENT = new RegExp(`^${PART}\\.${PART}\\.${PART}$`);

/** Whether `text` has the form of a data element, such as `population.identity.fullName`. */
export function isElementName(text: string): boolean {
  return ELEMENT.test(text);
}

/** The database that owns an element: its first part. */
export function databaseOf(element: string): string {
  return element.slice(0, element.indexOf('.'));
}

/**
 * What a field or argument needs, as federation's `@requiresScopes` writes it: any one of the inner lists, each of
 * them whole. An empty outer list needs nothing.
 */
export type Requirement = readonly (readonly string[])[];

/** The smallest set of elements that is lacking for `requirement`, or an empty list when it is met. */
export function lackingElements(requirement: Requirement, granted: ReadonlySet<string>): readonly string[] {
  let smallest: readonly string[] | undefined;
  for (const conjunction of requirement) {
    const lacking = conjunction.filter((element) => !granted.has(element));
    if (lacking.length === 0) return lacking;
    if (smallest === undefined || lacking.length < smallest.length) smallest = lacking;
  }
  return smallest ?? [];
}
