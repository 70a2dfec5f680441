import {
  type ConstDirectiveNode,
  type DefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type SchemaExtensionNode,
} from 'graphql';
import { hasDirective, keyFieldsOf } from '../../../contract/element-directives.ts';
import { type Problem, problemAt } from '../problem.ts';
import { isRoot, type Schema } from './schema.ts';

const RULE = 'only-what-is-enforced';

/** What a definition may be instead, for those that have an answer. */
const REFUSED: Readonly<Record<string, string>> = {
  [Kind.INTERFACE_TYPE_DEFINITION]: 'an interface: rules on it would not be enforced; use a union',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'an interface extension; use a union',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]:
    'an input object: state each criterion as an argument with its elements',
  [Kind.OBJECT_TYPE_EXTENSION]: '"extend type": write "type" with its @key',
  [Kind.SCHEMA_DEFINITION]: '"schema": the root type is Query',
};

/** Directives of which every effect is known here, by the place where they stand. */
const ENFORCED = {
  schema: ['link', 'composeDirective'],
  type: ['key', 'shareable', 'valueType'],
  field: ['requiresScopes', 'shareable', 'deprecated'],
  argument: ['searches', 'deprecated'],
  leaf: ['deprecated', 'specifiedBy'],
  definition: ['searches', 'valueType'],
} as const;

/** Constructs that this gateway could not authorise or run correctly are refused instead of being half-enforced. */
export function onlyWhatIsEnforced({ source: { document } }: Schema): readonly Problem[] {
  return document.definitions.flatMap((node): readonly Problem[] => {
    switch (node.kind) {
      case Kind.SCHEMA_EXTENSION:
        return [...rootsOf(node), ...directivesOf(node, 'schema')];
      case Kind.OBJECT_TYPE_DEFINITION:
        return objectProblems(node);
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.UNION_TYPE_DEFINITION:
        return directivesOf(node, 'leaf');
      case Kind.ENUM_TYPE_DEFINITION:
        return [node, ...(node.values ?? [])].flatMap((part) => directivesOf(part, 'leaf'));
      case Kind.DIRECTIVE_DEFINITION:
        return isEnforced(node.name.value, 'definition') ? [] : [found(node, `@${node.name.value} defined`)];
      default:
        return [found(node, REFUSED[node.kind] ?? `"${node.kind}", which this gateway does not know`)];
    }
  });
}

function objectProblems(type: ObjectTypeDefinitionNode): readonly Problem[] {
  if (type.name.value === 'Mutation' || type.name.value === 'Subscription') {
    return [found(type, `${type.name.value}: this layer reads only`)];
  }
  const fields = type.fields ?? [];
  return [
    ...directivesOf(type, 'type'),
    ...(hasDirective(type, 'valueType') && (isRoot(type) || keyFieldsOf(type).length > 0)
      ? [found(type, `@valueType on ${type.name.value}: records state their elements on each field`)]
      : []),
    ...fields.flatMap((field) => directivesOf(field, 'field')),
    ...fields.flatMap((field) => (field.arguments ?? []).flatMap((node) => directivesOf(node, 'argument'))),
  ];
}

function rootsOf(node: SchemaExtensionNode): readonly Problem[] {
  return (node.operationTypes ?? []).map((root) => found(root, 'a root type by another name; use Query'));
}

type Place = keyof typeof ENFORCED;

function directivesOf(
  { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  place: Place,
): readonly Problem[] {
  return directives
    .filter(({ name }) => !isEnforced(name.value, place))
    .map((node) => found(node, `@${node.name.value}, which this gateway does not enforce here`));
}

function isEnforced(name: string, place: Place): boolean {
  return (ENFORCED[place] as readonly string[]).includes(name);
}

function found(node: DefinitionNode | Parameters<typeof problemAt>[0], what: string): Problem {
  return problemAt(node, RULE, `found ${what}`);
}
