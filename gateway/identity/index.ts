/** Bearer token and headers → who asks, why, and in whose name. */
export {
  type Asking,
  type Caller,
  type CallerHeaders,
  callerUnder,
  choosePurpose,
  identifyCaller,
  OWN_DATA,
  purposeRequired,
} from './caller.ts';
export {
  type AgencyClaims,
  type CitizenClaims,
  createTokenVerifier,
  type TokenClaims,
  type TokenSettings,
  type TokenVerifier,
} from './token.ts';
