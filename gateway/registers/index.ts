export { createPostgresRegisters } from './postgres-registers.ts';
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
