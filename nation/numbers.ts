import { enterpriseCodeCheckDigit, SYNTHETIC_PREFIX } from '../contract/identifiers.ts';
import type { Sex } from './country.ts';
import type { Random } from './random.ts';

/**
 * Issues every number of the country once. Each kind keeps to a range that is not known to be in use, so that no
 * living person, enterprise or certificate is met: personal numbers begin with 9 (contract/identifiers.ts), the
 * others with 99 or, for certificates, with a late letter. (That these ranges are unused: general knowledge, B-M.)
 */
export class NumberIssuer {
  readonly #taken = new Set<string>();

  /** Claims a fixed number; throws when it was issued before, so that two personas can never share one. */
  claim(number: string): string {
    if (this.#taken.has(number)) throw new Error(`nation: the number ${number} would be issued twice`);
    this.#taken.add(number);
    return number;
  }

  /** A personal number (số định danh cá nhân) with a random tail; `place` is two digits, `00` for abroad. */
  personalId(place: string, sex: Sex, birthYear: number, random: Random): string {
    const start = personalIdStart(place, sex, birthYear);
    return this.#draw(() => start + digits(random, 6));
  }

  /** Nine digits of a former identity card (chứng minh nhân dân). */
  oldIdNumber(random: Random): string {
    return this.#draw(() => `99${digits(random, 7)}`);
  }

  /** An enterprise code (mã số doanh nghiệp) of the range 99 with its check digit. */
  enterpriseCode(random: Random): string {
    return this.#draw(() => enterpriseCode(random.integer(1_000_000, 9_999_999)));
  }

  /** A social-insurance number (mã số bảo hiểm xã hội), ten digits. */
  socialInsuranceNumber(random: Random): string {
    return this.#draw(() => `99${digits(random, 8)}`);
  }

  /** A serial of a land-use certificate: 8 digits on the newer form, 6 on the older. */
  certificateSerial(form: 'NEW' | 'OLD', random: Random): string {
    return this.#draw(() => {
      const letters = random.pick(FIRST_SERIAL_LETTERS) + random.pick(SERIAL_LETTERS);
      return `${letters} ${digits(random, form === 'NEW' ? 8 : 6)}`;
    });
  }

  #draw(draw: () => string | undefined): string {
    for (;;) {
      const number = draw();
      if (number === undefined || this.#taken.has(number)) continue;
      this.#taken.add(number);
      return number;
    }
  }
}

const FIRST_SERIAL_LETTERS = [...'XYZ'] as const;
const SERIAL_LETTERS = [...'ABCDEGHKLMNPSTVĐ'] as const;

/** The first six digits of a personal number: place, century with sex, year (Circular 59/2021/TT-BCA). */
export function personalIdStart(place: string, sex: Sex, birthYear: number): string {
  const century = (Math.floor(birthYear / 100) - 19) * 2 + (sex === 'FEMALE' ? 1 : 0);
  return `${SYNTHETIC_PREFIX}${place}${century}${String(birthYear % 100).padStart(2, '0')}`;
}

/** The enterprise code with this serial in the range 99; `undefined` where the check digit would be 10. */
export function enterpriseCode(serial: number): string | undefined {
  const firstNine = `99${String(serial).padStart(7, '0')}`;
  const check = enterpriseCodeCheckDigit(firstNine);
  return check === 10 ? undefined : firstNine + check;
}

function digits(random: Random, count: number): string {
  return String(random.integer(0, 10 ** count - 1)).padStart(count, '0');
}
