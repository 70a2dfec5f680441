import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import {
  coordinate,
  fieldsNamedBy,
  hasDirective,
  keysOf,
  scopesOf,
  searchesOf,
} from '../../contract/element-directives.ts';
import type { Requirement } from '../../contract/elements.ts';
import { linkProblems, withStandardNames } from '../../contract/links.ts';

/** What each output field (`Type.field`) and input (`Type.field(argument:)`, `Input.field`) of one schema needs. */
export interface SchemaRequirements {
  /** Requirement of a coordinate; `undefined` when it needs nothing of its own. */
  of(coordinate: string): Requirement | undefined;
  /** Whether a field belongs to a key of its type: the gateway must be able to join through it. */
  isKey(type: string, field: string): boolean;
  /** Whether it does, or lies within a key of another type, such as `code` in `@key(fields: "office { code }")`. */
  isKeyPart(type: string, field: string): boolean;
  /** Whether a field is a key or a part of one on exactly this way from an entity, such as `Parcel.office.code`. */
  isKeyPath(path: string): boolean;
}

/** Of a field that another database owns, and that this one passes on nowhere: no grant covers it. */
const NOT_OURS: Requirement = [['(stated by its owner only)']];

type FieldsType =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;

/**
 * Reads `@requiresScopes`, `@searches`, `@key`, `@external` and `@provides` out of a subgraph's own SDL.
 *
 * @throws Error when a directive stands there that no link explains: it might be one of these under another name
 */
export function readRequirements(given: DocumentNode): SchemaRequirements {
  const [problem] = linkProblems(given);
  if (problem !== undefined) throw new Error(`This schema cannot be guarded: found ${problem.message}.`);
  const document = withStandardNames(given);
  const reader = new Reader(document);
  return {
    of: (name) => reader.requirements.get(name),
    isKey: (type, field) => reader.keyPaths.has(coordinate(type, field)),
    isKeyPart: (type, field) => reader.keyParts.has(coordinate(type, field)),
    isKeyPath: (path) => reader.keyPaths.has(path),
  };
}

class Reader {
  readonly requirements = new Map<string, Requirement>();
  readonly keyPaths = new Set<string>();
  readonly keyParts = new Set<string>();
  readonly #types: readonly FieldsType[];
  /** Fields of other databases that are passed on here. */
  readonly #passedOn = new Set<string>();

  constructor({ definitions }: DocumentNode) {
    this.#types = definitions.filter(
      (node): node is FieldsType =>
        node.kind === Kind.OBJECT_TYPE_DEFINITION ||
        node.kind === Kind.OBJECT_TYPE_EXTENSION ||
        node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
        node.kind === Kind.INTERFACE_TYPE_EXTENSION,
    );
    for (const type of this.#types) {
      for (const key of keysOf(type)) this.#readKey(type.name.value, type.name.value, key);
    }
    for (const type of this.#types) {
      for (const field of type.fields ?? []) this.#readField(type.name.value, field);
    }
    for (const node of definitions) {
      if (node.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION && node.kind !== Kind.INPUT_OBJECT_TYPE_EXTENSION) {
        continue;
      }
      for (const field of node.fields ?? []) {
        this.#remember(coordinate(node.name.value, field.name.value), searchesOf(field));
      }
    }
    this.#readProvided();
  }

  #readKey(type: string, path: string, { selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) continue;
      const name = selection.name.value;
      this.keyPaths.add(`${path}.${name}`);
      this.keyParts.add(coordinate(type, name));
      const target = this.#fieldsOf(type).find((field) => field.name.value === name);
      if (selection.selectionSet !== undefined && target !== undefined) {
        this.#readKey(namedType(target.type), `${path}.${name}`, selection.selectionSet);
      }
    }
  }

  #readField(type: string, field: FieldDefinitionNode): void {
    const name = coordinate(type, field.name.value);
    const scopes = scopesOf(field);
    const isForeign = hasDirective(field, 'external') && scopes.length === 0;
    this.#remember(name, isForeign && !this.keyParts.has(name) ? NOT_OURS : scopes);
    for (const argument of field.arguments ?? []) {
      this.#remember(coordinate(type, field.name.value, argument.name.value), searchesOf(argument));
    }
  }

  /**
   * What is passed on for its owner needs what one of the fields needs that provide it: composition has made sure
   * that each of these asks for no less than the owner.
   */
  #readProvided(): void {
    for (const type of this.#types) {
      for (const field of type.fields ?? []) {
        const provided = fieldsNamedBy(field, 'provides');
        const needed = this.requirements.get(coordinate(type.name.value, field.name.value));
        if (provided !== undefined && needed !== undefined) {
          this.#provide(namedType(field.type), provided, needed);
        }
      }
    }
  }

  #provide(type: string, { selections }: SelectionSetNode, needed: Requirement): void {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#provide(selection.typeCondition?.name.value ?? type, selection.selectionSet, needed);
      } else if (selection.kind === Kind.FIELD) {
        for (const object of this.#behind(type)) this.#provideField(object, selection, needed);
      }
    }
  }

  #provideField(
    type: string,
    {
      name,
      selectionSet,
    }: { readonly name: { readonly value: string }; readonly selectionSet?: SelectionSetNode },
    needed: Requirement,
  ): void {
    const place = coordinate(type, name.value);
    const known = this.requirements.get(place);
    if (known === NOT_OURS) {
      this.#passedOn.add(place);
      this.requirements.set(place, needed);
    } else if (known !== undefined && this.#passedOn.has(place)) {
      this.requirements.set(place, [...known, ...needed]);
    }
    const target = this.#fieldsOf(type).find((field) => field.name.value === name.value);
    if (selectionSet !== undefined && target !== undefined) {
      this.#provide(namedType(target.type), selectionSet, needed);
    }
  }

  #behind(type: string): readonly string[] {
    const implementing = this.#types.filter(({ interfaces = [] }) =>
      interfaces.some(({ name }) => name.value === type),
    );
    return [type, ...implementing.map(({ name }) => name.value)];
  }

  #fieldsOf(type: string): readonly FieldDefinitionNode[] {
    return this.#types.filter(({ name }) => name.value === type).flatMap(({ fields = [] }) => fields);
  }

  #remember(name: string, requirement: Requirement): void {
    if (requirement.length > 0) this.requirements.set(name, requirement);
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
