import type { PolicyGrant } from '../../governance/index.ts';
import { createRandom, type Random } from '../../nation/random.ts';
import { CALLERS } from './callers.ts';
import { answerDifferences } from './compare-answers.ts';
import { grantDifferences } from './compare-grants.ts';
import { previewDifferences } from './compare-preview.ts';
import { type NaiveAnswer, type NaiveRights, naiveAnswer } from './naive-answer.ts';
import { wholeOperation } from './naive-whole.ts';
import { personaId } from './personas.ts';
import { previewOf } from './preview.ts';
import { caseRights, type RandomCase, randomCase } from './random-case.ts';
import { type RandomOperation, randomOperation } from './random-operations.ts';
import { openRandomSystem, type RandomSystem } from './random-system.ts';
import type { Answer, Asker } from './system.ts';

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
  /** Answers to which a database did not contribute in time; their operations were asked again. */
  unavailable: number;
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
  const bench = await openRandomSystem();
  const figures: Comparison = {
    operations: 0,
    cases: 0,
    whole: 0,
    withheld: {},
    hidden: 0,
    unavailable: 0,
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
const AT_ONCE = 4;

async function compareCase(
  bench: RandomSystem,
  options: ComparisonOptions,
  number: number,
  only: string | undefined,
  figures: Comparison,
): Promise<void> {
  const { country, dictionary, personas, schema } = bench;
  const random = randomCase(options.seed, number, country, dictionary, personas);
  const governance = await bench.put(random);
  figures.differences.push(...grantDifferences(random, governance, dictionary));
  const rights = caseRights(random, country, dictionary);
  const roots = random.citizen === undefined ? ROOTS : [...ROOTS, ...ROOTS.map(() => 'me')];
  const waiting = Array.from({ length: options.operations }, (_, index) => index).filter(
    (index) => only === undefined || Number(only) === index,
  );
  const work = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const source = createRandom(options.seed, `operation ${number}.${index}`);
      const operation = randomOperation(schema, random.keys, source, {
        ...SHAPE,
        roots,
        size: source.pick(SIZES),
      });
      const found = await compareOne(bench, random, rights, operation, figures);
      if (found.length === 0) continue;
      figures.differences.push(report(options.seed, random, index, operation, found));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  bench.system.clearStatements();
  figures.cases += 1;
}

/** Types of records about somebody, and of what lies between two of them. */
const TYPES_OF_SUBJECTS: ReadonlySet<string> = new Set(
  'Citizen Business LandParcel Household HouseholdMember LegalRepresentative BusinessMember BusinessRole LandUseRight'
    .split(' ')
    .concat(
      'DeclaredEmployee InsurancePeriod SocialInsurance BirthRegistration MarriageRegistration Divorce'.split(
        ' ',
      ),
    )
    .concat('ParentChildRecognition Mortgage BusinessMemberConnection BusinessMemberEdge'.split(' '))
    .concat('BusinessRoleConnection BusinessRoleEdge LandUseRightConnection LandUseRightEdge'.split(' '))
    .concat(
      'DeclaredEmployeeConnection DeclaredEmployeeEdge InsurancePeriodConnection InsurancePeriodEdge'.split(
        ' ',
      ),
    ),
);

const SHAPE = {
  variables: 0.3,
  depth: 7,
  fields: 5,
  towards: TYPES_OF_SUBJECTS,
};

/** Most operations are small, so that many different ones are asked; some are not. */
const SIZES = [8, 12, 15, 15, 25, 50];

/** Where operations begin: mostly at persons. */
const ROOTS =
  'citizen citizen citizen citizen citizen citizen citizens citizens citizens citizenByOldIdNumber'
    .split(' ')
    .concat('business business businesses landParcel landParcel landParcelByCertificate'.split(' '));

/** Everything in which the system and the naive way differ about one operation. */
async function compareOne(
  { system, schema, requirements }: RandomSystem,
  random: RandomCase,
  rights: NaiveRights,
  { query, variables }: RandomOperation,
  figures: Comparison,
): Promise<readonly string[]> {
  const asked = { ...variables };
  const ask = (asker: Asker, text: string) =>
    answeredByAll(
      () => system.ask(asker, text, asked),
      () => {
        figures.unavailable += 1;
      },
    );
  const whole = await ask(CALLERS.everything, wholeOperation(query, schema, random.citizen));
  if (whole.errors.length > 0) return [`the whole answer has errors: ${JSON.stringify(whole.errors)}`];
  const preview = await previewOf(system, random.asker, {
    operation: query,
    variables: { no: variables['no'] },
    ...(random.citizen === undefined ? { purpose: random.purpose } : {}),
  });
  const answer = await ask(random.asker, query);
  const expected = naiveAnswer(query, asked, whole.data ?? {}, requirements, rights);
  count(figures, expected);
  return [...answerDifferences(answer, expected), ...previewDifferences(preview, expected)];
}

/** Most times that a question is asked. */
const MOST_ATTEMPTS = 3;

/**
 * An answer to which every database contributed. On a busy machine one may not answer in time, and says so; that says
 * nothing about authorisation, so the question is asked again, and counted.
 */
async function answeredByAll(ask: () => Promise<Answer>, onUnavailable: () => void): Promise<Answer> {
  let answer = await ask();
  for (let attempt = 1; attempt < MOST_ATTEMPTS && isPartial(answer); attempt += 1) {
    onUnavailable();
    answer = await ask();
  }
  return answer;
}

function isPartial({ errors }: Answer): boolean {
  return errors.some(({ extensions }) => extensions.code === 'SOURCE_UNAVAILABLE');
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
