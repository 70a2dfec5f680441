import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { coordinate, keyFieldsOf, scopesOf, searchesOf } from '../../contract/element-directives.ts';
import type { Requirement } from '../../contract/elements.ts';

/** What authorisation must know of the composed graph: needs of fields and arguments, and which types are subjects. */
export interface PolicySchema {
  /** Elements that an output field discloses; `undefined` when it discloses nothing of its own. */
  fieldRequirement(type: string, field: string): Requirement | undefined;
  /** Elements that an argument searches by. */
  argumentRequirement(type: string, field: string, argument: string): Requirement | undefined;
  /** First key field of an entity type, such as `personalId` of `Citizen`; `undefined` for other types. */
  keyOf(type: string): string | undefined;
}

/** Reads the policy out of a composed supergraph (its security directives are the only source). */
export function readPolicySchema(policySdl: string): PolicySchema {
  const requirements = new Map<string, Requirement>();
  const keys = new Map<string, string>();
  for (const type of objectTypes(parse(policySdl))) {
    const [key] = keyFieldsOf(type);
    if (key !== undefined) keys.set(type.name.value, key);
    for (const field of type.fields ?? []) {
      const scopes = scopesOf(field);
      if (scopes.length > 0) requirements.set(coordinate(type.name.value, field.name.value), scopes);
      for (const argument of field.arguments ?? []) {
        const searches = searchesOf(argument);
        if (searches.length === 0) continue;
        requirements.set(coordinate(type.name.value, field.name.value, argument.name.value), searches);
      }
    }
  }
  return {
    fieldRequirement: (type, field) => requirements.get(coordinate(type, field)),
    argumentRequirement: (type, field, argument) => requirements.get(coordinate(type, field, argument)),
    keyOf: (type) => keys.get(type),
  };
}

function objectTypes(document: DocumentNode): readonly ObjectTypeDefinitionNode[] {
  return document.definitions.filter(
    (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
}
