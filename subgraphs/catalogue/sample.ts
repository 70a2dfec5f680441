import type { TableRows } from '../kit/index.ts';
import type { CatalogueCodes, ListedAgency, ListedCommune, ListedDatabase, ListedProvince } from './codes.ts';
import { procedureTables } from './sample-procedures.ts';
import type {
  AdministrativeUnitRow,
  AgencyRow,
  CatalogueTables,
  DatabaseRow,
  FormerProvinceRow,
} from './tables.ts';

/** The day on which the 34 provinces came into force and the district level ended. */
const IN_FORCE_SINCE = '2025-07-01';

const COMMUNE_KINDS: Readonly<Record<string, AdministrativeUnitRow['kind']>> = {
  Xã: 'COMMUNE',
  Phường: 'WARD',
  'Đặc khu': 'SPECIAL_ZONE',
};

/**
 * The official code lists as rows of the catalogue. Nothing is left out: what the lists mark as uncertain or damaged
 * stays marked, and what they do not know is `null`.
 *
 * @throws Error when a list holds a word that has no place in the schema
 */
export function sample(codes: CatalogueCodes): TableRows<CatalogueTables> {
  return {
    administrativeUnits: unitRows(codes),
    formerProvinces: [...codes.provinces.values()].flatMap(formerProvinceRows),
    agencies: [...codes.agencies.values()].map(agencyRow),
    databases: [...codes.databases.values()].map((database, index) => databaseRow(database, index, codes)),
    ...procedureTables(codes),
  };
}

function unitRows({ provinces, communes }: CatalogueCodes): readonly AdministrativeUnitRow[] {
  const units = [...[...provinces.values()].map(provinceUnit), ...[...communes.values()].map(communeUnit)];
  return units.map((unit, index) => ({ id: String(index + 1), ...unit }));
}

function provinceUnit(province: ListedProvince): Omit<AdministrativeUnitRow, 'id'> {
  return {
    code: province.code,
    level: 'PROVINCE',
    name: province.nameVi,
    fullName: province.fullNameVi,
    nameEn: province.nameEn,
    fullNameEn: province.fullNameEn,
    kind: province.municipality ? 'CITY' : 'PROVINCE',
    provinceCode: null,
    codeMeantBefore: province.codeMeaningChanged ? province.codeMeantBefore : null,
    validFrom: IN_FORCE_SINCE,
    platePrefixes: province.platePrefixes,
  };
}

function communeUnit(commune: ListedCommune): Omit<AdministrativeUnitRow, 'id'> {
  const kind = COMMUNE_KINDS[commune.unitType];
  if (kind === undefined) {
    throw new Error(
      `Commune ${commune.code}: unknown kind "${commune.unitType}"; expected Xã, Phường or Đặc khu.`,
    );
  }
  return {
    code: commune.code,
    level: 'COMMUNE',
    name: commune.nameVi,
    fullName: commune.fullNameVi,
    nameEn: null,
    fullNameEn: commune.fullNameEn,
    kind,
    provinceCode: commune.provinceCode,
    codeMeantBefore: null,
    validFrom: IN_FORCE_SINCE,
    platePrefixes: [],
  };
}

function formerProvinceRows(province: ListedProvince): readonly FormerProvinceRow[] {
  const { code: provinceCode, formerCodes, formerNames } = province;
  return formerCodes.map((code, index) => {
    const name = formerNames[index];
    if (name === undefined) throw new Error(`Province ${provinceCode}: no name for former code ${code}.`);
    return { code, name, provinceCode };
  });
}

function agencyRow(agency: ListedAgency, index: number): AgencyRow {
  return {
    id: String(index + 1),
    code: agency.key,
    identificationCode: agency.officialCode,
    name: agency.nameVi,
    nameEn: agency.nameEn,
    level: agency.level,
    predecessor: agency.predecessor,
    dataRole: agency.dataRole,
    certainty: agency.mark,
    source: agency.source,
  };
}

function databaseRow(database: ListedDatabase, index: number, codes: CatalogueCodes): DatabaseRow {
  return {
    id: String(index + 1),
    key: database.key,
    name: database.nameVi,
    nameEn: database.nameEn,
    owner: knownOrNull(database.owner),
    ownerAgencyCode: ownerAgency(database.owner, codes),
    class: database.databaseClass,
    legalBasis: database.legalBasis,
    keyIdentifiers: database.keyIdentifiers,
    content: database.content,
    listedInDecree47: database.inDecree47List === 'yes',
    listedInDecision11: database.inDecision11List === 'yes' ? true : null,
    resolution71Number: knownOrNull(database.resolution71Item),
    plan02Note: database.plan02Note,
    certainty: database.mark,
    source: database.source,
  };
}

/** The lists write the word "unknown" for what was looked for and not found. */
function knownOrNull(text: string | null): string | null {
  return text === 'unknown' ? null : text;
}

/**
 * Code of the agency that an owner such as `MPS/C06`, `MOF/Tax Department` or `MPS (since 1/3/2025)` names: the last
 * body on the way that is on the list. `null` when the owner is marked as uncertain, or names none or several.
 */
function ownerAgency(owner: string, { agencies }: CatalogueCodes): string | null {
  if (/\bB-[HML]\b/.test(owner)) return null;
  const path = owner.replace(/ \(.*\)$/, '').split('/');
  const found = path.flatMap((name) => {
    const agency = [...agencies.values()].find(({ key, nameEn }) => key === name || nameEn === name);
    return agency === undefined ? [] : [agency.key];
  });
  return found.at(-1) ?? null;
}
