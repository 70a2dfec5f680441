import { isDeepStrictEqual } from 'node:util';
import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import type { Resolvers } from '../../subgraphs/kit/index.ts';
import type { SubgraphWorld } from './format.ts';

type Row = Readonly<Record<string, unknown>>;
type Arguments = Readonly<Record<string, unknown>>;

/** Resolvers that serve a world's rows: filters, references to rows, pages, computed and failing fields. */
export function resolversOf(document: DocumentNode, world: SubgraphWorld): Resolvers<unknown> {
  const database = new Rows(document, world);
  const resolvers: Record<string, Record<string, (...given: never[]) => unknown>> = {};
  for (const type of document.definitions) {
    const isInterface = type.kind === Kind.INTERFACE_TYPE_DEFINITION;
    const isObject = type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.OBJECT_TYPE_EXTENSION;
    if (!isObject && !isInterface) continue;
    const name = type.name.value;
    const fields: Record<string, (...given: never[]) => unknown> = {};
    if (database.keysOf(name).length > 0) {
      fields['__resolveReference'] = (reference: Row) => database.entity(reference);
    }
    for (const field of isObject ? (type.fields ?? []) : []) {
      fields[field.name.value] = (parent: Row, args: Arguments) => database.value(name, field, parent, args);
    }
    if (Object.keys(fields).length > 0) resolvers[name] = { ...resolvers[name], ...fields };
  }
  return resolvers as Resolvers<unknown>;
}

class Rows {
  readonly #world: SubgraphWorld;
  readonly #keys = new Map<string, SelectionSetNode[]>();
  /** Object types behind an interface or union. */
  readonly #members = new Map<string, string[]>();

  constructor(document: DocumentNode, world: SubgraphWorld) {
    this.#world = world;
    for (const node of document.definitions) {
      if (!('directives' in node) || !('name' in node) || node.name === undefined) continue;
      const name = node.name.value;
      for (const directive of node.directives ?? []) {
        if (!/(^|__)(key|primary)$/i.test(directive.name.value)) continue;
        const fields = directive.arguments?.find((argument) => argument.name.value === 'fields')?.value;
        if (fields?.kind === Kind.STRING) this.#add(this.#keys, name, selection(fields.value));
      }
      if (node.kind === Kind.UNION_TYPE_DEFINITION) {
        for (const member of node.types ?? []) this.#add(this.#members, name, member.name.value);
      }
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION) {
        for (const above of node.interfaces ?? []) this.#add(this.#members, above.name.value, name);
      }
    }
  }

  keysOf(type: string): readonly SelectionSetNode[] {
    return this.#keys.get(type) ?? [];
  }

  /** The record of a representation, with what else the gateway sent along (`@requires`); `null` when there is none. */
  entity(reference: Row): Row | null {
    const row = this.#stored(String(reference['__typename']), reference);
    return row === undefined ? null : { ...reference, ...row };
  }

  value(type: string, field: FieldDefinitionNode, parent: Row, args: Arguments): unknown {
    const name = `${type}.${field.name.value}`;
    const failure = this.#world.failing[name];
    if (failure !== undefined) throw new Error(failure);
    const template = this.#world.computed[name];
    if (template !== undefined) return filled(template, parent);
    const target = namedType(field.type);
    const stored = type === 'Query' ? this.#root(field.name.value, target) : parent[field.name.value];
    return this.#joined(this.#selected(name, field.type, stored ?? null, args), target);
  }

  #root(field: string, target: string): unknown {
    const stated = this.#world.rows['Query']?.[0]?.[field];
    if (stated !== undefined) return stated;
    const types = this.#members.get(target) ?? [target];
    return types.flatMap((type) =>
      (this.#world.rows[type] ?? []).map((row) => ({ __typename: type, ...row })),
    );
  }

  #selected(name: string, type: TypeNode, value: unknown, args: Arguments): unknown {
    if (!Array.isArray(value)) return page(value, args);
    const rows = value.filter((row) => this.#matches(name, row, args));
    return isList(type) ? rows : (rows[0] ?? null);
  }

  #matches(path: string, row: unknown, conditions: Arguments): boolean {
    return Object.entries(conditions).every(([name, wanted]) => {
      if (wanted === null || wanted === undefined) return true;
      const here = `${path}.${name}`;
      if (Array.isArray(wanted) && wanted.some((one) => typeof one === 'object')) {
        return wanted.some((one) => this.#matches(here, row, one as Arguments));
      }
      if (typeof wanted === 'object' && !Array.isArray(wanted)) {
        return this.#matches(here, row, wanted as Arguments);
      }
      const { field, is } = this.#world.matches[here] ?? { field: name, is: 'equal' };
      const value = (row as Row | null)?.[field];
      if (Array.isArray(wanted)) return wanted.includes(value);
      if (is === 'from') return typeof value === 'string' && value >= String(wanted);
      if (is === 'contains') return JSON.stringify(value ?? null).includes(String(wanted));
      return value === wanted;
    });
  }

  #joined(value: unknown, target: string): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#joined(item, target));
    if (typeof value !== 'object' || value === null) return value;
    const type = String((value as Row)['__typename'] ?? target);
    return { __typename: type, ...(value as Row), ...this.#stored(type, value as Row) };
  }

  #stored(type: string, reference: Row): Row | undefined {
    const rows = (this.#members.get(type) ?? [type]).flatMap((name) =>
      (this.#world.rows[name] ?? []).map((row) => ({ __typename: name, ...row })),
    );
    for (const key of this.#keys.get(type) ?? []) {
      if (!covers(key, reference)) continue;
      const found = rows.find((row) => sameKey(key, row, reference));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #add<T>(map: Map<string, T[]>, name: string, value: T): void {
    map.set(name, [...(map.get(name) ?? []), value]);
  }
}

/** Fills `{field}` and `{field.part}`; `null` when one of them is missing. */
function filled(template: string, row: Row): string | null {
  let complete = true;
  const text = template.replace(/\{([\w.]+)\}/g, (_whole, path: string) => {
    const value = path.split('.').reduce<unknown>((part, name) => (part as Row | null)?.[name], row);
    if (value === undefined || value === null) complete = false;
    return String(value);
  });
  return complete ? text : null;
}

/** A page of a stored connection, by `first` and `after`. */
function page(value: unknown, { first, after }: Arguments): unknown {
  const edges = (value as { edges?: readonly { cursor?: unknown }[] } | null)?.edges;
  if (!Array.isArray(edges)) return value;
  const start =
    after === undefined || after === null ? 0 : edges.findIndex(({ cursor }) => cursor === after) + 1;
  const end = typeof first === 'number' ? start + first : edges.length;
  return { ...(value as Row), edges: edges.slice(start, end) };
}

function selection(fields: string): SelectionSetNode {
  const node = parse(`{ ${fields} }`, { noLocation: true }).definitions[0];
  if (node?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`No key: ${fields}`);
  return node.selectionSet;
}

function covers({ selections }: SelectionSetNode, row: Row): boolean {
  return selections.every((node) => node.kind === Kind.FIELD && row[node.name.value] !== undefined);
}

function sameKey({ selections }: SelectionSetNode, row: Row, other: Row): boolean {
  return selections.every((node) => {
    if (node.kind !== Kind.FIELD) return false;
    const [left, right] = [row[node.name.value], other[node.name.value]];
    if (node.selectionSet === undefined) return isDeepStrictEqual(left, right);
    return (
      typeof left === 'object' &&
      typeof right === 'object' &&
      left !== null &&
      right !== null &&
      sameKey(node.selectionSet, left as Row, right as Row)
    );
  });
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}
