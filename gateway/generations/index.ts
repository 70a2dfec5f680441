/** What runs on a composed graph, and how another graph takes over while requests run. */
export { type ComposedGraph, composeGraph, type PlannedGraph } from './compose-graph.ts';
export { type FollowOptions, followSupergraph } from './follow-supergraph.ts';
export { createGeneration, type Generation, type GenerationParts } from './generation.ts';
export { fixedGraph, LiveGraph, type RunningGraph } from './running-graph.ts';
