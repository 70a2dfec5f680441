import { type DocumentNode, Kind, type SelectionSetNode, type ValueNode } from 'graphql';

/** The document without definitions of variables that nothing uses any more. */
export function withUsedVariables(document: DocumentNode): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
      const { variableDefinitions = [], selectionSet } = definition;
      if (variableDefinitions.length === 0) return definition;
      const used = new Set<string>();
      collect(selectionSet, used);
      return {
        ...definition,
        variableDefinitions: variableDefinitions.filter(({ variable }) => used.has(variable.name.value)),
      };
    }),
  };
}

/** Arguments and directives are where variables stand; a walk over these alone is many times faster than a visitor. */
function collect({ selections }: SelectionSetNode, used: Set<string>): void {
  for (const selection of selections) {
    for (const directive of selection.directives ?? []) {
      for (const { value } of directive.arguments ?? []) collectValue(value, used);
    }
    if (selection.kind === Kind.FIELD) {
      for (const { value } of selection.arguments ?? []) collectValue(value, used);
    }
    if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet !== undefined) {
      collect(selection.selectionSet, used);
    }
  }
}

function collectValue(value: ValueNode, used: Set<string>): void {
  if (value.kind === Kind.VARIABLE) used.add(value.name.value);
  else if (value.kind === Kind.LIST) for (const item of value.values) collectValue(item, used);
  else if (value.kind === Kind.OBJECT) for (const field of value.fields) collectValue(field.value, used);
}
