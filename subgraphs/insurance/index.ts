import { defineDatabase } from '../kit/index.ts';
import { resolvers } from './resolvers.ts';
import { mayReadCitizen } from './row-rules.ts';
import type { InsuranceTables } from './tables.ts';

/** The national insurance database (Cơ sở dữ liệu quốc gia về bảo hiểm). */
export const insurance = defineDatabase<InsuranceTables>({
  name: 'insurance',
  home: import.meta.url,
  resolvers,
  rowRules: { Citizen: mayReadCitizen },
});
