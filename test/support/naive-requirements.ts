import { type DirectiveNode, type FieldNode, Kind, parse, type ValueNode } from 'graphql';

/** What a caller lacks for a field; `argument` when the field itself is granted. */
export interface NaiveLack {
  readonly argument: string | undefined;
  readonly elements: readonly string[];
}

/** Inner lists are alternatives, each of them whole. */
type Needs = readonly (readonly string[])[];

/**
 * What every field and argument of the composed graph needs, read from its SDL by code that shares nothing with the
 * gateway's: `Citizen.name`, `Query.citizen/personalId`.
 */
export class NaiveRequirements {
  readonly #needs = new Map<string, Needs>();
  readonly #arguments = new Map<string, readonly string[]>();

  /** @param supergraphSdl the composed graph with its `@requiresScopes` and `@searches` */
  constructor(supergraphSdl: string) {
    for (const type of parse(supergraphSdl).definitions) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      for (const field of type.fields ?? []) {
        const name = `${type.name.value}.${field.name.value}`;
        this.#needs.set(name, needsOf(field.directives ?? [], 'requiresScopes'));
        this.#arguments.set(
          name,
          (field.arguments ?? []).map((argument) => argument.name.value),
        );
        for (const { name: argument, directives } of field.arguments ?? []) {
          this.#needs.set(`${name}/${argument.value}`, needsOf(directives ?? [], 'searches'));
        }
      }
    }
  }

  /** What is lacking for a selected field of a type: of the field itself, else of the first argument that lacks any. */
  lacking(type: string, field: FieldNode, granted: ReadonlySet<string>): NaiveLack | undefined {
    for (const [argument, coordinate] of this.#used(type, field)) {
      const lists = (this.#needs.get(coordinate) ?? []).map((all) => all.filter((one) => !granted.has(one)));
      const [smallest = []] = lists.toSorted((a, b) => a.length - b.length);
      if (smallest.length > 0) return { argument, elements: smallest };
    }
    return undefined;
  }

  /** The elements that a granted field discloses, its own before those of its arguments. */
  disclosed(type: string, field: FieldNode, granted: ReadonlySet<string>): readonly string[] {
    return [...this.#used(type, field)].flatMap(
      ([, coordinate]) =>
        this.#needs.get(coordinate)?.find((all) => all.every((one) => granted.has(one))) ?? [],
    );
  }

  /** The field and its arguments that are given, in the schema's order. */
  #used(type: string, field: FieldNode): readonly (readonly [string | undefined, string])[] {
    const name = `${type}.${field.name.value}`;
    const given = new Set((field.arguments ?? []).map((argument) => argument.name.value));
    const named = (this.#arguments.get(name) ?? []).filter((argument) => given.has(argument));
    return [[undefined, name], ...named.map((argument) => [argument, `${name}/${argument}`] as const)];
  }
}

function needsOf(directives: readonly DirectiveNode[], name: string): Needs {
  const value = directives.find((directive) => directive.name.value === name)?.arguments?.[0]?.value;
  if (value?.kind !== Kind.LIST) return [];
  return name === 'searches' ? [texts(value.values)] : value.values.map((all) => texts(itemsOf(all)));
}

function itemsOf(value: ValueNode): readonly ValueNode[] {
  return value.kind === Kind.LIST ? value.values : [];
}

function texts(values: readonly ValueNode[]): readonly string[] {
  return values.flatMap((value) => (value.kind === Kind.STRING ? [value.value] : []));
}
