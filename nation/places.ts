import { OLD_PROVINCE_CODES } from '../contract/identifiers.ts';
import type { Place, Unit } from './country.ts';
import { type Day, REFORM_DAY } from './days.ts';
import { oldProvinceOf, recordedUnder } from './provinces.ts';
import { type Random, weighted } from './random.ts';

/** A commune with what the generator needs to know about it. */
export interface Commune {
  readonly code: string;
  readonly fullName: string;
  readonly provinceCode: string;
  /** A ward (phường), as opposed to a rural commune (xã) or a special zone (đặc khu). */
  readonly urban: boolean;
  /** The province code until 30 June 2025 under which its residents' older papers stand. */
  readonly oldProvinceCode: string;
}

/** The communes of the country, to look up and to draw from. */
export interface Atlas {
  /** The commune of that code; an error when the list does not have it. */
  commune(code: string): Commune;
  /** By population: a ward is as likely as two rural communes. */
  anywhere(random: Random): Commune;
  /** A ward anywhere: where people move to. */
  town(random: Random): Commune;
  /** By population within a province. */
  inProvince(provinceCode: string, random: Random): Commune;
}

/** Wards have about twice the inhabitants of rural communes (rounded estimate). */
const WARD_WEIGHT = 2;

/** Sorts the official list for drawing; throws when a commune has no or unknown old province codes. */
export function createAtlas(units: readonly Unit[], random: Random): Atlas {
  const communes = units.map(communeOf);
  const byCode = new Map(communes.map((commune) => [commune.code, commune]));
  const entries = communes.map((commune) => [commune, weightOf(commune, random)] as const);
  const wards = entries.filter(([commune]) => commune.urban);
  const provinces = new Map(
    [...groupByProvince(entries, ([commune]) => commune.provinceCode)].map(
      ([code, group]) => [code, weighted(group)] as const,
    ),
  );
  return {
    commune: (code) => {
      const commune = byCode.get(code);
      if (commune === undefined) throw new RangeError(missingCommune(code));
      return commune;
    },
    anywhere: weighted(entries),
    town: weighted(wards.length > 0 ? wards : entries),
    inProvince: (provinceCode, source) => {
      const draw = provinces.get(provinceCode);
      if (draw === undefined) throw new RangeError(`communes: none of province ${provinceCode} in the list`);
      return draw(source);
    },
  };
}

/** Why a list of communes is refused that lacks one. */
export function missingCommune(code: string): string {
  return `communes: received a list without ${code}, expected the whole official list of communes in force`;
}

function weightOf(commune: Commune, random: Random): number {
  return (commune.urban ? WARD_WEIGHT : 1) * (0.5 + random.next());
}

function communeOf({ code, fullName, provinceCode, formerProvinceCodes }: Unit): Commune {
  const unknown = formerProvinceCodes.filter((former) => !OLD_PROVINCE_CODES.has(former));
  if (formerProvinceCodes.length === 0 || unknown.length > 0) {
    throw new RangeError(
      `communes: formerProvinceCodes of ${code} is [${formerProvinceCodes.join(', ')}], expected one or more of ` +
        'the 63 province codes until 30 June 2025',
    );
  }
  const urban = fullName.startsWith('Phường');
  return { code, fullName, provinceCode, urban, oldProvinceCode: oldProvinceOf(code, formerProvinceCodes) };
}

function groupByProvince<Item>(items: readonly Item[], codeOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const code = codeOf(item);
    const group = groups.get(code);
    if (group === undefined) groups.set(code, [item]);
    else group.push(item);
  }
  return groups;
}

/** A place in Viet Nam in the words of today. */
export function placeIn(commune: Commune, detail: string, asRecorded: string | null = null): Place {
  return { country: 'VN', communeCode: commune.code, detail, asRecorded };
}

/** A place outside Viet Nam. */
export function placeAbroad(country: string, detail: string): Place {
  return { country, communeCode: null, detail, asRecorded: null };
}

/** A place as it was written down on a day: half of the old entries still name the old province. */
export function placeRecorded(commune: Commune, detail: string, day: Day, random: Random): Place {
  const old = day < REFORM_DAY && random.chance(0.5);
  return placeIn(commune, detail, old ? recordedUnder(commune.oldProvinceCode, commune.provinceCode) : null);
}

/** Provinces from here on say "ấp" for a hamlet, those before "thôn". */
const FIRST_SOUTHERN_PROVINCE = '75';

/** A house in a commune: number and neighbourhood in a ward, hamlet in the country. */
export function houseDetail(commune: Commune, random: Random): string {
  if (commune.urban) return `Số ${random.integer(1, 250)}, tổ ${random.integer(1, 40)}`;
  return `${commune.provinceCode >= FIRST_SOUTHERN_PROVINCE ? 'Ấp' : 'Thôn'} ${random.integer(1, 15)}`;
}
