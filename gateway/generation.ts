import { createHash } from 'node:crypto';
import type { GrantSigner } from '../contract/access-grant.ts';
import type { Codes } from '../governance/index.ts';
import { type Access, createAccess, registerFields } from './access/index.ts';
import { type Authorizer, createAuthorizer } from './authorization/index.ts';
import { cacheLifetimes, type EntityCache } from './cache/index.ts';
import { createGrantIssuer, createPlanRunner, type PlanRunner } from './execution/index.ts';
import type { Log } from './observability/index.ts';
import { createCostModel, readCostTable } from './protection/index.ts';
import type { Registers } from './registers/index.ts';
import {
  elementsStatedBy,
  keyRequirements,
  type PolicySchema,
  readPolicySchema,
  type SubgraphSource,
  toRuntimeSdl,
} from './supergraph/index.ts';

/** Everything that hangs on one composed graph: it comes and goes as a whole. */
export interface Generation {
  /** Hash of the composed graph. */
  readonly id: string;
  readonly policySdl: string;
  readonly policySchema: PolicySchema;
  readonly runner: PlanRunner;
  readonly authorizer: Authorizer;
  /** The gateway's own fields, and what each caller may know of the schema. */
  readonly access: Access;
  /** Ends its ways to the databases. */
  stop(): Promise<void>;
}

/** A graph as it was composed, and from what. */
export interface ComposedGraph {
  readonly policySdl: string;
  readonly subgraphs: readonly SubgraphSource[];
}

/** What all generations of a gateway share. */
export interface GenerationParts {
  readonly signer: GrantSigner;
  readonly codes: Codes;
  /** Seals what travels beside the grants; the same on all replicas. */
  readonly linkSecret: string;
  readonly registers: Registers;
  readonly cache: EntityCache;
  readonly callTimeoutMs: number;
  readonly maxCost: number;
  readonly log: Log;
}

/** Makes ready what runs on a graph: planner, ways to the databases, decisions. */
export async function createGeneration(
  { policySdl, subgraphs }: ComposedGraph,
  parts: GenerationParts,
): Promise<Generation> {
  const { signer, codes, linkSecret, registers, cache, callTimeoutMs, maxCost, log } = parts;
  const id = createHash('sha256').update(policySdl).digest('base64url');
  const policySchema = readPolicySchema(policySdl);
  const runner = await createPlanRunner({
    runtimeSdl: toRuntimeSdl(policySdl),
    grants: createGrantIssuer({
      signer,
      codes,
      linkSecret,
      keys: keyRequirements(policySdl),
      stated: elementsStatedBy(subgraphs),
    }),
    kept: { cache, lifetimes: cacheLifetimes(subgraphs), generation: id },
    callTimeoutMs,
    onFailure: (failure) => log.warn(failure, 'database call failed'),
  });
  const graph = { schema: runner.schema, policy: policySchema };
  return {
    id,
    policySdl,
    policySchema,
    runner,
    authorizer: createAuthorizer(graph),
    access: createAccess({
      graph,
      ownFields: [registerFields(registers)],
      costs: createCostModel(readCostTable(policySdl), maxCost),
    }),
    stop: () => runner.stop(),
  };
}
