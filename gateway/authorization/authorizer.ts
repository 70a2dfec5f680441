import { createHash } from 'node:crypto';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { PolicyGrant } from '../../governance/index.ts';
import { type DecisionGraph, type PermittedOperation, permitOperation } from './permit.ts';

/** Decides operations, each one once. */
export interface Authorizer {
  /**
   * @param queryHash hash of what the client sent
   * @throws Refusal as {@link permitOperation}
   */
  permit(
    queryHash: string,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    grant: PolicyGrant,
  ): PermittedOperation;
}

const REMEMBERED = 2_000;

/**
 * An authorizer for one graph and one version of the agreements. Decisions are kept by operation and by what exactly
 * is granted, so that a change of either is a new decision.
 */
export function createAuthorizer(graph: DecisionGraph): Authorizer {
  const decided = new Map<string, PermittedOperation>();
  const grantIds = new WeakMap<PolicyGrant, string>();
  const idOf = (grant: PolicyGrant): string => {
    const known = grantIds.get(grant);
    if (known !== undefined) return known;
    const { agency, purpose, agreements, elements } = grant;
    const terms = JSON.stringify([agency, purpose, agreements, [...elements].sort()]);
    const id = createHash('sha256').update(terms).digest('base64');
    grantIds.set(grant, id);
    return id;
  };
  return {
    permit(queryHash, document, operation, grant) {
      const key = `${queryHash} ${operation.name?.value ?? ''} ${idOf(grant)}`;
      const known = decided.get(key);
      if (known !== undefined) return known;
      const permitted = permitOperation(graph, document, operation, grant);
      const [oldest] = decided.keys();
      if (decided.size >= REMEMBERED && oldest !== undefined) decided.delete(oldest);
      decided.set(key, permitted);
      return permitted;
    },
  };
}
