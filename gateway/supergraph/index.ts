/** supergraph.yaml → composed graph → what the gateway runs. */
export { COMPOSITION_VERSION, type Composition, compose } from './compose.ts';
export { type KeyRequirements, keyRequirements } from './key-requirements.ts';
export { type PolicySchema, readPolicySchema } from './policy-schema.ts';
export { CompositionError, formatProblem, type Problem } from './problem.ts';
export type { KnownElements } from './rules/schema.ts';
export { toRuntimeSdl } from './runtime-sdl.ts';
export { SCHEMA_RULES } from './schema-rules.ts';
export {
  parseSupergraph,
  readSupergraphFile,
  type SubgraphSource,
  type SupergraphFile,
  type SupergraphTexts,
  supergraphReader,
} from './sources.ts';
export { elementsStatedBy } from './stated-elements.ts';
