import { describe, expect, it } from 'vitest';
import { CODES } from './fixture.ts';
import { communesForNation, coversCommune } from './territory.ts';

const BA_DINH = '00004';
const HA_NOI = '01';
const NGHE_AN = '40';

describe('a jurisdiction', () => {
  it.each([
    ['the whole country', 'national', BA_DINH, true],
    ['the whole country, even a commune that is no longer on the list', 'national', '00001', true],
    ['the commune itself', [BA_DINH], BA_DINH, true],
    ['all communes of its province', [HA_NOI], BA_DINH, true],
    ['one of several units', [NGHE_AN, BA_DINH], BA_DINH, true],
    ['no other commune', ['00008'], BA_DINH, false],
    ['no commune of another province', [NGHE_AN], BA_DINH, false],
    ['no commune that is not on the list, though the first digits look alike', [HA_NOI], '01999', false],
    ['nothing at all when it is empty', [], BA_DINH, false],
  ] as const)('covers %s', (_name, jurisdiction, commune, expected) => {
    expect(coversCommune(CODES, jurisdiction, commune)).toBe(expected);
  });
});

describe('the communes for the synthetic country', () => {
  it('are all of them, with the old province codes that personal numbers still carry', () => {
    const communes = communesForNation(CODES);
    expect(communes).toHaveLength(3321);
    expect(communes[0]).toEqual({
      code: BA_DINH,
      name: 'Ba Đình',
      fullName: 'Phường Ba Đình',
      provinceCode: HA_NOI,
      formerProvinceCodes: ['01'],
    });
    expect(communes.find(({ provinceCode }) => provinceCode === '08')?.formerProvinceCodes).toEqual([
      '02',
      '08',
    ]);
  });
});
