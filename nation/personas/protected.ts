import type { LandParcel } from '../country.ts';
import { dayOf } from '../days.ts';
import type { PersonDraft } from '../draft.ts';
import { enterpriseNames } from '../enterprise-names.ts';
import { ORIGINS } from '../parcel.ts';
import { held, represented } from './business-register.ts';
import type { Businesses } from './businesses.ts';
import type { Cast } from './cast.ts';
import { alone } from './families.ts';
import { survey } from './parcels.ts';

/** Where all of them live: in the jurisdiction of the ward that the examples ask as. */
const WARD = '00004';

/** A married couple of whom one is protected. */
interface Couple {
  readonly first: PersonDraft;
  readonly spouse: PersonDraft;
}

/**
 * Personas whose records are closed further than others', one of each grade. Which bodies give which grade is not
 * public: these three have theirs by this project's invention. The first has a family, an enterprise and land, so that
 * links of every kind lead to somebody who is protected. Answers the parcel.
 */
export function castProtected(cast: Cast, { register, bank }: Businesses): LandParcel {
  const couple = castFirstFamily(cast);
  castAlone(cast);
  const since = '2017-03-27';
  register.register(
    'protected-enterprise',
    'Represented by `protected-first`, who owns 70 % of it; `protected-spouse` owns the rest.',
    {
      names: enterpriseNames('MULTI_MEMBER_LLC', 'Tư vấn Khải Hoàn'),
      type: 'MULTI_MEMBER_LLC',
      status: 'ACTIVE',
      foundedOn: dayOf(since),
      capitalVnd: 1_000_000_000n,
      headOffice: register.office(WARD, 'Số 21, tổ 8'),
      representatives: represented(couple.first, 'Giám đốc', since),
      holdings: [held(couple.first, 'MEMBER', 7000, since), held(couple.spouse, 'MEMBER', 3000, since)],
      lines: ['7110'],
    },
  );
  return survey(cast, parcelOf(couple), bank.enterpriseCode);
}

function castFirstFamily(cast: Cast): Couple {
  const first = cast.person({
    key: 'protected-first',
    serial: '100401',
    name: ['Hoàng', 'Trọng', 'Khải'],
    sex: 'MALE',
    birth: '1979-08-21',
    born: WARD,
    protectionGrade: 1,
    details: { phone: '+84 000 100 401', email: 'hoang.trong.khai@example.com' },
  });
  const spouse = cast.person({
    key: 'protected-spouse',
    serial: '100402',
    name: ['Vũ', 'Thị Ngọc', 'Diệp'],
    sex: 'FEMALE',
    birth: '1982-03-30',
    born: '00025',
  });
  const union = cast.marriage(first, spouse, { on: '2008-11-15', commune: WARD });
  const child = cast.child(union, {
    key: 'protected-child',
    serial: '100403',
    name: ['Hoàng', 'Ngọc', 'Lam'],
    sex: 'FEMALE',
    birth: '2012-06-18',
    born: WARD,
  });
  cast.household([first, spouse, child], { commune: WARD, detail: 'Số 21, tổ 8', since: '2009-02-01' });
  cast.citizen(
    'protected-first',
    first,
    'Protected in grade 1: lives in Phường Ba Đình (00004) with `protected-spouse` and their child, holds ' +
      '`protected-parcel` and represents `protected-enterprise`.',
  );
  cast.citizen(
    'protected-spouse',
    spouse,
    'Not protected, but married to `protected-first`: her record must not tell that he exists.',
  );
  cast.citizen(
    'protected-child',
    child,
    'A minor, not protected, whose father is `protected-first` and whose mother is `protected-spouse`.',
  );
  return { first, spouse };
}

function castAlone(cast: Cast): void {
  const second = cast.person({
    key: 'protected-second',
    serial: '100404',
    name: ['Phạm', 'Thị Tường', 'Vy'],
    sex: 'FEMALE',
    birth: '1971-12-05',
    born: WARD,
    protectionGrade: 2,
  });
  alone(cast, second, WARD, 'Số 35, tổ 11');
  cast.citizen('protected-second', second, 'Protected in grade 2; lives alone in Phường Ba Đình (00004).');
  const third = cast.person({
    key: 'protected-third',
    serial: '100405',
    name: ['Lê', 'Đình', 'Nghiêm'],
    sex: 'MALE',
    birth: '1965-01-17',
    born: WARD,
    protectionGrade: 3,
  });
  alone(cast, third, WARD, 'Số 50, tổ 14');
  cast.citizen(
    'protected-third',
    third,
    'Protected in grade 3, the highest, which no agreement and no emergency opens; lives alone in Phường Ba Đình ' +
      '(00004).',
  );
}

function parcelOf({ first, spouse }: Couple): Parameters<typeof survey>[1] {
  return {
    key: 'protected-parcel',
    name: 'Home of `protected-first` in Phường Ba Đình',
    special:
      'Held in common by `protected-first` and `protected-spouse`: one holder is protected, one is not.',
    commune: WARD,
    detail: 'Số 21, tổ 8',
    holders: [first, spouse].map(({ personalId }) => ({ personalId })),
    origin: ORIGINS.FAMILY[2],
    since: '2014-10-10',
    uses: [{ purpose: 'RESIDENTIAL_URBAN', tenthsOfM2: 540, until: null }],
    certificates: [['2014-12-01', 'XA 100007']],
  };
}
