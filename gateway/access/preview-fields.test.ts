import fc from 'fast-check';
import { getOperationAST, parse } from 'graphql';
import { expect, it } from 'vitest';
import { ALL_ELEMENTS, ask, GRAPH, grantOf } from '../authorization/fixture.ts';
import { permitOperation } from '../authorization/index.ts';
import { randomOperation } from '../authorization/random-operation.fixture.ts';
import { GOVERNANCE } from './fixture.ts';
import { type FieldPreview, previewFields } from './preview-fields.ts';

type Values = Readonly<Record<string, unknown>>;

function previewed(query: string, granted: readonly string[], variables: Values): readonly FieldPreview[] {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (operation === null || operation === undefined) throw new Error('One operation, please.');
  const grant = grantOf(granted);
  const { shape } = permitOperation(GRAPH, document, operation, grant, variables);
  return previewFields(shape, { schema: GRAPH.schema, variables, grant, governance: GOVERNANCE });
}

/** Every place of an answer that has a value, by its path with `@` for lists. */
function placesWithValue(value: unknown, path: readonly string[] = []): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => placesWithValue(item, [...path, '@']));
  if (typeof value !== 'object') return [path.join('.')];
  const below = Object.entries(value).flatMap(([key, inner]) => placesWithValue(inner, [...path, key]));
  return path.at(-1) === '@' || path.length === 0 ? below : [path.join('.'), ...below];
}

const operations = fc
  .array(fc.nat(1_000), { minLength: 20, maxLength: 160 })
  .map(randomOperation)
  .filter((operation) => operation !== undefined);
const grants = fc.subarray([...ALL_ELEMENTS]);
const conditions = fc.record({ v: fc.boolean(), w: fc.boolean() });

it('for any operation and any grant, a preview says what the answer then has', () => {
  let withheldPlaces = 0;
  let places = 0;
  fc.assert(
    fc.property(operations, grants, conditions, (query, granted, variables) => {
      const fields = previewed(query, granted, variables);
      const paths = (isWithheld: boolean): ReadonlySet<string> =>
        new Set(
          fields
            .filter(({ decision }) => (decision === 'WITHHELD') === isWithheld)
            .map(({ path }) => path.join('.')),
        );
      const [withheld, readable] = [paths(true), paths(false)];
      const { data, gaps } = ask(query, { granted, variables });
      const gapPaths = gaps.map(({ path }) =>
        path.map((key) => (typeof key === 'number' ? '@' : key)).join('.'),
      );
      const valuePaths = placesWithValue(data).map((path) => path.replace(/(\.@)+$/, ''));
      // Behind a union, one place can be withheld for one type and readable for another.
      expect(gapPaths.filter((path) => !withheld.has(path))).toEqual([]);
      expect(valuePaths.filter((path) => !readable.has(path))).toEqual([]);
      withheldPlaces += gapPaths.length;
      places += valuePaths.length;
    }),
    { numRuns: 300 },
  );
  expect(withheldPlaces).toBeGreaterThan(100);
  expect(places).toBeGreaterThan(100);
});
