import type { PageArguments, Reference, Resolvers, SubgraphContext } from '../kit/index.ts';
import type {
  AdministrativeUnitRow,
  CatalogueTables,
  DatabaseRow,
  ProcedureRow,
  ReplaceableDocumentRow,
} from './tables.ts';

type Context = SubgraphContext<CatalogueTables>;

/** Resolvers of the catalogue, for every field that is not simply a column. */
export const resolvers: Resolvers<CatalogueTables> = {
  Query: {
    administrativeUnit: (_root, { code }: { code: string }, { load }) =>
      load.one('administrativeUnits', 'code', code),
    provinces: (_root, _args, { load }) => load.many('administrativeUnits', 'level', 'PROVINCE', 'id'),
    provinceOfFormerCode: async (_root, { formerCode }: { formerCode: string }, { load }) => {
      const former = await load.one('formerProvinces', 'code', formerCode);
      return load.one('administrativeUnits', 'code', former?.provinceCode);
    },
    communes: (
      _root,
      { provinceCode, ...page }: PageArguments & { provinceCode?: string | null },
      { load },
    ) =>
      provinceCode == null
        ? load.page('administrativeUnits', 'level', 'COMMUNE', page)
        : load.page('administrativeUnits', 'provinceCode', provinceCode, page),
    agency: (_root, { code }: { code: string }, { load }) => load.one('agencies', 'code', code),
    agencies: (_root, page: PageArguments, { load }) => load.all('agencies', page),
    database: (_root, { key }: { key: string }, { load }) => load.one('databases', 'key', key),
    databases: (_root, page: PageArguments, { load }) => load.all('databases', page),
    procedure: (_root, { code }: { code: string }, { load }) => load.one('procedures', 'code', code),
    procedures: (
      _root,
      { databaseKey, ...page }: PageArguments & { databaseKey?: string | null },
      context,
    ) =>
      databaseKey == null ? context.load.all('procedures', page) : proceduresOf(databaseKey, page, context),
  },
  AdministrativeUnit: {
    __resolveReference: ({ code }: Reference<'code'>, _args, { load }) =>
      load.one('administrativeUnits', 'code', code),
    province: ({ provinceCode }: AdministrativeUnitRow, _args, { load }) =>
      load.one('administrativeUnits', 'code', provinceCode),
    communes: ({ code }: AdministrativeUnitRow, page: PageArguments, { load }) =>
      load.page('administrativeUnits', 'provinceCode', code, page),
    mergedFrom: ({ code, level }: AdministrativeUnitRow, _args, { load }) =>
      level === 'PROVINCE' ? load.many('formerProvinces', 'provinceCode', code, 'code') : null,
  },
  Agency: {
    __resolveReference: ({ code }: Reference<'code'>, _args, { load }) => load.one('agencies', 'code', code),
  },
  RegisteredDatabase: {
    __resolveReference: ({ key }: Reference<'key'>, _args, { load }) => load.one('databases', 'key', key),
    ownerAgency: ({ ownerAgencyCode }: DatabaseRow, _args, { load }) =>
      load.one('agencies', 'code', ownerAgencyCode),
  },
  AdministrativeProcedure: {
    __resolveReference: ({ code }: Reference<'code'>, _args, { load }) =>
      load.one('procedures', 'code', code),
    ministryAgency: ({ ministryAgencyCode }: ProcedureRow, _args, { load }) =>
      load.one('agencies', 'code', ministryAgencyCode),
    replaceableDocuments: ({ code }: ProcedureRow, _args, { load }) =>
      load.many('replaceableDocuments', 'procedureCode', code, 'id'),
  },
  ReplaceableDocument: {
    databases: ({ databaseKeys }: ReplaceableDocumentRow, _args, { load }) =>
      Promise.all(databaseKeys.map((key) => load.one('databases', 'key', key))),
  },
};

/** One page of the procedures in which a database replaces a document; cursors belong to this list. */
async function proceduresOf(databaseKey: string, page: PageArguments, { load }: Context) {
  const { edges, pageInfo } = await load.page('procedureDatabases', 'databaseKey', databaseKey, page);
  const procedures = await Promise.all(
    edges.map(({ node }) => load.one('procedures', 'code', node.procedureCode)),
  );
  return { edges: edges.map(({ cursor }, index) => ({ cursor, node: procedures[index] })), pageInfo };
}
