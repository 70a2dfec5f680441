import type { Enterprise, LandCertificate, LandParcel, LandUseRight } from './country.ts';
import { AS_OF_DAY, addYears, ageAt, type Day, dateText, dayOf, REFORM_DAY } from './days.ts';
import { type HouseholdDraft, isPresent, type PersonDraft, partner, unionInForce } from './draft.ts';
import { known } from './known.ts';
import type { NumberIssuer } from './numbers.ts';
import {
  areaAndUses,
  certificate,
  LAST_OLD_FORM_DAY,
  nextOldPosition,
  nextParcelId,
  nextPosition,
  ORIGINS,
  rights,
  type UseParts,
} from './parcel.ts';
import { type Atlas, type Commune, houseDetail } from './places.ts';
import type { Random } from './random.ts';
import type { Registers } from './registers.ts';

/** First land-use certificates under the Land Law of 1993. */
const FIRST_CERTIFICATE_DAY = dayOf('1993-10-15');

/** Share of parcels that enterprises hold, and of parcels with a certificate. */
const ENTERPRISE_SHARE = 0.04;
const CERTIFIED_SHARE = 0.93;

/** What surveying land draws on. */
export interface LandTools {
  readonly households: readonly HouseholdDraft[];
  readonly enterprises: readonly Enterprise[];
  /** Enterprise code of the bank that lends on land. */
  readonly bankCode: string;
  readonly registers: Registers;
  readonly numbers: NumberIssuer;
  readonly atlas: Atlas;
  readonly random: Random;
}

interface Holding {
  readonly commune: Commune;
  readonly holders: readonly LandUseRight['holder'][];
  readonly origins: readonly string[];
  readonly since: Day;
  readonly uses: readonly UseParts[];
}

/** Surveys `count` parcels and gives them to households and enterprises. */
export function surveyLand(count: number, tools: LandTools): LandParcel[] {
  const { households, enterprises, random } = tools;
  const active = enterprises.filter(({ status }) => status === 'ACTIVE');
  return Array.from({ length: Math.max(0, count) }, () => {
    const byEnterprise = active.length > 0 && random.chance(ENTERPRISE_SHARE);
    return parcelOf(
      byEnterprise
        ? enterpriseHolding(random.pick(active), tools)
        : familyHolding(random.pick(households), tools),
      tools,
    );
  });
}

function enterpriseHolding(
  { enterpriseCode, foundedOn, headOffice }: Enterprise,
  { atlas, random }: LandTools,
): Holding {
  const office = atlas.commune(known(headOffice.communeCode, 'commune of the head office'));
  const since = random.integer(dayOf(foundedOn), AS_OF_DAY - 20);
  const purpose = random.chance(0.5) ? 'COMMERCIAL_SERVICE' : 'NON_AGRICULTURAL_PRODUCTION';
  return {
    commune: random.chance(0.7) ? office : atlas.inProvince(office.provinceCode, random),
    holders: [{ enterpriseCode }],
    origins: ORIGINS.ENTERPRISE,
    since,
    // Land is leased for fifty years (Land Law 2024, article 172; B-M).
    uses: [{ purpose, tenthsOfM2: random.integer(1500, 120_000), until: addYears(since, 50) }],
  };
}

function familyHolding(household: HouseholdDraft, { atlas, random }: LandTools): Holding {
  const holder = drawHolder(household, random);
  const spouse = random.chance(0.45) ? presentSpouse(holder) : undefined;
  const near = random.chance(0.85);
  const commune = near ? household.commune : atlas.inProvince(household.commune.provinceCode, random);
  const together = spouse === undefined ? 0 : known(unionInForce(holder), 'marriage').from;
  const first = Math.max(addYears(holder.birthDay, 18), together, FIRST_CERTIFICATE_DAY);
  const field = !commune.urban && random.chance(0.5);
  const since = random.integer(first, Math.max(first, AS_OF_DAY - 10));
  return {
    commune,
    holders: [holder, ...(spouse === undefined ? [] : [spouse])].map(({ personalId }) => ({ personalId })),
    origins: field ? ORIGINS.FIELD : ORIGINS.FAMILY,
    since,
    uses: field ? fieldUses(since, random) : houseUses(commune, random),
  };
}

/** Mostly the head of the household, sometimes another adult in it. */
function drawHolder({ head, members }: HouseholdDraft, random: Random): PersonDraft {
  if (random.chance(0.85)) return head;
  const adults = members.filter(({ person }) => ageAt(person.birthDay, AS_OF_DAY) >= 18);
  return random.pick(adults).person;
}

function presentSpouse(person: PersonDraft): PersonDraft | undefined {
  const union = unionInForce(person);
  const spouse = union === undefined ? undefined : partner(union, person);
  return spouse !== undefined && isPresent(spouse) ? spouse : undefined;
}

/** Agricultural land is allotted for fifty years (Land Law 2024, article 172; B-M). */
function fieldUses(since: Day, random: Random): readonly UseParts[] {
  const purpose = random.chance(0.65) ? 'RICE' : 'PERENNIAL_CROPS';
  return [{ purpose, tenthsOfM2: random.integer(1800, 36_000), until: addYears(since, 50) }];
}

function houseUses(commune: Commune, random: Random): readonly UseParts[] {
  if (commune.urban) {
    return [{ purpose: 'RESIDENTIAL_URBAN', tenthsOfM2: random.integer(280, 2400), until: null }];
  }
  const house: UseParts = {
    purpose: 'RESIDENTIAL_RURAL',
    tenthsOfM2: random.integer(800, 4000),
    until: null,
  };
  if (random.chance(0.5)) return [house];
  const garden = random.integer(600, 15_000);
  return [house, { purpose: 'PERENNIAL_CROPS', tenthsOfM2: garden, until: dayOf('2063-10-15') }];
}

function parcelOf(holding: Holding, tools: LandTools): LandParcel {
  const { registers, random } = tools;
  const { commune, since } = holding;
  const certificates = drawCertificates(holding, tools);
  return {
    parcelId: nextParcelId(registers),
    communeCode: commune.code,
    ...nextPosition(commune, registers, random),
    formerIdentifiers: drawFormerIdentifiers(commune, tools),
    address: `${houseDetail(commune, random)}, ${commune.fullName}`,
    ...areaAndUses(holding.uses),
    rights: rights(holding.holders, random.pick(holding.origins), since),
    certificates,
    mortgages: drawMortgages(certificates, tools),
  };
}

/** A re-survey or a merger of communes before the reform gave a share of the parcels new numbers. */
function drawFormerIdentifiers(
  commune: Commune,
  { registers, random }: LandTools,
): LandParcel['formerIdentifiers'] {
  if (!random.chance(0.18)) return [];
  const until = random.integer(dayOf('2008-01-01'), REFORM_DAY - 1);
  return [
    {
      ...nextOldPosition(commune, registers, random),
      until: dateText(until),
      note: random.pick(['Đo đạc lại bản đồ địa chính', 'Hợp thửa', 'Tách thửa']),
    },
  ];
}

/** The valid certificate, after one that it replaced for some; none for parcels that were never certified. */
function drawCertificates({ commune, since }: Holding, tools: LandTools): readonly LandCertificate[] {
  const { registers, numbers, random } = tools;
  if (!random.chance(CERTIFIED_SHARE)) return [];
  const issue = (issuedOn: Day, status: LandCertificate['status']): LandCertificate => {
    const serial = numbers.certificateSerial(issuedOn <= LAST_OLD_FORM_DAY ? 'OLD' : 'NEW', random);
    return certificate(serial, { commune, issuedOn, status }, registers);
  };
  const first = Math.max(since, Math.min(since + random.integer(10, 400), AS_OF_DAY - 5));
  if (!random.chance(0.12)) return [issue(first, 'VALID')];
  return [issue(first, 'REPLACED'), issue(random.integer(first, Math.max(first, AS_OF_DAY - 2)), 'VALID')];
}

function drawMortgages(certificates: readonly LandCertificate[], tools: LandTools): LandParcel['mortgages'] {
  const { bankCode, random } = tools;
  const valid = certificates.at(-1);
  if (valid === undefined || !random.chance(0.09)) return [];
  const first = Math.max(dayOf(valid.issuedOn), dayOf('2005-01-01'));
  const registeredOn = random.integer(first, AS_OF_DAY - 1);
  const discharged = random.chance(0.45) ? random.integer(registeredOn, AS_OF_DAY) : null;
  return [
    {
      mortgageeCode: bankCode,
      registeredOn: dateText(registeredOn),
      dischargedOn: discharged === null ? null : dateText(discharged),
    },
  ];
}
