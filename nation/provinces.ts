import { known } from './known.ts';

/**
 * Names of the 63 provinces until 30 June 2025 by their code. Personal numbers and old records keep these codes for
 * ever. General knowledge of high confidence (B-H); no decree with this list was at hand.
 */
export const OLD_PROVINCE_NAMES: ReadonlyMap<string, string> = new Map([
  ['01', 'Hà Nội'],
  ['02', 'Hà Giang'],
  ['04', 'Cao Bằng'],
  ['06', 'Bắc Kạn'],
  ['08', 'Tuyên Quang'],
  ['10', 'Lào Cai'],
  ['11', 'Điện Biên'],
  ['12', 'Lai Châu'],
  ['14', 'Sơn La'],
  ['15', 'Yên Bái'],
  ['17', 'Hòa Bình'],
  ['19', 'Thái Nguyên'],
  ['20', 'Lạng Sơn'],
  ['22', 'Quảng Ninh'],
  ['24', 'Bắc Giang'],
  ['25', 'Phú Thọ'],
  ['26', 'Vĩnh Phúc'],
  ['27', 'Bắc Ninh'],
  ['30', 'Hải Dương'],
  ['31', 'Hải Phòng'],
  ['33', 'Hưng Yên'],
  ['34', 'Thái Bình'],
  ['35', 'Hà Nam'],
  ['36', 'Nam Định'],
  ['37', 'Ninh Bình'],
  ['38', 'Thanh Hóa'],
  ['40', 'Nghệ An'],
  ['42', 'Hà Tĩnh'],
  ['44', 'Quảng Bình'],
  ['45', 'Quảng Trị'],
  ['46', 'Thừa Thiên Huế'],
  ['48', 'Đà Nẵng'],
  ['49', 'Quảng Nam'],
  ['51', 'Quảng Ngãi'],
  ['52', 'Bình Định'],
  ['54', 'Phú Yên'],
  ['56', 'Khánh Hòa'],
  ['58', 'Ninh Thuận'],
  ['60', 'Bình Thuận'],
  ['62', 'Kon Tum'],
  ['64', 'Gia Lai'],
  ['66', 'Đắk Lắk'],
  ['67', 'Đắk Nông'],
  ['68', 'Lâm Đồng'],
  ['70', 'Bình Phước'],
  ['72', 'Tây Ninh'],
  ['74', 'Bình Dương'],
  ['75', 'Đồng Nai'],
  ['77', 'Bà Rịa–Vũng Tàu'],
  ['79', 'TP. Hồ Chí Minh'],
  ['80', 'Long An'],
  ['82', 'Tiền Giang'],
  ['83', 'Bến Tre'],
  ['84', 'Trà Vinh'],
  ['86', 'Vĩnh Long'],
  ['87', 'Đồng Tháp'],
  ['89', 'An Giang'],
  ['91', 'Kiên Giang'],
  ['92', 'Cần Thơ'],
  ['93', 'Hậu Giang'],
  ['94', 'Sóc Trăng'],
  ['95', 'Bạc Liêu'],
  ['96', 'Cà Mau'],
]);

/** The centrally-run cities among the 63 for most of that time (B-H); `TP. Hồ Chí Minh` says so in its name. */
const OLD_CITIES: ReadonlySet<string> = new Set(['01', '31', '48', '92']);

/**
 * The old code of the province that had the same name as today's, where the two differ: the reform gave these seven
 * codes a new meaning. Computed from the two lists of codes.
 */
const SAME_NAME_BEFORE: Readonly<Record<string, string>> = {
  '15': '10',
  '24': '27',
  '44': '45',
  '52': '64',
  '80': '72',
  '82': '87',
  '91': '89',
};

/** An old province as it is written within a sentence, such as `tỉnh Hà Nam` or `thành phố Hải Phòng`. */
export function oldProvinceTitle(oldCode: string): string {
  const name = known(OLD_PROVINCE_NAMES.get(oldCode), `the name of the old province ${oldCode}`);
  if (oldCode === '79') return name;
  return `${OLD_CITIES.has(oldCode) ? 'thành phố' : 'tỉnh'} ${name}`;
}

/**
 * How a place was written down before 1 July 2025 when its province had another name then than it has today;
 * `null` when the name is the same. Only the province is named: the old communes and districts are not known here.
 */
export function recordedUnder(oldCode: string, provinceCode: string): string | null {
  if (oldCode === (SAME_NAME_BEFORE[provinceCode] ?? provinceCode)) return null;
  return `${oldProvinceTitle(oldCode)} (đơn vị hành chính trước 01/07/2025)`;
}

/**
 * The first commune code of each old province. Commune codes were given out province by province and are kept when
 * communes merge, so they still tell which province a commune's older papers name. General knowledge (B-M), checked
 * against the official list by a test: all but five communes fall to a former code of their province, and those five
 * changed province long before.
 */
const FIRST_COMMUNE_CODES = (
  '00001:01 00688:02 01267:04 01840:06 02200:08 02635:10 03124:11 03386:12 03646:14 04249:15 04789:17 05431:19 ' +
  '05968:20 06649:22 07201:24 07888:25 08707:26 09163:27 09550:01 10507:30 11296:31 11950:33 12452:34 13285:35 ' +
  '13633:36 14317:37 14752:38 16663:40 18073:42 18853:44 19333:45 19744:46 20194:48 20335:49 21010:51 21550:52 ' +
  '22015:54 22327:56 22738:58 22915:60 23281:62 23560:64 24121:66 24611:67 24769:68 25195:70 25456:72 25741:74 ' +
  '25993:75 26506:77 26734:79 27685:80 28246:82 28756:83 29236:84 29542:86 29863:87 30280:89 30730:91 31117:92 ' +
  '31318:93 31498:94 31813:95 31999:96'
)
  .split(' ')
  .map((entry) => entry.split(':') as [string, string]);

/** The old province in whose range of codes a commune lies. */
export function oldProvinceByRange(communeCode: string): string {
  const range = FIRST_COMMUNE_CODES.findLast(([first]) => first <= communeCode);
  return known(range, `the old province of commune ${communeCode}`)[1];
}

/** The old province of a commune: by its code, unless that is none of those its province was merged from. */
export function oldProvinceOf(communeCode: string, formerCodes: readonly string[]): string {
  const byRange = oldProvinceByRange(communeCode);
  return formerCodes.includes(byRange) ? byRange : known(formerCodes[0], `a former code for ${communeCode}`);
}
