/**
 * Family names of the Kinh with their weights. The first fourteen are the shares in percent that published counts of
 * Vietnamese names give for the whole country (general knowledge, rounded); the others are rare.
 */
export const FAMILY_NAMES: readonly (readonly [string, number])[] = [
  ['Nguyễn', 38.4],
  ['Trần', 11],
  ['Lê', 9.5],
  ['Phạm', 7],
  ['Hoàng', 5.1],
  ['Phan', 4.5],
  ['Vũ', 3.9],
  ['Đặng', 2.1],
  ['Bùi', 2],
  ['Đỗ', 1.4],
  ['Hồ', 1.3],
  ['Ngô', 1.3],
  ['Dương', 1],
  ['Lý', 0.5],
  ['Trương', 0.2],
  ['Đinh', 0.2],
  ['Đào', 0.2],
  ['Mai', 0.2],
  ['Đoàn', 0.2],
  ['Trịnh', 0.2],
  ['Lâm', 0.2],
  ['Lương', 0.2],
  ['Cao', 0.2],
  ['Phùng', 0.2],
  ['Hà', 0.1],
  ['Tạ', 0.1],
  ['Tô', 0.1],
  ['Châu', 0.1],
  ['Thái', 0.1],
  ['Quách', 0.1],
  ['Kiều', 0.1],
  ['Vương', 0.1],
  ['Chu', 0.1],
  ['La', 0.1],
];

/** Forms that the south uses of two of these names. */
export const SOUTHERN_FAMILY_NAMES: Readonly<Record<string, string>> = { Hoàng: 'Huỳnh', Vũ: 'Võ' };

/** Family names common among ethnic minorities besides those of the Kinh; no name is tied to one group here. */
export const MINORITY_FAMILY_NAMES = words(
  'Nông Hoàng Lò Quàng Vàng Giàng Thào Sùng Lý Triệu Bàn Đinh Hà Lường Ma Hạng Mùa Tòng Cầm Điểu Thạch Kim Danh ' +
    'Ksor Siu Niê Lầu Cứ Vi Lộc Bế Sầm',
);

/** Given names of one syllable that minority registers know. */
export const MINORITY_GIVEN_NAMES = words(
  'Pao Dế Chú Súa Mỷ Páo Sình Tủa Dia Pá Say Xá Va Vừ Sua Chía Dợ Mo Ún Piên Inh Khăm Ban Y Nhơn Ly Chư',
);

/** Middle names other than Thị and Văn. */
export const MIDDLE_NAMES = {
  FEMALE: words(
    'Thu Ngọc Thanh Minh Phương Hồng Kim Bích Thùy Khánh Bảo Quỳnh Mai Diễm Mỹ Hoài Gia An Tuệ Hải Tường',
  ),
  MALE: words(
    'Đức Minh Quang Hữu Công Đình Quốc Xuân Thanh Ngọc Hoàng Anh Gia Bảo Tuấn Trọng Thế Duy Việt Nhật Hải',
  ),
} as const;

/** Given names by sex and generation: born before 1965, before 1995, and since. */
export const GIVEN_NAMES = {
  FEMALE: [
    words(
      'Lan Hoa Mai Cúc Liên Hồng Loan Tuyết Nga Thơm Lựu Gái Bé Tư Năm Thảo Hiền Sen Đào Mận Xuyến Nhàn Chín',
    ),
    words(
      'Hương Hằng Thủy Hà Thu Ngọc Yến Phượng Dung Trang Linh Hạnh Oanh Nhung Huyền Vân Hiền Thảo Trinh Diễm Tâm',
    ),
    words('Linh Anh Trang Vy Nhi Trâm Thư Ngân Hân My Quỳnh Châu An Nhiên Chi Diệp Khuê Ngọc Uyên Vân Hà'),
  ],
  MALE: [
    words('Hùng Dũng Thành Sơn Bình Minh Tâm Lâm Hải Ba Tư Bảy Sáu Lợi Đức Thắng Mùi Tý Sửu Tính Chiến Hòa'),
    words(
      'Hùng Cường Tuấn Dũng Nam Hải Trung Kiên Quân Hiếu Long Thắng Việt Toàn Phong Sơn Hoàng Đạt Tùng Vinh Hưng',
    ),
    words(
      'Huy Khang Bảo Minh Khoa Phúc Anh Đạt Khánh Nam An Gia Kiệt Phát Thịnh Quân Đăng Khôi Nhân Duy Long',
    ),
  ],
} as const;

function words(text: string): readonly string[] {
  return text.split(' ');
}
