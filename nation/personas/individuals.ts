import type { PersonDraft } from '../draft.ts';
import type { Cast, Role } from './cast.ts';
import { alone } from './families.ts';

/** A persona who lives alone, and why it exists. */
interface Individual {
  readonly role: Role;
  readonly special: string;
  /** House in the commune of residence, which is that of birth unless `lives` says otherwise. */
  readonly detail: string;
  readonly lives?: string;
}

const HOMONYM = { name: ['Nguyễn', 'Thị', 'Lan'], sex: 'FEMALE', birth: '1990-02-15' } as const;

const INDIVIDUALS: readonly Individual[] = [
  {
    role: { ...HOMONYM, key: 'homonym-a', serial: '100201', born: '00025' },
    special: 'Same full name, sex and birth date as `homonym-b`; lives in Hà Nội.',
    detail: 'Số 7, tổ 21',
  },
  {
    role: { ...HOMONYM, key: 'homonym-b', serial: '100202', born: '14797' },
    special: 'Same full name, sex and birth date as `homonym-a`; lives in Thanh Hoá.',
    detail: 'Số 19, tổ 2',
  },
  {
    role: {
      key: 'born-abroad',
      serial: '100204',
      name: ['Vũ', 'Hoàng', 'Sơn'],
      sex: 'MALE',
      birth: '1994-12-03',
      born: '00070',
      abroad: { country: 'CZ', city: 'Praha' },
    },
    special: 'Birth registered in Praha: the number begins with 900 and the birth place has no commune.',
    detail: 'Số 3, tổ 12',
  },
  {
    role: {
      key: 'merged-commune',
      serial: '100205',
      name: ['Trịnh', 'Thị', 'Thu'],
      sex: 'FEMALE',
      birth: '1975-05-05',
      born: '13285',
    },
    special: 'Lives in province 37 Ninh Bình; her birth is recorded under the former province Hà Nam (35).',
    detail: 'Số 28, tổ 4',
  },
  {
    role: {
      key: 'landless',
      serial: '100206',
      name: ['Cao', 'Văn', 'Tâm'],
      sex: 'MALE',
      birth: '1999-03-21',
      born: '11383',
    },
    special: 'Holds no land and takes part in no enterprise: look-ups find the person and nothing else.',
    detail: 'Số 54, tổ 8',
  },
  {
    role: {
      key: 'triple-owner',
      serial: '100207',
      name: ['Đặng', 'Quốc', 'Khánh'],
      sex: 'MALE',
      birth: '1977-09-13',
      born: '26743',
    },
    special: 'Sole owner and representative of three single-member companies.',
    detail: 'Số 200, tổ 1',
  },
  {
    role: {
      key: 'year-only-birth',
      serial: '100208',
      name: ['Lâm', 'Thị', 'Tư'],
      sex: 'FEMALE',
      birth: '1939',
      born: '31825',
    },
    special: 'Only the year of birth, 1939, is known.',
    detail: 'Số 2, tổ 1',
  },
  {
    role: {
      key: 'one-word-name',
      serial: '100209',
      name: ['', '', 'Pao'],
      sex: 'MALE',
      birth: '1991-01-01',
      born: '03253',
      ethnicity: '08',
    },
    special: 'Of an ethnic minority, with a name of one word: no family name and no middle name.',
    detail: 'Thôn 3',
  },
  {
    role: {
      key: 'long-name',
      serial: '100210',
      name: ['Nguyễn Phước', 'Công Huyền Tôn Nữ Hoàng Thục', 'Đoan'],
      sex: 'FEMALE',
      birth: '1968-11-24',
      born: '19753',
    },
    special: 'A name of nine words, more than any form expects.',
    detail: 'Số 77, tổ 10',
  },
  {
    role: {
      key: 'two-nationalities',
      serial: '100212',
      name: ['Đoàn', 'Ngọc Mỹ', 'Linh'],
      sex: 'FEMALE',
      birth: '1988-04-18',
      born: '26740',
      nationalities: ['VN', 'FR'],
    },
    special: 'Has Vietnamese and French nationality.',
    detail: 'Số 15, tổ 3',
  },
  {
    role: {
      key: 'pensioner',
      serial: '100213',
      name: ['Tạ', 'Thị Minh', 'Nguyệt'],
      sex: 'FEMALE',
      birth: '1961-06-11',
      born: '13669',
    },
    special: 'Draws a monthly pension after 26 years with `large-employer`; no open insurance period.',
    detail: 'Số 66, tổ 9',
  },
  {
    role: {
      key: 'voluntary-insured',
      serial: '100214',
      name: ['Châu', 'Thị Mỹ', 'Dung'],
      sex: 'FEMALE',
      birth: '1984-10-02',
      born: '31135',
    },
    special: 'Pays voluntary social insurance: an open period without an employer.',
    detail: 'Số 31, tổ 13',
  },
  {
    role: {
      key: 'centenarian',
      serial: '100215',
      name: ['Quách', 'Thị', 'Sửu'],
      sex: 'FEMALE',
      birth: '1921-05-19',
      born: '14329',
    },
    special: 'Born in 1921: older than a hundred years, with a full birth date.',
    detail: 'Số 1, tổ 1',
  },
  {
    role: {
      key: 'other-province',
      serial: '100216',
      name: ['Hồ', 'Thị Quỳnh', 'Trang'],
      sex: 'FEMALE',
      birth: '1992-07-27',
      born: '17662',
    },
    special: 'Lives in Nghệ An (40): outside the jurisdiction of an agency of Hà Nội.',
    detail: 'Thôn 6',
  },
];

/** Personas who are alone with what is special about them; by key. */
export function castIndividuals(cast: Cast): ReadonlyMap<string, PersonDraft> {
  const people = new Map<string, PersonDraft>();
  for (const { role, special, detail, lives } of INDIVIDUALS) {
    const person = cast.person(role);
    alone(cast, person, lives ?? role.born, detail);
    cast.citizen(role.key, person, special);
    people.set(role.key, person);
  }
  castOldCard(cast);
  castMissing(cast);
  return people;
}

function castOldCard(cast: Cast): void {
  const former = cast.offices.numbers.claim('931066100203');
  const person = cast.person({
    key: 'old-card',
    serial: '100203',
    name: ['Phạm', 'Văn', 'Tuấn'],
    sex: 'MALE',
    birth: '1968-07-19',
    born: '11383',
    details: {
      formerPersonalIds: [former],
      oldIdNumber: '990000002',
      idCards: [
        {
          kind: 'IDENTITY_CARD_9',
          number: '990000002',
          issuedOn: '2009-10-08',
          issuedBy: 'Công an thành phố Hải Phòng',
          expiresOn: '2024-10-08',
        },
      ],
    },
  });
  alone(cast, person, '11383', 'Số 45, tổ 16');
  cast.citizen(
    'old-card',
    person,
    'Holds only a 9-digit card, expired in 2024, and had another personal number until the birth year was corrected ' +
      'from 1966 to 1968.',
  );
}

/** A court's declaration ends the registration of residence, so the missing have no household. */
function castMissing(cast: Cast): void {
  const person = cast.person({
    key: 'missing-person',
    serial: '100211',
    name: ['Võ', 'Văn', 'Biển'],
    sex: 'MALE',
    birth: '1982-08-16',
    born: '21478',
    missing: '2019-11-10',
    details: { phone: null, email: null },
  });
  cast.citizen(
    'missing-person',
    person,
    'Declared missing by a court on 10 November 2019: no residence, not dead.',
  );
}
