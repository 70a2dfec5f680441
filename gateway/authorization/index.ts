/** Agreements + caller → decision per field → permitted operation → restored answer. */
export { type Authorizer, createAuthorizer } from './authorizer.ts';
export type { DecisionGraph, PermittedOperation } from './permit.ts';
export {
  type AnswerPath,
  type Data,
  type DisclosedSubject,
  type Gap,
  type RestoredAnswer,
  restoreAnswer,
  subjectKeys,
  type UnavailableGap,
  type WithheldGap,
} from './restore.ts';
export { HIDDEN_PREFIX, type Withholding, type WithholdingRule } from './shape.ts';
export { isSubjectLimited, limitedDatabases } from './subjects.ts';
