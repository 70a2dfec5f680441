import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkAgreements } from './check-agreements.ts';
import { checkDictionary } from './check-dictionary.ts';
import { checkAgencies, checkDatabases, checkPurposes } from './check-registers.ts';
import { loadCodes } from './codes.ts';
import type { Codes } from './codes-model.ts';
import { frozenMap } from './frozen.ts';
import type { GovernanceContent } from './model.ts';
import { createPolicy, type Policy } from './policy.ts';
import { ProblemList } from './problems.ts';
import type { GovernanceFiles } from './sources.ts';
import { versionOf } from './version.ts';

export { loadCodes, readCodes } from './codes.ts';
export type {
  Codes,
  Commune,
  KnownDamage,
  ProcedureRow,
  Province,
  RegisterAgency,
  RegisterDatabase,
} from './codes-model.ts';
export { type AccessChange, compareAccess, EVERYBODY } from './compare.ts';
export { heldPeriods, holdsOn } from './holding.ts';
export {
  type Agency,
  type AgencyKind,
  type Agreement,
  type AgreementBasis,
  type AgreementState,
  CITIZEN,
  type Database,
  type DataElement,
  type ElementClass,
  type Frequency,
  type LegalBasis,
  type PlannedSuspension,
  type Purpose,
  type PurposeKind,
  type Quota,
  type SubjectScope,
  type Suspension,
  type Termination,
} from './model.ts';
export type { DatabaseTerms, PolicyGrant, RestrictingProvision } from './policy.ts';
export { GovernanceError, type GovernanceProblem } from './problems.ts';
export type { GovernanceFiles } from './sources.ts';
export { type CommuneUnit, communesForNation, coversCommune, type Jurisdiction } from './territory.ts';

/** Agencies, databases, purposes, dictionary and agreements, checked against each other, and what they decide. */
export interface Governance extends GovernanceContent, Policy {
  /** SHA-256 of the content, in hexadecimal: the same for the same content, whatever its layout. */
  readonly version: string;
}

/**
 * Reads and checks the governance folder. Everything is read once; nothing changes afterwards.
 *
 * @param dir the folder with agencies.yaml, purposes.yaml, databases.yaml, agreements/ and dictionary/; the project's
 *   own by default
 * @param codes the official code lists that the files refer to
 * @throws GovernanceError with all problems at once
 */
export function loadGovernance(dir: string = import.meta.dirname, codes: Codes = loadCodes()): Governance {
  return compileGovernance(readGovernanceFiles(dir), codes, relative(process.cwd(), dir));
}

/**
 * The same from text instead of files: `files` maps paths such as `agreements/gdt.yaml` to their text.
 *
 * @param folder put before the file names in problems
 * @throws GovernanceError with all problems at once
 */
export function compileGovernance(files: GovernanceFiles, codes: Codes, folder = ''): Governance {
  const problems = new ProblemList(folder);
  const agencies = checkAgencies(files, codes, problems);
  const purposes = checkPurposes(files, codes, problems);
  const databases = checkDatabases(files, codes, agencies, problems);
  const elements = checkDictionary(files, databases, problems);
  const agreements = checkAgreements(files, { codes, agencies, purposes, databases, elements }, problems);
  problems.throwIfAny();
  const content: GovernanceContent = {
    codes,
    agencies: frozenMap(agencies.values()),
    purposes: frozenMap(purposes.values()),
    databases: frozenMap(databases.values()),
    elements: frozenMap(elements.values()),
    agreements,
  };
  return Object.freeze({ ...content, ...createPolicy(content), version: versionOf(content) });
}

/** The YAML files of a governance folder: their text by path, such as `agreements/gdt.yaml`. */
export function readGovernanceFiles(dir: string = import.meta.dirname): GovernanceFiles {
  const names = ['.', 'agreements', 'dictionary'].flatMap((folder) =>
    readdirSync(join(dir, folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => (folder === '.' ? name : `${folder}/${name}`)),
  );
  return new Map(names.map((name) => [name, readFileSync(join(dir, name), 'utf8')]));
}
