export { createMemoryQuotas } from './memory-quotas.ts';
export { createPostgresRegisters } from './postgres-registers.ts';
export type { QuotaOwner, Quotas } from './quotas.ts';
export { createRedisQuotas } from './redis-quotas.ts';
export {
  type Admission,
  type AdmissionQuestion,
  type Consent,
  type ConsentQuestion,
  type Emergency,
  type EmergencyDeclaration,
  type OpenEmergency,
  PERSONS_OF_ONE_OFFICER,
  type Registers,
} from './registers.ts';
