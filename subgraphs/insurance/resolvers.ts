import { linkTo, type PageArguments, type Reference, type Resolvers, today } from '../kit/index.ts';
import { contributionMonths } from './contribution-months.ts';
import type { HealthCardRow, InsuranceTables, ParticipantRow, PeriodRow } from './tables.ts';

type Citizen = Reference<'personalId'>;
type Business = Reference<'enterpriseCode'>;

/** Resolvers of the national insurance database, for every field that is not simply a column. */
export const resolvers: Resolvers<InsuranceTables> = {
  Citizen: {
    __resolveReference: ({ personalId }: Citizen) => ({ personalId }),
    socialInsurance: ({ personalId }: Citizen, _args, { load }) =>
      load.one('participants', 'personalId', personalId),
    healthInsurance: ({ personalId }: Citizen, _args, { load }) =>
      load.one('healthCards', 'personalId', personalId),
  },
  SocialInsurance: {
    currentEmployer: ({ currentEmployerCode }: ParticipantRow, _args, context) =>
      linkTo('Business', currentEmployerCode, context),
    contributionMonths: async ({ personalId }: ParticipantRow, _args, { load }) =>
      contributionMonths(await load.many('periods', 'personalId', personalId, 'since'), today()),
    periods: ({ personalId }: ParticipantRow, page: PageArguments, { load }) =>
      load.page('periods', 'personalId', personalId, page),
    hasMonthlyPensionAtLeast: ({ monthlyPension }: ParticipantRow, { amount }: { amount: string }) =>
      monthlyPension !== null && BigInt(monthlyPension) >= BigInt(amount),
  },
  InsurancePeriod: {
    from: ({ since }: PeriodRow) => since,
    employer: ({ employerCode }: PeriodRow, _args, context) => linkTo('Business', employerCode, context),
  },
  HealthInsuranceCard: {
    validOn: ({ validFrom, validUntil }: HealthCardRow, { day }: { day?: string | null }) => {
      const on = day ?? today();
      return validFrom <= on && on <= validUntil;
    },
  },
  Business: {
    __resolveReference: ({ enterpriseCode }: Business) => ({ enterpriseCode }),
    insuranceUnitCode: async ({ enterpriseCode }: Business, _args, { load }) =>
      (await load.one('employers', 'enterpriseCode', enterpriseCode))?.unitCode ?? null,
    declaredEmployeeCount: async ({ enterpriseCode }: Business, _args, { load }) =>
      (await load.one('employers', 'enterpriseCode', enterpriseCode))?.employeeCount ?? null,
    declaredEmployees: ({ enterpriseCode }: Business, page: PageArguments, { load }) =>
      load.page('periods', 'employerCode', enterpriseCode, page),
  },
  DeclaredEmployee: {
    citizen: ({ personalId }: PeriodRow, _args, context) => linkTo('Citizen', personalId, context),
  },
};
