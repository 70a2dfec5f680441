import type { EnterpriseMember, EnterpriseStatus, EnterpriseType } from './country.ts';
import { type Random, weighted } from './random.ts';

/** Types as often as they occur (rounded estimate). */
export const drawType = weighted<EnterpriseType>([
  ['SINGLE_MEMBER_LLC', 60],
  ['MULTI_MEMBER_LLC', 22],
  ['JOINT_STOCK', 13],
  ['PRIVATE_ENTERPRISE', 4],
  ['PARTNERSHIP', 1],
]);

/** Legal statuses as often as they occur (rounded estimate). */
export const drawStatus = weighted<EnterpriseStatus>([
  ['ACTIVE', 78],
  ['SUSPENDED', 7],
  ['NOT_AT_ADDRESS', 5],
  ['DISSOLVED', 5],
  ['DISSOLVING', 2],
  ['REVOKED_FOR_TAX_ENFORCEMENT', 2],
  ['IN_BANKRUPTCY', 1],
]);

/** The first enterprises show every type and every status, so that the smallest country has them all. */
export const FIRST_ONES: readonly (readonly [EnterpriseType, EnterpriseStatus])[] = [
  ['SINGLE_MEMBER_LLC', 'ACTIVE'],
  ['MULTI_MEMBER_LLC', 'ACTIVE'],
  ['JOINT_STOCK', 'ACTIVE'],
  ['PARTNERSHIP', 'ACTIVE'],
  ['PRIVATE_ENTERPRISE', 'ACTIVE'],
  ['JOINT_STOCK', 'IN_BANKRUPTCY'],
  ['SINGLE_MEMBER_LLC', 'SUSPENDED'],
  ['MULTI_MEMBER_LLC', 'NOT_AT_ADDRESS'],
  ['SINGLE_MEMBER_LLC', 'REVOKED_FOR_TAX_ENFORCEMENT'],
  ['MULTI_MEMBER_LLC', 'DISSOLVING'],
  ['PRIVATE_ENTERPRISE', 'DISSOLVED'],
];

/** The role of a member by type of enterprise (Law on Enterprises 2020, article 4). */
export const ROLES: Readonly<Record<EnterpriseType, EnterpriseMember['role']>> = {
  SINGLE_MEMBER_LLC: 'OWNER',
  MULTI_MEMBER_LLC: 'MEMBER',
  JOINT_STOCK: 'SHAREHOLDER',
  PARTNERSHIP: 'GENERAL_PARTNER',
  PRIVATE_ENTERPRISE: 'OWNER',
};

/** How often another enterprise is among the members. */
export const TAKES_ENTERPRISES: Readonly<Record<EnterpriseType, number>> = {
  SINGLE_MEMBER_LLC: 0,
  MULTI_MEMBER_LLC: 0.15,
  JOINT_STOCK: 0.35,
  PARTNERSHIP: 0.2,
  PRIVATE_ENTERPRISE: 0,
};

/** Fewest members by law: two in a company of several members or a partnership, three shareholders. */
export function founderCount(type: EnterpriseType, random: Random): number {
  if (type === 'MULTI_MEMBER_LLC') return random.integer(2, 5);
  if (type === 'JOINT_STOCK') return random.chance(0.8) ? random.integer(3, 8) : random.integer(9, 25);
  return type === 'PARTNERSHIP' ? random.integer(2, 4) : 1;
}

/** What the first legal representative is called. */
export function firstPosition(type: EnterpriseType, random: Random): string {
  if (type === 'PRIVATE_ENTERPRISE') return 'Chủ doanh nghiệp tư nhân';
  if (type === 'PARTNERSHIP') return 'Chủ tịch Hội đồng thành viên';
  return random.chance(0.7) ? 'Giám đốc' : 'Tổng giám đốc';
}
