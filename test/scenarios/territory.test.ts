import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Governance, loadCodes } from '../../governance/index.ts';
import { CALLERS } from '../support/callers.ts';
import { essence, withheldIn } from '../support/essence.ts';
import { governanceWith } from '../support/governance.ts';
import { type Oracle, openOracle } from '../support/oracle.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

const { communes } = loadCodes();
const provinceOf = (commune = ''): string => communes.get(commune)?.provinceCode ?? '';

/** A parcel of somebody who lives elsewhere, and one where that person lives. */
const PARCEL = personaId('profile-second-parcel');
const ELSEWHERE = personaId('profile-home-parcel');
const HOME = '00004';

let system: TestSystem;
let oracle: Oracle;

beforeAll(async () => {
  oracle = await openOracle();
  const [parcel] = await oracle.rows(
    'land',
    'select commune_code from land_parcels where parcel_id = $1',
    PARCEL,
  );
  system = await startTestSystem({ governance: withTerritories(parcel?.['commune_code'] ?? '') });
});

afterAll(async () => {
  await system.stop();
  await oracle.close();
});

/**
 * The land office of the stories serves the commune of the parcel (of the sample country, nobody holds land in another
 * province than their own), the Government Office a province of today.
 */
function withTerritories(commune: string): Governance {
  const text = (name: string) => readFileSync(new URL(`../../governance/${name}`, import.meta.url), 'utf8');
  const agencies = text('agencies.yaml')
    .replace(/(key: LRO-40\n(?: {4}.*\n)*? {4}jurisdiction: ).*\n/, `$1["${commune}"]\n`)
    .replace(/(key: GO\n(?: {4}.*\n)*? {4}jurisdiction: ).*\n/, '$1["37"]\n');
  const agreement = {
    id: 'test-go-pop-01',
    provider: 'C06',
    database: 'population',
    purposes: ['QLNN:TAX'],
    legalBasis: { document: 'Decree 194/2025/NĐ-CP', article: '16.2' },
    elements: [
      'population.identity.personalId',
      'population.identity.fullName',
      'population.identity.birthPlace',
      'population.residence.permanent',
    ],
    jurisdiction: 'own',
    officer: 'optional',
    case: 'optional',
    from: '2026-01-01',
    review: '2026-12-25',
    to: null,
    state: 'active',
  };
  return governanceWith({
    'agencies.yaml': agencies,
    'agreements/go.yaml': JSON.stringify({ consumer: 'GO', agreements: [agreement] }),
  });
}

describe('the land office asking for a holder outside its territory', () => {
  const HOLDERS = `query ($id: ID!) { landParcel(parcelId: $id) { address rights { edges { node { holder {
    ... on Citizen { personalId name { full } permanentResidence { place { unit { code } } } } } } } } } }`;

  it('reads who holds a parcel of its territory, wherever the holder lives', async () => {
    const { data, errors } = await system.ask(CALLERS.landOffice, HOLDERS, { id: PARCEL });
    expect(errors).toEqual([]);
    const place = { unit: { code: HOME } };
    const holder = { personalId: PROFILE, name: { full: 'Nguyễn Minh Quân' }, permanentResidence: { place } };
    expect(data).toMatchObject({ landParcel: { rights: { edges: [{ node: { holder } }] } } });
  });

  it('reads no parcel where the holder lives, nor whether there is one', async () => {
    const refused = await system.ask(CALLERS.landOffice, HOLDERS, { id: ELSEWHERE });
    expect(refused.data).toEqual({ landParcel: null });
    expect(withheldIn(refused)).toEqual(['landParcel SUBJECT_WITHHELD jurisdiction']);
    const none = await system.ask(CALLERS.landOffice, HOLDERS, { id: 'TD-999999999' });
    expect(essence(refused, ELSEWHERE)).toBe(essence(none, 'TD-999999999'));
  });

  it('does not come from the holder to everything that the holder has: the way back is another grant', async () => {
    const query = `query ($id: PersonalId!) { citizen(personalId: $id) { name { full } landRights { edges { node { form } } } } }`;
    const answer = await system.ask(CALLERS.landOffice, query, { id: PROFILE });
    expect(answer.data).toMatchObject({
      citizen: { name: { full: expect.any(String) as string }, landRights: null },
    });
    expect(answer.errors.map(({ path, extensions }) => [path?.join('.'), extensions['lacking']])).toEqual([
      ['citizen.landRights', ['land.holding.parcelsOfCitizen']],
    ]);
  });
});

describe('the merged commune', () => {
  const NINH_BINH: Asker = { agency: 'GO', purposes: ['QLNN:TAX'] };
  const BIRTH = `query ($id: PersonalId!) { citizen(personalId: $id) { name { full } birthPlace { unit { code } asRecorded }
    permanentResidence { place { unit { code } } } } }`;

  it('is the territory of today: somebody registered under an old unit is read by the province that took it in', async () => {
    const { data, errors } = await system.ask(NINH_BINH, BIRTH, { id: personaId('merged-commune') });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      citizen: {
        name: { full: 'Trịnh Thị Thu' },
        birthPlace: {
          unit: { code: '13285' },
          asRecorded: 'tỉnh Hà Nam (đơn vị hành chính trước 01/07/2025)',
        },
        permanentResidence: { place: { unit: { code: '13285' } } },
      },
    });
    expect(provinceOf('13285')).toBe('37');
  });

  it('does not open whoever lives under another province, by an old code or a new one', async () => {
    for (const id of [PROFILE, personaId('other-province')]) {
      const refused = await system.ask(NINH_BINH, BIRTH, { id });
      expect(withheldIn(refused)).toEqual(['citizen SUBJECT_WITHHELD jurisdiction']);
      const nobody = '901085999999';
      expect(essence(refused, id)).toBe(essence(await system.ask(NINH_BINH, BIRTH, { id: nobody }), nobody));
    }
  });

  it('of a parcel is the one of today, under whatever number the parcel was surveyed', async () => {
    const [row] = await oracle.rows(
      'land',
      `select p.parcel_id, p.commune_code from land_parcels p join former_parcel_identifiers f using (parcel_id)
       where p.parcel_id = $1 limit 1`,
      personaId('resurveyed-parcel'),
    );
    expect(provinceOf(row?.['commune_code'])).toBe('37');
    const query = `query ($id: ID!) { landParcel(parcelId: $id) { address formerIdentifiers { mapSheet } } }`;
    const refused = await system.ask(CALLERS.landOffice, query, { id: personaId('resurveyed-parcel') });
    expect(refused.data).toEqual({ landParcel: null });
    const own = await system.ask(CALLERS.landOffice, query, { id: PARCEL });
    expect(own.data).toMatchObject({ landParcel: { address: expect.any(String) as string } });
  });
});
