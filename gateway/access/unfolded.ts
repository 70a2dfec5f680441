import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { Refusal } from '../../contract/refusal.ts';

/** Most fields of what the gateway answers itself after fragments are resolved: as many as an operation may have. */
const MOST_FIELDS = 10_000;

/**
 * Refuses a selection whose fragments unfold to very many fields; each fragment is looked at once.
 *
 * @throws Refusal `OPERATION_TOO_COMPLEX`
 */
export function assertUnfoldsToFew(document: DocumentNode, selectionSet: SelectionSetNode): void {
  const fragments = new Map(
    document.definitions
      .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node.selectionSet]),
  );
  const counted = new Map<string, number>();
  const count = ({ selections }: SelectionSetNode): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + countFragment(selection.name.value);
      const below = selection.selectionSet === undefined ? 0 : count(selection.selectionSet);
      return sum + below + (selection.kind === Kind.FIELD ? 1 : 0);
    }, 0);
  const countFragment = (name: string): number => {
    const found = fragments.get(name);
    const known = counted.get(name) ?? (found === undefined ? 0 : count(found));
    counted.set(name, known);
    return known;
  };
  if (count(selectionSet) <= MOST_FIELDS) return;
  throw new Refusal('OPERATION_TOO_COMPLEX', `The operation unfolds to more than ${MOST_FIELDS} fields.`, {
    expected: `at most ${MOST_FIELDS} fields, fragments unfolded`,
  });
}
