import {
  type ASTNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
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
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
        return describableFields(node);
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_EXTENSION:
        return [
          ...describableType(node, true),
          ...(node.fields ?? []).map((field) => ({
            node: field,
            name: coordinate(node.name.value, field.name.value),
            bracket: true,
          })),
        ];
      default:
        return [];
    }
  });
}

function describableFields(
  node:
    | ObjectTypeDefinitionNode
    | ObjectTypeExtensionNode
    | InterfaceTypeDefinitionNode
    | InterfaceTypeExtensionNode,
): readonly Describable[] {
  const type = node.name.value;
  const isPageType = type.endsWith('Connection') || type.endsWith('Edge') || type === 'PageInfo';
  return [
    ...(isRoot(node) ? [] : describableType(node, !isPageType)),
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

/** The type itself; an extension cannot have a description, the definition has it. */
function describableType(
  node: ASTNode & { readonly name: { readonly value: string } },
  bracket: boolean,
): readonly Describable[] {
  return node.kind.endsWith('Extension') ? [] : [{ node, name: node.name.value, bracket }];
}
