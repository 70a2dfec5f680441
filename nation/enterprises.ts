import type { Enterprise, EnterpriseMember, EnterpriseStatus, EnterpriseType, Place } from './country.ts';
import { AS_OF_DAY, addYears, ageAt, type Day, dayOf } from './days.ts';
import { isPresent, type PersonDraft } from './draft.ts';
import { assembleEnterprise, type EnterpriseParts, type Holding, splitShares, WHOLE } from './enterprise.ts';
import {
  drawStatus,
  drawType,
  FIRST_ONES,
  firstPosition,
  founderCount,
  ROLES,
  TAKES_ENTERPRISES,
} from './enterprise-kinds.ts';
import { BrandNames, enterpriseNames, SYNTHETIC_MARK } from './enterprise-names.ts';
import { known } from './known.ts';
import { BANKING, LINES_OF_BUSINESS } from './lines-of-business.ts';
import type { NumberIssuer } from './numbers.ts';
import { type Atlas, houseDetail, placeIn } from './places.ts';
import type { Random } from './random.ts';

/** Active enterprises per inhabitant at the end of 2025: nearly 1.1 million to 102 million. */
const PER_CITIZEN = 0.011;
const AT_LEAST = 12;

/** Charter capitals in million đồng. */
const CAPITALS = [
  300, 500, 1000, 1500, 2000, 3000, 5000, 6000, 9000, 10_000, 20_000, 50_000, 120_000,
] as const;

const LINES = LINES_OF_BUSINESS.map(({ code }) => code).filter((code) => code !== BANKING);

const CHANGES = [
  'Thay đổi địa chỉ trụ sở chính',
  'Thay đổi vốn điều lệ',
  'Thay đổi người đại diện theo pháp luật',
  'Bổ sung ngành, nghề kinh doanh',
  'Thay đổi thông tin liên lạc',
] as const;

/** What founding an enterprise draws on. */
export interface FoundingTools {
  readonly numbers: NumberIssuer;
  readonly atlas: Atlas;
  readonly random: Random;
}

interface Founding {
  readonly type: EnterpriseType;
  readonly status: EnterpriseStatus;
  readonly foundedOn: Day;
}

/** Founds enterprises by members of the population, in the order of their registration here. */
export function foundEnterprises(
  people: readonly PersonDraft[],
  citizens: number,
  tools: FoundingTools,
): readonly Enterprise[] {
  return new Founders(people, tools).found(Math.max(AT_LEAST, Math.round(citizens * PER_CITIZEN)));
}

class Founders {
  readonly #adults: readonly PersonDraft[];
  readonly #numbers: NumberIssuer;
  readonly #atlas: Atlas;
  readonly #random: Random;
  readonly #brands = new BrandNames();
  /** Owners of private enterprises and general partners, who may be so only once (Law on Enterprises 2020, art. 180, 188). */
  readonly #withUnlimitedLiability = new Set<PersonDraft>();
  readonly #active: { readonly code: string; readonly foundedOn: Day }[] = [];

  constructor(people: readonly PersonDraft[], tools: FoundingTools) {
    this.#numbers = tools.numbers;
    this.#atlas = tools.atlas;
    this.#random = tools.random;
    this.#adults = people.filter((person) => {
      const age = ageAt(person.birthDay, AS_OF_DAY);
      return isPresent(person) && person.guardian === null && age >= 24 && age <= 72;
    });
  }

  found(count: number): readonly Enterprise[] {
    return Array.from({ length: count }, (_, index) => {
      const [type, status] = FIRST_ONES[index] ?? [drawType(this.#random), drawStatus(this.#random)];
      return this.#one(type, status);
    });
  }

  #one(type: EnterpriseType, status: EnterpriseStatus): Enterprise {
    const random = this.#random;
    const founders = this.#drawFounders(type);
    const founding = { type, status, foundedOn: this.#foundingDay(founders, status) };
    const statusSince = status === 'ACTIVE' ? founding.foundedOn : this.#dayAfter(founding.foundedOn + 200);
    const code = this.#numbers.enterpriseCode(random);
    const headOffice = this.#officeNear(founders[0]);
    const parts: EnterpriseParts = {
      code,
      ...founding,
      names: enterpriseNames(type, this.#brands.next(random)),
      statusSince,
      capitalVnd: BigInt(random.pick(CAPITALS)) * 1_000_000n,
      headOffice,
      representatives: this.#representatives(founding, founders),
      holdings: this.#holdings(founding, founders),
      lines: random.shuffle(LINES).slice(0, random.integer(1, 4)),
      branches: this.#branches(status),
      changes: this.#changes(founding.foundedOn, statusSince, status),
      insuranceUnit: `${random.pick([...'ABCDEGHK'])}${String(random.integer(1, 99)).padStart(2, '0')}`,
    };
    if (status === 'ACTIVE') this.#active.push({ code, foundedOn: founding.foundedOn });
    return assembleEnterprise(parts);
  }

  #drawFounders(type: EnterpriseType): readonly PersonDraft[] {
    const unlimited = type === 'PRIVATE_ENTERPRISE' || type === 'PARTNERSHIP';
    const founders = new Set<PersonDraft>();
    const count = Math.min(founderCount(type, this.#random), this.#adults.length);
    for (let attempt = 0; founders.size < count && attempt < 200; attempt += 1) {
      const person = this.#random.pick(this.#adults);
      if (unlimited && this.#withUnlimitedLiability.has(person)) continue;
      founders.add(person);
      if (unlimited) this.#withUnlimitedLiability.add(person);
    }
    return [...founders];
  }

  /** When all founders were at least 21; enterprises that have changed their status are older than a year. */
  #foundingDay(founders: readonly PersonDraft[], status: EnterpriseStatus): Day {
    const adult = Math.max(...founders.map((person) => addYears(person.birthDay, 21)));
    const first = Math.max(adult, dayOf(this.#random.chance(0.15) ? '1994-01-01' : '2008-01-01'));
    return this.#random.integer(first, AS_OF_DAY - (status === 'ACTIVE' ? 40 : 400));
  }

  #dayAfter(first: Day): Day {
    return this.#random.integer(first, AS_OF_DAY - 20);
  }

  #representatives(
    { type, foundedOn }: Founding,
    founders: readonly PersonDraft[],
  ): EnterpriseParts['representatives'] {
    const count = this.#random.chance(0.12) && founders.length > 1 && type !== 'PRIVATE_ENTERPRISE' ? 2 : 1;
    return founders.slice(0, count).map(({ personalId }, index) => ({
      personalId,
      position: index === 0 ? firstPosition(type, this.#random) : 'Phó giám đốc',
      since: foundedOn,
    }));
  }

  #holdings({ type, foundedOn }: Founding, founders: readonly PersonDraft[]): readonly Holding[] {
    const random = this.#random;
    const role = ROLES[type];
    const people: EnterpriseMember['holder'][] = founders.map(({ personalId }) => ({ personalId }));
    // Each single-member company has one owner; its director may be a citizen while an enterprise owns it.
    if (type === 'SINGLE_MEMBER_LLC') {
      const parent = random.chance(0.08) ? this.#parentEnterprise(foundedOn) : undefined;
      return [{ holder: parent ?? known(people[0], 'the founder'), role, share: WHOLE, since: foundedOn }];
    }
    const parent = random.chance(TAKES_ENTERPRISES[type]) ? this.#parentEnterprise(foundedOn) : undefined;
    const holders = parent === undefined ? people : [...people, parent];
    const shares = splitShares(holders.length, random);
    return holders.map((holder, index) => ({
      holder,
      // An enterprise in a partnership is liable for its contribution only.
      role: type === 'PARTNERSHIP' && holder === parent ? 'MEMBER' : role,
      share: known(shares[index], 'share'),
      since: foundedOn,
    }));
  }

  #parentEnterprise(foundedOn: Day): { readonly enterpriseCode: string } | undefined {
    const older = this.#active.length === 0 ? undefined : this.#random.pick(this.#active);
    return older === undefined || older.foundedOn > foundedOn ? undefined : { enterpriseCode: older.code };
  }

  #officeNear(founder: PersonDraft | undefined): Place {
    const home = founder?.household?.commune;
    const commune = home !== undefined && this.#random.chance(0.6) ? home : this.#atlas.town(this.#random);
    return placeIn(commune, houseDetail(commune, this.#random));
  }

  #branches(status: EnterpriseStatus): EnterpriseParts['branches'] & {} {
    const random = this.#random;
    if (!random.chance(0.15)) return [];
    return Array.from({ length: random.integer(1, 3) }, (_, index) => {
      const commune = this.#atlas.town(random);
      const place = placeIn(commune, houseDetail(commune, random));
      return { name: `Chi nhánh số ${index + 1} ${SYNTHETIC_MARK}`, place, status };
    });
  }

  #changes(foundedOn: Day, statusSince: Day, status: EnterpriseStatus): EnterpriseParts['changes'] & {} {
    const last = status === 'ACTIVE' ? AS_OF_DAY - 5 : statusSince;
    const count = this.#random.integer(0, 4);
    const days = Array.from({ length: count }, () => this.#random.integer(foundedOn + 20, last));
    return days.sort((a, b) => a - b).map((on) => ({ on, content: this.#random.pick(CHANGES) }));
  }
}
