/** Bearer token and headers → who asks, why, and in whose name. */
export { type Caller, type CallerHeaders, identifyCaller, OWN_DATA } from './caller.ts';
export {
  type AgencyClaims,
  type CitizenClaims,
  createTokenVerifier,
  type TokenClaims,
  type TokenSettings,
  type TokenVerifier,
} from './token.ts';
