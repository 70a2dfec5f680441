import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type SchemaExtensionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldsNamedBy, hasDirective, keyFieldsOf } from '../../../contract/element-directives.ts';
import { linkProblems } from '../../../contract/links.ts';
import { type Problem, problemAt } from '../problem.ts';
import { isRoot, type Schema } from './schema.ts';

const RULE = 'only-what-is-enforced';

/** What a definition may be instead, for those that have an answer. */
const REFUSED: Readonly<Record<string, string>> = {
  [Kind.SCHEMA_DEFINITION]: '"schema": the root type is Query',
};

/** Directives of which every effect is known here, by the place where they stand. */
const ENFORCED = {
  schema: ['link', 'composeDirective'],
  type: ['key', 'shareable', 'valueType', 'interfaceObject', 'inaccessible', 'tag', 'cost', 'cacheControl'],
  field: [
    ...['requiresScopes', 'shareable', 'deprecated', 'requires', 'provides', 'external', 'override'],
    ...['inaccessible', 'tag', 'cost', 'listSize', 'cacheControl'],
  ],
  interface: ['key', 'inaccessible', 'tag', 'cacheControl'],
  interfaceField: ['shareable', 'deprecated', 'inaccessible', 'tag', 'cacheControl'],
  interfaceArgument: ['deprecated', 'tag'],
  argument: ['searches', 'deprecated', 'tag', 'cost'],
  input: ['tag'],
  inputField: ['searches', 'deprecated', 'tag'],
  leaf: ['deprecated', 'specifiedBy', 'tag', 'cost'],
  union: ['tag', 'cacheControl'],
  definition: ['searches', 'valueType', 'cacheControl'],
} as const;

/** Constructs that this gateway could not authorise or run correctly are refused instead of being half-enforced. */
export function onlyWhatIsEnforced({
  source: { document },
  objects,
  interfaces,
  inputs,
}: Schema): readonly Problem[] {
  return [
    ...linkProblems(document).map(({ node, message }) => found(node, message)),
    ...document.definitions.flatMap(definitionProblems),
    ...[...objects.values()].flatMap(objectProblems),
    ...[...interfaces.values()].flatMap(interfaceProblems),
    ...[...inputs.values()].flatMap(inputProblems),
  ].toSorted((a, b) => a.line - b.line);
}

/** What is wrong with a definition by itself; types with fields are looked at together with their extensions. */
function definitionProblems(node: DefinitionNode): readonly Problem[] {
  switch (node.kind) {
    case Kind.SCHEMA_EXTENSION:
      return [...rootsOf(node), ...directivesOf(node, 'schema')];
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return [];
    case Kind.SCALAR_TYPE_DEFINITION:
      return directivesOf(node, 'leaf');
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.UNION_TYPE_EXTENSION:
      return directivesOf(node, 'union');
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return [node, ...(node.values ?? [])].flatMap((part) => directivesOf(part, 'leaf'));
    case Kind.DIRECTIVE_DEFINITION:
      return isEnforced(node.name.value, 'definition') ? [] : [found(node, `@${node.name.value} defined`)];
    default:
      return [found(node, REFUSED[node.kind] ?? `"${node.kind}", which this gateway does not know`)];
  }
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
    ...fields.flatMap((field) => [...directivesOf(field, 'field'), ...computedProblems(field)]),
    ...fields.flatMap((field) => (field.arguments ?? []).flatMap((node) => directivesOf(node, 'argument'))),
  ];
}

/** What is computed from other databases: all of it decided and delivered, whoever the caller is. */
function computedProblems(field: FieldDefinitionNode): readonly Problem[] {
  const override = (field.directives ?? []).find(({ name }) => name.value === 'override');
  const required = fieldsNamedBy(field, 'requires');
  return [
    ...(override?.arguments?.some(({ name }) => name.value === 'label') === true
      ? [found(override, 'a progressive @override: this gateway would always ask the old database')]
      : []),
    ...(required === undefined || isPlain(required)
      ? []
      : [found(field, '@requires with arguments or fragments: the planner would not always fetch them')]),
  ];
}

function isPlain({ selections }: SelectionSetNode): boolean {
  return selections.every(
    (selection) =>
      selection.kind === Kind.FIELD &&
      (selection.arguments ?? []).length === 0 &&
      (selection.selectionSet === undefined || isPlain(selection.selectionSet)),
  );
}

/** An interface states nothing: what is selected on it is decided by the fields of the types behind it. */
function interfaceProblems(type: InterfaceTypeDefinitionNode): readonly Problem[] {
  const fields = type.fields ?? [];
  return [
    ...directivesOf(type, 'interface'),
    ...fields.flatMap((field) => directivesOf(field, 'interfaceField')),
    ...fields.flatMap((field) =>
      (field.arguments ?? []).flatMap((node) => directivesOf(node, 'interfaceArgument')),
    ),
  ];
}

function inputProblems(type: InputObjectTypeDefinitionNode): readonly Problem[] {
  return [
    ...directivesOf(type, 'input'),
    ...(type.fields ?? []).flatMap((field) => directivesOf(field, 'inputField')),
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

function found(node: Parameters<typeof problemAt>[0], what: string): Problem {
  return problemAt(node, RULE, `found ${what}`);
}
