import { readFileSync } from 'node:fs';
import { type ASTNode, type DocumentNode, Kind, parse, Source, visit } from 'graphql';
import type { World } from './format.ts';

const HEADER = readFileSync(new URL('worlds/header.graphql', import.meta.url), 'utf8');

/**
 * The subgraph schemas of a world, in the form that this project's composition takes: with the standard header where
 * one has none of its own, and with a description on whatever has none (the worlds would drown in them).
 */
export function documentsOf({ subgraphs }: World): ReadonlyMap<string, DocumentNode> {
  return new Map(
    Object.entries(subgraphs).map(([name, { sdl }]) => {
      const whole = sdl.includes('extend schema') ? sdl : `${HEADER}\n${sdl}`;
      return [name, described(parse(new Source(whole, `${name}.graphql`)))];
    }),
  );
}

const DESCRIBED: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
]);

function described(document: DocumentNode): DocumentNode {
  const description = { kind: Kind.STRING, value: 'Made for the suite (dữ liệu giả lập).' } as const;
  return visit(document, {
    enter(node: ASTNode) {
      if (node.kind === Kind.DIRECTIVE_DEFINITION) return false;
      if (!DESCRIBED.has(node.kind) || ('description' in node && node.description !== undefined))
        return undefined;
      return { ...node, description };
    },
  });
}
