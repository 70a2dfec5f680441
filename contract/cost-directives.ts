import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type FieldDefinitionNode,
  Kind,
  type TypeNode,
} from 'graphql';

/**
 * What `@cost` and `@listSize` say (https://specs.apollo.dev/cost/v0.1, after IBM's GraphQL cost specification); by
 * their standard names, see links.ts.
 */
type Annotated = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** How many entries a list has, as its database states it. */
export interface ListSize {
  /** Entries when no argument says how many; `undefined` when it is not stated. */
  readonly assumedSize: number | undefined;
  /** Arguments that say how many; of several that are given the largest counts. */
  readonly slicingArguments: readonly string[];
  /** Lists below the field that have this size instead of the field itself, such as `edges`. */
  readonly sizedFields: readonly string[];
  /** Whether exactly one of the slicing arguments must be given. */
  readonly requireOneSlicingArgument: boolean;
}

/** What `@cost` states; `undefined` where it does not stand. */
export function weightOf(node: Annotated): number | undefined {
  return number(argument(directive(node, 'cost'), 'weight'));
}

/** What `@listSize` states; `undefined` where it does not stand. */
export function listSizeOf(node: Annotated): ListSize | undefined {
  const applied = directive(node, 'listSize');
  if (applied === undefined) return undefined;
  const required = argument(applied, 'requireOneSlicingArgument');
  const slicingArguments = strings(argument(applied, 'slicingArguments'));
  return {
    assumedSize: number(argument(applied, 'assumedSize')),
    slicingArguments,
    sizedFields: strings(argument(applied, 'sizedFields')),
    requireOneSlicingArgument:
      slicingArguments.length > 0 && !(required?.kind === Kind.BOOLEAN && !required.value),
  };
}

/**
 * The argument with the keys of a look-up by many keys: such a field has one `…Lookup` for each key, which
 * `@listSize` cannot say, because composition takes only `Int` for a slicing argument.
 */
export function keysArgumentOf({ type, arguments: given = [] }: FieldDefinitionNode): string | undefined {
  if (!isLookup(type)) return undefined;
  const [keys, ...others] = given.filter((argument) => isList(argument.type));
  return others.length === 0 ? keys?.name.value : undefined;
}

/** Whether a type is a list of look-ups: of a type whose name ends with `Lookup`. */
export function isLookup(type: TypeNode): boolean {
  return isList(type) && namedType(type).endsWith('Lookup');
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function directive(node: Annotated, name: string): ConstDirectiveNode | undefined {
  return node.directives?.find((applied) => applied.name.value === name);
}

function argument(applied: ConstDirectiveNode | undefined, name: string): ConstValueNode | undefined {
  return applied?.arguments?.find((given) => given.name.value === name)?.value;
}

function number(value: ConstValueNode | undefined): number | undefined {
  return value?.kind === Kind.INT ? Number(value.value) : undefined;
}

/** One value where a list belongs is a list of one (GraphQL specification §3.11). */
function strings(value: ConstValueNode | undefined): readonly string[] {
  const items = value?.kind === Kind.LIST ? value.values : value === undefined ? [] : [value];
  return items.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}
