import {
  type ASTNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type StringValueNode,
} from 'graphql';
import { coordinate } from '../../../contract/element-directives.ts';
import { type Problem, problemAt } from '../problem.ts';
import { isPageArgument, isRoot, type Schema } from './schema.ts';

/** English, with the Vietnamese legal term in brackets; connection plumbing needs the English only. */
export function described({ source: { document } }: Schema): readonly Problem[] {
  return describableNodes(document).flatMap(({ node, name, bracket }) => {
    const text = node.description?.value.trim() ?? '';
    if (text === '') return [problemAt(node, 'described', `${name} has no description`)];
    if (bracket && !/\(.+\)/s.test(text)) {
      return [problemAt(node, 'described', `${name}: the Vietnamese legal term in brackets is missing`)];
    }
    return [];
  });
}

interface Describable {
  readonly node: ASTNode & { readonly description?: StringValueNode | undefined };
  readonly name: string;
  readonly bracket: boolean;
}

function describableNodes(document: DocumentNode): readonly Describable[] {
  return document.definitions.flatMap((node): readonly Describable[] => {
    switch (node.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.UNION_TYPE_DEFINITION:
        return [{ node, name: node.name.value, bracket: true }];
      case Kind.ENUM_TYPE_DEFINITION:
        return [
          { node, name: node.name.value, bracket: true },
          ...(node.values ?? []).map((value) => ({
            node: value,
            name: coordinate(node.name.value, value.name.value),
            bracket: true,
          })),
        ];
      case Kind.OBJECT_TYPE_DEFINITION:
        return describableFields(node);
      default:
        return [];
    }
  });
}

function describableFields(node: ObjectTypeDefinitionNode): readonly Describable[] {
  const type = node.name.value;
  const isPageType = type.endsWith('Connection') || type.endsWith('Edge') || type === 'PageInfo';
  return [
    ...(isRoot(node) ? [] : [{ node, name: type, bracket: !isPageType }]),
    ...(node.fields ?? []).flatMap((field) => [
      { node: field, name: coordinate(type, field.name.value), bracket: !isPageType },
      ...(field.arguments ?? []).map((argument) => ({
        node: argument,
        name: coordinate(type, field.name.value, argument.name.value),
        bracket: !isPageArgument(argument.name.value),
      })),
    ]),
  ];
}
