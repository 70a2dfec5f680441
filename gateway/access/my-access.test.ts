import { describe, expect, it } from 'vitest';
import { type Asked, ask, WARD } from './fixture.ts';

async function myAccess(selection: string, asked: Asked = {}) {
  const { data, errors } = await ask(`{ myAccess { ${selection} } }`, asked);
  expect(errors).toEqual([]);
  return data.myAccess;
}

describe('myAccess', () => {
  it('names the agency and its territory', async () => {
    const selection = 'agency { key nameVi nameEn } territory';
    expect(await myAccess(selection, { claims: WARD })).toEqual({
      agency: {
        key: 'WARD',
        nameVi: 'Ủy ban nhân dân phường Ba Đình',
        nameEn: "People's Committee of Ba Đình ward",
      },
      territory: ['00004', '40'],
    });
    expect(await myAccess(selection)).toMatchObject({ agency: { key: 'BANK' }, territory: null });
  });

  it('lists the purposes of the token, with what they rest on and what they need', async () => {
    const claims = { ...WARD, purposes: ['TTHC:1.001193', 'QLNN:STATISTICS', 'EMERGENCY', 'GONE'] };
    const selection =
      'purposes { code nameEn legalBasis { document article } headers { name } agreements { id } }';
    const { purposes } = await myAccess(selection, { claims });
    expect(purposes).toEqual([
      {
        code: 'TTHC:1.001193',
        nameEn: 'Birth registration',
        legalBasis: expect.objectContaining({ article: 'Khoản 1 Điều 2 được sửa đổi bởi Khoản 2 Điều 2' }),
        headers: [{ name: 'Purpose' }, { name: 'Officer-Id' }, { name: 'Case-Id' }],
        agreements: [{ id: 'ward-civ-01' }, { id: 'ward-pop-01' }],
      },
      {
        code: 'QLNN:STATISTICS',
        nameEn: 'Statistics',
        legalBasis: { document: 'Law 60/2024/QH15', article: '16' },
        headers: [{ name: 'Purpose' }, { name: 'Officer-Id' }],
        agreements: [{ id: 'ward-civ-01' }],
      },
      expect.objectContaining({
        code: 'EMERGENCY',
        headers: [{ name: 'Purpose' }, { name: 'Emergency-Id' }],
        agreements: [],
      }),
      { code: 'GONE', nameEn: null, legalBasis: null, headers: [{ name: 'Purpose' }], agreements: [] },
    ]);
  });

  it('says what an agreement grants, and under which conditions', async () => {
    const selection = `purposes { agreements {
      id database { key nameVi } provider { key } legalBasis { document article }
      elements { name class nameEn owner { key } } conditions territory subject
      officerRequired caseRequired consentRequired deceasedIncluded protectedUpTo
      quota { subjects per } frequency from review to
    } }`;
    const { purposes } = await myAccess(selection);
    expect(purposes[0].agreements).toEqual([
      {
        id: 'bank-pop-01',
        database: { key: 'population', nameVi: expect.stringMatching(/dân cư/) },
        provider: { key: 'C06' },
        legalBasis: { document: 'Law 26/2023/QH15', article: '10' },
        elements: [
          {
            name: 'population.identity.fullName',
            class: 'basic',
            nameEn: 'Birth name',
            owner: { key: 'C06' },
          },
        ],
        conditions: [
          'Only persons who have consented, for this agency and purpose.',
          'No records of the dead.',
          'No records of protected persons.',
          'No records of the officer who asks, of their household and close family.',
          'Next review on 2026-12-25.',
        ],
        territory: 'NATIONAL',
        subject: 'ANY',
        officerRequired: false,
        caseRequired: false,
        consentRequired: true,
        deceasedIncluded: false,
        protectedUpTo: 0,
        quota: null,
        frequency: 'on-demand',
        from: '2026-01-01',
        review: '2026-12-25',
        to: null,
      },
    ]);
  });

  it('tells a citizen what their own token reads', async () => {
    const claims = { kind: 'citizen', client: 'app', subject: '901085000001' } as const;
    const selection =
      'agency { key nameVi } territory purposes { code agreements { id subject conditions elements { name } } }';
    expect(await myAccess(selection, { claims })).toMatchObject({
      agency: { key: 'CITIZEN', nameVi: null },
      territory: null,
      purposes: [
        {
          code: 'OWN-DATA',
          agreements: [
            {
              id: 'citizen-pop-01',
              subject: 'SELF',
              elements: [{}, {}, { name: 'population.identity.sex' }],
            },
          ],
        },
      ],
    });
  });
});
