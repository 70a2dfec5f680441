import type { LandParcel, Nation } from '../../nation/index.ts';
import { chronological, numbered, type TableRows } from '../kit/index.ts';
import type {
  FormerParcelIdentifierRow,
  LandCertificateRow,
  LandParcelRow,
  LandTables,
  LandUseRightRow,
  LandUseRow,
  MortgageRow,
} from './tables.ts';

/** The synthetic country as rows of the national land database. */
export function sample({ parcels }: Nation): TableRows<LandTables> {
  return {
    landParcels: parcels.map(parcelRow),
    formerParcelIdentifiers: chronological(parcels.flatMap(formerIdentifierRows), ({ until }) => until),
    landUses: numbered(parcels.flatMap(landUseRows)),
    landUseRights: chronological(parcels.flatMap(rightRows), ({ since }) => since),
    landCertificates: chronological(parcels.flatMap(certificateRows), ({ issuedOn }) => issuedOn),
    mortgages: chronological(parcels.flatMap(mortgageRows), ({ registeredOn }) => registeredOn),
  };
}

function parcelRow({
  parcelId,
  communeCode,
  mapSheet,
  parcelNumber,
  address,
  areaM2,
}: LandParcel): LandParcelRow {
  return { parcelId, communeCode, mapSheet, parcelNumber, address, area: areaM2.toFixed(2) };
}

function formerIdentifierRows({
  parcelId,
  formerIdentifiers,
}: LandParcel): Omit<FormerParcelIdentifierRow, 'id'>[] {
  return formerIdentifiers.map((identifier) => ({ parcelId, ...identifier }));
}

function landUseRows({ parcelId, uses }: LandParcel): Omit<LandUseRow, 'id'>[] {
  return uses.map(({ purpose, areaM2, until }) => ({ parcelId, purpose, area: areaM2.toFixed(2), until }));
}

function rightRows({ parcelId, rights }: LandParcel): Omit<LandUseRightRow, 'id'>[] {
  return rights.map(({ holder, form, origin, since }) => ({
    parcelId,
    holderPersonalId: 'personalId' in holder ? holder.personalId : null,
    holderEnterpriseCode: 'enterpriseCode' in holder ? holder.enterpriseCode : null,
    form,
    origin,
    since,
  }));
}

function certificateRows({ parcelId, certificates }: LandParcel): Omit<LandCertificateRow, 'id'>[] {
  return certificates.map((certificate) => ({ parcelId, ...certificate }));
}

function mortgageRows({ parcelId, mortgages }: LandParcel): Omit<MortgageRow, 'id'>[] {
  return mortgages.map((mortgage) => ({ parcelId, ...mortgage }));
}
