import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { ErrorCode } from '../../contract/refusal.ts';

/** A document that may be executed, or what is wrong with it; each error carries its code. */
export type CheckedDocument =
  | { readonly document: DocumentNode }
  | { readonly errors: readonly GraphQLError[] };

/** Parses and validates documents, each once while it is remembered. */
export interface Documents {
  of(query: string): CheckedDocument;
}

/** How much is remembered: the plans of a gateway are few, and whatever exceeds this costs time only. */
export interface DocumentLimits {
  readonly documents: number;
  /** Of all remembered texts together. */
  readonly characters: number;
}

const LIMITS: DocumentLimits = { documents: 2_000, characters: 8_000_000 };

/** A database is not described to anybody over the network: composition reads files. */
const RULES = [...specifiedRules, NoSchemaIntrospectionCustomRule];

/** Makes the memory of one schema; what was used longest ago is forgotten first. Faulty documents are not kept. */
export function createDocuments(schema: GraphQLSchema, limits: DocumentLimits = LIMITS): Documents {
  const remembered = new Map<string, CheckedDocument>();
  let characters = 0;
  const remember = (query: string, checked: CheckedDocument): void => {
    remembered.set(query, checked);
    characters += query.length;
    for (const oldest of remembered.keys()) {
      if (remembered.size <= limits.documents && characters <= limits.characters) break;
      remembered.delete(oldest);
      characters -= oldest.length;
    }
  };
  return {
    of(query) {
      const known = remembered.get(query);
      if (known !== undefined) {
        // Moved to the end of the map, which is the order of use.
        remembered.delete(query);
        remembered.set(query, known);
        return known;
      }
      const checked = check(schema, query);
      if ('document' in checked) remember(query, checked);
      return checked;
    },
  };
}

function check(schema: GraphQLSchema, query: string): CheckedDocument {
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true });
  } catch (error) {
    const message = error instanceof GraphQLError ? error.message : 'The document cannot be read.';
    return { errors: [coded(new GraphQLError(message), 'GRAPHQL_PARSE_FAILED')] };
  }
  const errors = validate(schema, document, RULES);
  if (errors.length === 0) return { document };
  return { errors: errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) };
}

/** The error with a code: that of the scalar which refused a value, or else the given one. */
function coded({ message, originalError, extensions }: GraphQLError, code: ErrorCode): GraphQLError {
  return new GraphQLError(message, {
    originalError: originalError ?? null,
    extensions: { code, ...extensions },
  });
}
