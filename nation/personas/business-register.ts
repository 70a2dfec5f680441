import type { Enterprise, Place } from '../country.ts';
import { dayOf } from '../days.ts';
import type { PersonDraft } from '../draft.ts';
import { assembleEnterprise, type EnterpriseParts, type Holding } from '../enterprise.ts';
import { enterpriseCode } from '../numbers.ts';
import { placeIn } from '../places.ts';
import type { Cast } from './cast.ts';

/** Serials of the persona enterprises in the order of businesses.ts; those whose check digit would be 10 are left out. */
const FIRST_SERIAL = 101;

/** Registers the businesses among the personas, with codes that never change. */
export class BusinessRegister {
  readonly enterprises: Enterprise[] = [];
  readonly #cast: Cast;
  #serial = FIRST_SERIAL;

  constructor(cast: Cast) {
    this.#cast = cast;
  }

  /** Registers an enterprise and names it a persona. */
  register(
    key: string,
    special: string,
    parts: Omit<EnterpriseParts, 'code' | 'statusSince' | 'insuranceUnit'> &
      Pick<Partial<EnterpriseParts>, 'statusSince'>,
  ): Enterprise {
    const enterprise = assembleEnterprise({
      statusSince: parts.foundedOn,
      ...parts,
      code: this.#cast.offices.numbers.claim(this.#nextCode()),
      insuranceUnit: 'A01',
    });
    this.enterprises.push(enterprise);
    const { enterpriseCode: identifier, name } = enterprise;
    this.#cast.personas.push({ key, kind: 'BUSINESS', identifier, name, special });
    return enterprise;
  }

  /** A place of business in a commune. */
  office(commune: string, detail: string): Place {
    return placeIn(this.#cast.offices.atlas.commune(commune), detail);
  }

  #nextCode(): string {
    for (;;) {
      const code = enterpriseCode(this.#serial);
      this.#serial += 1;
      if (code !== undefined) return code;
    }
  }
}

/** A share of a person or an enterprise, in hundredths of a percent. */
export function held(
  by: PersonDraft | Enterprise,
  role: Holding['role'],
  share: number,
  since: string,
): Holding {
  const holder = 'personalId' in by ? { personalId: by.personalId } : { enterpriseCode: by.enterpriseCode };
  return { holder, role, share, since: dayOf(since) };
}

/** The only legal representative. */
export function represented(
  by: PersonDraft,
  position: string,
  since: string,
): EnterpriseParts['representatives'] {
  return [{ personalId: by.personalId, position, since: dayOf(since) }];
}
