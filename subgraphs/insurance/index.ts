import { defineDatabase } from '../kit/index.ts';
import { resolvers } from './resolvers.ts';
import type { InsuranceTables } from './tables.ts';

/** The national insurance database (Cơ sở dữ liệu quốc gia về bảo hiểm). */
export const insurance = defineDatabase<InsuranceTables>({
  name: 'insurance',
  home: import.meta.url,
  resolvers,
  rowSubjects: {
    participants: { type: 'Citizen', column: 'personalId' },
    healthCards: { type: 'Citizen', column: 'personalId' },
    periods: { type: 'Citizen', column: 'personalId' },
  },
});
