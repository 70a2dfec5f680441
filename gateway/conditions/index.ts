export { ConditionsUnavailable, createSubjectGate, type SubjectGate } from './gate.ts';
export { openedKey, subjectsInArguments, subjectsInRepresentations } from './subjects-in.ts';
