import { describe, expect, it } from 'vitest';
import { dateText, dayOf } from './days.ts';
import { cardExpiry, drawIdCards } from './id-cards.ts';
import { createRandom } from './random.ts';

function expiry(birth: string, issued: string): string | null {
  const day = cardExpiry(dayOf(birth), dayOf(issued));
  return day === null ? null : dateText(day);
}

describe('identity cards', () => {
  it('expire at 14, 25, 40 and 60 years of age, and never after that', () => {
    expect(expiry('2018-03-01', '2025-05-05')).toBe('2032-03-01');
    expect(expiry('2005-03-01', '2022-05-05')).toBe('2030-03-01');
    expect(expiry('1985-03-14', '2021-04-20')).toBe('2025-03-14');
    expect(expiry('1960-01-01', '2022-05-05')).toBeNull();
  });

  it('last to the age after the next when issued within two years before it', () => {
    expect(expiry('1985-03-14', '2023-03-13')).toBe('2025-03-14');
    expect(expiry('1985-03-14', '2025-02-24')).toBe('2045-03-14');
  });

  it('are issued in order, between the ages and days at which each kind existed', () => {
    const random = createRandom(1);
    const holder = {
      personalId: '901085100001',
      oldIdNumber: '990000001',
      birthDay: dayOf('1985-03-14'),
      deathDay: null,
      oldProvinceCode: '01',
    };
    for (let count = 0; count < 50; count += 1) {
      const cards = drawIdCards(holder, random);
      const days = cards.map(({ issuedOn }) => issuedOn);
      expect(days).toEqual([...days].sort());
      expect(cards[0]).toMatchObject({ kind: 'IDENTITY_CARD_9', issuedBy: 'Công an thành phố Hà Nội' });
      for (const card of cards.slice(1)) expect(card.number).toBe(holder.personalId);
    }
  });

  it('are not issued to small children', () => {
    const toddler = {
      personalId: '901224100001',
      oldIdNumber: null,
      birthDay: dayOf('2024-03-14'),
      deathDay: null,
      oldProvinceCode: '01',
    };
    const random = createRandom(1);
    for (let count = 0; count < 30; count += 1) expect(drawIdCards(toddler, random)).toEqual([]);
  });
});
