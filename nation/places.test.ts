import { describe, expect, it } from 'vitest';
import { OLD_PROVINCE_CODES } from '../contract/identifiers.ts';
import { officialCommunes } from './communes.fixture.ts';
import { dayOf } from './days.ts';
import { createAtlas, houseDetail, placeRecorded } from './places.ts';
import { OLD_PROVINCE_NAMES, oldProvinceByRange, oldProvinceTitle, recordedUnder } from './provinces.ts';
import { createRandom } from './random.ts';

const communes = officialCommunes();
const atlas = createAtlas(communes, createRandom(1));

describe('old provinces', () => {
  it('have a name each', () => {
    expect(new Set(OLD_PROVINCE_NAMES.keys())).toEqual(OLD_PROVINCE_CODES);
  });

  it('are found from the codes of communes: all but five lie in the range of a former code of their province', () => {
    const astray = communes.filter(
      ({ code, formerProvinceCodes }) => !formerProvinceCodes.includes(oldProvinceByRange(code)),
    );
    // Areas that had joined Hà Nội and Điện Biên long before the reform.
    expect(astray.map(({ code }) => code)).toEqual(['04930', '08974', '08980', '08995', '09022']);
  });

  it('were merged as the resolutions say: 102 communes of today were in Hồ Chí Minh City, 36 in Bình Dương', () => {
    const today = communes
      .filter(({ provinceCode }) => provinceCode === '79')
      .map(({ code }) => atlas.commune(code));
    const count = (old: string): number =>
      today.filter(({ oldProvinceCode }) => oldProvinceCode === old).length;
    expect([count('79'), count('74'), count('77')]).toEqual([102, 36, 30]);
  });

  it('are named on old papers only where the name has changed', () => {
    expect(recordedUnder('35', '37')).toBe('tỉnh Hà Nam (đơn vị hành chính trước 01/07/2025)');
    expect(recordedUnder('37', '37')).toBeNull();
    // Code 15 meant Yên Bái and means Lào Cai; the old Lào Cai had 10.
    expect(recordedUnder('15', '15')).toBe('tỉnh Yên Bái (đơn vị hành chính trước 01/07/2025)');
    expect(recordedUnder('10', '15')).toBeNull();
  });

  it('are cities or provinces', () => {
    expect(oldProvinceTitle('31')).toBe('thành phố Hải Phòng');
    expect(oldProvinceTitle('79')).toBe('TP. Hồ Chí Minh');
    expect(oldProvinceTitle('36')).toBe('tỉnh Nam Định');
  });
});

describe('the atlas', () => {
  it('finds a commune by its code, and says what is wrong with one that is not on the list', () => {
    expect(atlas.commune('00004').fullName).toBe('Phường Ba Đình');
    expect(() => atlas.commune('99999')).toThrow('received a list without 99999');
  });

  it('draws wards more often than rural communes', () => {
    const random = createRandom(3);
    const drawn = Array.from({ length: 5000 }, () => atlas.anywhere(random));
    const wards = communes.filter(({ fullName }) => fullName.startsWith('Phường')).length / communes.length;
    expect(drawn.filter(({ urban }) => urban).length / 5000).toBeGreaterThan(wards * 1.4);
  });

  it('draws within a province, and in towns', () => {
    const random = createRandom(3);
    for (let count = 0; count < 50; count += 1) {
      expect(atlas.inProvince('40', random).provinceCode).toBe('40');
      expect(atlas.town(random).urban).toBe(true);
    }
  });

  it('refuses communes whose old province codes are missing or unknown', () => {
    const [commune] = communes;
    if (commune === undefined) throw new Error('no communes');
    const withCodes = (formerProvinceCodes: readonly string[]) => () =>
      createAtlas([{ ...commune, formerProvinceCodes }], createRandom(1));
    expect(withCodes(['01'])).not.toThrow();
    expect(withCodes([])).toThrow('formerProvinceCodes of 00004 is [], expected one or more');
    expect(withCodes(['03'])).toThrow('formerProvinceCodes of 00004 is [03]');
  });
});

describe('places', () => {
  it('name the old province on papers before the reform, never after', () => {
    const phuLy = atlas.commune('13285');
    const random = createRandom(1);
    const words = (day: string): Set<string | null> =>
      new Set(Array.from({ length: 40 }, () => placeRecorded(phuLy, '', dayOf(day), random).asRecorded));
    expect(words('2025-06-30')).toEqual(new Set([null, recordedUnder('35', '37')]));
    expect(words('2025-07-01')).toEqual(new Set([null]));
  });

  it('have house numbers in wards and hamlets in the country', () => {
    const random = createRandom(1);
    expect(houseDetail(atlas.commune('00004'), random)).toMatch(/^Số \d+, tổ \d+$/);
    expect(houseDetail(atlas.commune('17662'), random)).toMatch(/^Thôn \d+$/);
  });
});
