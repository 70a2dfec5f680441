import type { InsuranceHistory, InsurancePeriod } from '../country.ts';
import { isPresent, type PersonDraft } from '../draft.ts';
import { assembleInsurance } from '../insurance.ts';
import type { Businesses } from './businesses.ts';
import type { Cast } from './cast.ts';

/** What the insurance database holds about the personas: periods for some, a health card for everybody present. */
export function castInsurance(
  cast: Cast,
  { largeEmployer, profileEnterprise }: Businesses,
  people: { readonly profile: PersonDraft; readonly pensioner: PersonDraft; readonly voluntary: PersonDraft },
): InsuranceHistory[] {
  const periods = new Map<PersonDraft, readonly InsurancePeriod[]>([
    [
      people.profile,
      [
        employed('2010-03-01', '2018-06-30', largeEmployer.enterpriseCode, 8_500_000n),
        employed('2018-07-01', null, profileEnterprise.enterpriseCode, 24_000_000n),
      ],
    ],
    [people.pensioner, [employed('1995-01-01', '2021-06-30', largeEmployer.enterpriseCode, 9_200_000n)]],
    [
      people.voluntary,
      [
        {
          from: '2021-03-01',
          until: null,
          kind: 'VOLUNTARY',
          employerCode: null,
          monthlyBaseVnd: 2_000_000n,
        },
      ],
    ],
  ]);
  return cast.people.filter(isPresent).map((person) =>
    assembleInsurance(
      {
        person,
        periods: periods.get(person) ?? [],
        monthlyPensionVnd: person === people.pensioner ? 6_150_000n : null,
        card: true,
      },
      cast.offices.numbers,
      cast.random.fork(`insurance of ${person.personalId}`),
    ),
  );
}

function employed(
  from: string,
  until: string | null,
  employerCode: string,
  monthlyBaseVnd: bigint,
): InsurancePeriod {
  return { from, until, kind: 'COMPULSORY', employerCode, monthlyBaseVnd };
}
