import { describe, expect, it } from 'vitest';
import { drawFamilyName, drawGivenNames, fullName, type NameSetting, withoutMarks } from './names.ts';
import { createRandom } from './random.ts';

const KINH: NameSetting = { sex: 'FEMALE', birthYear: 1950, minority: false, southern: false };

function share(setting: NameSetting, holds: (name: ReturnType<typeof drawGivenNames>) => boolean): number {
  const random = createRandom(6);
  const names = Array.from({ length: 2000 }, () => drawGivenNames(setting, random));
  return names.filter(holds).length / names.length;
}

describe('names', () => {
  it('are Nguyễn for about four Kinh in ten', () => {
    const random = createRandom(6);
    const names = Array.from({ length: 5000 }, () => drawFamilyName(KINH, random));
    expect(names.filter((name) => name === 'Nguyễn').length / 5000).toBeCloseTo(0.41, 1);
  });

  it('have southern forms in the south only', () => {
    const random = createRandom(6);
    const northern = new Set(Array.from({ length: 3000 }, () => drawFamilyName(KINH, random)));
    const southern = new Set(
      Array.from({ length: 3000 }, () => drawFamilyName({ ...KINH, southern: true }, random)),
    );
    expect([northern.has('Hoàng'), northern.has('Huỳnh')]).toEqual([true, false]);
    expect([southern.has('Hoàng'), southern.has('Huỳnh')]).toEqual([false, true]);
  });

  it('have Thị as the middle name of nearly all old and few young women', () => {
    const isThi = ({ middleName }: { middleName: string }): boolean => middleName === 'Thị';
    expect(share(KINH, isThi)).toBeGreaterThan(0.85);
    expect(share({ ...KINH, birthYear: 2015 }, isThi)).toBeLessThan(0.2);
    expect(share({ ...KINH, sex: 'MALE' }, isThi)).toBe(0);
  });

  it('are one given name without a middle name for some members of minorities', () => {
    const isShort = ({ middleName, givenName }: { middleName: string; givenName: string }): boolean =>
      middleName === '' && givenName.length <= 6;
    expect(share({ ...KINH, minority: true }, isShort)).toBeGreaterThan(0.25);
    expect(share(KINH, isShort)).toBeLessThan(0.05);
  });

  it('are written family name first, without gaps for parts that are missing', () => {
    expect(fullName({ familyName: 'Nguyễn', middleName: 'Minh', givenName: 'Quân' })).toBe(
      'Nguyễn Minh Quân',
    );
    expect(fullName({ familyName: '', middleName: '', givenName: 'Pao' })).toBe('Pao');
  });

  it('lose their marks for addresses', () => {
    expect(withoutMarks('Đỗ Thị Hường Ước')).toBe('Do Thi Huong Uoc');
  });
});
