import {
  linkTo,
  type PageArguments,
  type Reference,
  type Resolvers,
  readable,
  type SubgraphContext,
} from '../kit/index.ts';
import { isHeldBy, mayReadParcel } from './row-rules.ts';
import type { LandParcelRow, LandTables, LandUseRightRow, MortgageRow } from './tables.ts';

type Context = SubgraphContext<LandTables>;

/** Resolvers of the national land database, for every field that is not simply a column. */
export const resolvers: Resolvers<LandTables> = {
  Query: {
    landParcel: (_root, { parcelId }: { parcelId: string }, context) => readableParcel(context, parcelId),
    landParcelByCertificate: async (_root, { serial }: { serial: string }, context) => {
      const certificate = await context.load.one('landCertificates', 'serial', serial);
      return await readableParcel(context, certificate?.parcelId);
    },
  },
  LandParcel: {
    __resolveReference: ({ parcelId }: Reference<'parcelId'>, _args, context) =>
      readableParcel(context, parcelId),
    unit: ({ communeCode: code }: LandParcelRow) => ({ __typename: 'AdministrativeUnit', code }),
    formerIdentifiers: ({ parcelId }: LandParcelRow, _args, { load }) =>
      load.many('formerParcelIdentifiers', 'parcelId', parcelId, 'id'),
    uses: ({ parcelId }: LandParcelRow, _args, { load }) => load.many('landUses', 'parcelId', parcelId, 'id'),
    rights: ({ parcelId }: LandParcelRow, page: PageArguments, { load }) =>
      load.page('landUseRights', 'parcelId', parcelId, page),
    certificates: ({ parcelId }: LandParcelRow, _args, { load }) =>
      load.many('landCertificates', 'parcelId', parcelId, 'id'),
    mortgages: ({ parcelId }: LandParcelRow, _args, { load }) =>
      load.many('mortgages', 'parcelId', parcelId, 'id'),
  },
  Citizen: {
    __resolveReference: ({ personalId }: Reference<'personalId'>) => ({ personalId }),
    landRights: ({ personalId }: Reference<'personalId'>, page: PageArguments, { load }) =>
      load.page('landUseRights', 'holderPersonalId', personalId, page),
  },
  Business: {
    __resolveReference: ({ enterpriseCode }: Reference<'enterpriseCode'>) => ({ enterpriseCode }),
    landRights: ({ enterpriseCode }: Reference<'enterpriseCode'>, page: PageArguments, { load }) =>
      load.page('landUseRights', 'holderEnterpriseCode', enterpriseCode, page),
  },
  LandUseRight: {
    holder: ({ holderPersonalId, holderEnterpriseCode }: LandUseRightRow, _args, context) =>
      holderPersonalId === null
        ? linkTo('Business', holderEnterpriseCode, context)
        : linkTo('Citizen', holderPersonalId, context),
    parcel: ({ parcelId }: LandUseRightRow, _args, { load }) => load.one('landParcels', 'parcelId', parcelId),
  },
  Mortgage: {
    mortgagee: ({ mortgageeCode }: MortgageRow, _args, context) => linkTo('Business', mortgageeCode, context),
  },
};

function readableParcel(context: Context, parcelId: string | undefined): Promise<LandParcelRow | null> {
  return readable(
    context.load.one('landParcels', 'parcelId', parcelId),
    async (parcel) => mayReadParcel(parcel, context) && (await isOwnIfAsked(parcel, context)),
    context,
  );
}

/** Whether a citizen's own token asks for a parcel of that citizen; an agency is not asked. */
async function isOwnIfAsked({ parcelId }: LandParcelRow, { grant, load }: Context): Promise<boolean> {
  if (grant.subject === undefined) return true;
  return isHeldBy(grant.subject, await load.many('landUseRights', 'parcelId', parcelId, 'id'));
}
