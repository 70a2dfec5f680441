import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import type { PlannableOperation, Planner, QueryPlan } from '../planning/index.ts';
import { type CompiledPlan, type CompileOptions, compilePlan } from './compile-plan.ts';
import { type ObjectShape, responseShape } from './response-shape.ts';

/** An operation ready to be run, for one set of values of the boolean variables on which it depends. */
export interface PreparedOperation {
  readonly plan: CompiledPlan;
  readonly shape: ObjectShape;
}

/** Prepares operations, each one once. */
export interface PreparedOperations {
  prepare(
    operation: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<PreparedOperation>;
}

/** Most sets of boolean values that are kept of one operation. */
const MAX_VARIANTS = 64;

interface Variants {
  readonly conditions: readonly Condition[];
  readonly known: Map<string, PreparedOperation>;
}

interface Condition {
  readonly variable: string;
  readonly byDefault: boolean;
}

/** Prepares operations over the graph of a planner; what is made of a plan is kept as long as the plan. */
export function createPreparedOperations(planner: Planner, options: CompileOptions): PreparedOperations {
  const ofPlan = new WeakMap<QueryPlan, Variants>();
  const variantOf = (
    plan: QueryPlan,
    { document }: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
  ): PreparedOperation => {
    const variants = ofPlan.get(plan) ?? { conditions: conditionsOf(document), known: new Map() };
    ofPlan.set(plan, variants);
    const values = new Map(
      variants.conditions.map(({ variable, byDefault }) => [
        variable,
        (variables[variable] ?? byDefault) === true,
      ]),
    );
    const name = variants.conditions.length === 0 ? '' : [...values.values()].map(Number).join('');
    const known = variants.known.get(name);
    if (known !== undefined) return known;
    const isTrue = (variable: string): boolean => values.get(variable) === true;
    const operation = operationOf(document);
    const { variableDefinitions = [] } = operation;
    const prepared = {
      plan: compilePlan(plan, isTrue, { ...options, variableDefinitions }),
      shape: responseShape(operation, options.schema, isTrue),
    };
    if (variants.known.size >= MAX_VARIANTS) variants.known.clear();
    variants.known.set(name, prepared);
    return prepared;
  };
  return {
    async prepare(operation, variables) {
      return variantOf(await planner.plan(operation, variables), operation, variables);
    },
  };
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('Expected a document with an operation.');
  return operation;
}

/** The variables of `@skip` and `@include`, with what they are when nobody says. */
function conditionsOf(document: DocumentNode): readonly Condition[] {
  const used = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      const value = given[0]?.value;
      if ((name.value === 'skip' || name.value === 'include') && value?.kind === Kind.VARIABLE) {
        used.add(value.name.value);
      }
    },
  });
  const definitions = operationOf(document).variableDefinitions ?? [];
  return definitions
    .filter(({ variable }) => used.has(variable.name.value))
    .map(({ variable, defaultValue }) => ({
      variable: variable.name.value,
      byDefault: defaultValue?.kind === Kind.BOOLEAN && defaultValue.value,
    }));
}
