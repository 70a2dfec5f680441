import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { lackingElements, type Requirement } from '../../contract/elements.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { SchemaRequirements } from './requirements.ts';

interface Need {
  readonly coordinate: string;
  readonly requirement: Requirement;
}

/** Refuses an operation that asks for more than its grant covers, before any resolver runs. */
export interface OperationCheck {
  /** @throws Refusal `GRANT_INSUFFICIENT` with the coordinates and the elements that are lacking */
  check(document: DocumentNode, granted: ReadonlySet<string>): void;
}

/**
 * Makes the check for one schema. What a document needs is found once and remembered with the document, which the
 * server keeps between requests.
 */
export function createOperationCheck(
  schema: GraphQLSchema,
  requirements: SchemaRequirements,
): OperationCheck {
  const needsOf = new WeakMap<DocumentNode, readonly Need[]>();
  return {
    check(document, granted) {
      const needs = needsOf.get(document) ?? findNeeds(schema, requirements, document);
      needsOf.set(document, needs);
      const lacking = needs.flatMap(({ coordinate, requirement }) =>
        lackingElements(requirement, granted).map((element) => ({ coordinate, element })),
      );
      if (lacking.length === 0) return;
      throw new Refusal('GRANT_INSUFFICIENT', 'The access grant does not cover this operation.', { lacking });
    },
  };
}

function findNeeds(
  schema: GraphQLSchema,
  requirements: SchemaRequirements,
  document: DocumentNode,
): readonly Need[] {
  const needs = new Map<string, Need>();
  const need = (coordinate: string): void => {
    const requirement = requirements.of(coordinate);
    if (requirement !== undefined) needs.set(coordinate, { coordinate, requirement });
  };
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        const parent = typeInfo.getParentType();
        if (parent === null || parent === undefined) return;
        const type = getNamedType(parent).name;
        const coordinate = `${type}.${node.name.value}`;
        if (!requirements.isKey(type, node.name.value)) need(coordinate);
        for (const argument of node.arguments ?? []) need(`${coordinate}(${argument.name.value}:)`);
      },
    }),
  );
  return [...needs.values()];
}
