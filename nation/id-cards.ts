import type { IdCard } from './country.ts';
import { AS_OF_DAY, addYears, type Day, dateText, dayOf } from './days.ts';
import { oldProvinceTitle } from './provinces.ts';
import type { Random } from './random.ts';

/** Whose cards, and what they depend on. */
export interface CardHolder {
  readonly personalId: string;
  readonly oldIdNumber: string | null;
  readonly birthDay: Day;
  readonly deathDay: Day | null;
  /** Old province whose police issued the 9-digit card. */
  readonly oldProvinceCode: string;
}

/** Cards are renewed at these ages (Law 26/2023/QH15, article 21). */
const RENEWAL_AGES = [14, 25, 40, 60] as const;

/** First day of the 12-digit citizen card, of its chip, and of the identity card of the law of 2023 (the first two B-H). */
const FIRST_CITIZEN_CARD = dayOf('2016-01-01');
const FIRST_CHIP = dayOf('2021-01-01');
const FIRST_IDENTITY_CARD = dayOf('2024-07-01');

/** The police department that runs the population and identity databases. */
const POLICE_DEPARTMENT = 'Cục Cảnh sát quản lý hành chính về trật tự xã hội';

/** The cards that somebody has held, oldest first; the last one may have expired. */
export function drawIdCards(holder: CardHolder, random: Random): readonly IdCard[] {
  return [oldCard(holder, random), citizenCard(holder, random), identityCard(holder, random)].filter(
    (card) => card !== null,
  );
}

/**
 * The day a card expires: the next renewal age, or the one after it when the card was issued within two years before
 * (Law 26/2023/QH15, article 21); `null` for life.
 */
export function cardExpiry(birthDay: Day, issuedOn: Day): Day | null {
  const ages = RENEWAL_AGES.map((age) => addYears(birthDay, age));
  return ages.find((day) => addYears(day, -2) > issuedOn) ?? null;
}

/** Chứng minh nhân dân: nine digits, from 16 years of age, for 15 years (B-H). */
function oldCard(holder: CardHolder, random: Random): IdCard | null {
  if (holder.oldIdNumber === null) return null;
  const from = Math.max(addYears(holder.birthDay, 16), dayOf('1979-01-01'));
  const issuedOn = Math.min(
    from + random.integer(0, 5000),
    dayOf('2015-12-31'),
    (holder.deathDay ?? Infinity) - 1,
  );
  return {
    kind: 'IDENTITY_CARD_9',
    number: holder.oldIdNumber,
    issuedOn: dateText(issuedOn),
    issuedBy: `Công an ${oldProvinceTitle(holder.oldProvinceCode)}`,
    expiresOn: dateText(addYears(issuedOn, 15)),
  };
}

function citizenCard(holder: CardHolder, random: Random): IdCard | null {
  const first = random.chance(0.85) ? FIRST_CHIP : FIRST_CITIZEN_CARD;
  if (!random.chance(0.93)) return null;
  const issuedOn = drawDay(holder, addYears(holder.birthDay, 14), first, FIRST_IDENTITY_CARD - 1, random);
  if (issuedOn === null) return null;
  return twelveDigits(holder, 'CITIZEN_CARD', issuedOn, POLICE_DEPARTMENT);
}

/** Thẻ căn cước: for those whose turn of renewal came, those who asked early, and some children of six and over. */
function identityCard(holder: CardHolder, random: Random): IdCard | null {
  const renewal = RENEWAL_AGES.map((age) => addYears(holder.birthDay, age)).find(
    (day) => day >= FIRST_IDENTITY_CARD && day <= AS_OF_DAY - 60,
  );
  if (!random.chance(renewal === undefined ? 0.25 : 0.95)) return null;
  const earliest = renewal ?? addYears(holder.birthDay, 6);
  const issuedOn = drawDay(holder, earliest, FIRST_IDENTITY_CARD, AS_OF_DAY - 3, random);
  return issuedOn === null ? null : twelveDigits(holder, 'IDENTITY_CARD', issuedOn, 'Bộ Công an');
}

function drawDay(holder: CardHolder, earliest: Day, first: Day, last: Day, random: Random): Day | null {
  const from = Math.max(earliest, first);
  const until = Math.min(last, (holder.deathDay ?? Infinity) - 1);
  return from <= until ? random.integer(from, until) : null;
}

function twelveDigits(holder: CardHolder, kind: IdCard['kind'], issuedOn: Day, issuedBy: string): IdCard {
  const expiry = cardExpiry(holder.birthDay, issuedOn);
  return {
    kind,
    number: holder.personalId,
    issuedOn: dateText(issuedOn),
    issuedBy,
    expiresOn: expiry === null ? null : dateText(expiry),
  };
}
