import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  specifiedScalarTypes,
} from 'graphql';
import {
  coordinate,
  fieldsNamedBy,
  hasDirective,
  isPlumbing,
  keyFieldsOf,
  scopesOf,
  searchesOf,
} from '../../contract/element-directives.ts';
import type { Requirement } from '../../contract/elements.ts';
import { type PolicySchema, readPolicySchema } from './policy-schema.ts';
import { type Problem, problemAt } from './problem.ts';
import {
  isExternal,
  isPageArgument,
  namedType,
  readSchema,
  type Schema,
  statesElements,
} from './rules/schema.ts';
import type { SubgraphSource } from './sources.ts';

/**
 * What the composed graph would serve without the elements that it should need. Composition merges what subgraphs
 * state, carries it from interface objects to the types behind them, and drops a directive that is not composed
 * without a word; so its result is looked at as if nobody had looked at the subgraphs.
 */
export function unguarded(supergraphSdl: string, subgraphs: readonly SubgraphSource[]): readonly Problem[] {
  const document = parse(supergraphSdl);
  const inputs = new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [node.name.value] : [],
    ),
  );
  const values = valuesOf(document);
  const policy = readPolicySchema(supergraphSdl);
  return [
    ...typesOf(document).flatMap((type) => [
      ...unguardedFields(type, values),
      ...unguardedArguments(type, inputs),
    ]),
    ...inputObjectsOf(document).flatMap((type) => unguardedInputs(type, inputs)),
    ...subgraphs.flatMap((source) => unguardedProvided(readSchema(source, new Map()), policy)),
  ];
}

function typesOf({ definitions }: DocumentNode): readonly ObjectTypeDefinitionNode[] {
  return definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
}

/** Input objects of the graph; the one that composition adds for itself is not reachable. */
function inputObjectsOf({ definitions }: DocumentNode): readonly InputObjectTypeDefinitionNode[] {
  return definitions.filter(
    (node): node is InputObjectTypeDefinitionNode =>
      node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && node.name.value !== 'join__ContextArgument',
  );
}

/** Names of scalars and enums: what is of these discloses something, whatever its field is called. */
function valuesOf({ definitions }: DocumentNode): ReadonlySet<string> {
  return new Set([
    ...specifiedScalarTypes.map(({ name }) => name),
    ...definitions.flatMap((node) =>
      node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION
        ? [node.name.value]
        : [],
    ),
  ]);
}

function unguardedFields(type: ObjectTypeDefinitionNode, values: ReadonlySet<string>): readonly Problem[] {
  if (hasDirective(type, 'valueType') && keyFieldsOf(type).length === 0) return [];
  return (
    (type.fields ?? [])
      .filter((field) => !statesElements(scopesOf(field)))
      // The nodes of a connection are records: a list of bare values is no connection.
      .filter(
        (field) =>
          !isPlumbing(type.name.value, field) ||
          (field.name.value !== 'cursor' && values.has(namedType(field.type))),
      )
      .map((field) =>
        inSupergraph(
          'every-field-has-elements',
          `${coordinate(type.name.value, field.name.value)} needs no data element in the composed graph; does its owner state one?`,
        ),
      )
  );
}

function unguardedArguments(type: ObjectTypeDefinitionNode, inputs: ReadonlySet<string>): readonly Problem[] {
  return (type.fields ?? []).flatMap((field) =>
    (field.arguments ?? [])
      .filter((argument) => !isPageArgument(argument.name.value) && !isGuarded(argument, inputs))
      .map((argument) => unsearched(coordinate(type.name.value, field.name.value, argument.name.value))),
  );
}

function unguardedInputs(
  type: InputObjectTypeDefinitionNode,
  inputs: ReadonlySet<string>,
): readonly Problem[] {
  return (type.fields ?? [])
    .filter((field) => !isGuarded(field, inputs))
    .map((field) => unsearched(coordinate(type.name.value, field.name.value)));
}

function isGuarded(node: InputValueDefinitionNode, inputs: ReadonlySet<string>): boolean {
  return statesElements(searchesOf(node)) || inputs.has(namedType(node.type));
}

function unsearched(name: string): Problem {
  return inSupergraph(
    'every-argument-has-elements',
    `${name} searches by no data element in the composed graph; does its subgraph compose @searches?`,
  );
}

/**
 * Fields of other databases that one provides itself (`@provides`): a way past their owner, on which the provider must
 * ask for no less than the owner: on the external field or, where that states nothing, on the one that provides it.
 */
function unguardedProvided(schema: Schema, policy: PolicySchema): readonly Problem[] {
  return [...schema.objects.values()].flatMap((type) =>
    (type.fields ?? []).flatMap((field) => {
      const provided = fieldsNamedBy(field, 'provides');
      if (provided === undefined) return [];
      return providedFields(schema, namedType(field.type), provided)
        .filter(({ owner, external }) => {
          const needed = policy.fieldRequirement(owner, external.name.value) ?? [];
          const own = scopesOf(external);
          return !implies(own.length > 0 ? own : scopesOf(field), needed);
        })
        .map(({ owner, external }) =>
          problemAt(
            external,
            'every-field-has-elements',
            `${coordinate(owner, external.name.value)} is provided by ${coordinate(type.name.value, field.name.value)} without the elements that its owner states`,
          ),
        );
    }),
  );
}

interface ProvidedField {
  readonly owner: string;
  readonly external: FieldDefinitionNode;
}

function providedFields(
  schema: Schema,
  typeName: string,
  { selections }: SelectionSetNode,
): readonly ProvidedField[] {
  return selections.flatMap((selection): readonly ProvidedField[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const target = selection.typeCondition?.name.value ?? typeName;
      return providedFields(schema, target, selection.selectionSet);
    }
    return behind(schema, typeName).flatMap((type) => {
      const field = type.fields?.find(({ name }) => name.value === selection.name.value);
      if (field === undefined) return [];
      const own = isExternal(field) && !keyFieldsOf(type).includes(field.name.value);
      const below =
        selection.selectionSet === undefined
          ? []
          : providedFields(schema, namedType(field.type), selection.selectionSet);
      return own ? [{ owner: type.name.value, external: field }, ...below] : below;
    });
  });
}

/** The object types that a name may stand for in one subgraph. */
function behind({ objects }: Schema, typeName: string): readonly ObjectTypeDefinitionNode[] {
  const object = objects.get(typeName);
  if (object !== undefined) return [object];
  return [...objects.values()].filter(({ interfaces = [] }) =>
    interfaces.some(({ name }) => name.value === typeName),
  );
}

/** Whether all who meet a requirement meet the other one as well. */
function implies(stated: Requirement, needed: Requirement): boolean {
  if (needed.length === 0) return true;
  return (
    stated.length > 0 &&
    stated.every((have) => needed.some((want) => want.every((element) => have.includes(element))))
  );
}

function inSupergraph(rule: string, message: string): Problem {
  return { file: 'supergraph', line: 0, rule, message };
}
