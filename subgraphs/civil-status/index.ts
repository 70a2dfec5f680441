import { defineDatabase } from '../kit/index.ts';
import { resolvers } from './resolvers.ts';
import type { CivilStatusTables } from './tables.ts';

/** The electronic civil-status database (Cơ sở dữ liệu hộ tịch điện tử). */
export const civilStatus = defineDatabase<CivilStatusTables>({
  name: 'civil-status',
  home: import.meta.url,
  resolvers,
  rowSubjects: {
    births: { type: 'Citizen', column: 'childId' },
    deaths: { type: 'Citizen', column: 'personalId' },
  },
});
