import { defineDatabase } from '../kit/index.ts';
import { resolvers } from './resolvers.ts';
import { mayReadParcel } from './row-rules.ts';
import type { LandTables } from './tables.ts';

/** The national land database (Cơ sở dữ liệu quốc gia về đất đai). */
export const land = defineDatabase<LandTables>({
  name: 'land',
  home: import.meta.url,
  resolvers,
  rowRules: { LandParcel: mayReadParcel },
  rowSubjects: { landUseRights: { type: 'Citizen', column: 'holderPersonalId' } },
});
