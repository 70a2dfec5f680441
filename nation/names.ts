import type { Person, Sex } from './country.ts';
import {
  FAMILY_NAMES,
  GIVEN_NAMES,
  MIDDLE_NAMES,
  MINORITY_FAMILY_NAMES,
  MINORITY_GIVEN_NAMES,
  SOUTHERN_FAMILY_NAMES,
} from './names-data.ts';
import { type Random, weighted } from './random.ts';

/** What a name depends on. */
export interface NameSetting {
  readonly sex: Sex;
  readonly birthYear: number;
  /** Of an ethnic minority, so that shorter and other names occur. */
  readonly minority: boolean;
  /** From the south, where Hoàng is Huỳnh and Vũ is Võ. */
  readonly southern: boolean;
}

const kinhFamilyName = weighted(FAMILY_NAMES);

/** A family name (họ) for somebody whose parents are not in the country. */
export function drawFamilyName({ minority, southern }: NameSetting, random: Random): string {
  if (minority && random.chance(0.8)) return random.pick(MINORITY_FAMILY_NAMES);
  const name = kinhFamilyName(random);
  return southern ? (SOUTHERN_FAMILY_NAMES[name] ?? name) : name;
}

/**
 * Middle name (chữ đệm) and given name (tên). "Thị" and "Văn" were nearly the rule and become rarer with each
 * generation; some members of minorities have a single given name and no middle name.
 */
export function drawGivenNames(
  setting: NameSetting,
  random: Random,
): { readonly middleName: string; readonly givenName: string } {
  if (setting.minority && random.chance(0.3)) {
    return { middleName: '', givenName: random.pick(MINORITY_GIVEN_NAMES) };
  }
  const { sex, birthYear } = setting;
  const traditional = random.chance(traditionalShare(sex, birthYear));
  const middleName = traditional ? (sex === 'FEMALE' ? 'Thị' : 'Văn') : random.pick(MIDDLE_NAMES[sex]);
  const generation = birthYear < 1965 ? 0 : birthYear < 1995 ? 1 : 2;
  const givenName = random.pick(GIVEN_NAMES[sex][generation]);
  return { middleName: middleName === givenName ? '' : middleName, givenName };
}

function traditionalShare(sex: Sex, birthYear: number): number {
  const female = sex === 'FEMALE';
  if (birthYear < 1960) return female ? 0.9 : 0.6;
  if (birthYear < 1980) return female ? 0.8 : 0.5;
  if (birthYear < 1995) return female ? 0.6 : 0.35;
  if (birthYear < 2010) return female ? 0.35 : 0.2;
  return female ? 0.15 : 0.08;
}

/** The parts of a name in Vietnamese order, family name first; parts that are empty leave no gap. */
export function fullName(name: Readonly<Pick<Person, 'familyName' | 'middleName' | 'givenName'>>): string {
  return [name.familyName, name.middleName, name.givenName].filter((part) => part !== '').join(' ');
}

/** A text without Vietnamese marks, for e-mail addresses and foreign names of enterprises. */
export function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D');
}
