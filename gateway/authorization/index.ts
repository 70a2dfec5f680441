/** Agreements + caller → decision per field → permitted operation → restored answer. */
export { type Authorizer, createAuthorizer } from './authorizer.ts';
export type { DecisionGraph } from './decision-graph.ts';
export { clientPath, HIDDEN_PREFIX, hiddenKey } from './hidden.ts';
export { type PermittedOperation, permitOperation, type WithheldField } from './permit.ts';
export {
  type AnswerPath,
  type Data,
  type DisclosedSubject,
  type Gap,
  type RestoredAnswer,
  type RestoreOptions,
  restoreAnswer,
  type UnavailableGap,
  type WithheldGap,
} from './restore.ts';
export {
  conditionsHold,
  type Shape,
  type ShapeField,
  type Withholding,
  type WithholdingRule,
} from './shape.ts';
