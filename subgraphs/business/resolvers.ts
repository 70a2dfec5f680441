import { linkTo, lookUp, type PageArguments, place, type Reference, type Resolvers } from '../kit/index.ts';
import type {
  BranchRow,
  BusinessMemberRow,
  BusinessRoleRow,
  BusinessRow,
  BusinessTables,
  LegalRepresentativeRow,
} from './tables.ts';

/** Resolvers of the national database on business registration, for every field that is not simply a column. */
export const resolvers: Resolvers<BusinessTables> = {
  Query: {
    business: (_root, { enterpriseCode }: { enterpriseCode: string }, { load }) =>
      load.one('businesses', 'enterpriseCode', enterpriseCode),
    businesses: async (_root, { enterpriseCodes }: { enterpriseCodes: readonly string[] }, { load }) => {
      const found = await lookUp('enterpriseCodes', enterpriseCodes, (enterpriseCode) =>
        load.one('businesses', 'enterpriseCode', enterpriseCode),
      );
      return found.map(({ key, outcome, row }) => ({ enterpriseCode: key, outcome, business: row }));
    },
  },
  Business: {
    __resolveReference: ({ enterpriseCode }: Reference<'enterpriseCode'>, _args, { load }) =>
      load.one('businesses', 'enterpriseCode', enterpriseCode),
    status: ({ status, statusSetBy: setBy, statusSince: since }: BusinessRow) => ({ status, setBy, since }),
    headOffice: (row: BusinessRow) => place(row, 'headOffice'),
    legalRepresentatives: ({ enterpriseCode }: BusinessRow, _args, { load }) =>
      load.many('legalRepresentatives', 'enterpriseCode', enterpriseCode, 'id'),
    members: ({ enterpriseCode }: BusinessRow, page: PageArguments, { load }) =>
      load.page('businessMembers', 'enterpriseCode', enterpriseCode, page),
    linesOfBusiness: ({ enterpriseCode }: BusinessRow, _args, { load }) =>
      load.many('linesOfBusiness', 'enterpriseCode', enterpriseCode, 'id'),
    branches: ({ enterpriseCode }: BusinessRow, _args, { load }) =>
      load.many('branches', 'enterpriseCode', enterpriseCode, 'code'),
    changes: ({ enterpriseCode }: BusinessRow, page: PageArguments, { load }) =>
      load.page('businessChanges', 'enterpriseCode', enterpriseCode, page),
    ownedStakes: ({ enterpriseCode }: BusinessRow, page: PageArguments, { load }) =>
      load.page('businessRoles', 'holderEnterpriseCode', enterpriseCode, page),
  },
  Citizen: {
    __resolveReference: ({ personalId }: Reference<'personalId'>) => ({ personalId }),
    businessRoles: ({ personalId }: Reference<'personalId'>, page: PageArguments, { load }) =>
      load.page('businessRoles', 'holderPersonalId', personalId, page),
  },
  LegalRepresentative: {
    citizen: ({ personalId }: LegalRepresentativeRow, _args, context) =>
      linkTo('Citizen', personalId, context),
  },
  BusinessMember: {
    // An enterprise is read, not stubbed: this database is asked for its fields right here, not by reference.
    holder: async ({ holderPersonalId, holderEnterpriseCode }: BusinessMemberRow, _args, context) => {
      if (holderPersonalId !== null) return linkTo('Citizen', holderPersonalId, context);
      const business = await context.load.one('businesses', 'enterpriseCode', holderEnterpriseCode);
      return business === null ? null : { __typename: 'Business', ...business };
    },
  },
  BusinessRole: {
    business: ({ enterpriseCode }: BusinessRoleRow, _args, { load }) =>
      load.one('businesses', 'enterpriseCode', enterpriseCode),
  },
  Branch: {
    place: (row: BranchRow) => place(row, 'place'),
  },
};
