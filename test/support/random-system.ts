import { readFileSync } from 'node:fs';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { Client } from 'pg';
import { ownRegisters } from '../../gateway/registers/fixture.ts';
import { type Governance, loadCodes, type PolicyGrant, readGovernanceFiles } from '../../governance/index.ts';
import { CALLERS } from './callers.ts';
import { governanceGrantingEverything } from './governance.ts';
import { type NaiveDictionary, readDictionary } from './naive-agreements.ts';
import { type ReadCountry, readCountry } from './naive-country.ts';
import { NaiveRequirements } from './naive-requirements.ts';
import { personaId } from './personas.ts';
import type { RandomCase } from './random-case.ts';
import { governanceOf } from './random-governance.ts';
import { fillRandomRegisters } from './random-registers.ts';
import { startTestSystem, type TestSystem } from './system.ts';

const SUPERGRAPH = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');

/** A running system whose agreements, clock and registers change from case to case. */
export interface RandomSystem {
  readonly system: TestSystem;
  readonly schema: GraphQLSchema;
  readonly requirements: NaiveRequirements;
  readonly country: ReadCountry;
  readonly dictionary: NaiveDictionary;
  readonly personas: readonly string[];
  /** Puts the agreements, registers and day of a case in force. */
  put(random: RandomCase): Promise<Governance>;
  close(): Promise<void>;
}

/** Starts it. */
export async function openRandomSystem(): Promise<RandomSystem> {
  const registers = await ownRegisters();
  const client = new Client({ connectionString: registers.ownerUrl });
  await client.connect();
  const files = readGovernanceFiles();
  const codes = loadCodes();
  const everything = governanceGrantingEverything();
  let current = everything;
  let day = '2026-11-21';
  const system = await startTestSystem({
    registersUrl: registers.servingUrl,
    governance: changing(everything, () => current),
    now: () => new Date(`${day}T05:00:00Z`),
    // What an operation may cost is another test's matter: these are as large as chance makes them.
    config: { maxCost: Number.MAX_SAFE_INTEGER },
  });
  return {
    system,
    schema: buildASTSchema(parse(SUPERGRAPH), { assumeValidSDL: true }),
    requirements: new NaiveRequirements(SUPERGRAPH),
    country: await readCountry(),
    dictionary: readDictionary([...everything.databases.keys()]),
    personas: PERSONAS.map(personaId),
    async put(random) {
      await fillRandomRegisters(client, random);
      current = governanceOf([random], files, codes);
      ({ day } = random);
      return current;
    },
    async close() {
      await system.stop();
      await client.end();
      await registers.drop();
    },
  };
}

/** The governance of the moment; the caller for whole answers stays, and reads even the highest grade of protection. */
function changing(everything: Governance, current: () => Governance): Governance {
  const { agency, purposes } = CALLERS.everything;
  const whole = readingEverybody(everything.grantFor(agency, purposes[0], '2026-11-21'));
  return {
    ...everything,
    get agencies() {
      return current().agencies;
    },
    get agreements() {
      return current().agreements;
    },
    get version() {
      return current().version;
    },
    grantFor: (of, purpose, on) => (of === agency ? whole : current().grantFor(of, purpose, on)),
    purposesOf: (of, on) => current().purposesOf(of, on),
    agreementsOf: (of, on) => current().agreementsOf(of, on),
  };
}

function readingEverybody(grant: PolicyGrant): PolicyGrant {
  const terms = [...grant.terms].map(([database, of]) => [database, { ...of, protectedUpTo: 3 }] as const);
  return { ...grant, terms: new Map(terms) as unknown as PolicyGrant['terms'] };
}

const PERSONAS = [
  'profile',
  'profile-spouse',
  'triple-owner',
  'divorced-remarried',
  'dead',
  'widow',
  'minor-with-guardian',
  'guardian',
  'recognised-child',
  'other-province',
  'landless',
  'missing-person',
  'protected-first',
  'protected-spouse',
  'protected-child',
  'protected-second',
  'protected-third',
  'officer',
  'officer-brother',
];
