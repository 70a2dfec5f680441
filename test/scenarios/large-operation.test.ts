import { readFileSync } from 'node:fs';
import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { PROFILE } from '../support/personas.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const OPERATION = readFileSync(new URL('../operations/large-profile.graphql', import.meta.url), 'utf8');

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ governance: governanceGrantingEverything() });
});

afterAll(() => system.stop());

describe('an operation of 170 leaves, 8 fragments and depth 7', () => {
  it('is that large', () => {
    const { leaves, depth, fragments } = measure(OPERATION);
    process.stdout.write(`Large operation: ${leaves} leaves, ${fragments} fragments, depth ${depth}\n`);
    expect(leaves).toBeGreaterThanOrEqual(170);
    expect(fragments).toBeGreaterThanOrEqual(8);
    expect(depth).toBeGreaterThanOrEqual(7);
  });

  it('is answered whole', async () => {
    const { status, data, errors } = await system.ask(CALLERS.everything, OPERATION, { personalId: PROFILE });
    expect(status).toBe(200);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      citizen: {
        personalId: PROFILE,
        name: { full: 'Nguyễn Minh Quân' },
        spouse: { name: { full: 'Trần Thu Hà' } },
        birthRegistration: { childName: { full: 'Nguyễn Minh Quân' } },
        civilMaritalStatus: 'MARRIED',
      },
    });
    const citizen = data?.['citizen'] as {
      landRights: { edges: unknown[] };
      household: { members: unknown[] };
    };
    expect(citizen.landRights.edges).toHaveLength(2);
    expect(citizen.household.members.length).toBeGreaterThanOrEqual(4);
  });

  it('shows a limited caller the same shape with gaps, and to nobody anything of the hidden fields', async () => {
    const whole = await system.ask(CALLERS.everything, OPERATION, { personalId: PROFILE });
    const part = await system.ask(CALLERS.tax, OPERATION, { personalId: PROFILE });
    expect(isWithin(part.data, whole.data)).toBe(true);
    expect(part.data).not.toEqual(whole.data);
    expect(JSON.stringify([whole.data, part.data])).not.toContain('lienthong_');
  });
});

/** Whether every value of `part` is null or the value of `whole` at the same place, with the same keys. */
function isWithin(part: unknown, whole: unknown): boolean {
  if (part === null) return true;
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) &&
      part.length === whole.length &&
      part.every((item, at) => isWithin(item, whole[at]))
    );
  }
  if (typeof part !== 'object') return Object.is(part, whole);
  const [mine, theirs] = [part as Record<string, unknown>, (whole ?? {}) as Record<string, unknown>];
  return (
    Object.keys(mine).join() === Object.keys(theirs).join() &&
    Object.entries(mine).every(([key, value]) => isWithin(value, theirs[key]))
  );
}

function measure(text: string): {
  readonly leaves: number;
  readonly depth: number;
  readonly fragments: number;
} {
  const { definitions } = parse(text);
  const fragments = new Map(
    definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node.selectionSet]),
  );
  const walk = (set: SelectionSetNode | undefined, depth: number): { leaves: number; depth: number } => {
    if (set === undefined) return { leaves: 1, depth };
    const parts = set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return walk(selection.selectionSet, depth + 1);
      return selection.kind === Kind.INLINE_FRAGMENT
        ? walk(selection.selectionSet, depth)
        : walk(fragments.get(selection.name.value), depth);
    });
    return {
      leaves: parts.reduce((sum, { leaves }) => sum + leaves, 0),
      depth: Math.max(...parts.map((part) => part.depth)),
    };
  };
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return { ...walk(operation?.selectionSet, 0), fragments: fragments.size };
}
