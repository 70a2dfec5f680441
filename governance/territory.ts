import type { Codes } from './codes-model.ts';

/**
 * The territory whose residents an agency may read: all of it, or units by code. A province's two digits stand for
 * all of its communes.
 */
export type Jurisdiction = 'national' | readonly string[];

/** Whether a commune lies within a jurisdiction; only `national` covers a commune that is not on today's list. */
export function coversCommune(codes: Codes, jurisdiction: Jurisdiction, communeCode: string): boolean {
  if (jurisdiction === 'national') return true;
  const commune = codes.communes.get(communeCode);
  if (commune === undefined) return false;
  return jurisdiction.includes(commune.code) || jurisdiction.includes(commune.provinceCode);
}

/** A commune as the synthetic country needs it. */
export interface CommuneUnit {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly provinceCode: string;
  /** Province codes before 1 July 2025 that today's province was merged from; personal numbers keep these. */
  readonly formerProvinceCodes: readonly string[];
}

/** All communes in force, in the official order, with the old codes of their province. */
export function communesForNation(codes: Codes): readonly CommuneUnit[] {
  return [...codes.communes.values()].map(({ code, nameVi, fullNameVi, provinceCode }) => ({
    code,
    name: nameVi,
    fullName: fullNameVi,
    provinceCode,
    formerProvinceCodes: codes.provinces.get(provinceCode)?.formerCodes ?? [],
  }));
}
