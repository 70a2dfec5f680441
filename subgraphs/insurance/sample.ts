import type { InsuranceHistory, InsurancePeriod, Nation } from '../../nation/index.ts';
import type { TableRows } from '../kit/index.ts';
import type { EmployerRow, HealthCardRow, InsuranceTables, ParticipantRow, PeriodRow } from './tables.ts';

/** The synthetic country as rows of the national insurance database. */
export function sample(nation: Nation): TableRows<InsuranceTables> {
  const participants = nation.insurance.filter(isParticipant);
  return {
    employers: employerRows(nation),
    participants: participants.map(participantRow),
    periods: periodRows(participants),
    healthCards: healthCardRows(nation.insurance),
  };
}

/** Whoever has nothing but a health-insurance card, and no number, has no record in social insurance. */
function isParticipant({ socialInsuranceNumber, periods, monthlyPensionVnd }: InsuranceHistory): boolean {
  return socialInsuranceNumber !== null || periods.length > 0 || monthlyPensionVnd !== null;
}

/** Enterprises with a unit code, and whoever else declared somebody; the count is that of the open periods. */
function* employerRows({ enterprises, insurance }: Nation): Generator<EmployerRow> {
  const counts = new Map<string, number>();
  const unitCodes = new Map<string, string>();
  for (const { enterpriseCode, insuranceUnitCode } of enterprises) {
    if (insuranceUnitCode === null) continue;
    counts.set(enterpriseCode, 0);
    unitCodes.set(enterpriseCode, insuranceUnitCode);
  }
  for (const { employerCode, until } of insurance.flatMap(({ periods }) => periods)) {
    if (employerCode === null) continue;
    counts.set(employerCode, (counts.get(employerCode) ?? 0) + (until === null ? 1 : 0));
  }
  for (const [enterpriseCode, employeeCount] of counts) {
    yield { enterpriseCode, unitCode: unitCodes.get(enterpriseCode) ?? null, employeeCount };
  }
}

function participantRow(history: InsuranceHistory): ParticipantRow {
  const current = currentPeriod(history.periods);
  return {
    personalId: history.personalId,
    socialInsuranceNumber: history.socialInsuranceNumber,
    participationKind: current?.kind ?? null,
    currentEmployerCode: current?.employerCode ?? null,
    monthlyPension: history.monthlyPensionVnd?.toString() ?? null,
  };
}

/** The open period; of several, the one that began last. */
function currentPeriod(periods: readonly InsurancePeriod[]): InsurancePeriod | undefined {
  return periods
    .filter(({ until }) => until === null)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1);
}

function* periodRows(participants: readonly InsuranceHistory[]): Generator<PeriodRow> {
  let id = 0;
  for (const { personalId, periods } of participants) {
    for (const { from: since, until, kind, employerCode, monthlyBaseVnd } of periods) {
      const monthlyBase = monthlyBaseVnd.toString();
      yield { id: String(++id), personalId, since, until, kind, employerCode, monthlyBase };
    }
  }
}

function* healthCardRows(insurance: readonly InsuranceHistory[]): Generator<HealthCardRow> {
  for (const { personalId, healthCard } of insurance) {
    if (healthCard !== null) yield { personalId, ...healthCard };
  }
}
