import { dayOf } from '../days.ts';
import type { PersonDraft } from '../draft.ts';
import type { Cast } from './cast.ts';

/** Personas whose families are what is special about them. */
export function castFamilies(cast: Cast): void {
  castDeadAndWidow(cast);
  castDivorced(cast);
  castWard(cast);
  castRecognisedChild(cast);
  castNewborn(cast);
  castForeignSpouse(cast);
}

function castDeadAndWidow(cast: Cast): void {
  const dead = cast.person({
    key: 'dead',
    serial: '100101',
    name: ['Đỗ', 'Văn', 'Lợi'],
    sex: 'MALE',
    birth: '1948-04-02',
    born: '13225',
    died: '2024-09-17',
  });
  const widow = cast.person({
    key: 'widow',
    serial: '100102',
    name: ['Bùi', 'Thị', 'Nhàn'],
    sex: 'FEMALE',
    birth: '1952-10-11',
    born: '13225',
  });
  const union = cast.marriage(dead, widow, { on: '1975-12-20', commune: '13225' });
  const son = cast.child(union, {
    key: 'dead-son',
    serial: '100103',
    name: ['Đỗ', 'Mạnh', 'Hùng'],
    sex: 'MALE',
    birth: '1978-01-15',
    born: '13225',
  });
  cast.household([widow, son], { commune: '13225', detail: 'Số 8, tổ 3', since: '1990-05-02' });
  cast.citizen('dead', dead, 'Died on 17 September 2024: has a death record, no residence and no household.');
  cast.citizen(
    'widow',
    widow,
    'Widowed by the death of `dead`; head of her household, a son lives with her.',
  );
}

function castDivorced(cast: Cast): void {
  const man = cast.person({
    key: 'divorced-remarried',
    serial: '100111',
    name: ['Lê', 'Hoàng', 'Nam'],
    sex: 'MALE',
    birth: '1980-06-25',
    born: '26740',
  });
  const former = cast.person({
    key: 'ex-spouse',
    serial: '100112',
    name: ['Phan', 'Thị Thanh', 'Vân'],
    sex: 'FEMALE',
    birth: '1983-02-17',
    born: '26743',
  });
  const second = cast.person({
    key: 'second-spouse',
    serial: '100113',
    name: ['Ngô', 'Thị Bích', 'Ngọc'],
    sex: 'FEMALE',
    birth: '1986-09-04',
    born: '31135',
  });
  const ended = cast.marriage(man, former, { on: '2006-11-18', commune: '26740', divorcedOn: '2014-05-28' });
  const current = cast.marriage(man, second, { on: '2017-03-03', commune: '26740' });
  const daughter = cast.child(ended, {
    key: 'first-marriage-daughter',
    serial: '100114',
    name: ['Lê', 'Phan Bảo', 'Châu'],
    sex: 'FEMALE',
    birth: '2009-12-01',
    born: '26740',
  });
  const son = cast.child(current, {
    key: 'second-marriage-son',
    serial: '100115',
    name: ['Lê', 'Hoàng', 'Khôi'],
    sex: 'MALE',
    birth: '2019-07-07',
    born: '26740',
  });
  cast.household([man, second, son], { commune: '26740', detail: 'Số 101, tổ 9', since: '2010-01-15' });
  cast.household([former, daughter], { commune: '26743', detail: 'Số 33, tổ 4', since: '2014-07-01' });
  cast.citizen(
    'divorced-remarried',
    man,
    'Divorced from `ex-spouse` in 2014 and married again in 2017; a child in each marriage.',
  );
  cast.citizen(
    'ex-spouse',
    former,
    'Divorced from `divorced-remarried` in 2014, not married since; a daughter lives with her.',
  );
}

function castWard(cast: Cast): void {
  const common = { born: '14797' } as const;
  const father = cast.person({
    ...common,
    key: 'ward-father',
    serial: '100121',
    name: ['Hoàng', 'Văn', 'Dũng'],
    sex: 'MALE',
    birth: '1983-11-30',
    died: '2021-08-14',
  });
  const mother = cast.person({
    ...common,
    key: 'ward-mother',
    serial: '100122',
    name: ['Lương', 'Thị', 'Hiền'],
    sex: 'FEMALE',
    birth: '1986-04-09',
    died: '2021-08-19',
  });
  const union = cast.marriage(father, mother, { on: '2010-02-26', commune: '14797' });
  const ward = cast.child(union, {
    ...common,
    key: 'minor-with-guardian',
    serial: '100123',
    name: ['Hoàng', 'Đức', 'Minh'],
    sex: 'MALE',
    birth: '2012-01-20',
  });
  const guardian = cast.person({
    ...common,
    key: 'guardian',
    serial: '100124',
    name: ['Hoàng', 'Thị', 'Mai'],
    sex: 'FEMALE',
    birth: '1978-07-05',
  });
  ward.guardian = guardian;
  cast.household([guardian, ward], { commune: '14797', detail: 'Số 5, tổ 7', since: '2005-03-10' });
  cast.citizen(
    'minor-with-guardian',
    ward,
    'A minor whose parents both died in 2021; lives with `guardian`.',
  );
  cast.citizen(
    'guardian',
    guardian,
    'Legal representative and head of the household of `minor-with-guardian`.',
  );
}

function castRecognisedChild(cast: Cast): void {
  const mother = cast.person({
    key: 'recognised-child-mother',
    serial: '100131',
    name: ['Kiều', 'Thị', 'Hạnh'],
    sex: 'FEMALE',
    birth: '1993-03-12',
    born: '24781',
  });
  const father = cast.person({
    key: 'recognised-child-father',
    serial: '100132',
    name: ['Phùng', 'Văn', 'Đạt'],
    sex: 'MALE',
    birth: '1990-08-08',
    born: '24781',
  });
  const child = cast.person({
    key: 'recognised-child',
    serial: '100133',
    name: ['Phùng', 'Gia', 'Hân'],
    sex: 'FEMALE',
    birth: '2015-09-01',
    born: '24781',
    father,
    mother,
  });
  child.recognition = { parent: father, on: dayOf('2020-06-22') };
  cast.household([mother, child], { commune: '24781', detail: 'Số 17, tổ 11', since: '2014-02-01' });
  alone(cast, father, '24781', 'Số 90, tổ 1');
  cast.citizen(
    'recognised-child',
    child,
    'Born to unmarried parents; the father recognised her in 2020, lives elsewhere, and she carries his family name.',
  );
}

function castNewborn(cast: Cast): void {
  const father = cast.person({
    key: 'newborn-father',
    serial: '100141',
    name: ['Lý', 'Quang', 'Huy'],
    sex: 'MALE',
    birth: '1996-05-27',
    born: '22366',
  });
  const mother = cast.person({
    key: 'newborn-mother',
    serial: '100142',
    name: ['Đinh', 'Thùy', 'Trang'],
    sex: 'FEMALE',
    birth: '1998-12-19',
    born: '22366',
  });
  const union = cast.marriage(father, mother, { on: '2024-11-11', commune: '22366' });
  const child = cast.child(union, {
    key: 'newborn',
    serial: '100143',
    name: ['Lý', 'Tuệ', 'Nhi'],
    sex: 'FEMALE',
    birth: '2026-08-30',
    born: '22366',
    details: { idCards: [], oldIdNumber: null, phone: null, email: null },
  });
  cast.household([father, mother, child], { commune: '22366', detail: 'Số 61, tổ 6', since: '2024-12-01' });
  cast.citizen(
    'newborn',
    child,
    'Born on 30 August 2026: a number, a birth record and a health card, no identity card yet.',
  );
}

function castForeignSpouse(cast: Cast): void {
  const husband = cast.person({
    key: 'foreign-spouse-husband',
    serial: '100151',
    name: ['Thái', 'Anh', 'Tuấn'],
    sex: 'MALE',
    birth: '1986-01-31',
    born: '20242',
  });
  const wife = cast.person({
    key: 'foreign-spouse',
    serial: '100152',
    name: ['Tan', '', 'Mei-ling'],
    sex: 'FEMALE',
    birth: '1989-06-06',
    born: '20242',
    abroad: { country: 'SG', city: 'Singapore' },
    naturalised: true,
    ethnicity: '04',
    details: { oldIdNumber: null },
  });
  cast.marriage(husband, wife, { on: '2016-10-15', commune: '20242' });
  cast.household([husband, wife], { commune: '20242', detail: 'Số 22, tổ 15', since: '2016-11-01' });
  cast.citizen(
    'foreign-spouse',
    wife,
    'Born in Singapore and naturalised after marrying a citizen: her number begins with 900, her name is not ' +
      'Vietnamese, and no commune has registered her birth.',
  );
}

/** A household of one. */
export function alone(cast: Cast, person: PersonDraft, commune: string, detail: string): void {
  cast.household([person], { commune, detail, since: '2015-01-05' });
}
