import { mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** `npm run test:deep`: the long proofs. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: ['**/node_modules/**'] } },
  { test: { include: ['test/deep/**/*.deep.test.ts'], reporters: ['verbose'], maxWorkers: 1 } },
);
