import type { RegisterEntry } from './country.ts';
import { type Day, dateText, yearOf } from './days.ts';
import type { Commune } from './places.ts';

/** Kinds of civil-status register with the mark that their numbers carry here. */
const MARKS = { BIRTH: 'KS', MARRIAGE: 'KH', DEATH: 'KT', RECOGNITION: 'CMC' } as const;

/** Entries that fill one book of a register. */
const ENTRIES_PER_BOOK = 200;

/**
 * Counts on in the books of every office. The form of the numbers is this project's own: `KS-00004-2019-0045` is the
 * 45th birth that the commune 00004 registered in 2019, so a number alone finds its entry.
 */
export class Registers {
  readonly #counts = new Map<string, number>();

  /** The next entry of a register. */
  entry(kind: keyof typeof MARKS, office: Commune, registeredOn: Day): RegisterEntry {
    const year = yearOf(registeredOn);
    const series = `${MARKS[kind]}-${office.code}-${year}`;
    const serial = this.#next(series);
    const book = Math.ceil(serial / ENTRIES_PER_BOOK);
    return {
      number: `${series}-${String(serial).padStart(4, '0')}`,
      book: `${String(book).padStart(2, '0')}/${year}`,
      page: ((serial - 1) % ENTRIES_PER_BOOK) + 1,
      officeCommuneCode: office.code,
      registeredOn: dateText(registeredOn),
    };
  }

  /** The next residence file (hồ sơ cư trú) of a commune; the form of the number is this project's own. */
  residenceFileNumber(communeCode: string): string {
    return `${communeCode}-${String(this.#next(`HS-${communeCode}`)).padStart(6, '0')}`;
  }

  /** The next divorce decision of a court in a year, written as courts do (B-H). */
  divorceDecisionNumber(court: string, year: number): string {
    return `${this.#next(`${court}-${year}`)}/${year}/QĐST-HNGĐ`;
  }

  /** The next number in a series of one's own. */
  serial(series: string): number {
    return this.#next(series);
  }

  #next(series: string): number {
    const count = (this.#counts.get(series) ?? 0) + 1;
    this.#counts.set(series, count);
    return count;
  }
}
