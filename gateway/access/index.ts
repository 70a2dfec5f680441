/** What an agency can ask beforehand, answered by the gateway itself, and the schema that each one sees. */
export { type Access, type AccessParts, createAccess } from './access.ts';
export { type AccessRecordParts, accessRecordFields } from './access-record-fields.ts';
export type {
  AccessRecord,
  AccessRecordPage,
  AccessRecordProof,
  AccessRecordQuestion,
  AccessRecords,
} from './access-records.ts';
export type { OwnContext, OwnFields, OwnResolver } from './own-fields.ts';
export { registerFields } from './register-fields.ts';
