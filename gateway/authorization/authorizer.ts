import { createHash } from 'node:crypto';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { usageKey, usedVariables } from '../../contract/used-inputs.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import type { DecisionGraph } from './decision-graph.ts';
import { type PermittedOperation, permitOperation } from './permit.ts';

/** Decides operations, each one once. */
export interface Authorizer {
  /**
   * @param queryHash hash of what the client sent
   * @param variables values of the variables, defaults applied: which inputs they use is decided, what they say is not
   * @throws Refusal as {@link permitOperation}
   */
  permit(
    queryHash: string,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    grant: PolicyGrant,
    variables?: Readonly<Record<string, unknown>>,
  ): PermittedOperation;
}

const REMEMBERED = 2_000;

/**
 * An authorizer for one graph and one version of the agreements. Decisions are kept by operation, by which inputs its
 * variables use, and by what exactly is granted, so that a change of any is a new decision.
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
  const usageOf = (
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>> | undefined,
  ): string => {
    if (operation.variableDefinitions === undefined || operation.variableDefinitions.length === 0) return '';
    // Without values everything is taken to be used, which no set of values may share.
    if (variables === undefined) return '*';
    return usageKey(graph.schema, operation, usedVariables(graph.schema, operation, variables), variables);
  };
  return {
    permit(queryHash, document, operation, grant, variables) {
      const usage = usageOf(operation, variables);
      const key = `${queryHash} ${operation.name?.value ?? ''} ${idOf(grant)} ${usage}`;
      const known = decided.get(key);
      if (known !== undefined) return known;
      const permitted = permitOperation(graph, document, operation, grant, variables);
      const [oldest] = decided.keys();
      if (decided.size >= REMEMBERED && oldest !== undefined) decided.delete(oldest);
      decided.set(key, permitted);
      return permitted;
    },
  };
}
