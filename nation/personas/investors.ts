import type { PersonDraft } from '../draft.ts';
import type { Cast } from './cast.ts';
import { alone } from './families.ts';

/** Full names of the people behind the enterprises; even places are women. */
const NAMES =
  'Tô Thanh Bình, Vương Thị Hải, Chu Văn Sáng, La Thị Liên, Mai Văn Hùng, Mai Thị Loan, Mai Văn Dũng, Mai Thị Phượng, ' +
  'Trần Quang Vinh, Lê Thị Oanh, Phạm Hữu Toàn, Hoàng Thị Yến, Phan Đình Lâm, Vũ Thị Hồng, Đặng Xuân Trường, ' +
  'Bùi Thị Huyền, Đỗ Công Thắng, Hồ Thị Thủy, Ngô Minh Đức, Dương Thị Nga, Lý Quốc Việt, Trương Thị Hằng, Đinh Văn Kiên, ' +
  'Đào Thị Ngân, Đoàn Trọng Nghĩa, Trịnh Thị Dung, Lâm Thế Phong, Cao Thị Vân, Phùng Anh Tú, Hà Thị Nhung, Tạ Đức Hiếu, ' +
  'Nguyễn Thị Thảo';

/** Communes where they were born and live, in turn. */
const HOMES = ['00070', '14797', '26740', '13669'] as const;

/**
 * Thirty-two adults who own and direct the businesses among the personas and hold land in common. They are no
 * personas themselves, but as fixed as these.
 */
export function castInvestors(cast: Cast): readonly PersonDraft[] {
  return NAMES.split(', ').map((name, index) => {
    const [familyName = '', middleName = '', givenName = ''] = name.split(' ');
    const commune = HOMES[Math.floor(index / 4) % HOMES.length] ?? HOMES[0];
    const person = cast.person({
      key: `investor-${index + 1}`,
      serial: String(100_301 + index),
      name: [familyName, middleName, givenName],
      sex: index % 2 === 0 ? 'MALE' : 'FEMALE',
      birth: `${1960 + ((index * 7) % 26)}-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 27) + 1).padStart(2, '0')}`,
      born: commune,
    });
    alone(cast, person, commune, `Số ${10 + index}, tổ ${1 + (index % 5)}`);
    return person;
  });
}
