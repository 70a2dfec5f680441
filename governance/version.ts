import { createHash } from 'node:crypto';
import type { GovernanceContent } from './model.ts';
import { compareText } from './problems.ts';

/**
 * SHA-256, in hexadecimal, of everything that a decision can depend on. Order, comments and layout of the files do
 * not count; a word of an agreement does.
 */
export function versionOf(content: GovernanceContent): string {
  const canonical = canonicalText([
    byName(content.agencies),
    byName(content.purposes),
    byName(content.databases),
    byName(content.elements),
    content.agreements.toSorted((a, b) => compareText(a.id, b.id)),
    [...content.codes.communes.values()].map(({ code, provinceCode }) => [code, provinceCode]),
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}

function byName(entries: ReadonlyMap<string, unknown>): readonly unknown[] {
  return [...entries].toSorted(([a], [b]) => compareText(a, b));
}

/** JSON with the keys of every object in order. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => compareText(a, b)))
      : part,
  );
}
