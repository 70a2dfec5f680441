import type { Cast } from './cast.ts';
import { alone } from './families.ts';

/** Personas who serve as officers, and those whose records such an officer must not or may open. */
export function castOfficers(cast: Cast): void {
  const parents = castParents(cast);
  const officer = cast.child(parents, {
    key: 'officer',
    serial: '100413',
    name: ['Trần', 'Thị Mai', 'Anh'],
    sex: 'FEMALE',
    birth: '1990-04-23',
    born: '00004',
  });
  alone(cast, officer, '00004', 'Số 9, tổ 3');
  cast.citizen(
    'officer',
    officer,
    'The officer CB-0001: lives alone in Phường Ba Đình (00004) and may read neither herself nor her close family.',
  );
  const brother = cast.child(parents, {
    key: 'officer-brother',
    serial: '100414',
    name: ['Trần', 'Quang', 'Hưng'],
    sex: 'MALE',
    birth: '1987-09-14',
    born: '00004',
  });
  alone(cast, brother, '00025', 'Số 41, tổ 6');
  cast.citizen(
    'officer-brother',
    brother,
    'Brother of `officer`, by both parents; lives in another ward of Hà Nội (00025), in a household of his own.',
  );
  castOthers(cast);
}

/** Born since 1960: an older person would draw on whether a birth was registered, and so change the others' entries. */
function castParents(cast: Cast): ReturnType<Cast['marriage']> {
  const father = cast.person({
    key: 'officer-father',
    serial: '100411',
    name: ['Trần', 'Đức', 'Thịnh'],
    sex: 'MALE',
    birth: '1961-07-02',
    born: '13669',
  });
  const mother = cast.person({
    key: 'officer-mother',
    serial: '100412',
    name: ['Nguyễn', 'Thị', 'Lành'],
    sex: 'FEMALE',
    birth: '1962-11-19',
    born: '13669',
  });
  const union = cast.marriage(father, mother, { on: '1985-02-25', commune: '13669' });
  cast.household([father, mother], { commune: '13669', detail: 'Số 73, tổ 5', since: '1999-04-12' });
  return union;
}

function castOthers(cast: Cast): void {
  const neighbour = cast.person({
    key: 'officer-neighbour',
    serial: '100415',
    name: ['Đặng', 'Thị', 'Thủy'],
    sex: 'FEMALE',
    birth: '1974-05-08',
    born: '00004',
  });
  alone(cast, neighbour, '00004', 'Số 11, tổ 3');
  cast.citizen(
    'officer-neighbour',
    neighbour,
    'Lives next door to `officer` in Phường Ba Đình (00004): another household, no relation, party to no case.',
  );
  const second = cast.person({
    key: 'second-officer',
    serial: '100416',
    name: ['Bùi', 'Anh', 'Tuấn'],
    sex: 'MALE',
    birth: '1984-12-10',
    born: '00070',
  });
  alone(cast, second, '00070', 'Số 58, tổ 9');
  cast.citizen(
    'second-officer',
    second,
    'The officer CB-0002, related to no other persona; lives in another ward of Hà Nội (00070).',
  );
}
