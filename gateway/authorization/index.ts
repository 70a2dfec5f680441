/** Agreements + caller → decision per field → permitted operation → restored answer. */
export { type Authorizer, createAuthorizer } from './authorizer.ts';
export { HIDDEN_PREFIX } from './hidden.ts';
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
export type { Withholding, WithholdingRule } from './shape.ts';
export { isSubjectLimited, limitedDatabases, unknownSubjectRule } from './subjects.ts';
