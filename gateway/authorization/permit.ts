import { createHash } from 'node:crypto';
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { databaseOf, lackingElements } from '../../contract/elements.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import type { PolicySchema } from '../supergraph/index.ts';
import { assertNotReserved, withHidden } from './hidden.ts';
import {
  type Condition,
  grantedAlternative,
  type Shape,
  type ShapeField,
  type Withholding,
} from './shape.ts';
import { withUsedVariables } from './variables.ts';

/** Most fields of an operation after its fragments are resolved. */
const MAX_FIELDS = 10_000;

/** The operation that may be planned and run, and how the client's answer is made from its result. */
export interface PermittedOperation {
  /** Without the withheld fields; `undefined` when nothing is left to fetch. */
  readonly document: DocumentNode | undefined;
  readonly source: string;
  /** SHA-256 of {@link source}: plans are cached under it, never under the hash of what the client sent. */
  readonly hash: string;
  readonly shape: Shape;
  /** Every withheld field of the operation, by its path with `@` for a list. */
  readonly withheld: readonly { readonly path: readonly string[]; readonly withholding: Withholding }[];
}

/** The parts of the running graph that decisions need. */
export interface DecisionGraph {
  readonly schema: GraphQLSchema;
  readonly policy: PolicySchema;
}

/**
 * Decides every field and argument of an operation for one grant, and takes the withheld ones out. Pure: the parsed
 * document is shared between requests and never changed.
 *
 * @throws Refusal `OPERATION_TOO_COMPLEX` when its fragments unfold to more than 10,000 fields, `BAD_USER_INPUT` for
 *   a reserved alias
 */
export function permitOperation(
  graph: DecisionGraph,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  grant: PolicyGrant,
): PermittedOperation {
  const compiler = new Compiler(graph, document, grant);
  const query = graph.schema.getQueryType();
  if (query === null || query === undefined) throw new Error('The graph has no Query type.');
  const { kept, shape } = compiler.compile([{ selectionSet: operation.selectionSet, conditions: [] }], query);
  const permitted =
    kept.length === 0
      ? undefined
      : withUsedVariables({
          kind: Kind.DOCUMENT,
          definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: kept } }],
        });
  const source = permitted === undefined ? '' : print(permitted);
  return {
    document: permitted,
    source,
    hash: createHash('sha256').update(source).digest('hex'),
    shape,
    withheld: compiler.withheld,
  };
}

interface Part {
  readonly selectionSet: SelectionSetNode;
  readonly conditions: readonly Condition[];
}

interface Compiled {
  readonly kept: readonly SelectionNode[];
  readonly shape: Shape;
}

/** The work of {@link permitOperation}: walks the operation once, fragments resolved where they are used. */
class Compiler {
  readonly withheld: { readonly path: readonly string[]; readonly withholding: Withholding }[] = [];
  readonly #graph: DecisionGraph;
  readonly #grant: PolicyGrant;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  #path: readonly string[] = [];
  #fieldCount = 0;

  constructor(graph: DecisionGraph, document: DocumentNode, grant: PolicyGrant) {
    this.#graph = graph;
    this.#grant = grant;
    this.#fragments = new Map(
      document.definitions
        .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
  }

  /** What is kept of the selections on an object or union, with the shape of the answer. */
  compile(parts: readonly Part[], type: GraphQLCompositeType): Compiled {
    const fields: ShapeField[] = [];
    const kept = parts.flatMap(({ selectionSet, conditions }) =>
      this.#selections(selectionSet, type, this.#possibleTypes(type), conditions, fields),
    );
    return {
      kept,
      shape: { fields, type: isObjectType(type) ? type.name : undefined },
    };
  }

  #selections(
    selectionSet: SelectionSetNode,
    parent: GraphQLCompositeType,
    types: ReadonlySet<string>,
    conditions: readonly Condition[],
    into: ShapeField[],
  ): readonly SelectionNode[] {
    return selectionSet.selections.flatMap((selection): readonly SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return this.#field(selection, parent, types, conditions, into);
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (fragment === undefined) return [];
      const condition = fragment.typeCondition?.name.value;
      const target = condition === undefined ? parent : this.#graph.schema.getType(condition);
      if (!isCompositeType(target)) return [];
      const possible = this.#possibleTypes(target);
      const kept = this.#selections(
        fragment.selectionSet,
        target,
        new Set([...types].filter((name) => possible.has(name))),
        [...conditions, ...conditionsOf(selection.directives)],
        into,
      );
      if (kept.length === 0) return [];
      return [
        {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: target.name } },
          directives: selection.directives ?? [],
          selectionSet: { kind: Kind.SELECTION_SET, selections: kept },
        },
      ];
    });
  }

  #field(
    node: FieldNode,
    parent: GraphQLCompositeType,
    types: ReadonlySet<string>,
    outer: readonly Condition[],
    into: ShapeField[],
  ): readonly SelectionNode[] {
    this.#countField();
    const responseKey = node.alias?.value ?? node.name.value;
    assertNotReserved(node);
    const conditions = [...outer, ...conditionsOf(node.directives)];
    const base = { responseKey, types, conditions, elements: [], withheld: undefined, children: undefined };
    if (node.name.value.startsWith('__')) {
      into.push({ ...base, isTypename: node.name.value === '__typename' });
      return [this.#unfolded(node)];
    }
    const withheld = this.#decide(node, parent);
    const field = isObjectType(parent) ? parent.getFields()[node.name.value] : undefined;
    if (field === undefined) throw new Error(`No field ${parent.name}.${node.name.value}.`);
    const isList = String(field.type).includes('[');
    if (withheld !== undefined) {
      this.withheld.push({ path: [...this.#path, responseKey], withholding: withheld });
      into.push({ ...base, isTypename: false, withheld });
      return [];
    }
    const elements = this.#disclosed(node, parent);
    const target = getNamedType(field.type);
    if (node.selectionSet === undefined || !isCompositeType(target)) {
      into.push({ ...base, isTypename: false, elements });
      return [node];
    }
    const { kept, shape } = this.#below(
      isList ? [responseKey, '@'] : [responseKey],
      node.selectionSet,
      target,
    );
    into.push({ ...base, isTypename: false, elements, children: shape });
    const selections = withHidden(this.#graph.policy, target, this.#possibleTypes(target), kept);
    return [{ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } }];
  }

  /** An introspection field with its fragments in place: the permitted operation has no definitions of any. */
  #unfolded<T extends FieldNode | InlineFragmentNode>(node: T): T {
    if (node.selectionSet === undefined) return node;
    const selections = node.selectionSet.selections.flatMap((selection): readonly SelectionNode[] => {
      if (selection.kind === Kind.FIELD) this.#countField();
      if (selection.kind !== Kind.FRAGMENT_SPREAD) return [this.#unfolded(selection)];
      const fragment = this.#fragments.get(selection.name.value);
      if (fragment === undefined) return [];
      const { typeCondition, selectionSet } = fragment;
      const directives = selection.directives ?? [];
      return [this.#unfolded({ kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet })];
    });
    return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  }

  #below(keys: readonly string[], selectionSet: SelectionSetNode, target: GraphQLCompositeType): Compiled {
    const path = this.#path;
    this.#path = [...path, ...keys];
    const compiled = this.compile([{ selectionSet, conditions: [] }], target);
    this.#path = path;
    return compiled;
  }

  /** What withholds a field: its own elements, or those that one of its arguments searches by. */
  #decide(node: FieldNode, parent: GraphQLCompositeType): Withholding | undefined {
    const { policy } = this.#graph;
    const field = node.name.value;
    const own = this.#lacking(policy.fieldRequirement(parent.name, field));
    if (own.length > 0) return this.#withholding(own, undefined);
    for (const { name } of node.arguments ?? []) {
      const lacking = this.#lacking(policy.argumentRequirement(parent.name, field, name.value));
      if (lacking.length > 0) return this.#withholding(lacking, name.value);
    }
    return undefined;
  }

  #lacking(requirement: Parameters<typeof lackingElements>[0] | undefined): readonly string[] {
    return requirement === undefined ? [] : lackingElements(requirement, this.#grant.elements);
  }

  #withholding(lacking: readonly string[], argument: string | undefined): Withholding {
    const hasAgreement = lacking.every((element) => {
      const terms = this.#grant.terms.get(databaseOf(element));
      return terms !== undefined && terms.agreements.length > 0;
    });
    return { rule: hasAgreement ? 'element-not-granted' : 'no-agreement', argument, lacking };
  }

  #disclosed(node: FieldNode, parent: GraphQLCompositeType): readonly string[] {
    const { policy } = this.#graph;
    const field = node.name.value;
    const requirements = [
      policy.fieldRequirement(parent.name, field),
      ...(node.arguments ?? []).map(({ name }) => policy.argumentRequirement(parent.name, field, name.value)),
    ];
    return [
      ...new Set(
        requirements.flatMap((requirement) =>
          requirement === undefined ? [] : grantedAlternative(requirement, this.#grant.elements),
        ),
      ),
    ];
  }

  #possibleTypes(type: GraphQLCompositeType): ReadonlySet<string> {
    if (isObjectType(type)) return new Set([type.name]);
    return new Set(this.#graph.schema.getPossibleTypes(type).map(({ name }) => name));
  }

  #countField(): void {
    this.#fieldCount += 1;
    if (this.#fieldCount <= MAX_FIELDS) return;
    throw new Refusal('OPERATION_TOO_COMPLEX', `The operation unfolds to more than ${MAX_FIELDS} fields.`, {
      expected: `at most ${MAX_FIELDS} fields, fragments unfolded`,
    });
  }
}

function conditionsOf(directives: readonly DirectiveNode[] | undefined): readonly Condition[] {
  return (directives ?? []).flatMap((directive): readonly Condition[] => {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') return [];
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const expected = name === 'include';
    if (value?.kind === Kind.VARIABLE) return [{ expected, value: { variable: value.name.value } }];
    return value?.kind === Kind.BOOLEAN ? [{ expected, value: value.value }] : [];
  });
}
