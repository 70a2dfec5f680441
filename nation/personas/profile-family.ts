import type { IdCard } from '../country.ts';
import type { PersonDraft } from '../draft.ts';
import type { Cast } from './cast.ts';

/** The persons at the centre of the unified profile. */
export interface ProfileFamily {
  readonly profile: PersonDraft;
  readonly spouse: PersonDraft;
}

const PROFILE_ID = '901085100001';
const PROFILE_OLD_NUMBER = '990000001';

/** Every card that a man born in 1985 has held. */
const PROFILE_CARDS: readonly IdCard[] = [
  {
    kind: 'IDENTITY_CARD_9',
    number: PROFILE_OLD_NUMBER,
    issuedOn: '2003-05-12',
    issuedBy: 'Công an thành phố Hà Nội',
    expiresOn: '2018-05-12',
  },
  {
    kind: 'CITIZEN_CARD',
    number: PROFILE_ID,
    issuedOn: '2021-04-20',
    issuedBy: 'Cục Cảnh sát quản lý hành chính về trật tự xã hội',
    expiresOn: '2025-03-14',
  },
  {
    kind: 'IDENTITY_CARD',
    number: PROFILE_ID,
    issuedOn: '2025-02-24',
    issuedBy: 'Bộ Công an',
    expiresOn: '2045-03-14',
  },
];

/** A married adult in Phường Ba Đình with parents, spouse and two children, and something in every database. */
export function castProfileFamily(cast: Cast): ProfileFamily {
  const parents = castParents(cast);
  const profile = cast.child(parents, {
    key: 'profile',
    serial: '100001',
    name: ['Nguyễn', 'Minh', 'Quân'],
    sex: 'MALE',
    birth: '1985-03-14',
    born: '00004',
    details: {
      oldIdNumber: PROFILE_OLD_NUMBER,
      idCards: PROFILE_CARDS,
      bloodGroup: 'O',
      phone: '+84 000 100 001',
      email: 'nguyen.minh.quan@example.com',
    },
  });
  const spouse = cast.person({
    key: 'profile-spouse',
    serial: '100002',
    name: ['Trần', 'Thu', 'Hà'],
    sex: 'FEMALE',
    birth: '1987-08-22',
    born: '11383',
    details: { phone: '+84 000 100 002', email: 'tran.thu.ha@example.com' },
  });
  const union = cast.marriage(profile, spouse, { on: '2012-01-08', commune: '00004' });
  const daughter = cast.child(union, {
    key: 'profile-daughter',
    serial: '100003',
    name: ['Nguyễn', 'Minh', 'Anh'],
    sex: 'FEMALE',
    birth: '2013-05-09',
    born: '00004',
  });
  const son = cast.child(union, {
    key: 'profile-son',
    serial: '100004',
    name: ['Nguyễn', 'Gia', 'Bảo'],
    sex: 'MALE',
    birth: '2017-11-30',
    born: '00004',
  });
  cast.household([profile, spouse, daughter, son], {
    commune: '00004',
    detail: 'Số 12, tổ 5',
    since: '2012-03-01',
  });
  cast.citizen(
    'profile',
    profile,
    'The unified profile: lives in Phường Ba Đình (00004), married with two children, employed with an open insurance ' +
      'period and a health card, represents and co-owns an enterprise, holds two parcels of which one is mortgaged, ' +
      'once had a 9-digit card.',
  );
  cast.citizen(
    'profile-spouse',
    spouse,
    'Married to `profile`, same household, holds the home parcel in common.',
  );
  return { profile, spouse };
}

function castParents(cast: Cast): ReturnType<Cast['marriage']> {
  const father = cast.person({
    key: 'profile-father',
    serial: '100005',
    name: ['Nguyễn', 'Văn', 'Thành'],
    sex: 'MALE',
    birth: '1956-02-10',
    born: '13669',
  });
  const mother = cast.person({
    key: 'profile-mother',
    serial: '100006',
    name: ['Lê', 'Thị', 'Hòa'],
    sex: 'FEMALE',
    birth: '1959-10-03',
    born: '13669',
  });
  const union = cast.marriage(father, mother, { on: '1982-12-20', commune: '13669' });
  cast.household([father, mother], { commune: '13669', detail: 'Số 40, tổ 2', since: '1998-06-01' });
  return union;
}
