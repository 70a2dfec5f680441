/** A line of business (ngành, nghề kinh doanh): a class of four digits with its names. */
export interface LineOfBusiness {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
}

/**
 * The lines of business that enterprises of the synthetic country have: classes that are the same in ISIC Rev. 4 and
 * in the Vietnamese classification (VSIC) built on it. A small choice, not the list: general knowledge of high
 * confidence (B-H), no copy of the classification was at hand. Classes where the two differ were left out.
 */
export const LINES_OF_BUSINESS: readonly LineOfBusiness[] = [
  { code: '1071', nameVi: 'Sản xuất các loại bánh từ bột', nameEn: 'Manufacture of bakery products' },
  {
    code: '1104',
    nameVi: 'Sản xuất đồ uống không cồn, nước khoáng',
    nameEn: 'Manufacture of soft drinks; production of mineral waters and other bottled waters',
  },
  {
    code: '1410',
    nameVi: 'May trang phục (trừ trang phục từ da lông thú)',
    nameEn: 'Manufacture of wearing apparel, except fur apparel',
  },
  { code: '1520', nameVi: 'Sản xuất giày, dép', nameEn: 'Manufacture of footwear' },
  { code: '1811', nameVi: 'In ấn', nameEn: 'Printing' },
  {
    code: '2395',
    nameVi: 'Sản xuất bê tông và các sản phẩm từ bê tông, xi măng và thạch cao',
    nameEn: 'Manufacture of articles of concrete, cement and plaster',
  },
  { code: '3100', nameVi: 'Sản xuất giường, tủ, bàn, ghế', nameEn: 'Manufacture of furniture' },
  {
    code: '4520',
    nameVi: 'Bảo dưỡng, sửa chữa ô tô và xe có động cơ khác',
    nameEn: 'Maintenance and repair of motor vehicles',
  },
  {
    code: '4649',
    nameVi: 'Bán buôn đồ dùng khác cho gia đình',
    nameEn: 'Wholesale of other household goods',
  },
  { code: '4690', nameVi: 'Bán buôn tổng hợp', nameEn: 'Non-specialized wholesale trade' },
  {
    code: '4771',
    nameVi: 'Bán lẻ hàng may mặc, giày dép, hàng da và giả da trong các cửa hàng chuyên doanh',
    nameEn: 'Retail sale of clothing, footwear and leather articles in specialized stores',
  },
  { code: '5510', nameVi: 'Dịch vụ lưu trú ngắn ngày', nameEn: 'Short term accommodation activities' },
  {
    code: '5610',
    nameVi: 'Nhà hàng và các dịch vụ ăn uống phục vụ lưu động',
    nameEn: 'Restaurants and mobile food service activities',
  },
  { code: '6201', nameVi: 'Lập trình máy vi tính', nameEn: 'Computer programming activities' },
  {
    code: '6202',
    nameVi: 'Tư vấn máy vi tính và quản trị hệ thống máy vi tính',
    nameEn: 'Computer consultancy and computer facilities management activities',
  },
  { code: '6419', nameVi: 'Hoạt động trung gian tiền tệ khác', nameEn: 'Other monetary intermediation' },
  {
    code: '6810',
    nameVi: 'Kinh doanh bất động sản, quyền sử dụng đất thuộc chủ sở hữu, chủ sử dụng hoặc đi thuê',
    nameEn: 'Real estate activities with own or leased property',
  },
  {
    code: '7110',
    nameVi: 'Hoạt động kiến trúc và tư vấn kỹ thuật có liên quan',
    nameEn: 'Architectural and engineering activities and related technical consultancy',
  },
  { code: '7310', nameVi: 'Quảng cáo', nameEn: 'Advertising' },
  { code: '7911', nameVi: 'Đại lý du lịch', nameEn: 'Travel agency activities' },
];

/** The class of banks, which ordinary enterprises do not have. */
export const BANKING = '6419';
