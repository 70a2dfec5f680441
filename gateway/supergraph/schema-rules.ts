import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type StringValueNode,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql';
import {
  coordinate,
  hasDirective,
  isPlumbing,
  keyFieldsOf,
  scopesOf,
  searchesOf,
} from '../../contract/element-directives.ts';
import { databaseOf, type Requirement } from '../../contract/elements.ts';
import { SCALAR_CHECKS } from '../../contract/scalars.ts';
import { type Problem, problemAt } from './problem.ts';
import type { SubgraphSource } from './sources.ts';

/** What the rules must know of a data element; the dictionary's entries have it. */
export interface ElementClass {
  readonly class: string;
}

/** The dictionary, as far as the rules need it. */
export type KnownElements = ReadonlyMap<string, ElementClass>;

interface Schema {
  readonly source: SubgraphSource;
  readonly objects: ReadonlyMap<string, ObjectTypeDefinitionNode>;
  readonly elements: KnownElements;
}

/**
 * One rule: its name and the problems that it finds in one subgraph. The rules are those of the schema guide
 * (docs/schema-rules.md); each one has its own test.
 */
export interface SchemaRule {
  readonly name: string;
  check(schema: Schema): readonly Problem[];
}

/** All schema rules, in the order in which their problems are reported. */
export const SCHEMA_RULES: readonly SchemaRule[] = [
  { name: 'only-what-is-enforced', check: onlyWhatIsEnforced },
  { name: 'described', check: described },
  { name: 'known-scalars', check: knownScalars },
  { name: 'every-field-has-elements', check: everyFieldHasElements },
  { name: 'every-argument-has-elements', check: everyArgumentHasElements },
  { name: 'elements-are-known', check: elementsAreKnown },
  { name: 'withheld-is-nullable', check: withheldIsNullable },
  { name: 'value-types-hold-values', check: valueTypesHoldValues },
  { name: 'pages-are-connections', check: pagesAreConnections },
];

/** Runs every rule over one subgraph. */
export function checkSchemaRules(source: SubgraphSource, elements: KnownElements): readonly Problem[] {
  const objects = new Map(
    source.document.definitions
      .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  return SCHEMA_RULES.flatMap((rule) => rule.check({ source, objects, elements }));
}

/** Constructs that this gateway could not authorise or run correctly are refused instead of being half-enforced. */
function onlyWhatIsEnforced({ source: { document } }: Schema): readonly Problem[] {
  const refused: Readonly<Record<string, string>> = {
    [Kind.INTERFACE_TYPE_DEFINITION]: 'an interface: rules on it would not be enforced; use a union',
    [Kind.INPUT_OBJECT_TYPE_DEFINITION]:
      'an input object: state each criterion as an argument with its elements',
    [Kind.OBJECT_TYPE_EXTENSION]: '"extend type": write "type" with its @key',
    [Kind.INTERFACE_TYPE_EXTENSION]: 'an interface extension; use a union',
  };
  const rule = 'only-what-is-enforced';
  return document.definitions.flatMap((node) => {
    const found = refused[node.kind];
    if (found !== undefined) return [problemAt(node, rule, `found ${found}`)];
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    if (node.name.value === 'Mutation' || node.name.value === 'Subscription') {
      return [problemAt(node, rule, `found ${node.name.value}: this layer reads only`)];
    }
    return (node.fields ?? []).flatMap((field) =>
      ['override', 'context', 'fromContext', 'requires', 'provides', 'interfaceObject']
        .filter((name) => hasDirective(field, name) || hasDirective(node, name))
        .map((name) => problemAt(field, rule, `found @${name}, which this gateway does not enforce yet`)),
    );
  });
}

/** English, with the Vietnamese legal term in brackets; connection plumbing needs the English only. */
function described({ source: { document } }: Schema): readonly Problem[] {
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

function knownScalars({ source: { document } }: Schema): readonly Problem[] {
  return document.definitions.flatMap((node) =>
    node.kind === Kind.SCALAR_TYPE_DEFINITION && SCALAR_CHECKS[node.name.value] === undefined
      ? [
          problemAt(
            node,
            'known-scalars',
            `scalar ${node.name.value} has no check rule in contract/scalars.ts`,
          ),
        ]
      : [],
  );
}

function everyFieldHasElements({ objects }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) => {
    if (hasDirective(type, 'valueType') || isPlumbing(type.name.value, field)) return [];
    // A foreign entity's key: its owner states the element, and composition carries it over (checked afterwards).
    if (keyFieldsOf(type).includes(field.name.value)) return [];
    if (scopesOf(field).length > 0) return [];
    const name = coordinate(type.name.value, field.name.value);
    return [
      problemAt(field, 'every-field-has-elements', `${name} discloses data but states no data element`),
    ];
  });
}

function everyArgumentHasElements({ objects }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) =>
    (field.arguments ?? [])
      .filter((argument) => !isPageArgument(argument.name.value) && searchesOf(argument).length === 0)
      .map((argument) =>
        problemAt(
          argument,
          'every-argument-has-elements',
          `${coordinate(type.name.value, field.name.value, argument.name.value)} selects by data but states no data element`,
        ),
      ),
  );
}

function elementsAreKnown({ source, objects, elements }: Schema): readonly Problem[] {
  const check = (node: ASTNode, name: string, requirement: Requirement): readonly Problem[] =>
    requirement.flat().flatMap((element) => {
      if (!elements.has(element)) {
        return [
          problemAt(node, 'elements-are-known', `${name}: "${element}" is not in the Shared Data Dictionary`),
        ];
      }
      if (databaseOf(element) === source.name) return [];
      return [problemAt(node, 'elements-are-known', `${name}: "${element}" belongs to another database`)];
    });
  return allFields(objects).flatMap(({ type, field }) => [
    ...check(field, coordinate(type.name.value, field.name.value), scopesOf(field)),
    ...(field.arguments ?? []).flatMap((argument) =>
      check(
        argument,
        coordinate(type.name.value, field.name.value, argument.name.value),
        searchesOf(argument),
      ),
    ),
  ]);
}

/** A withheld non-null field would take its whole parent with it; so would a database that does not answer. */
function withheldIsNullable({ objects, elements }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) => {
    const contributes = keyFieldsOf(type).length > 0 || isRoot(type);
    const restricted = scopesOf(field)
      .flat()
      .some((element) => elements.get(element)?.class !== 'none');
    if (field.type.kind !== Kind.NON_NULL_TYPE || !(restricted || contributes)) return [];
    const name = coordinate(type.name.value, field.name.value);
    return [
      problemAt(
        field,
        'withheld-is-nullable',
        `${name} may be withheld or unavailable, so it must be nullable`,
      ),
    ];
  });
}

function valueTypesHoldValues({ source: { document }, objects }: Schema): readonly Problem[] {
  const leaves = new Set([
    ...specifiedScalarTypes.map((scalar) => scalar.name),
    ...document.definitions.flatMap((node) =>
      node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION
        ? [node.name.value]
        : [],
    ),
  ]);
  return allFields(objects).flatMap(({ type, field }) => {
    if (!hasDirective(type, 'valueType')) return [];
    const target = namedType(field.type);
    const object = objects.get(target);
    const isValue = leaves.has(target) || (object !== undefined && hasDirective(object, 'valueType'));
    const name = coordinate(type.name.value, field.name.value);
    if (scopesOf(field).length > 0) {
      return [
        problemAt(
          field,
          'value-types-hold-values',
          `${name}: elements belong on the fields that return ${type.name.value}`,
        ),
      ];
    }
    if (isValue || PUBLIC_ENTITIES.has(target)) return [];
    return [
      problemAt(
        field,
        'value-types-hold-values',
        `${name}: a value type must not lead to ${target}, a record of its own`,
      ),
    ];
  });
}

/** Entities whose data is public reference data, so that a value may point at them. */
const PUBLIC_ENTITIES: ReadonlySet<string> = new Set(['AdministrativeUnit', 'Agency']);

function pagesAreConnections({ objects }: Schema): readonly Problem[] {
  return allFields(objects).flatMap(({ type, field }) => {
    const isPage = namedType(field.type).endsWith('Connection');
    const names = (field.arguments ?? []).map((argument) => argument.name.value);
    const hasPageArguments = names.includes('first') && names.includes('after');
    if (isPage === hasPageArguments) return [];
    const name = coordinate(type.name.value, field.name.value);
    return [
      problemAt(
        field,
        'pages-are-connections',
        `${name}: a connection takes first and after, and nothing else does`,
      ),
    ];
  });
}

function allFields(objects: Schema['objects']) {
  return [...objects.values()].flatMap((type) => (type.fields ?? []).map((field) => ({ type, field })));
}

function isRoot(node: DefinitionNode & { readonly name: { readonly value: string } }): boolean {
  return node.name.value === 'Query';
}

function isPageArgument(name: string): boolean {
  return name === 'first' || name === 'after';
}

/** The name inside lists and non-null marks. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
