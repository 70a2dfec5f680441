import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../gateway/observability/index.ts';
import { CALLERS } from '../support/callers.ts';
import {
  type GovernanceFolder,
  governanceFolder,
  TAX_FILE,
  taxAgreement,
} from '../support/governance-folder.ts';
import { type HeldDatabase, holdDatabase } from '../support/held-database.ts';
import { PROFILE } from '../support/personas.ts';
import { type SupergraphFolder, schemaFile, supergraphFolder } from '../support/supergraph-folder.ts';
import { type Answer, startTestSystem, type TestSystem } from '../support/system.ts';

const SOON = { timeout: 60_000, interval: 10 };
const NAME = 'Nguyễn Minh Quân';
const POPULATION = schemaFile('population');
const CATALOGUE = schemaFile('catalogue');
const QUERY = `{ citizen(personalId: "${PROFILE}") { name { full } } }`;
const WITH_AGE = `{ citizen(personalId: "${PROFILE}") { name { full } age(on: "2026-01-01") } }`;

/** The field whose coming and going the stories tell, as the population database states it. */
const AGE = `  "Completed years of age (tuổi) on a day; derived from the date of birth."
  age(
    "The day (ngày); today when left out."
    on: Date @searches(elements: ["population.identity.birthDate"])
  ): Int @requiresScopes(scopes: [["population.identity.birthDate"]])
`;
const ABSENCE = `  "Declared temporary absence (tình trạng khai báo tạm vắng), item 19."
  temporaryAbsence: TemporaryAbsence @requiresScopes(scopes: [["population.residence.absence"]])
`;
const SEX = '  "Sex (giới tính), item 5."';
const UNIT = 'type AdministrativeUnit @key(fields: "code") @cacheControl(maxAge: 86400)';
const LAND_RIGHTS = '  """\n  All land-use rights of this person';
const GRANTED = [
  'population.identity.personalId',
  'population.identity.fullName',
  'population.residence.permanent',
];
const WITH_BIRTH = [...GRANTED, 'population.identity.birthDate'];
const WITH_ABSENCE = [...WITH_BIRTH, 'population.residence.absence'];

interface Line {
  readonly msg: string;
  readonly problems?: readonly string[];
  readonly plans?: number;
  readonly generation?: string;
  readonly before?: string;
}

let files: SupergraphFolder;
let governance: GovernanceFolder;
let system: TestSystem;
const lines: Line[] = [];

beforeAll(async () => {
  files = await supergraphFolder();
  governance = await governanceFolder({ [TAX_FILE]: taxAgreement({ elements: WITH_ABSENCE }) });
  const log = createLog(
    'info',
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString()) as Line);
        done();
      },
    }),
  );
  system = await startTestSystem({
    // Requests wait here for as long as a story lets them.
    config: {
      supergraphFile: files.file,
      governanceDir: governance.dir,
      deadlineMs: 120_000,
      callTimeoutMs: 120_000,
      cache: { redis: undefined, keys: undefined, localBytes: 1_000_000, changeKeys: undefined },
    },
    log,
  });
});

afterAll(async () => {
  await system.stop();
  await files.remove();
  await governance.remove();
});

/** Puts the files back to those of the project, and waits for the graph that they make. */
async function beginAnew(): Promise<void> {
  await files.restoreAll();
  await vi.waitFor(() => {
    expect(said('graph in force').at(-1)?.generation).toBe(said('graph in force')[0]?.before);
  }, SOON);
}

const said = (message: string) => lines.filter(({ msg }) => msg === message);

/** Changes the files, and waits for the line that says what came of it. */
async function change(edit: () => Promise<void>, outcome: 'graph in force' | 'graph refused'): Promise<Line> {
  const before = said(outcome).length;
  await edit();
  return await vi.waitFor(() => {
    const line = said(outcome)[before];
    if (line === undefined) throw new Error(`Not yet: ${outcome}`);
    return line;
  }, SOON);
}

const taken = (edit: () => Promise<void>) => change(edit, 'graph in force');
const refused = (edit: () => Promise<void>) => change(edit, 'graph refused');
const nameIn = ({ data }: Answer) => (data as { citizen?: { name?: { full?: string } } }).citizen?.name?.full;
const isReady = async () => (await fetch(new URL('/health/ready', system.gatewayUrl))).status === 200;

describe('a gateway whose graph changes', { timeout: 120_000 }, () => {
  afterEach(beginAnew, 60_000);

  it('takes a field away and adds it again, and plans ahead what is asked', async () => {
    expect((await system.ask(CALLERS.tax, WITH_AGE)).data).toEqual({
      citizen: { name: { full: NAME }, age: expect.any(Number) },
    });
    await system.ask(CALLERS.tax, QUERY);
    const { plans } = await taken(() => files.edit(POPULATION, AGE, ''));
    expect(plans).toBeGreaterThan(0);
    const { status, errors } = await system.ask(CALLERS.tax, WITH_AGE);
    expect(status).toBe(400);
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('Cannot query field "age" on type "Citizen".'),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(nameIn(await system.ask(CALLERS.tax, QUERY))).toBe(NAME);
    await taken(() => files.restoreAll());
    expect((await system.ask(CALLERS.tax, WITH_AGE)).errors).toEqual([]);
  });

  it('shows each caller its own schema of the graph that runs, and decides previews on it', async () => {
    const described = `{ __type(name: "Citizen") { fields { name description } } }`;
    const preview = `{ accessPreview(operation: ${JSON.stringify(WITH_AGE)}) { complete cost { requested } } }`;
    const descriptionOf = ({ data }: Answer, field: string) =>
      (data as { __type: { fields: readonly { name: string; description: string }[] } }).__type.fields.find(
        ({ name }) => name === field,
      )?.description;
    expect(descriptionOf(await system.ask(CALLERS.tax, described), 'birthDate')).toContain('item 4');
    expect((await system.ask(CALLERS.tax, preview)).data).toMatchObject({
      accessPreview: { complete: true },
    });
    await taken(async () => {
      const text = (await files.read(POPULATION)).replace(AGE, '');
      await files.write(POPULATION, text.replace('item 4; of many older people only', 'of some people only'));
    });
    const answer = await system.ask(CALLERS.tax, described);
    expect(descriptionOf(answer, 'birthDate')).toMatch(/of some people only the year is known\.$/);
    expect(descriptionOf(answer, 'age')).toBeUndefined();
    const { errors } = await system.ask(CALLERS.tax, preview);
    expect(errors[0]?.message).toContain('"age"');
  });

  it('keeps no entity from one graph for another', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { permanentResidence { place { unit { fullName } } } } }`;
    const statements = async (): Promise<number> => {
      system.clearStatements();
      const { errors } = await system.ask(CALLERS.tax, query);
      expect(errors).toEqual([]);
      return system.statements.get('catalogue')?.length ?? 0;
    };
    const isKept = () => vi.waitFor(async () => expect(await statements()).toBe(0), SOON);
    await isKept();
    await taken(() => files.edit(CATALOGUE, UNIT, UNIT.replace('86400', '86000')));
    expect(await statements()).toBeGreaterThan(0);
    await isKept();
  });
});

describe('a request under way while the graph changes', { timeout: 120_000 }, () => {
  let population: HeldDatabase;

  beforeAll(async () => {
    population = await holdDatabase(system, 'population');
  });
  afterEach(async () => {
    population.release();
    await beginAnew();
  }, 60_000);
  afterAll(async () => {
    await population.stop();
    await system.startSubgraph('population');
  });

  it('ends on the one on which it began, with a field that is gone by then', async () => {
    const held = population.hold();
    const answer = system.ask(CALLERS.tax, WITH_AGE);
    await held;
    await taken(() => files.edit(POPULATION, AGE, ''));
    expect((await fetch(new URL('/health/ready', system.gatewayUrl))).status).toBe(200);
    population.release();
    const { status, data, errors } = await answer;
    expect([status, errors]).toEqual([200, []]);
    expect(data).toEqual({ citizen: { name: { full: NAME }, age: expect.any(Number) } });
    expect((await system.ask(CALLERS.tax, WITH_AGE)).status).toBe(400);
  });
});

describe('a change that is wrong', { timeout: 120_000 }, () => {
  afterAll(beginAnew, 60_000);

  const cases: readonly {
    readonly what: string;
    readonly file: string;
    readonly piece: string;
    readonly wrong: string;
    readonly problem: RegExp;
    readonly right: string;
  }[] = [
    {
      what: 'a schema that is no GraphQL',
      file: POPULATION,
      piece: '  birthDate: PartialDate',
      wrong: '  birthDate PartialDate',
      problem: /^subgraphs\/population\/schema\.graphql:\d+: Syntax Error: .* \(syntax\)$/,
      right: '  # known to the day for most people\n  birthDate: PartialDate',
    },
    {
      what: 'a field that discloses nobody knows what',
      file: POPULATION,
      piece: SEX,
      wrong: `  "Size (cỡ)." shoeSize: Int\n${SEX}`,
      problem: /^subgraphs\/population\/schema\.graphql:\d+: Citizen\.shoeSize .*every-field-has-elements\)$/,
      right: `  "Size (cỡ)." shoeSize: Int @requiresScopes(scopes: [["population.identity.birthDate"]])\n${SEX}`,
    },
    {
      what: 'an element that is not in the dictionary',
      file: POPULATION,
      piece: SEX,
      wrong: `  "Size (cỡ)." hatSize: Int @requiresScopes(scopes: [["population.identity.hatSize"]])\n${SEX}`,
      problem: /^subgraphs\/population\/schema\.graphql:\d+: .*hatSize.*elements-are-known\)$/,
      right: `  "Size (cỡ)." hatSize: Int @requiresScopes(scopes: [["population.identity.otherNames"]])\n${SEX}`,
    },
    {
      what: 'a graph that does not compose',
      file: schemaFile('land'),
      piece: LAND_RIGHTS,
      wrong: `  "Form (hình thức)." sex: String @requiresScopes(scopes: [["land.right.form"]])\n${LAND_RIGHTS}`,
      problem: /^subgraphs\/\w+\/schema\.graphql:\d+: .*Citizen\.sex.*\([A-Z_]+\)$/,
      right: `  "Form (hình thức)." form: String @requiresScopes(scopes: [["land.right.form"]])\n${LAND_RIGHTS}`,
    },
    {
      what: 'a supergraph.yaml with a subgraph whose schema is not there',
      file: 'supergraph.yaml',
      piece: 'subgraphs/land/schema.graphql',
      wrong: 'subgraphs/lands/schema.graphql',
      problem: /^subgraphs\/lands\/schema\.graphql: cannot be read; expected a file here \(file\)$/,
      right: './subgraphs/land/schema.graphql',
    },
  ];

  it.each(cases)('is refused in one line: $what', async ({ file, piece, wrong, problem, right }) => {
    const { problems } = await refused(() => files.edit(file, piece, wrong));
    expect(
      problems?.some((line) => problem.test(line)),
      problems?.join('\n'),
    ).toBe(true);
    expect(nameIn(await system.ask(CALLERS.tax, QUERY))).toBe(NAME);
    expect(await isReady()).toBe(true);
    await taken(() => files.edit(file, wrong, right));
    expect(nameIn(await system.ask(CALLERS.tax, QUERY))).toBe(NAME);
  });

  it('is refused when an agreement names what it takes away, and taken when none does any more', async () => {
    const absence = `{ citizen(personalId: "${PROFILE}") { temporaryAbsence { reason } } }`;
    const { problems } = await refused(() => files.edit(POPULATION, ABSENCE, ''));
    expect(problems).toEqual([expect.stringContaining('population.residence.absence')]);
    expect(problems?.[0]).toContain('test-gdt-pop');
    expect((await system.ask(CALLERS.tax, absence)).status).toBe(200);
    await taken(() => governance.write(TAX_FILE, taxAgreement({ elements: WITH_BIRTH })));
    expect((await system.ask(CALLERS.tax, absence)).status).toBe(400);
  });
});

describe('a database that does not answer', { timeout: 120_000 }, () => {
  const UNIT_NAME = `{ citizen(personalId: "${PROFILE}") { name { full } } administrativeUnit(code: "00004") { name } }`;

  it('hinders no change: its fields are unavailable, all others are there', async () => {
    const url = ['$', '{env.CATALOGUE_URL:-http://127.0.0.1:4106/graphql}'].join('');
    await taken(() => files.edit('supergraph.yaml', url, 'http://127.0.0.1:1/graphql'));
    const { data, errors } = await system.ask(CALLERS.tax, UNIT_NAME);
    expect(data).toEqual({ citizen: { name: { full: NAME } }, administrativeUnit: null });
    expect(errors.map(({ extensions: { code } }) => code)).toEqual(['SOURCE_UNAVAILABLE']);
    await taken(() => files.restoreAll());
    expect((await system.ask(CALLERS.tax, UNIT_NAME)).errors).toEqual([]);
  });
});
