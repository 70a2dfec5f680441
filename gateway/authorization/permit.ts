import { createHash } from 'node:crypto';
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type InlineFragmentNode,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { Refusal } from '../../contract/refusal.ts';
import { usedVariables } from '../../contract/used-inputs.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import { Decider, type DecisionForTypes } from './decide.ts';
import { type DecisionGraph, type FieldFacts, indexOf, type TypeIndex } from './decision-graph.ts';
import { assertNotReserved, fetchedAs, onType, withHidden } from './hidden.ts';
import { type Condition, conditionsHold, type Shape, type ShapeField, type Withholding } from './shape.ts';
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
  /** Every withheld field, by its path with `@` for a list; none that `@skip` or `@include` leave out. */
  readonly withheld: readonly WithheldField[];
  /** Elements by which its arguments search or order, sorted. */
  readonly searched: readonly string[];
}

/** A withheld field of an operation. */
export interface WithheldField {
  readonly path: readonly string[];
  readonly withholding: Withholding;
}

/**
 * Decides every field and every used input of an operation for one grant, and takes the withheld ones out. Pure: the
 * parsed document is shared between requests and never changed.
 *
 * @param variables values of the variables; without them, each is taken to use all that it could carry, and to skip
 *   nothing
 * @throws Refusal `OPERATION_TOO_COMPLEX` when its fragments unfold to more than 10,000 fields, `BAD_USER_INPUT` for
 *   a reserved alias
 */
export function permitOperation(
  graph: DecisionGraph,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  grant: PolicyGrant,
  variables?: Readonly<Record<string, unknown>>,
): PermittedOperation {
  const decider = new Decider(graph, grant, usedVariables(graph.schema, operation, variables));
  const compiler = new Compiler(graph, document, decider, variables);
  const query = graph.schema.getQueryType();
  if (query === null || query === undefined) throw new Error('The graph has no Query type.');
  const { kept, shape } = compiler.compile(operation.selectionSet, query);
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
    searched: [...compiler.searched].sort(),
  };
}

interface Compiled {
  readonly kept: readonly SelectionNode[];
  readonly shape: Shape;
}

/** Where a selection stands. */
interface Place {
  /** The type on which it is written. */
  readonly parent: GraphQLCompositeType;
  /** Runtime types that it may have there, after all fragments around it. */
  readonly types: ReadonlySet<string>;
  readonly conditions: readonly Condition[];
  readonly path: readonly string[];
  /** Whether the values of the variables leave what stands here in the operation, as far as they are known. */
  readonly isAsked: boolean;
}

/** The work of {@link permitOperation}: walks the operation once, fragments resolved where they are used. */
class Compiler {
  readonly withheld: WithheldField[] = [];
  readonly searched = new Set<string>();
  readonly #graph: DecisionGraph;
  readonly #index: TypeIndex;
  readonly #decider: Decider;
  readonly #variables: Readonly<Record<string, unknown>> | undefined;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  #fieldCount = 0;

  constructor(
    graph: DecisionGraph,
    document: DocumentNode,
    decider: Decider,
    variables: Readonly<Record<string, unknown>> | undefined,
  ) {
    this.#graph = graph;
    this.#index = indexOf(graph);
    this.#decider = decider;
    this.#variables = variables;
    this.#fragments = new Map(
      document.definitions
        .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
  }

  /** What is kept of the selections on an object, interface or union, with the shape of the answer. */
  compile(
    selectionSet: SelectionSetNode,
    parent: GraphQLCompositeType,
    path: readonly string[] = [],
    isAsked = true,
  ): Compiled {
    const fields: ShapeField[] = [];
    const place: Place = { parent, types: this.#index.possible(parent), conditions: [], path, isAsked };
    const kept = this.#selections(selectionSet, place, fields);
    return { kept, shape: { fields, type: isObjectType(parent) ? parent.name : undefined } };
  }

  #selections(selectionSet: SelectionSetNode, place: Place, into: ShapeField[]): readonly SelectionNode[] {
    return selectionSet.selections.flatMap((selection): readonly SelectionNode[] => {
      const own = conditionsOf(selection.directives);
      // What is never asked for is not there: it is neither decided nor told about.
      if (own.some(({ expected, value }) => typeof value === 'boolean' && value !== expected)) return [];
      const inner = own.length === 0 ? place : { ...place, conditions: [...place.conditions, ...own] };
      return selection.kind === Kind.FIELD
        ? this.#field(selection, inner, into)
        : this.#fragment(selection, inner, into);
    });
  }

  #fragment(
    selection: Exclude<SelectionNode, FieldNode>,
    place: Place,
    into: ShapeField[],
  ): readonly SelectionNode[] {
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition?.name.value;
    const parent = condition === undefined ? place.parent : this.#graph.schema.getType(condition);
    if (fragment === undefined || !isCompositeType(parent)) return [];
    const types = common(place.types, this.#index.possible(parent));
    const kept = this.#selections(fragment.selectionSet, { ...place, parent, types }, into);
    return kept.length === 0 ? [] : [onType(parent.name, kept, selection.directives)];
  }

  #field(node: FieldNode, place: Place, into: ShapeField[]): readonly SelectionNode[] {
    this.#countFields(1);
    assertNotReserved(node);
    const { parent, types } = place;
    if (types.size === 0) return [];
    const name = node.name.value;
    const facts = this.#index.field(parent, name);
    const base = {
      responseKey: node.alias?.value ?? name,
      fetchedAs: fetchedAs(this.#graph.policy, node),
      coordinate: facts?.coordinate ?? `${parent.name}.${name}`,
      listDepth: facts?.listDepth ?? 0,
      types: this.#index.shown(types),
      conditions: place.conditions,
      elements: [],
      withheld: undefined,
      children: undefined,
      isTypename: false,
    };
    if (name.startsWith('__')) {
      into.push({ ...base, isTypename: name === '__typename' });
      return [named(this.#unfolded(node), base.fetchedAs)];
    }
    if (facts === undefined) throw new Error(`No field ${base.coordinate}.`);
    const decided = this.#decider.decide(node, facts, types);
    const granted = decided.filter(({ decision }) => decision.withheld === undefined);
    const below = granted.length === 0 ? undefined : this.#below(node, facts, place);
    for (const { types: some, decision } of decided) {
      const shown = this.#index.shown(some);
      if (shown.size === 0) continue;
      const children = decision.withheld === undefined ? below?.shape : undefined;
      const { withheld, elements, searched } = decision;
      into.push({ ...base, withheld, elements, types: shown, children });
      this.#tell(withheld, place, base.responseKey);
      if (this.#isAsked(place)) for (const element of searched) this.searched.add(element);
    }
    return below === undefined
      ? []
      : this.#onGranted(named(below.node, base.fetchedAs), decided, granted, below.fields);
  }

  /** The selected field with what is kept below it, and how many fields that is. */
  #below(node: FieldNode, { target, listDepth }: FieldFacts, place: Place) {
    if (node.selectionSet === undefined || target === undefined) return { node, shape: undefined, fields: 1 };
    const key = node.alias?.value ?? node.name.value;
    const before = this.#fieldCount;
    const inner = [...place.path, key, ...(listDepth > 0 ? ['@'] : [])];
    const { kept, shape } = this.compile(node.selectionSet, target, inner, this.#isAsked(place));
    const selections = withHidden(this.#graph.policy, target, this.#index.visible(target), kept);
    const whole: FieldNode = { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
    return { node: whole, shape, fields: 1 + this.#fieldCount - before };
  }

  /** A field stays as it was written where every type behind it is granted; else it stays on those that are. */
  #onGranted(
    node: FieldNode,
    decided: readonly DecisionForTypes[],
    granted: readonly DecisionForTypes[],
    fields: number,
  ): readonly SelectionNode[] {
    if (granted.length === decided.length) return [node];
    const types = granted.flatMap((one) => [...this.#index.shown(one.types)]);
    this.#countFields((types.length - 1) * fields);
    return types.map((type) => onType(type, [node]));
  }

  #tell(withholding: Withholding | undefined, place: Place, responseKey: string): void {
    if (withholding === undefined || !this.#isAsked(place)) return;
    this.withheld.push({ path: [...place.path, responseKey], withholding });
  }

  #isAsked({ isAsked, conditions }: Place): boolean {
    return isAsked && (this.#variables === undefined || conditionsHold(conditions, this.#variables));
  }

  /** An introspection field with its fragments in place: the permitted operation has no definitions of any. */
  #unfolded<T extends FieldNode | InlineFragmentNode>(node: T): T {
    if (node.selectionSet === undefined) return node;
    const selections = node.selectionSet.selections.flatMap((selection): readonly SelectionNode[] => {
      if (selection.kind === Kind.FIELD) this.#countFields(1);
      if (selection.kind !== Kind.FRAGMENT_SPREAD) return [this.#unfolded(selection)];
      const fragment = this.#fragments.get(selection.name.value);
      if (fragment === undefined) return [];
      const { typeCondition, selectionSet } = fragment;
      const directives = selection.directives ?? [];
      return [this.#unfolded({ kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet })];
    });
    return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  }

  #countFields(count: number): void {
    this.#fieldCount += Math.max(count, 0);
    if (this.#fieldCount <= MAX_FIELDS) return;
    throw new Refusal('OPERATION_TOO_COMPLEX', `The operation unfolds to more than ${MAX_FIELDS} fields.`, {
      expected: `at most ${MAX_FIELDS} fields, fragments unfolded`,
    });
  }
}

function named(node: FieldNode, responseKey: string): FieldNode {
  if ((node.alias?.value ?? node.name.value) === responseKey) return node;
  return { ...node, alias: { kind: Kind.NAME, value: responseKey } };
}

function common(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return some === others ? some : new Set([...some].filter((name) => others.has(name)));
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
