import { createHash } from 'node:crypto';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, Kind, parse, printSchema } from 'graphql';
import type { PolicyGrant } from '../../governance/index.ts';
import type { PolicySchema } from '../supergraph/index.ts';
import type { OwnContext } from './own-fields.ts';
import type { OwnOfMe } from './own-of-me.ts';
import { pruneSchema } from './prune-schema.ts';

/** Gives each caller the schema that holds what is granted to it, and nothing else. */
export interface OwnSchemas {
  /** For the request's purpose; over all purposes of the token when the request states none. */
  schemaOf(asker: Pick<OwnContext, 'caller' | 'governance'>): GraphQLSchema;
}

/** Most schemas kept: one for each set of grants that asked recently. */
const REMEMBERED = 100;

/** What schemas are made from, and those that were made. */
interface Made {
  readonly document: DocumentNode;
  readonly known: Map<string, GraphQLSchema>;
}

/**
 * Own schemas of one graph; what is granted decides, so callers with the same grants share one. Citizens alone see
 * what the gateway answers below `me`: nobody else is answered.
 */
export function createOwnSchemas(
  whole: GraphQLSchema,
  policy: PolicySchema,
  ofMe?: Pick<OwnOfMe, 'type' | 'fields'>,
): OwnSchemas {
  const document = parse(printSchema(whole), { noLocation: true });
  const ofCitizens: Made = { document, known: new Map() };
  const ofAgencies: Made = {
    document: ofMe === undefined ? document : withoutFields(document, ofMe),
    known: new Map(),
  };
  const ids = new WeakMap<PolicyGrant, string>();
  const idOf = (grant: PolicyGrant): string => {
    const id =
      ids.get(grant) ??
      createHash('sha256')
        .update([...grant.elements].sort().join())
        .digest('base64');
    ids.set(grant, id);
    return id;
  };
  return {
    schemaOf({ caller: { agency, subject, purpose, purposes, on }, governance }) {
      const { document: shown, known } = subject === undefined ? ofAgencies : ofCitizens;
      const stated = purpose === '' && purposes.length > 0 ? purposes : [purpose];
      const grants = stated.map((code) => governance.grantFor(agency, code, on));
      const key = [...new Set(grants.map(idOf))].sort().join(' ');
      const remembered = known.get(key);
      if (remembered !== undefined) return remembered;
      const schema = buildASTSchema(pruneSchema(shown, policy, grants), { assumeValid: true });
      const [oldest] = known.keys();
      if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
      known.set(key, schema);
      return schema;
    },
  };
}

function withoutFields(
  document: DocumentNode,
  { type, fields }: Pick<OwnOfMe, 'type' | 'fields'>,
): DocumentNode {
  const definitions = document.definitions.map((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === type
      ? { ...node, fields: (node.fields ?? []).filter(({ name }) => !fields.has(name.value)) }
      : node,
  );
  return { ...document, definitions };
}
