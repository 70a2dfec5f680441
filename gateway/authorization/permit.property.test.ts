import fc from 'fast-check';
import { defaultFieldResolver, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Requirement } from '../../contract/elements.ts';
import { ALL_ELEMENTS, ask, GRAPH, permit, run } from './fixture.ts';
import { HIDDEN_PREFIX } from './hidden.ts';
import { randomOperation } from './random-operation.fixture.ts';

const operations = fc
  .array(fc.nat(1_000), { minLength: 20, maxLength: 160 })
  .map(randomOperation)
  .filter((operation) => operation !== undefined);
const grants = fc.oneof(
  fc.subarray([...ALL_ELEMENTS]),
  // Most elements granted, so that decisions deep in an operation are reached.
  fc
    .subarray([...ALL_ELEMENTS], { maxLength: 3 })
    .map((lacking) => ALL_ELEMENTS.filter((e) => !lacking.includes(e))),
);
const variables = fc.record({ v: fc.boolean(), w: fc.boolean() });
const RUNS = { numRuns: 200 };

/** Whether a field with these arguments may be read: written anew here, not by what is under test. */
function isGranted(
  granted: readonly string[],
  type: string,
  field: string,
  given: readonly string[],
): boolean {
  const meets = (requirement: Requirement | undefined): boolean =>
    requirement === undefined || requirement.some((all) => all.every((element) => granted.includes(element)));
  return (
    meets(GRAPH.policy.fieldRequirement(type, field)) &&
    given.every((argument) => meets(GRAPH.policy.argumentRequirement(type, field, argument)))
  );
}

/** Coordinates of a document that may not be read, without the keys that the gateway fetches for itself. */
function notGranted(document: string, granted: readonly string[]): readonly string[] {
  const found: string[] = [];
  const typeInfo = new TypeInfo(GRAPH.schema);
  visit(
    parse(document),
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        const type = typeInfo.getParentType()?.name ?? '';
        const given = (node.arguments ?? []).map(({ name }) => name.value);
        if (node.alias?.value.startsWith(HIDDEN_PREFIX) === true) return;
        if (!isGranted(granted, type, node.name.value, given)) found.push(`${type}.${node.name.value}`);
      },
    }),
  );
  return found;
}

/** The client's own document run over databases that answer null for whatever is not granted, and where they did. */
function masked(query: string, granted: readonly string[], values: Readonly<Record<string, unknown>>) {
  const places: string[] = [];
  const data = run(query, { variables: values }, (source, args, context, info) => {
    const given = (info.fieldNodes[0]?.arguments ?? []).map(({ name }) => name.value);
    if (isGranted(granted, info.parentType.name, info.fieldName, given)) {
      return defaultFieldResolver(source, args, context, info);
    }
    const path: (string | number)[] = [];
    for (let at: typeof info.path | undefined = info.path; at !== undefined; at = at.prev)
      path.unshift(at.key);
    places.push(path.join('.'));
    return null;
  });
  return { data, places };
}

describe('for any operation and any grant', () => {
  it('no field and no argument that is not granted is left in what is run', () => {
    fc.assert(
      fc.property(operations, grants, (query, granted) => {
        const { document, source } = permit(query, granted);
        if (document !== undefined) expect(notGranted(source, granted)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('the answer is, to the letter, the one of databases that have null wherever nothing is granted', () => {
    fc.assert(
      fc.property(operations, grants, variables, (query, granted, values) => {
        const expected = masked(query, granted, values);
        const { data, gaps, subjects } = ask(query, { granted, variables: values });
        expect(JSON.stringify(data)).toBe(JSON.stringify(expected.data));
        // Every withheld place has a gap, and no other one.
        expect(gaps.map(({ path }) => path.join('.')).sort()).toEqual([...expected.places].sort());
        // Nobody is recorded with an element that was not granted.
        const recorded = subjects.flatMap(({ elements }) => [...elements]);
        expect(recorded.filter((element) => !granted.includes(element))).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('the operations of these properties', () => {
  it('are about everything: fragments, unions, conditions, arguments, aliases, deep fields', () => {
    const sample = fc.sample(operations, { numRuns: 200, seed: 1 }).join('\n');
    for (const piece of [
      '...F0',
      '... on Business',
      '@skip(if: $v)',
      '(phone:',
      'constructor:',
      'capital',
      'members',
    ]) {
      expect(sample).toContain(piece);
    }
  });
});
