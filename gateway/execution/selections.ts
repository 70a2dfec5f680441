import {
  type DirectiveNode,
  type FieldNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** A field without an alias, arguments or selections. */
export function fieldNode(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
}

/** A field or fragment with other selections. */
export function withSelections<Node extends FieldNode | InlineFragmentNode>(
  node: Node,
  selections: readonly SelectionNode[],
): Node {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

/** Selections under the conditions of fragments that stood around them, the outermost first. */
export function underConditions(
  selections: readonly SelectionNode[],
  conditions: readonly (readonly DirectiveNode[])[],
): readonly SelectionNode[] {
  return conditions.reduceRight<readonly SelectionNode[]>(
    (inner, directives) => [
      {
        kind: Kind.INLINE_FRAGMENT,
        directives,
        selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
      },
    ],
    selections,
  );
}

/** Whether no response key stands for two fields (GraphQL specification §5.3.2); types are not told apart. */
export function canStandTogether(selections: readonly SelectionNode[]): boolean {
  const fields = new Map<string, FieldNode[]>();
  const collect = (selection: SelectionNode): void => {
    if (selection.kind === Kind.INLINE_FRAGMENT) selection.selectionSet.selections.forEach(collect);
    if (selection.kind !== Kind.FIELD) return;
    const key = selection.alias?.value ?? selection.name.value;
    fields.set(key, [...(fields.get(key) ?? []), selection]);
  };
  selections.forEach(collect);
  return [...fields.values()].every((same) => {
    const meanings = new Set(
      same.map((field) => [field.name.value, ...(field.arguments ?? []).map(print)].join()),
    );
    return (
      meanings.size === 1 && canStandTogether(same.flatMap((field) => field.selectionSet?.selections ?? []))
    );
  });
}

/** An operation must use every variable that it defines (GraphQL specification §5.8.4). */
export function withUsedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(operation.selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const definitions = operation.variableDefinitions ?? [];
  return {
    ...operation,
    variableDefinitions: definitions.filter(({ variable }) => used.has(variable.name.value)),
  };
}

/** Whether a selection uses a variable. */
export function usesVariable(selectionSet: SelectionSetNode, variable: string): boolean {
  let isUsed = false;
  visit(selectionSet, {
    Variable({ name }) {
      isUsed ||= name.value === variable;
    },
  });
  return isUsed;
}
