import { type Enterprise, LINES_OF_BUSINESS, type Nation } from '../../nation/index.ts';
import { chronological, numbered, placeColumns, type TableRows } from '../kit/index.ts';
import type {
  BranchRow,
  BusinessChangeRow,
  BusinessRoleRow,
  BusinessRow,
  BusinessTables,
  LineOfBusinessRow,
} from './tables.ts';

const NAMES_OF_LINES = new Map(
  LINES_OF_BUSINESS.map(({ code, nameVi, nameEn }) => [code, { name: nameVi, nameEn }] as const),
);

/** The synthetic country as rows of the national database on business registration. */
export function sample({ enterprises }: Nation): TableRows<BusinessTables> {
  return {
    businesses: enterprises.map(businessRow),
    businessRoles: chronological(enterprises.flatMap(roleRows), ({ since }) => since),
    linesOfBusiness: numbered(enterprises.flatMap(lineRows)),
    branches: numbered(enterprises.flatMap(branchRows)),
    businessChanges: chronological(enterprises.flatMap(changeRows), ({ changedOn }) => changedOn),
  };
}

function businessRow(enterprise: Enterprise): BusinessRow {
  // The first entry is the foundation, which is no change.
  const [, ...amendments] = enterprise.changes;
  return {
    enterpriseCode: enterprise.enterpriseCode,
    name: enterprise.name,
    foreignName: enterprise.foreignName,
    shortName: enterprise.shortName,
    type: enterprise.type,
    status: enterprise.status,
    statusSetBy: enterprise.statusSetBy,
    statusSince: enterprise.statusSince,
    foundedOn: enterprise.foundedOn,
    lastAmendedOn: amendments.at(-1)?.changedOn ?? null,
    changeCount: amendments.length,
    charterCapital: String(enterprise.charterCapitalVnd),
    ...placeColumns('headOffice', enterprise.headOffice),
  };
}

function roleRows({ enterpriseCode, representatives, members }: Enterprise): Omit<BusinessRoleRow, 'id'>[] {
  return [
    ...representatives.map(({ personalId, position, since }) => ({
      enterpriseCode,
      role: 'LEGAL_REPRESENTATIVE',
      holderPersonalId: personalId,
      holderEnterpriseCode: null,
      position,
      contribution: null,
      sharePercent: null,
      since,
    })),
    ...members.map(({ holder, role, contributionVnd, sharePercent, since }) => ({
      enterpriseCode,
      role,
      holderPersonalId: 'personalId' in holder ? holder.personalId : null,
      holderEnterpriseCode: 'enterpriseCode' in holder ? holder.enterpriseCode : null,
      position: null,
      contribution: String(contributionVnd),
      sharePercent: sharePercent.toFixed(2),
      since,
    })),
  ];
}

function lineRows({ enterpriseCode, linesOfBusiness }: Enterprise): Omit<LineOfBusinessRow, 'id'>[] {
  return linesOfBusiness.map(({ code, main }) => {
    const names = NAMES_OF_LINES.get(code);
    if (names === undefined)
      throw new Error(`${enterpriseCode} has line of business ${code}, which has no name.`);
    return { enterpriseCode, code, ...names, main };
  });
}

function branchRows({ enterpriseCode, branches }: Enterprise): Omit<BranchRow, 'id'>[] {
  return branches.map(({ code, name, place, status }) => ({
    enterpriseCode,
    code,
    name,
    ...placeColumns('place', place),
    status,
  }));
}

function changeRows({ enterpriseCode, changes }: Enterprise): Omit<BusinessChangeRow, 'id'>[] {
  return changes.map((change) => ({ enterpriseCode, ...change }));
}
