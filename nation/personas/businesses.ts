import type { Enterprise } from '../country.ts';
import { dayOf } from '../days.ts';
import type { PersonDraft } from '../draft.ts';
import { WHOLE } from '../enterprise.ts';
import { enterpriseNames, SYNTHETIC_MARK } from '../enterprise-names.ts';
import { known } from '../known.ts';
import { BANKING } from '../lines-of-business.ts';
import { BusinessRegister, held, represented } from './business-register.ts';
import type { Cast } from './cast.ts';

/** Enterprises that other parts of the country refer to. */
export interface Businesses {
  readonly enterprises: readonly Enterprise[];
  /** In which later personas enter their own, behind all these. */
  readonly register: BusinessRegister;
  readonly bank: Enterprise;
  readonly largeEmployer: Enterprise;
  readonly profileEnterprise: Enterprise;
}

/** The persons who own them. */
export interface Owners {
  readonly profile: PersonDraft;
  readonly tripleOwner: PersonDraft;
  readonly investors: readonly PersonDraft[];
}

const BILLION = 1_000_000_000n;

/** The businesses among the personas, with codes that never change. */
export function castBusinesses(cast: Cast, { profile, tripleOwner, investors }: Owners): Businesses {
  const register = new BusinessRegister(cast);
  const investor = (index: number): PersonDraft => known(investors[index], `investor ${index}`);
  const bank = castBank(register, investor);
  const largeEmployer = castLargeEmployer(register, investor);
  castJointStock(register, investors.slice(0, 30), [largeEmployer, bank]);
  const profileEnterprise = castProfileEnterprise(register, profile, investor(10));
  castPartnership(register, investor, largeEmployer);
  castEnded(register, investor);
  castTriple(register, tripleOwner);
  return { enterprises: register.enterprises, register, bank, largeEmployer, profileEnterprise };
}

type Investor = (index: number) => PersonDraft;

function castBank(register: BusinessRegister, investor: Investor): Enterprise {
  const since = '1993-06-15';
  return register.register(
    'bank',
    'The bank that lends on land: mortgagee of every mortgage in the country.',
    {
      names: {
        name: `Ngân hàng TMCP Hừng Đông ${SYNTHETIC_MARK}`,
        foreignName: 'HUNG DONG COMMERCIAL JOINT STOCK BANK (SYNTHETIC DATA)',
        shortName: 'HUNG DONG BANK',
      },
      type: 'JOINT_STOCK',
      status: 'ACTIVE',
      foundedOn: dayOf(since),
      capitalVnd: 5000n * BILLION,
      headOffice: register.office('00070', 'Số 1, tổ 1'),
      representatives: represented(investor(0), 'Tổng giám đốc', '2015-04-01'),
      holdings: [
        held(investor(0), 'SHAREHOLDER', 1000, '2011-02-09'),
        held(investor(11), 'SHAREHOLDER', 2500, '2011-02-09'),
        held(investor(12), 'SHAREHOLDER', 3000, '2011-02-09'),
        held(investor(13), 'SHAREHOLDER', 3500, '2011-02-09'),
      ],
      lines: [BANKING],
      branches: [
        {
          name: `Chi nhánh Thanh Hoá ${SYNTHETIC_MARK}`,
          place: register.office('14797', 'Số 4, tổ 2'),
          status: 'ACTIVE',
        },
        {
          name: `Chi nhánh Cần Thơ ${SYNTHETIC_MARK}`,
          place: register.office('31135', 'Số 9, tổ 6'),
          status: 'ACTIVE',
        },
      ],
      changes: [
        { on: dayOf('2011-02-09'), content: 'Thay đổi cổ đông' },
        { on: dayOf('2015-04-01'), content: 'Thay đổi người đại diện theo pháp luật' },
      ],
    },
  );
}

function castLargeEmployer(register: BusinessRegister, investor: Investor): Enterprise {
  const since = '1994-09-01';
  const special =
    'Declares the most employees, drawn from the whole population (120 and more, as far as the country is big enough).';
  return register.register('large-employer', special, {
    names: enterpriseNames('MULTI_MEMBER_LLC', 'May Trường Giang'),
    type: 'MULTI_MEMBER_LLC',
    status: 'ACTIVE',
    foundedOn: dayOf(since),
    capitalVnd: 80n * BILLION,
    headOffice: register.office('13669', 'Số 250, tổ 4'),
    representatives: represented(investor(1), 'Giám đốc', '2008-05-20'),
    holdings: [
      held(investor(1), 'MEMBER', 6000, '2008-05-20'),
      held(investor(14), 'MEMBER', 4000, '2008-05-20'),
    ],
    lines: ['1410', '1520'],
    branches: [
      {
        name: `Chi nhánh số 1 ${SYNTHETIC_MARK}`,
        place: register.office('13285', 'Số 18, tổ 3'),
        status: 'ACTIVE',
      },
    ],
    changes: [{ on: dayOf('2008-05-20'), content: 'Thay đổi thành viên, người đại diện theo pháp luật' }],
  });
}

function castJointStock(
  register: BusinessRegister,
  shareholders: readonly PersonDraft[],
  [first, second]: readonly [Enterprise, Enterprise],
): void {
  const since = '2009-03-02';
  register.register(
    'joint-stock',
    'Thirty citizens and two enterprises hold shares: more than one page of members.',
    {
      names: enterpriseNames('JOINT_STOCK', 'Công nghệ Liên Sơn'),
      type: 'JOINT_STOCK',
      status: 'ACTIVE',
      foundedOn: dayOf(since),
      capitalVnd: 40n * BILLION,
      headOffice: register.office('00025', 'Số 88, tổ 14'),
      representatives: represented(known(shareholders[8], 'a shareholder'), 'Tổng giám đốc', since),
      holdings: [
        ...shareholders.map((person) => held(person, 'SHAREHOLDER', 250, since)),
        held(first, 'SHAREHOLDER', 1500, since),
        held(second, 'SHAREHOLDER', 1000, '2016-07-11'),
      ],
      lines: ['6201', '6202', '7310'],
      changes: [
        { on: dayOf('2012-10-10'), content: 'Thay đổi vốn điều lệ' },
        { on: dayOf('2016-07-11'), content: 'Thay đổi cổ đông' },
        { on: dayOf('2023-02-14'), content: 'Bổ sung ngành, nghề kinh doanh' },
      ],
    },
  );
}

function castProfileEnterprise(
  register: BusinessRegister,
  profile: PersonDraft,
  other: PersonDraft,
): Enterprise {
  const since = '2018-04-02';
  return register.register(
    'profile-enterprise',
    'Represented and owned to 60 % by `profile`, who also works there.',
    {
      names: enterpriseNames('MULTI_MEMBER_LLC', 'Phần mềm Minh Quân'),
      type: 'MULTI_MEMBER_LLC',
      status: 'ACTIVE',
      foundedOn: dayOf(since),
      capitalVnd: 2n * BILLION,
      headOffice: register.office('00004', 'Số 12, tổ 5'),
      representatives: represented(profile, 'Giám đốc', since),
      holdings: [held(profile, 'MEMBER', 6000, since), held(other, 'MEMBER', 4000, since)],
      lines: ['6201', '6202'],
      changes: [{ on: dayOf('2021-09-06'), content: 'Thay đổi vốn điều lệ' }],
    },
  );
}

function castPartnership(register: BusinessRegister, investor: Investor, limited: Enterprise): void {
  const since = '2013-08-19';
  register.register(
    'partnership',
    'Two general partners who are citizens, and an enterprise as contributing member.',
    {
      names: enterpriseNames('PARTNERSHIP', 'Kiến trúc Nam Phong'),
      type: 'PARTNERSHIP',
      status: 'ACTIVE',
      foundedOn: dayOf(since),
      capitalVnd: 3n * BILLION,
      headOffice: register.office('26740', 'Số 6, tổ 2'),
      representatives: represented(investor(8), 'Chủ tịch Hội đồng thành viên', since),
      holdings: [
        held(investor(8), 'GENERAL_PARTNER', 4000, since),
        held(investor(9), 'GENERAL_PARTNER', 3500, since),
        held(limited, 'MEMBER', 2500, since),
      ],
      lines: ['7110'],
    },
  );
}

function castEnded(register: BusinessRegister, investor: Investor): void {
  register.register(
    'dissolved-enterprise',
    'Dissolved on 15 August 2022: still answers, with its last status.',
    {
      names: enterpriseNames('SINGLE_MEMBER_LLC', 'Thương mại Sông Lam'),
      type: 'SINGLE_MEMBER_LLC',
      status: 'DISSOLVED',
      statusSince: dayOf('2022-08-15'),
      foundedOn: dayOf('2011-11-07'),
      capitalVnd: BILLION,
      headOffice: register.office('16681', 'Số 150, tổ 8'),
      representatives: represented(investor(3), 'Giám đốc', '2011-11-07'),
      holdings: [held(investor(3), 'OWNER', WHOLE, '2011-11-07')],
      lines: ['4690'],
    },
  );
  register.register(
    'suspended-enterprise',
    'A private enterprise that has suspended its business since 1 May 2026.',
    {
      names: enterpriseNames('PRIVATE_ENTERPRISE', 'Văn Sáng'),
      type: 'PRIVATE_ENTERPRISE',
      status: 'SUSPENDED',
      statusSince: dayOf('2026-05-01'),
      foundedOn: dayOf('2014-06-30'),
      capitalVnd: BILLION / 2n,
      headOffice: register.office('00070', 'Số 72, tổ 3'),
      representatives: represented(investor(2), 'Chủ doanh nghiệp tư nhân', '2014-06-30'),
      holdings: [held(investor(2), 'OWNER', WHOLE, '2014-06-30')],
      lines: ['4520'],
    },
  );
}

function castTriple(register: BusinessRegister, owner: PersonDraft): void {
  const companies = [
    ['triple-first', 'Nội thất Quốc Khánh', '2010-02-22', '3100'],
    ['triple-second', 'In ấn Quốc Khánh', '2014-09-10', '1811'],
    ['triple-third', 'Du lịch Quốc Khánh', '2019-05-15', '7911'],
  ] as const;
  for (const [key, brand, since, line] of companies) {
    register.register(key, 'One of the three companies that `triple-owner` alone owns.', {
      names: enterpriseNames('SINGLE_MEMBER_LLC', brand),
      type: 'SINGLE_MEMBER_LLC',
      status: 'ACTIVE',
      foundedOn: dayOf(since),
      capitalVnd: 3n * BILLION,
      headOffice: register.office('26743', 'Số 200, tổ 1'),
      representatives: represented(owner, 'Giám đốc', since),
      holdings: [held(owner, 'OWNER', WHOLE, since)],
      lines: [line],
    });
  }
}
