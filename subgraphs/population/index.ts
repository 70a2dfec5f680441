import { defineDatabase } from '../kit/index.ts';
import { conditions } from './conditions.ts';
import { resolvers } from './resolvers.ts';
import { mayReadCitizen } from './row-rules.ts';
import type { PopulationTables } from './tables.ts';

/** The national population database (Cơ sở dữ liệu quốc gia về dân cư). */
export const population = defineDatabase<PopulationTables>({
  name: 'population',
  home: import.meta.url,
  resolvers,
  rowRules: { Citizen: mayReadCitizen },
  rowSubjects: { citizens: { type: 'Citizen', column: 'personalId' } },
  conditions,
});
