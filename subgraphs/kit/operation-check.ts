import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { lackingElements, type Requirement } from '../../contract/elements.ts';
import { Refusal } from '../../contract/refusal.ts';
import { type UsedVariables, usageKey, usedArguments, usedVariables } from '../../contract/used-inputs.ts';
import type { SchemaRequirements } from './requirements.ts';

interface Need {
  readonly coordinate: string;
  readonly requirement: Requirement;
}

type Variables = Readonly<Record<string, unknown>>;

/** Refuses an operation that asks for more than its grant covers, before any resolver runs. */
export interface OperationCheck {
  /**
   * @param variables as sent; without them, each variable is taken to use all inputs that it could carry
   * @throws Refusal `GRANT_INSUFFICIENT` with the coordinates and the elements that are lacking
   */
  check(document: DocumentNode, granted: ReadonlySet<string>, variables?: Variables): void;
}

/** Most ways of using variables for which the needs of one document are remembered. */
const REMEMBERED = 100;

/**
 * Makes the check for one schema. What a document needs is found once for each set of inputs that its variables use,
 * and remembered with the document, which the server keeps between requests.
 */
export function createOperationCheck(
  schema: GraphQLSchema,
  requirements: SchemaRequirements,
): OperationCheck {
  const remembered = new WeakMap<DocumentNode, Map<string, readonly Need[]>>();
  const needsOf = (document: DocumentNode, variables: Variables | undefined): readonly Need[] => {
    const operations = document.definitions
      .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
      .map((operation) => ({ operation, used: usedVariables(schema, operation, variables) }));
    const usage =
      variables === undefined
        ? '*'
        : operations.map(({ operation, used }) => usageKey(schema, operation, used, variables)).join(' ');
    const known = remembered.get(document) ?? new Map<string, readonly Need[]>();
    remembered.set(document, known);
    const needs = known.get(usage) ?? findNeeds(schema, requirements, document, operations);
    if (known.size >= REMEMBERED) known.clear();
    known.set(usage, needs);
    return needs;
  };
  /** Which sets of elements have been found to cover which needs: a set lasts as long as the grant that it is of. */
  const covered = new WeakMap<readonly Need[], WeakSet<ReadonlySet<string>>>();
  return {
    check(document, granted, variables) {
      const needs = needsOf(document, variables);
      const known = covered.get(needs) ?? new WeakSet<ReadonlySet<string>>();
      if (known.has(granted)) return;
      const lacking = needs.flatMap(({ coordinate, requirement }) =>
        lackingElements(requirement, granted).map((element) => ({ coordinate, element })),
      );
      if (lacking.length === 0) {
        covered.set(needs, known.add(granted));
        return;
      }
      throw new Refusal('GRANT_INSUFFICIENT', 'The access grant does not cover this operation.', { lacking });
    },
  };
}

interface UsedOperation {
  readonly operation: OperationDefinitionNode;
  readonly used: UsedVariables;
}

function findNeeds(
  schema: GraphQLSchema,
  requirements: SchemaRequirements,
  document: DocumentNode,
  operations: readonly UsedOperation[],
): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const { operation, used } of operations) {
    const root = schema.getRootType(operation.operation);
    if (root === null || root === undefined) continue;
    const finder = new NeedsFinder(schema, requirements, document, used, needs);
    finder.selections(operation.selectionSet, { parent: root, types: [root.name], keyPaths: [] });
  }
  return [...needs.values()];
}

/** Where a selection stands. */
interface Place {
  readonly parent: GraphQLCompositeType;
  /** Runtime types that it may have there: an interface states nothing, the types behind it do. */
  readonly types: readonly string[];
  /** Ways from an entity to here that lead through a key of it. */
  readonly keyPaths: readonly string[];
}

class NeedsFinder {
  readonly #schema: GraphQLSchema;
  readonly #requirements: SchemaRequirements;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #used: UsedVariables;
  readonly #needs: Map<string, Need>;
  /** Fragments looked at already, by the place where they are used: the same place needs the same. */
  readonly #seen = new Set<string>();

  constructor(
    schema: GraphQLSchema,
    requirements: SchemaRequirements,
    document: DocumentNode,
    used: UsedVariables,
    needs: Map<string, Need>,
  ) {
    this.#schema = schema;
    this.#requirements = requirements;
    this.#used = used;
    this.#needs = needs;
    this.#fragments = new Map(
      document.definitions
        .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
  }

  selections({ selections }: SelectionSetNode, place: Place): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.#field(selection, place);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition, selectionSet } = selection;
        this.#inside(typeCondition?.name.value, selectionSet, place);
      } else {
        const fragment = this.#fragments.get(selection.name.value);
        const use = `${selection.name.value} ${place.types.join()} ${place.keyPaths.join()}`;
        if (fragment === undefined || this.#seen.has(use)) continue;
        this.#seen.add(use);
        this.#inside(fragment.typeCondition.name.value, fragment.selectionSet, place);
      }
    }
  }

  #inside(condition: string | undefined, selectionSet: SelectionSetNode, place: Place): void {
    const parent = condition === undefined ? place.parent : this.#schema.getType(condition);
    if (!isCompositeType(parent)) return;
    const possible = this.#possible(parent);
    this.selections(selectionSet, {
      ...place,
      parent,
      types: place.types.filter((type) => possible.includes(type)),
    });
  }

  #field(node: FieldNode, { parent, types, keyPaths }: Place): void {
    const name = node.name.value;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) return;
    const below = types.flatMap((type) =>
      [type, ...keyPaths]
        .map((path) => `${path}.${name}`)
        .filter((path) => this.#requirements.isKeyPath(path)),
    );
    for (const type of types) {
      const isKey = [type, ...keyPaths].some((path) => this.#requirements.isKeyPath(`${path}.${name}`));
      if (!isKey) this.#need(`${type}.${name}`);
      this.#arguments(type, node);
    }
    const target = getNamedType(field.type);
    if (node.selectionSet === undefined || !isCompositeType(target)) return;
    this.selections(node.selectionSet, { parent: target, types: this.#possible(target), keyPaths: below });
  }

  #arguments(typeName: string, node: FieldNode): void {
    const type = this.#schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined;
    if (field === undefined) return;
    for (const [argument, inputs] of usedArguments(field, node, this.#used)) {
      this.#need(`${typeName}.${node.name.value}(${argument}:)`);
      for (const input of inputs) this.#need(input);
    }
  }

  #need(coordinate: string): void {
    const requirement = this.#requirements.of(coordinate);
    if (requirement !== undefined) this.#needs.set(coordinate, { coordinate, requirement });
  }

  #possible(type: GraphQLCompositeType): readonly string[] {
    return isObjectType(type) ? [type.name] : this.#schema.getPossibleTypes(type).map(({ name }) => name);
  }
}
