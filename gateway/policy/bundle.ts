import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { GovernanceFiles } from '../../governance/index.ts';

/** One version of the agreements, as replicas hand it to each other. */
export interface PolicyBundle {
  /** Counts the publications: a bundle with a lower one is older, whoever brings it. */
  readonly serial: number;
  /** `version` of the governance that the files make. */
  readonly version: string;
  /** Versions that were in force before it, the latest last; never its own. */
  readonly history: readonly string[];
  readonly files: GovernanceFiles;
}

const BUNDLE = z.strictObject({
  serial: z.number().int().min(1),
  version: z.string(),
  history: z.array(z.string()),
  files: z.array(z.tuple([z.string(), z.string()])),
});

/** Characters of the seal at the beginning of a sealed bundle: they name it. */
export const SEAL_LENGTH = 43;

/** The bundle as text that only holders of the secret can make: its seal (HMAC-SHA-256), a dot, and JSON. */
export function sealBundle(secret: string, { files, ...bundle }: PolicyBundle): string {
  const payload = JSON.stringify({ ...bundle, files: [...files] });
  return `${seal(secret, payload)}.${payload}`;
}

/** The bundle of a text that was sealed with the secret; `undefined` for any other text. */
export function openBundle(secret: string, text: string): PolicyBundle | undefined {
  const received = Buffer.from(text.slice(0, SEAL_LENGTH));
  const payload = text.slice(SEAL_LENGTH + 1);
  const expected = Buffer.from(seal(secret, payload));
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) return undefined;
  const parsed = BUNDLE.safeParse(JSON.parse(payload));
  return parsed.success ? { ...parsed.data, files: new Map(parsed.data.files) } : undefined;
}

function seal(secret: string, payload: string): string {
  return createHmac('sha256', secret).update(`policy-bundle\n${payload}`).digest('base64url');
}
