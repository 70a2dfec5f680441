/**
 * What gateway and subgraph agree on for calls that travel together: a POST whose JSON body is an array carries several
 * operations (or several questions about persons) under one access grant; the answer is an array of the same length in
 * the same order, with HTTP 200. A body that is an object is one call, and its answer an object. One that fails, fails
 * alone: its place in the answer has `errors` and no data.
 */

/** Most calls of one body. */
export const MAX_BATCHED = 64;

/** What travels beside one operation, in the `extensions` of its request parameters (GraphQL over HTTP). */
export interface BesideOperation {
  /** Verdicts about the subjects of this call, sealed; see subject-pass.ts. */
  readonly subjectPass?: string;
  /** The client's request, so that both sides find it in their logs. */
  readonly requestId?: string;
  /** Who asks, and in which case, where the request states it. */
  readonly officerId?: string;
  readonly caseId?: string;
}
