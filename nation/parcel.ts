import type { LandCertificate, LandParcel, LandUsePurpose, LandUseRight } from './country.ts';
import { type Day, dateText, REFORM_DAY } from './days.ts';
import type { Commune } from './places.ts';
import { oldProvinceTitle } from './provinces.ts';
import type { Random } from './random.ts';
import type { Registers } from './registers.ts';

/** Parcels that fill one map sheet here. */
const PARCELS_PER_SHEET = 40;

/** Sheets of the maps before a re-survey have numbers from here on, so that old and new ones never meet. */
const FIRST_OLD_SHEET = 101;

/** Sheet and number of a parcel on a cadastral map (tờ bản đồ số, thửa đất số). */
export interface MapPosition {
  readonly mapSheet: number;
  readonly parcelNumber: number;
}

/** The next free position on today's maps of a commune. */
export function nextPosition(commune: Commune, registers: Registers, random: Random): MapPosition {
  return position(registers.serial(`TD-${commune.code}`), 1, random);
}

/** The next free position on the maps that were in force before. */
export function nextOldPosition(commune: Commune, registers: Registers, random: Random): MapPosition {
  return position(registers.serial(`TDC-${commune.code}`), FIRST_OLD_SHEET, random);
}

function position(serial: number, firstSheet: number, random: Random): MapPosition {
  const onSheet = (serial - 1) % PARCELS_PER_SHEET;
  return {
    mapSheet: firstSheet + Math.floor((serial - 1) / PARCELS_PER_SHEET),
    // Seven numbers for each parcel: others were merged away or divided.
    parcelNumber: onSheet * 7 + random.integer(1, 7),
  };
}

/** The next internal identifier of the land database; its form is this project's own. */
export function nextParcelId(registers: Registers): string {
  return `TD-${String(registers.serial('TD')).padStart(9, '0')}`;
}

/** One use of a part of a parcel, in tenths of a square metre, so that areas add up exactly. */
export interface UseParts {
  readonly purpose: LandUsePurpose;
  readonly tenthsOfM2: number;
  readonly until: Day | null;
}

/** Area and uses of a parcel from its parts. */
export function areaAndUses(uses: readonly UseParts[]): Pick<LandParcel, 'areaM2' | 'uses'> {
  return {
    areaM2: uses.reduce((sum, { tenthsOfM2 }) => sum + tenthsOfM2, 0) / 10,
    uses: uses.map(({ purpose, tenthsOfM2, until }) => ({
      purpose,
      areaM2: tenthsOfM2 / 10,
      until: until === null ? null : dateText(until),
    })),
  };
}

/** Where a use right came from (nguồn gốc sử dụng), as certificates word it. */
export const ORIGINS = {
  FAMILY: [
    'Công nhận quyền sử dụng đất như giao đất có thu tiền sử dụng đất',
    'Nhà nước giao đất có thu tiền sử dụng đất',
    'Nhận chuyển nhượng đất được Nhà nước giao đất có thu tiền sử dụng đất',
    'Nhận thừa kế đất được công nhận quyền sử dụng đất như giao đất có thu tiền sử dụng đất',
    'Nhận tặng cho đất được Nhà nước giao đất có thu tiền sử dụng đất',
  ],
  FIELD: ['Nhà nước giao đất không thu tiền sử dụng đất'],
  ENTERPRISE: [
    'Nhà nước cho thuê đất trả tiền một lần',
    'Nhà nước cho thuê đất trả tiền hàng năm',
    'Nhận chuyển nhượng đất được Nhà nước giao đất có thu tiền sử dụng đất',
  ],
} as const;

/** Use rights of the holders: in common where there are several. */
export function rights(
  holders: readonly LandUseRight['holder'][],
  origin: string,
  since: Day,
): readonly LandUseRight[] {
  const form = holders.length > 1 ? 'COMMON' : 'SEPARATE';
  return holders.map((holder) => ({ holder, form, origin, since: dateText(since) }));
}

/** A certificate (giấy chứng nhận) with the office of its time. */
export function certificate(
  serial: string,
  { commune, issuedOn, status }: { commune: Commune; issuedOn: Day; status: LandCertificate['status'] },
  registers: Registers,
): LandCertificate {
  return {
    serial,
    registerEntryNumber: `${issuedOn < REFORM_DAY ? 'CS' : 'CN'} ${String(registers.serial(`GCN-${commune.code}`)).padStart(5, '0')}`,
    issuedOn: dateText(issuedOn),
    issuedBy: issuer(commune, issuedOn),
    status,
  };
}

/** Who signed: the old provinces' department, or the commune since the reform (Decree 151/2025/NĐ-CP; both B-M). */
function issuer(commune: Commune, issuedOn: Day): string {
  if (issuedOn >= REFORM_DAY) return `Ủy ban nhân dân ${commune.fullName}`;
  return `Sở Tài nguyên và Môi trường ${oldProvinceTitle(commune.oldProvinceCode)}`;
}

/** Last day of the certificate form with six digits (B-M). */
export const LAST_OLD_FORM_DAY: Day = REFORM_DAY - 180;
