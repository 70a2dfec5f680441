import { readFileSync } from 'node:fs';
import type { Unit } from './country.ts';

/** The official list of communes as tests of this room use it, straight from the CSV files of the project. */
export function officialCommunes(): readonly Unit[] {
  const formerCodes = new Map(
    rows('provinces.csv').map((row) => [row['code'] ?? '', (row['merged_from_old_codes'] ?? '').split('|')]),
  );
  return rows('communes.csv').map((row) => ({
    code: row['code'] ?? '',
    name: row['name_vi'] ?? '',
    fullName: row['full_name_vi'] ?? '',
    provinceCode: row['province_code'] ?? '',
    formerProvinceCodes: formerCodes.get(row['province_code'] ?? '') ?? [],
  }));
}

/** Rows of a list without quoted fields, as these two are. */
function rows(file: string): readonly Readonly<Record<string, string>>[] {
  const text = readFileSync(new URL(`../governance/codes/${file}`, import.meta.url), 'utf8');
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])),
  );
}
