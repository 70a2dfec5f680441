import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../kit/database.ts';
import { freshDatabase, runSql } from '../kit/fixture.ts';
import { migrate } from '../kit/migrate.ts';
import { conditions } from './conditions.ts';
import type { PopulationTables } from './tables.ts';

/** People of whom one relation alone is registered: in the sample country a family shares a household as well. */
const OFFICER = '901085000001';
const SPOUSE = '901085000002';
/** Whose record names the officer as spouse, while the officer's own does not say so yet. */
const NEWLY_WED = '901085000003';
const STRANGER = '901085000004';
/** A father who has died, and his child of today. */
const DEAD_FATHER = '901085000005';
const FATHER = '901085000006';
const CHILD = '901220000007';
const HIS_CHILD = '901220000008';

const urls = freshDatabase();
let database: Database<PopulationTables>;

beforeAll(async () => {
  await migrate(urls.ownerUrl, fileURLToPath(new URL('migrations', import.meta.url)));
  const rows = [
    citizen({ personalId: OFFICER, spouseId: SPOUSE }),
    citizen({ personalId: SPOUSE }),
    citizen({ personalId: NEWLY_WED, spouseId: OFFICER }),
    citizen({ personalId: STRANGER }),
    citizen({ personalId: FATHER }),
    citizen({ personalId: CHILD, fatherId: FATHER, born: '2020-01-01' }),
    citizen({ personalId: DEAD_FATHER, death: 'DEAD' }),
    citizen({ personalId: HIS_CHILD, fatherId: DEAD_FATHER, born: '2020-01-01' }),
  ];
  await runSql(
    urls.ownerUrl,
    `insert into citizens (personal_id, family_name, given_name, birth_date, sex, nationalities, marital_status, spouse_id, father_id, death_or_missing_kind)
     values ${rows.join(', ')}`,
  );
  database = openDatabase({ url: urls.servingUrl });
});
afterAll(() => database.destroy());

interface Registered {
  readonly personalId: string;
  readonly born?: string;
  readonly spouseId?: string;
  readonly fatherId?: string;
  readonly death?: string;
}

/** The values of a row in SQL. */
function citizen({ personalId, born = '1985-01-01', spouseId, fatherId, death }: Registered): string {
  const text = (value: string | undefined) => (value === undefined ? 'null' : `'${value}'`);
  return `('${personalId}', 'Nguyễn', 'An', '${born}', 'MALE', '{VN}', 'SINGLE', ${text(spouseId)}, ${text(fatherId)}, ${text(death)})`;
}

it('one relation is enough: the officer in person, and a spouse by either record, who live apart', async () => {
  const personalIds = [OFFICER, SPOUSE, NEWLY_WED, STRANGER];
  const answers = await conditions(database, { personalIds, officer: OFFICER }, 'national');
  expect(answers.map(({ closeToOfficer }) => closeToOfficer)).toEqual([true, true, true, false]);
});

it('whoever has died represents nobody, not even their own child', async () => {
  const representedBy = async (guardian: string, child: string) =>
    (await conditions(database, { personalIds: [child], guardian }, 'national'))[0]?.minorOfGuardian;
  expect(await representedBy(FATHER, CHILD)).toBe(true);
  expect(await representedBy(DEAD_FATHER, HIS_CHILD)).toBe(false);
});
