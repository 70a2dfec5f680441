import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Planner, QueryPlan } from '../planning/index.ts';
import { fetchOf, OPTIONS, planOf } from './plan.fixture.ts';
import { createPreparedOperations } from './prepared-operations.ts';

/** Prepares an operation; its plan asks one database where `$x` is true, the other where it is not. */
function prepared() {
  const plans = new Map<string, QueryPlan>();
  const ask = (database: string) => fetchOf(database, '{ me { personalId } }');
  const planner: Pick<Planner, 'plan'> = {
    async plan({ hash }) {
      const plan =
        plans.get(hash) ??
        planOf({ kind: 'Condition', condition: 'x', ifClause: ask('yes'), elseClause: ask('no') });
      plans.set(hash, plan);
      return plan;
    },
  };
  const operations = createPreparedOperations(planner as Planner, OPTIONS);
  const prepare = (source: string, variables: Readonly<Record<string, unknown>> = {}) =>
    operations.prepare({ document: parse(source), source, hash: source }, variables);
  return { prepare, forget: () => plans.clear() };
}

const asks = ({ plan }: { readonly plan: { readonly calls: readonly { readonly database: string }[] } }) =>
  plan.calls.map(({ database }) => database);
const fields = ({ shape }: Awaited<ReturnType<ReturnType<typeof prepared>['prepare']>>) =>
  shape.fieldsOf('Query')?.map(({ responseKey }) => responseKey);

const OPERATION = 'query($x: Boolean!, $y: Int) { me @include(if: $x) { due(year: $y) } house { id } }';

describe('an operation', () => {
  it('is prepared once for each set of values of its conditions, whatever the other variables are', async () => {
    const { prepare } = prepared();
    const first = await prepare(OPERATION, { x: true, y: 1 });
    const other = await prepare(OPERATION, { x: false, y: 1 });
    expect(await prepare(OPERATION, { x: true, y: 2 })).toBe(first);
    expect(await prepare(OPERATION, { x: false })).toBe(other);
    expect([asks(first), fields(first)]).toEqual([['yes'], ['me', 'house']]);
    expect([asks(other), fields(other)]).toEqual([['no'], ['house']]);
  });

  it('without conditions is prepared once', async () => {
    const { prepare } = prepared();
    const source = 'query($x: Boolean!) { me { personalId @skip(if: true) } }';
    expect(await prepare(source, { x: true })).toBe(await prepare(source, { x: false }));
  });

  it('takes the default of a condition that is not given, and false where there is none', async () => {
    const { prepare } = prepared();
    for (const [definition, expected] of [
      ['$x: Boolean! = true', 'yes'],
      ['$x: Boolean = false', 'no'],
      ['$x: Boolean', 'no'],
    ]) {
      const source = `query(${definition}) { me @skip(if: $x) { personalId } house { id } }`;
      expect(asks(await prepare(source))).toEqual([expected]);
    }
  });

  it('is prepared anew with a new plan', async () => {
    const { prepare, forget } = prepared();
    const first = await prepare(OPERATION, { x: true });
    forget();
    expect(await prepare(OPERATION, { x: true })).not.toBe(first);
  });

  it('with many conditions keeps a bounded number of preparations', async () => {
    const { prepare } = prepared();
    const names = Array.from({ length: 7 }, (_, index) => `v${index}`);
    const source = `query(${names.map((name) => `$${name}: Boolean!`).join()}) { ${names
      .map((name) => `${name}: house @skip(if: $${name}) { id }`)
      .join(' ')} }`;
    const values = (bits: number) =>
      Object.fromEntries(names.map((name, at) => [name, (bits >> at) % 2 === 1]));
    const first = await prepare(source, values(0));
    for (let bits = 1; bits < 64; bits += 1) await prepare(source, values(bits));
    expect(await prepare(source, values(0))).toBe(first);
    await prepare(source, values(64));
    const again = await prepare(source, values(0));
    expect(again).not.toBe(first);
    expect(fields(again)).toEqual(names);
  });

  it('must be one', async () => {
    await expect(prepared().prepare('fragment F on Query { house { id } }')).rejects.toThrow(
      'Expected a document with an operation.',
    );
  });
});
