import { periodOf, type Quotas } from './quotas.ts';

/** Quotas of one process, for as long as it runs. With several replicas each would grant the whole quota again. */
export function createMemoryQuotas(): Quotas {
  const periods = new Map<string, Map<string, Set<string>>>();
  return {
    async admit({ agency, purpose, database }, quota, on, subjects) {
      for (const period of periods.keys()) {
        if (!on.startsWith(period)) periods.delete(period);
      }
      const period = periodOf(quota, on);
      const ofPeriod = periods.get(period) ?? new Map<string, Set<string>>();
      periods.set(period, ofPeriod);
      const owner = JSON.stringify([agency, purpose, database]);
      const counted = ofPeriod.get(owner) ?? new Set<string>();
      ofPeriod.set(owner, counted);
      const within = subjects.filter((subject) => {
        if (!counted.has(subject) && counted.size >= quota.subjects) return false;
        counted.add(subject);
        return true;
      });
      return { within: new Set(within), remaining: Math.max(0, quota.subjects - counted.size) };
    },
  };
}
