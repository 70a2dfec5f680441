import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GrantSigner } from '../../contract/access-grant.ts';
import { ASKS_CONDITIONS } from '../../contract/subject-conditions.ts';
import type { Codes } from '../../governance/index.ts';
import {
  type Access,
  type AccessRecords,
  accessRecordFields,
  createAccess,
  type OwnContext,
  registerFields,
} from '../access/index.ts';
import { type Authorizer, createAuthorizer } from '../authorization/index.ts';
import { cacheLifetimes, type EntityCache } from '../cache/index.ts';
import { CallFailed, createGrantIssuer, createPlanRunner, type PlanRunner } from '../execution/index.ts';
import type { Log } from '../observability/index.ts';
import { createCostModel, readCostTable } from '../protection/index.ts';
import type { Registers } from '../registers/index.ts';
import {
  elementsStatedBy,
  keyRequirements,
  type PolicySchema,
  readPolicySchema,
  toRuntimeSdl,
} from '../supergraph/index.ts';
import type { ComposedGraph, PlannedGraph } from './compose-graph.ts';

/** Everything that hangs on one composed graph: it comes and goes as a whole. */
export interface Generation {
  /** Hash of the schemas and of what they compose to. */
  readonly id: string;
  readonly policySdl: string;
  readonly policySchema: PolicySchema;
  readonly runner: PlanRunner;
  readonly authorizer: Authorizer;
  /** The gateway's own fields, and what each caller may know of the schema. */
  readonly access: Access;
  /** All elements that its schemas state. */
  readonly elements: ReadonlySet<string>;
  /** Ends its ways to the databases. */
  stop(): Promise<void>;
}

/** What all generations of a gateway share. */
export interface GenerationParts {
  readonly signer: GrantSigner;
  readonly codes: Codes;
  /** Seals what travels beside the grants; the same on all replicas. */
  readonly linkSecret: string;
  readonly registers: Registers;
  /** What the ledger says about persons, for these persons themselves. */
  readonly accessRecords: AccessRecords;
  readonly cache: EntityCache;
  readonly callTimeoutMs: number;
  readonly maxCost: number;
  readonly log: Log;
}

/**
 * Makes ready what runs on a graph: planner, ways to the databases, decisions. What it does in one go keeps requests
 * waiting, so it does it in several.
 */
export async function createGeneration(
  { id, policySdl, subgraphs, ...graph }: ComposedGraph & Partial<Pick<PlannedGraph, 'ahead'>>,
  parts: GenerationParts,
): Promise<Generation> {
  const { signer, codes, linkSecret, registers, accessRecords, cache, callTimeoutMs, maxCost, log } = parts;
  const policySchema = readPolicySchema(policySdl);
  const stated = elementsStatedBy(subgraphs);
  await nextTurn();
  const costs = createCostModel(readCostTable(policySdl), maxCost);
  const keys = keyRequirements(policySdl);
  await nextTurn();
  const runner = await createPlanRunner({
    runtimeSdl: toRuntimeSdl(policySdl),
    ...graph,
    grants: createGrantIssuer({ signer, codes, linkSecret, keys, stated }),
    kept: { cache, lifetimes: cacheLifetimes(subgraphs), generation: id },
    callTimeoutMs,
    onFailure: (failure) => log.warn(failure, 'database call failed'),
    onBreaker: (change) => log.warn(change, 'calls to a database'),
  });
  try {
    await nextTurn();
    const decided = { schema: runner.schema, policy: policySchema };
    return {
      id,
      policySdl,
      policySchema,
      runner,
      authorizer: createAuthorizer(decided),
      access: createAccess({
        graph: decided,
        ownFields: [
          registerFields(registers),
          accessRecordFields({
            accessRecords,
            representsMinor: (minor, context) => representsMinor(runner, minor, context),
          }),
        ],
        costs,
      }),
      elements: new Set([...stated.values()].flatMap((elements) => [...elements])),
      stop: () => runner.stop(),
    };
  } catch (error) {
    await runner.stop();
    throw error;
  }
}

/**
 * Asks the register of persons whether the citizen who asks represents a person as a minor: the question that decides
 * whose records a citizen's own token reads, under a grant that allows this question and nothing else.
 *
 * @throws CallFailed when the register does not answer
 */
async function representsMinor(
  runner: PlanRunner,
  minor: string,
  { requestId, caller: { policy, subject }, execution }: OwnContext,
): Promise<boolean> {
  const population = runner.database('population');
  if (population === undefined || subject === undefined) throw new CallFailed('population');
  const request = {
    requestId,
    policy: { ...policy, elements: new Set([ASKS_CONDITIONS]), terms: new Map() },
    subject,
    officer: undefined,
    caseId: undefined,
    gate: undefined,
    asked: new Set<string>(),
    signal: execution.request.signal,
  };
  const [conditions] = await population.conditions(request, { personalIds: [minor], guardian: subject });
  return conditions?.minorOfGuardian === true;
}
