import { defineDatabase } from '../kit/index.ts';
import { resolvers } from './resolvers.ts';
import type { CatalogueTables } from './tables.ts';

/** The catalogue: public reference data that all databases share (danh mục dùng chung). */
export const catalogue = defineDatabase<CatalogueTables>({
  name: 'catalogue',
  home: import.meta.url,
  resolvers,
});
