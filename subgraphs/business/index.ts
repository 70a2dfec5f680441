import { defineDatabase } from '../kit/index.ts';
import { resolvers } from './resolvers.ts';
import type { BusinessTables } from './tables.ts';

/** The national database on business registration (Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp). */
export const business = defineDatabase<BusinessTables>({
  name: 'business',
  home: import.meta.url,
  resolvers,
  rowSubjects: {
    legalRepresentatives: { type: 'Citizen', column: 'personalId' },
    businessMembers: { type: 'Citizen', column: 'holderPersonalId' },
    businessRoles: { type: 'Citizen', column: 'holderPersonalId' },
  },
});
