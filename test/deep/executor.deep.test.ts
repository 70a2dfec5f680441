import { expect, it } from 'vitest';
import { compareExecutors } from '../executors/compare.ts';

const SEED = Number(process.env['SEED'] ?? 2026);
const OPERATIONS = Number(process.env['OPERATIONS'] ?? 10_000);

/** A difference says how to see it alone: `SEED=2026 ONLY=17 npm run test:deep -- executor`. */
const ONLY = process.env['ONLY'];

it('ten thousand random operations get from our executor what they get from that of ApolloGateway', {
  timeout: 3_600_000,
}, async () => {
  const started = Date.now();
  const { differences, ...figures } = await compareExecutors({
    seed: SEED,
    operations: OPERATIONS,
    only: ONLY === undefined ? undefined : Number(ONLY),
    onProgress: (operations) => {
      if (operations % 1_000 === 0) process.stdout.write(`${operations} operations so far\n`);
    },
  });
  const seconds = Math.round((Date.now() - started) / 1000);
  const told = { seed: SEED, ...figures, differences: differences.length, seconds };
  process.stdout.write(`Executors: ${JSON.stringify(told)}\n`);
  expect(differences).toEqual([]);
  if (ONLY !== undefined) return;
  expect(figures.operations).toBe(OPERATIONS);
  expect(figures.errors).toBeGreaterThan(OPERATIONS);
  expect(figures.calls.ours).toBeLessThan(figures.calls.apollo * 0.85);
});
