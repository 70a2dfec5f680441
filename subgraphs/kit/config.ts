import type { JWK } from 'jose';
import { z } from 'zod';

/** What a process that serves databases is told from outside. */
export interface SubgraphConfig {
  /** The gateway's public key (JWK, Ed25519). */
  readonly gatewayKey: JWK;
  readonly host: string;
  /** `postgresql://…` of a database's serving role. */
  databaseUrl(name: string): string;
  /** Port of a database's service; 0 takes a free one. */
  port(name: string): number;
}

const PORT = z.coerce.number().int().min(0).max(65_535).default(0);

/**
 * Reads `GATEWAY_PUBLIC_KEY`, `HOST`, and for each database `<NAME>_DATABASE_URL` and `<NAME>_PORT` (the name in
 * capitals, hyphens as underscores). The only reader of the environment in this room.
 *
 * @throws Error naming the variable, what was received and what is expected
 */
export function readSubgraphConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SubgraphConfig {
  const read = <T>(name: string, shape: z.ZodType<T>): T => {
    const parsed = shape.safeParse(environment[name]);
    if (parsed.success) return parsed.data;
    throw new Error(`${name}: ${parsed.error.issues[0]?.message ?? 'not valid'}`);
  };
  return {
    gatewayKey: JSON.parse(read('GATEWAY_PUBLIC_KEY', z.string())) as JWK,
    host: read('HOST', z.string().default('127.0.0.1')),
    databaseUrl: (name) => read(`${variablePrefix(name)}_DATABASE_URL`, z.url()),
    port: (name) => read(`${variablePrefix(name)}_PORT`, PORT),
  };
}

/** `civil-status` → `CIVIL_STATUS`. */
export function variablePrefix(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
