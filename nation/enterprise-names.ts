import type { Enterprise, EnterpriseType } from './country.ts';
import { withoutMarks } from './names.ts';
import type { Random } from './random.ts';

/** Words that names of every invented enterprise end with, so that nobody takes it for a real one. */
export const SYNTHETIC_MARK = '(dữ liệu giả lập)';
const SYNTHETIC_MARK_EN = '(SYNTHETIC DATA)';

/** What the name of an enterprise of each type begins with (Law on Enterprises 2020, article 37), and in English. */
const TYPE_WORDS: Readonly<Record<EnterpriseType, readonly [string, string]>> = {
  SINGLE_MEMBER_LLC: ['Công ty TNHH Một thành viên', 'ONE MEMBER COMPANY LIMITED'],
  MULTI_MEMBER_LLC: ['Công ty TNHH', 'COMPANY LIMITED'],
  JOINT_STOCK: ['Công ty Cổ phần', 'JOINT STOCK COMPANY'],
  PARTNERSHIP: ['Công ty Hợp danh', 'PARTNERSHIP'],
  PRIVATE_ENTERPRISE: ['Doanh nghiệp tư nhân', 'PRIVATE ENTERPRISE'],
};

const FIRST_WORDS =
  'Minh Phát An Bình Đại Đức Gia Hải Hoàng Hồng Hưng Khang Kim Long Nam Ngọc Nhật Phú Phúc Quang Sơn Tân Thái Thành ' +
  'Thịnh Tiến Toàn Trường Tuấn Việt Vĩnh Xuân';
const SECOND_WORDS =
  'Phát An Bình Cường Đạt Gia Hà Hải Hưng Khánh Lợi Long Mỹ Nam Nguyên Nhân Phong Phú Phúc Quân Sơn Tâm Thành Thịnh ' +
  'Tín Tiến Trí Vinh Vượng Yên';
const TRADES = [
  '',
  'Thương mại',
  'Sản xuất',
  'Xây dựng',
  'Dịch vụ',
  'Công nghệ',
  'Thực phẩm',
  'Nội thất',
  'May mặc',
  'Du lịch',
  'Thiết kế',
  'Đầu tư',
] as const;

/** The three names under which an enterprise is registered. */
export type EnterpriseNames = Pick<Enterprise, 'name' | 'foreignName' | 'shortName'>;

/** A full name for a brand, with the foreign name in English capitals and the brand as the short name. */
export function enterpriseNames(type: EnterpriseType, brand: string): EnterpriseNames {
  const [vietnamese, english] = TYPE_WORDS[type];
  const latin = withoutMarks(brand).toUpperCase();
  return {
    name: `${vietnamese} ${brand} ${SYNTHETIC_MARK}`,
    foreignName: `${latin} ${english} ${SYNTHETIC_MARK_EN}`,
    shortName: latin,
  };
}

/** Brands that no other enterprise has (Law on Enterprises 2020, article 38: no duplicate names). */
export class BrandNames {
  readonly #taken = new Set<string>();
  readonly #first = FIRST_WORDS.split(' ');
  readonly #second = SECOND_WORDS.split(' ');

  /** The next unused brand, with a number once words run out. */
  next(random: Random): string {
    for (let attempt = 0; ; attempt += 1) {
      const [first, second] = [random.pick(this.#first), random.pick(this.#second)];
      if (first === second) continue;
      const words = [random.pick(TRADES), first, second, attempt > 8 ? String(random.integer(1, 999)) : ''];
      const brand = words.filter((word) => word !== '').join(' ');
      if (this.#taken.has(brand)) continue;
      this.#taken.add(brand);
      return brand;
    }
  }
}
