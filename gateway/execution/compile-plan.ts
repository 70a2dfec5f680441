import {
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
} from 'graphql';
import type { QueryPlan, Rewrite } from '../planning/index.ts';
import { type AskedFields, askedFields } from './asked-fields.ts';
import {
  type EntityField,
  entityFields,
  type MergedCall,
  mergedCalls,
  selectionOfEntities,
} from './merge-calls.ts';
import { type NamedField, namedFields } from './named-subjects.ts';
import {
  type ConditionValue,
  type ObjectPath,
  type PlannedFetch,
  plannedFetches,
} from './planned-fetches.ts';
import type { RepresentationSource } from './representations.ts';
import type { IsOfType } from './rewrites.ts';
import { usesVariable } from './selections.ts';

/** A plan ready to be run: everything that is the same for every request is done. */
export interface CompiledPlan {
  readonly calls: readonly CompiledCall[];
  /** In an order in which each stands behind those that it waits for. */
  readonly steps: readonly CompiledStep[];
  readonly isOfType: IsOfType;
}

/** One fetch of the plan, made by a call, alone or with others. */
export interface CompiledStep {
  /** Positions of the steps that it needs. */
  readonly waitsFor: readonly number[];
}

/** One call to a database. */
export interface CompiledCall {
  /** Position in the plan. */
  readonly index: number;
  /** Positions of the steps that it makes. */
  readonly steps: readonly number[];
  readonly database: string;
  /** The operation, without a name and without what GraphQL ignores. */
  readonly query: string;
  /** The same as a JSON text. */
  readonly queryText: string;
  /** Variables of the client's operation that it uses. */
  readonly variables: readonly string[];
  /** The root fields that it asks; `undefined` for a call for entities. */
  readonly root: RootFields | undefined;
  readonly entities: readonly CompiledEntities[];
}

/** Root fields of a call. */
export interface RootFields {
  /** Where they belong. */
  readonly path: ObjectPath;
  readonly asked: AskedFields;
  /** Response keys of those that stand under no condition: an answer without one of them is none. */
  readonly sure: readonly string[];
  /** Those that say whose record they are. */
  readonly named: readonly NamedField[];
  readonly outputRewrites: readonly Rewrite[];
}

/** Entities that a call asks with one selection, for any number of places. */
export interface CompiledEntities {
  readonly responseKey: string;
  /** The variable with their representations. */
  readonly variable: string;
  readonly asked: AskedFields;
  readonly outputRewrites: readonly Rewrite[];
  readonly sources: readonly CompiledSource[];
  /** The type of all of them and how long they may be kept, in seconds; `undefined` for what must not be. */
  readonly lifetime: EntityLifetime | undefined;
}

/** One place of entities, which is one step of the plan. */
export interface CompiledSource extends RepresentationSource {
  readonly step: number;
}

/** How long the entities of one field may be kept between requests. */
export interface EntityLifetime {
  readonly type: string;
  readonly maxAgeSeconds: number;
}

/** What compiling needs to know of the graph. */
export interface CompileOptions {
  /** What clients see of the graph. */
  readonly schema: GraphQLSchema;
  readonly isOfType: IsOfType;
  /** How long a selection of a type's entities may be kept, in seconds; without it nothing is kept. */
  readonly maxAgeOf?: (database: string, type: string, selection: SelectionSetNode) => number;
  /** Definitions of the client's variables; the planner leaves out the one that is named as its own. */
  readonly variableDefinitions?: readonly VariableDefinitionNode[];
  /** Changes the calls before they are merged. */
  readonly split?: (fetches: readonly PlannedFetch[]) => readonly PlannedFetch[];
}

/** Compiles a plan for one set of values of the boolean variables on which it depends. */
export function compilePlan(plan: QueryPlan, isTrue: ConditionValue, options: CompileOptions): CompiledPlan {
  const planned = plannedFetches(plan, isTrue);
  const isKept = (fetch: PlannedFetch): boolean => lifetimeOf(fetch, options) !== undefined;
  const merged = mergedCalls(options.split?.(planned) ?? planned, isKept);
  const fetches = merged.flatMap((call) => call.fetches);
  const steps = new Map(fetches.map((fetch, step) => [fetch, step]));
  return {
    calls: merged.map((call, index) => compileCall(call, index, steps, options)),
    steps: fetches.map(({ waitsFor }) => ({
      waitsFor: [...waitsFor].flatMap((fetch) => steps.get(fetch) ?? []),
    })),
    isOfType: options.isOfType,
  };
}

/** How long what a fetch brings may be kept, where it is of one type and something says so. */
function lifetimeOf(fetch: PlannedFetch, { maxAgeOf }: CompileOptions): EntityLifetime | undefined {
  if (maxAgeOf === undefined || fetch.requires === undefined || fetch.outputRewrites.length > 0)
    return undefined;
  const selection = selectionOfEntities(fetch.operation);
  const types = selection.selections.map((each) =>
    each.kind === Kind.INLINE_FRAGMENT ? (each.typeCondition?.name.value ?? '') : '',
  );
  const [type = ''] = types;
  if (type === '' || types.some((each) => each !== type)) return undefined;
  const maxAgeSeconds = maxAgeOf(fetch.database, type, selection);
  return maxAgeSeconds > 0 ? { type, maxAgeSeconds } : undefined;
}

type Steps = ReadonlyMap<PlannedFetch, number>;

function compileCall(call: MergedCall, index: number, of: Steps, options: CompileOptions): CompiledCall {
  const { schema } = options;
  const { database } = call;
  const steps = call.fetches.map((fetch) => of.get(fetch) ?? 0);
  const [first] = call.fetches;
  if (first === undefined) throw new Error('Expected a call with a fetch.');
  if (first.requires === undefined) {
    const { operation, path, outputRewrites } = first;
    const asked = askedFields(operation.selectionSet, schema.getQueryType() ?? undefined, schema);
    const named = namedFields(operation);
    const root = { path, asked, sure: sureFields(operation), named, outputRewrites };
    return { index, database, steps, root, entities: [], ...textOf(operation, []) };
  }
  const { operation, entities } = compileEntities(call.fetches, of, options);
  const representations = entities.map(({ variable }) => variable);
  return { index, database, steps, root: undefined, entities, ...textOf(operation, representations) };
}

function sureFields({ selectionSet }: OperationDefinitionNode): readonly string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD || (selection.directives ?? []).length > 0) return [];
    return [selection.alias?.value ?? selection.name.value];
  });
}

function textOf(
  operation: OperationDefinitionNode,
  representations: readonly string[],
): Pick<CompiledCall, 'query' | 'queryText' | 'variables'> {
  const { name: _name, ...unnamed } = operation;
  const variables = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const query = stripIgnoredCharacters(print(unnamed));
  return {
    query,
    queryText: JSON.stringify(query),
    variables: variables.filter((name) => !representations.includes(name)),
  };
}

/** One operation for all entities of a call: `_entities` once for each selection, with representations of its own. */
function compileEntities(
  fetches: readonly PlannedFetch[],
  steps: Steps,
  options: CompileOptions,
): { readonly operation: OperationDefinitionNode; readonly entities: readonly CompiledEntities[] } {
  const fields = entityFields(fetches);
  const definitions = clientDefinitions(fetches, fields, options);
  const entities = fields.map(({ selectionSet, fetches: asking }, position): CompiledEntities => {
    const isOnly = fields.length === 1;
    return {
      responseKey: isOnly ? '_entities' : `entities${position}`,
      variable: freeName(isOnly ? REPRESENTATIONS : `${REPRESENTATIONS}${position}`, definitions),
      asked: askedFields(selectionSet, undefined, options.schema),
      outputRewrites: asking[0]?.outputRewrites ?? [],
      sources: asking.map((fetch) => {
        const { path, requires = [], inputRewrites } = fetch;
        return { path, requires, inputRewrites, step: steps.get(fetch) ?? 0 };
      }),
      lifetime: asking[0] && lifetimeOf(asking[0], options),
    };
  });
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: 'query' as OperationDefinitionNode['operation'],
    variableDefinitions: [
      ...entities.map(({ variable }) => representationsVariable(variable)),
      ...definitions.values(),
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: fields.map(({ selectionSet }, position) => ({
        kind: Kind.FIELD,
        ...(fields.length === 1 ? {} : { alias: nameNode(entities[position]?.responseKey ?? '') }),
        name: nameNode('_entities'),
        arguments: [
          {
            kind: Kind.ARGUMENT,
            name: nameNode(REPRESENTATIONS),
            value: { kind: Kind.VARIABLE, name: nameNode(entities[position]?.variable ?? '') },
          },
        ],
        selectionSet,
      })),
    },
  };
  return { operation, entities };
}

const REPRESENTATIONS = 'representations';

/** The client's variables of a call. `representations` is the planner's own, unless a selection uses it. */
function clientDefinitions(
  fetches: readonly PlannedFetch[],
  fields: readonly EntityField[],
  { variableDefinitions = [] }: CompileOptions,
): ReadonlyMap<string, VariableDefinitionNode> {
  const definitions = new Map<string, VariableDefinitionNode>();
  for (const { operation } of fetches) {
    for (const definition of operation.variableDefinitions ?? []) {
      definitions.set(definition.variable.name.value, definition);
    }
  }
  definitions.delete(REPRESENTATIONS);
  const own = variableDefinitions.find(({ variable }) => variable.name.value === REPRESENTATIONS);
  const isUsed = fields.some(({ selectionSet }) => usesVariable(selectionSet, REPRESENTATIONS));
  if (own !== undefined && isUsed) definitions.set(REPRESENTATIONS, own);
  return definitions;
}

/** A name that no variable of the client's has. */
function freeName(wanted: string, taken: ReadonlyMap<string, unknown>): string {
  return taken.has(wanted) ? freeName(`${wanted}_`, taken) : wanted;
}

function nameNode(value: string): { readonly kind: Kind.NAME; readonly value: string } {
  return { kind: Kind.NAME, value };
}

function representationsVariable(name: string): VariableDefinitionNode {
  const anyEntity = { kind: Kind.NAMED_TYPE, name: nameNode('_Any') } as const;
  const list = { kind: Kind.LIST_TYPE, type: { kind: Kind.NON_NULL_TYPE, type: anyEntity } } as const;
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: nameNode(name) },
    type: { kind: Kind.NON_NULL_TYPE, type: list },
  };
}

/**
 * Which runtime types count as which, over the whole supergraph: what databases exchange may be of types that clients
 * do not see.
 */
export function typesOf(supergraph: GraphQLSchema): IsOfType {
  return (runtimeType, name) => {
    if (runtimeType === name) return true;
    const type = supergraph.getType(runtimeType);
    const condition = supergraph.getType(name);
    if (!isAbstractType(condition) || !(isObjectType(type) || isInterfaceType(type))) return false;
    return supergraph.isSubType(condition, type);
  };
}
