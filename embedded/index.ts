/** What a developer's machine gets instead of servers: PostgreSQL, secrets, and an identity provider. */
export {
  type AgencyTokenRequest,
  type CitizenTokenRequest,
  DEFAULT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  type DevelopmentIssuer,
  issueToken,
  startDevelopmentIssuer,
  type TokenRequest,
} from './development-issuer.ts';
export { type EmbeddedPostgres, type PostgresOptions, startPostgres } from './postgres.ts';
export {
  type DatabaseName,
  type DatabaseRequest,
  dropDatabase,
  type ProvisionedDatabase,
  provisionDatabase,
} from './provision.ts';
export { loadSecrets, type Secrets, type SigningKey } from './secrets.ts';
