import { defineDatabase } from '../kit/index.ts';
import { resolvers } from './resolvers.ts';
import { mayReadCitizen } from './row-rules.ts';
import type { CivilStatusTables } from './tables.ts';

/** The electronic civil-status database (Cơ sở dữ liệu hộ tịch điện tử). */
export const civilStatus = defineDatabase<CivilStatusTables>({
  name: 'civil-status',
  home: import.meta.url,
  resolvers,
  rowRules: { Citizen: mayReadCitizen },
});
