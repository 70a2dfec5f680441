import { ACCESS } from './lists/access.ts';
import { AGREEMENT_MUTANTS } from './lists/agreements.ts';
import { AUTHORIZATION } from './lists/authorization.ts';
import { CALLERS } from './lists/callers.ts';
import { CONTRACT } from './lists/contract.ts';
import { DATABASES } from './lists/databases.ts';
import { ENTITY_CACHE } from './lists/entity-cache.ts';
import { EXECUTION } from './lists/execution.ts';
import { EXECUTOR } from './lists/executor.ts';
import { GENERATIONS } from './lists/generations.ts';
import { GOVERNANCE } from './lists/governance.ts';
import { INPUTS } from './lists/inputs.ts';
import { LEDGER } from './lists/ledger.ts';
import { LIMIT_MUTANTS } from './lists/limits.ts';
import { PIPELINE_MUTANTS } from './lists/pipeline.ts';
import { RECORDS } from './lists/records.ts';
import { REGISTER_MUTANTS } from './lists/registers.ts';
import { SUBGRAPH_CHECKS } from './lists/subgraph-checks.ts';
import { SUBGRAPH_ROWS } from './lists/subgraph-rows.ts';
import { SUPERGRAPH } from './lists/supergraph.ts';
import type { Mutant } from './mutant.ts';

/** Every mutant, in the order in which they are tried. */
export const MUTANTS: readonly Mutant[] = [
  ...CONTRACT,
  ...INPUTS,
  ...SUBGRAPH_CHECKS,
  ...SUBGRAPH_ROWS,
  ...DATABASES,
  ...GOVERNANCE,
  ...AGREEMENT_MUTANTS,
  ...SUPERGRAPH,
  ...CALLERS,
  ...AUTHORIZATION,
  ...RECORDS,
  ...REGISTER_MUTANTS,
  ...LIMIT_MUTANTS,
  ...LEDGER,
  ...EXECUTION,
  ...EXECUTOR,
  ...ENTITY_CACHE,
  ...ACCESS,
  ...PIPELINE_MUTANTS,
  ...GENERATIONS,
];
