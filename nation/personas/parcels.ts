import type { DateText, LandParcel, LandUseRight } from '../country.ts';
import { dayOf } from '../days.ts';
import type { PersonDraft } from '../draft.ts';
import {
  areaAndUses,
  certificate,
  nextParcelId,
  nextPosition,
  ORIGINS,
  rights,
  type UseParts,
} from '../parcel.ts';
import type { Businesses } from './businesses.ts';
import type { Cast } from './cast.ts';

/** The holders of the parcels among the personas. */
export interface Holders {
  readonly profile: PersonDraft;
  readonly spouse: PersonDraft;
  readonly mergedCommune: PersonDraft;
  /** Four people who inherited together. */
  readonly heirs: readonly PersonDraft[];
}

/** A parcel as a persona file states it. */
export interface Plot {
  readonly key: string;
  readonly name: string;
  readonly special: string;
  readonly commune: string;
  readonly detail: string;
  readonly holders: readonly LandUseRight['holder'][];
  readonly origin: string;
  readonly since: DateText;
  readonly uses: readonly UseParts[];
  /** Days of issue and serials, the last one valid. */
  readonly certificates: readonly (readonly [DateText, string])[];
  readonly mortgagedOn?: DateText;
  readonly former?: LandParcel['formerIdentifiers'];
}

/** The parcels among the personas. */
export function castParcels(cast: Cast, { bank, largeEmployer }: Businesses, holders: Holders): LandParcel[] {
  const plots = [...familyPlots(holders), ...otherPlots(holders, largeEmployer.enterpriseCode)];
  return plots.map((plot) => survey(cast, plot, bank.enterpriseCode));
}

function familyPlots({ profile, spouse, heirs }: Holders): readonly Plot[] {
  const [inherited, allotted] = [ORIGINS.FAMILY[3], ORIGINS.FAMILY[1]];
  return [
    {
      key: 'profile-home-parcel',
      name: 'Home of `profile` in Phường Ba Đình',
      special: 'Held in common by `profile` and `profile-spouse`, and mortgaged to `bank`.',
      commune: '00004',
      detail: 'Số 12, tổ 5',
      holders: [profile, spouse].map(({ personalId }) => ({ personalId })),
      origin: ORIGINS.FAMILY[2],
      since: '2016-05-20',
      uses: [{ purpose: 'RESIDENTIAL_URBAN', tenthsOfM2: 625, until: null }],
      certificates: [['2016-07-04', 'XA 100001']],
      mortgagedOn: '2023-03-15',
    },
    {
      key: 'profile-second-parcel',
      name: 'House and garden of `profile` in Xã Ba Vì',
      special: 'Second parcel of `profile`: two uses, free of mortgages, outside the ward where he lives.',
      commune: '09700',
      detail: 'Thôn 2',
      holders: [{ personalId: profile.personalId }],
      origin: ORIGINS.FAMILY[4],
      since: '2020-09-09',
      uses: [
        { purpose: 'RESIDENTIAL_RURAL', tenthsOfM2: 2000, until: null },
        { purpose: 'PERENNIAL_CROPS', tenthsOfM2: 8305, until: dayOf('2063-10-15') },
      ],
      certificates: [['2020-10-30', 'XA 100002']],
    },
    {
      key: 'common-parcel',
      name: 'Land of four heirs in Phường Hạc Thành',
      special: 'Held in common by four citizens.',
      commune: '14797',
      detail: 'Số 14, tổ 1',
      holders: heirs.map(({ personalId }) => ({ personalId })),
      origin: inherited ?? allotted,
      since: '2017-12-12',
      uses: [{ purpose: 'RESIDENTIAL_URBAN', tenthsOfM2: 3120, until: null }],
      certificates: [['2018-01-24', 'XA 100003']],
    },
  ];
}

function otherPlots({ mergedCommune }: Holders, employerCode: string): readonly Plot[] {
  return [
    {
      key: 'mortgaged-enterprise-parcel',
      name: 'Factory land of `large-employer` in Phường Nam Định',
      special: 'Held by an enterprise and mortgaged; an earlier mortgage is discharged.',
      commune: '13669',
      detail: 'Số 250, tổ 4',
      holders: [{ enterpriseCode: employerCode }],
      origin: ORIGINS.ENTERPRISE[0],
      since: '2009-06-01',
      uses: [
        { purpose: 'NON_AGRICULTURAL_PRODUCTION', tenthsOfM2: 120_000, until: dayOf('2059-06-01') },
        { purpose: 'COMMERCIAL_SERVICE', tenthsOfM2: 4500, until: dayOf('2059-06-01') },
      ],
      certificates: [['2009-08-17', 'XA 100004']],
      mortgagedOn: '2024-11-05',
    },
    {
      key: 'resurveyed-parcel',
      name: 'Twice renumbered parcel in Phường Phủ Lý',
      special:
        'Sheet and number changed twice; the certificate on the old numbers was replaced by one of 8 digits.',
      commune: '13285',
      detail: 'Số 28, tổ 4',
      holders: [{ personalId: mergedCommune.personalId }],
      origin: ORIGINS.FAMILY[0],
      since: '2003-04-04',
      uses: [{ purpose: 'RESIDENTIAL_URBAN', tenthsOfM2: 1408, until: null }],
      certificates: [
        ['2003-05-15', 'XA 100005'],
        ['2025-09-22', 'XA 10000006'],
      ],
      former: [
        { mapSheet: 901, parcelNumber: 17, until: '2012-12-31', note: 'Đo đạc lại bản đồ địa chính' },
        { mapSheet: 902, parcelNumber: 44, until: '2025-06-30', note: 'Sắp xếp đơn vị hành chính' },
      ],
    },
  ];
}

/** Enters a parcel and names it a persona. */
export function survey(cast: Cast, plot: Plot, bankCode: string): LandParcel {
  const { atlas, numbers, registers } = cast.offices;
  const commune = atlas.commune(plot.commune);
  const parcel: LandParcel = {
    parcelId: nextParcelId(registers),
    communeCode: commune.code,
    ...nextPosition(commune, registers, cast.random.fork(plot.key)),
    formerIdentifiers: plot.former ?? [],
    address: `${plot.detail}, ${commune.fullName}`,
    ...areaAndUses(plot.uses),
    rights: rights(plot.holders, plot.origin, dayOf(plot.since)),
    certificates: plot.certificates.map(([issuedOn, serial], index) =>
      certificate(
        numbers.claim(serial),
        {
          commune,
          issuedOn: dayOf(issuedOn),
          status: index === plot.certificates.length - 1 ? 'VALID' : 'REPLACED',
        },
        registers,
      ),
    ),
    mortgages: mortgages(plot, bankCode),
  };
  const { key, name, special } = plot;
  cast.personas.push({ key, kind: 'LAND_PARCEL', identifier: parcel.parcelId, name, special });
  return parcel;
}

function mortgages({ key, mortgagedOn }: Plot, mortgageeCode: string): LandParcel['mortgages'] {
  if (mortgagedOn === undefined) return [];
  const current = { mortgageeCode, registeredOn: mortgagedOn, dischargedOn: null };
  if (key !== 'mortgaged-enterprise-parcel') return [current];
  return [{ mortgageeCode, registeredOn: '2014-02-18', dischargedOn: '2019-03-01' }, current];
}
