import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { Client } from 'pg';
import { ownRegisters } from '../../gateway/registers/fixture.ts';
import {
  type Codes,
  compileGovernance,
  type Governance,
  loadCodes,
  type PolicyGrant,
  readGovernanceFiles,
} from '../../governance/index.ts';
import { createRandom, type Random } from '../../nation/random.ts';
import { CALLERS } from './callers.ts';
import { previewDifferences } from './compare-preview.ts';
import { governanceGrantingEverything } from './governance.ts';
import { type NaiveDictionary, readDictionary } from './naive-agreements.ts';
import { type NaiveAnswer, type NaiveRights, naiveAnswer } from './naive-answer.ts';
import { type ReadCountry, readCountry } from './naive-country.ts';
import { NaiveRequirements } from './naive-requirements.ts';
import { wholeOperation } from './naive-whole.ts';
import { personaId } from './personas.ts';
import { previewOf } from './preview.ts';
import { caseFiles, caseRights, type RandomCase, randomCase } from './random-case.ts';
import { type RandomOperation, randomOperation } from './random-operations.ts';
import { fillRandomRegisters } from './random-registers.ts';
import { type Answer, startTestSystem, type TestSystem } from './system.ts';

const SUPERGRAPH = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');

/** Which operations to compare. */
export interface ComparisonOptions {
  readonly seed: number;
  /** Random governances, each with its registers and its caller. */
  readonly cases: number;
  /** Random operations under each of them. */
  readonly operations: number;
  /** One case, or one operation of one case, alone: `17` or `17.3`. */
  readonly only?: string | undefined;
  readonly onProgress?: (figures: Comparison) => void;
}

/** Figures of a comparison. */
export interface Comparison {
  operations: number;
  cases: number;
  /** Operations of which everything was granted. */
  whole: number;
  /** Places withheld, by rule. */
  readonly withheld: Record<string, number>;
  /** Places at which nothing is told of somebody. */
  hidden: number;
  /** Fields of previews that were compared with places of answers. */
  previewed: number;
  /** Everything that differs, with what is needed to see it again. */
  readonly differences: string[];
}

/**
 * Runs random operations under random agreements through the whole system and through the naive authorisation: data
 * to the letter, errors by place, code, rule and lacking elements, and the preview that was asked for beforehand.
 */
export async function compareWithNaive(options: ComparisonOptions): Promise<Comparison> {
  const bench = await openBench();
  const figures: Comparison = {
    operations: 0,
    cases: 0,
    whole: 0,
    withheld: {},
    hidden: 0,
    previewed: 0,
    differences: [],
  };
  const [onlyCase, onlyOperation] = (options.only ?? '').split('.');
  try {
    for (
      let number = 0;
      number < options.cases && figures.differences.length < MOST_DIFFERENCES;
      number += 1
    ) {
      if (onlyCase && Number(onlyCase) !== number) continue;
      await compareCase(bench, options, number, onlyOperation, figures);
      options.onProgress?.(figures);
    }
  } finally {
    await bench.close();
  }
  return figures;
}

const MOST_DIFFERENCES = 20;
/** Operations at the same time: the databases answer one while the gateway decides another. */
const AT_ONCE = 6;

/** A running system whose agreements, clock and registers change from case to case. */
interface Bench {
  readonly system: TestSystem;
  readonly schema: GraphQLSchema;
  readonly requirements: NaiveRequirements;
  readonly country: ReadCountry;
  readonly dictionary: NaiveDictionary;
  readonly personas: readonly string[];
  put(random: RandomCase): Promise<void>;
  close(): Promise<void>;
}

async function openBench(): Promise<Bench> {
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
      current = compileCase(random, files, codes);
      ({ day } = random);
    },
    async close() {
      await system.stop();
      await client.end();
      await registers.drop();
    },
  };
}

function compileCase(random: RandomCase, files: ReadonlyMap<string, string>, codes: Codes): Governance {
  const own = [...files].filter(([name]) => !name.startsWith('agreements/'));
  const added = Object.entries(caseFiles(random, files.get('agencies.yaml') ?? ''));
  return compileGovernance(new Map([...own, ...added]), codes);
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

async function compareCase(
  bench: Bench,
  options: ComparisonOptions,
  number: number,
  only: string | undefined,
  figures: Comparison,
): Promise<void> {
  const { country, dictionary, personas, schema } = bench;
  const random = randomCase(options.seed, number, country, dictionary, personas);
  await bench.put(random);
  const rights = caseRights(random, country, dictionary);
  const roots = random.citizen === undefined ? ROOTS : [...ROOTS, ...ROOTS.map(() => 'me')];
  const waiting = Array.from({ length: options.operations }, (_, index) => index).filter(
    (index) => only === undefined || Number(only) === index,
  );
  const work = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const source = createRandom(options.seed, `operation ${number}.${index}`);
      const operation = randomOperation(schema, random.keys, source, { ...SHAPE, roots });
      const found = await compareOne(bench, random, rights, operation, figures);
      if (found.length === 0) continue;
      figures.differences.push(report(options.seed, random, index, operation, found));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  figures.cases += 1;
}

/** Types of records about somebody, and of what lies between two of them. */
const TYPES_OF_SUBJECTS: ReadonlySet<string> = new Set(
  'Citizen Business LandParcel Household HouseholdMember LegalRepresentative BusinessMember BusinessRole LandUseRight'
    .split(' ')
    .concat('DeclaredEmployee InsurancePeriod SocialInsurance BirthRegistration MarriageRegistration Divorce'.split(' '))
    .concat('ParentChildRecognition Mortgage BusinessMemberConnection BusinessMemberEdge'.split(' '))
    .concat('BusinessRoleConnection BusinessRoleEdge LandUseRightConnection LandUseRightEdge'.split(' '))
    .concat('DeclaredEmployeeConnection DeclaredEmployeeEdge InsurancePeriodConnection InsurancePeriodEdge'.split(' ')),
);

const SHAPE = {
  variables: 0.3,
  depth: 7,
  fields: 5,
  towards: TYPES_OF_SUBJECTS,
};

/** Where operations begin: mostly at persons. */
const ROOTS = 'citizen citizen citizen citizen citizen citizen citizens citizens citizens citizenByOldIdNumber'
  .split(' ')
  .concat('business business businesses landParcel landParcel landParcelByCertificate'.split(' '));

/** Everything in which the system and the naive way differ about one operation. */
async function compareOne(
  { system, schema, requirements }: Bench,
  random: RandomCase,
  rights: NaiveRights,
  { query, variables }: RandomOperation,
  figures: Comparison,
): Promise<readonly string[]> {
  const asked = { ...variables };
  const whole = await system.ask(CALLERS.everything, wholeOperation(query, schema, random.citizen), asked);
  if (whole.errors.length > 0) return [`the whole answer has errors: ${JSON.stringify(whole.errors)}`];
  const preview = await previewOf(system, random.asker, {
    operation: query,
    variables: { no: variables['no'] },
    ...(random.citizen === undefined ? { purpose: random.purpose } : {}),
  });
  const answer = await system.ask(random.asker, query, asked);
  const expected = naiveAnswer(query, asked, whole.data ?? {}, requirements, rights);
  count(figures, expected);
  return [...answerDifferences(answer, expected), ...previewDifferences(preview, expected)];
}

function answerDifferences({ data, errors }: Answer, expected: NaiveAnswer): readonly string[] {
  const got = new Set(
    errors.map(({ path = [], extensions: { code, rule, argument, lacking } }) =>
      JSON.stringify([
        path.join('.'),
        code,
        rule,
        argument ?? null,
        [...((lacking as string[]) ?? [])].sort(),
      ]),
    ),
  );
  const wanted = new Set(
    expected.errors.map(({ path, code, rule, argument, lacking }) =>
      JSON.stringify([path.join('.'), code, rule, argument ?? null, [...lacking].sort()]),
    ),
  );
  return [
    ...(isDeepStrictEqual(plain(data), plain(expected.data)) ? [] : [dataDifference(data, expected.data)]),
    ...[...wanted].filter((error) => !got.has(error)).map((error) => `error expected: ${error}`),
    ...[...got].filter((error) => !wanted.has(error)).map((error) => `error not expected: ${error}`),
  ];
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** The first place at which two answers differ. */
function dataDifference(got: unknown, wanted: unknown, path = 'data'): string {
  if (typeof got === 'object' && typeof wanted === 'object' && got !== null && wanted !== null) {
    const keys = new Set([...Object.keys(got), ...Object.keys(wanted)]);
    for (const key of keys) {
      const [a, b] = [got, wanted].map((of) => (of as Record<string, unknown>)[key]);
      if (!isDeepStrictEqual(plain(a), plain(b))) return dataDifference(a, b, `${path}.${key}`);
    }
  }
  return `${path}: got ${JSON.stringify(got)?.slice(0, 300)}, expected ${JSON.stringify(wanted)?.slice(0, 300)}`;
}

function count(figures: Comparison, { errors, silences, places }: NaiveAnswer): void {
  figures.operations += 1;
  figures.hidden += silences.length;
  figures.previewed += places.length;
  if (errors.length === 0 && silences.length === 0) figures.whole += 1;
  for (const { rule } of errors) figures.withheld[rule] = (figures.withheld[rule] ?? 0) + 1;
}

function report(
  seed: number,
  random: RandomCase,
  index: number,
  { query, variables }: RandomOperation,
  found: readonly string[],
): string {
  const { number, day, asker, agreements, jurisdiction, posts, citizen } = random;
  return [
    `seed ${seed}, only ${number}.${index}, on ${day}`,
    ...found.slice(0, 12).map((one) => `  ${one}`),
    `asker ${JSON.stringify({ ...asker, jurisdiction, posts, citizen })}`,
    `operation ${query}\nvariables ${JSON.stringify(variables)}`,
    `agreements ${JSON.stringify(agreements)}`,
  ].join('\n');
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

/** The same policy with a random part of its elements. */
export function randomGrant(everything: PolicyGrant, number: number, random: Random): PolicyGrant {
  const share = random.pick([0.2, 0.5, 0.7, 0.9, 1]);
  const elements = [...everything.elements].filter(
    (name) => name.startsWith('catalogue.') || random.chance(share),
  );
  return { ...everything, elements: new Set(elements), agreements: [`random-${number}`] };
}

/** Keys of personas that random operations ask for. */
export function randomKeys() {
  const people = ['profile', 'profile-spouse', 'triple-owner', 'divorced-remarried', 'dead', 'landless'].map(
    personaId,
  );
  return {
    personalId: people,
    personalIds: [people.slice(0, 3), people.slice(3)],
    enterpriseCode: ['joint-stock', 'large-employer', 'dissolved-enterprise'].map(personaId),
    parcelId: ['common-parcel', 'mortgaged-enterprise-parcel'].map(personaId),
    'administrativeUnit.code': ['01', '00004'],
    'procedure.code': ['1.000894', '1.013980'],
    'agency.code': ['MPS', 'VSS'],
    provinceCode: ['01', '37'],
    first: [1, 2, 5],
    amount: ['500000', '9000000'],
    on: ['2026-01-01'],
    day: ['2026-01-01'],
  };
}
