import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../../subgraphs/kit/fixture.ts';
import { CALLERS } from '../support/callers.ts';
import { changeableDatabases } from '../support/changeable-country.ts';
import { governanceGrantingEverything } from '../support/governance.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const QUERY = `query ($employee: PersonalId!) {
  citizen(personalId: $employee) {
    socialInsurance { currentEmployer { name legalRepresentatives { position citizen { personalId } } } }
  }
}`;

/** Schemas of databases whose owners let more be kept than ours do: links to persons, and persons themselves. */
const CARELESS: Readonly<Record<string, readonly (readonly [text: string, by: string])[]>> = {
  business: [
    ['type LegalRepresentative {', 'type LegalRepresentative @cacheControl(inheritMaxAge: true) {'],
    [
      'legalRepresentatives: [LegalRepresentative!]',
      'legalRepresentatives: [LegalRepresentative!] @cacheControl(inheritMaxAge: true)',
    ],
    [
      'type Citizen @key(fields: "personalId") {',
      'type Citizen @key(fields: "personalId") @cacheControl(maxAge: 60) {',
    ],
  ],
};

describe('an entity that links to a person, and is kept', () => {
  const databases = changeableDatabases('population', 'insurance', 'business');
  let folder: string;
  let system: TestSystem;
  let employee: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lien-thong-careless-'));
    const supergraphFile = await carelessGraph(folder);
    employee = await findEmployee();
    system = await startTestSystem({
      databases,
      governance: governanceGrantingEverything(),
      config: {
        supergraphFile,
        cache: { redis: undefined, keys: undefined, localBytes: 1_000_000, changeKeys: undefined },
      },
    });
  });

  afterAll(async () => {
    await system.stop();
    await rm(folder, { recursive: true });
  });

  const rows = (database: string, sql: string) => runSql(databases[database]?.ownerUrl ?? '', sql);

  /** Somebody who works for an enterprise with one representative, who is somebody else. */
  async function findEmployee(): Promise<string> {
    const alone = await rows(
      'business',
      'select enterprise_code, min(personal_id) as person from legal_representatives group by 1 having count(*) = 1',
    );
    const employees = await rows(
      'insurance',
      'select personal_id, current_employer_code from participants order by 1',
    );
    const open = await rows(
      'population',
      'select personal_id from citizens where protection_grade = 0 and death_or_missing_kind is null',
    );
    const isOpen = new Set(open.map((row) => row['personal_id']));
    const representative = new Map(alone.map((row) => [row['enterprise_code'], row['person']]));
    const found = employees.find((row) => {
      const person = representative.get(row['current_employer_code']);
      return isOpen.has(row['personal_id']) && isOpen.has(person) && person !== row['personal_id'];
    });
    return String(found?.['personal_id']);
  }

  const protect = (personalId: string, grade: number) =>
    rows('population', `update citizens set protection_grade = ${grade} where personal_id = '${personalId}'`);

  async function ask() {
    system.clearStatements();
    const { data, errors } = await system.ask(CALLERS.everything, QUERY, { employee });
    expect(errors).toEqual([]);
    const { citizen } = data as { citizen: { socialInsurance: { currentEmployer: Employer } } };
    const { name, legalRepresentatives } = citizen.socialInsurance.currentEmployer;
    return {
      name,
      persons: legalRepresentatives.map((each) => each.citizen?.personalId ?? ''),
      statements: system.statements.get('business')?.length ?? 0,
    };
  }

  it('is not told from the cache once the person must not be found, and is again when they may', async () => {
    const first = await ask();
    const [person = ''] = first.persons;
    expect([first.persons.length, person]).toEqual([1, expect.stringMatching(/^\d{12}$/)]);
    expect(person).not.toBe(employee);
    expect(first.statements).toBeGreaterThan(0);
    expect(await ask()).toEqual({ ...first, statements: 0 });

    await protect(person, 3);
    const hidden = await ask();
    expect(hidden).toMatchObject({ name: first.name, persons: [] });
    expect(hidden.statements).toBeGreaterThan(0);

    await protect(person, 0);
    expect(await ask()).toMatchObject({ name: first.name, persons: [person] });
  });
});

interface Employer {
  readonly name: string;
  readonly legalRepresentatives: readonly { readonly citizen: { readonly personalId: string } | null }[];
}

/** A folder with the graph in which {@link CARELESS} is so. */
async function carelessGraph(folder: string): Promise<string> {
  const supergraph = await readFile(join(ROOT, 'supergraph.yaml'), 'utf8');
  for (const [, file = '', name = ''] of supergraph.matchAll(/file: (subgraphs\/([\w-]+)\/\S+)/g)) {
    let schema = await readFile(join(ROOT, file), 'utf8');
    for (const [text, by] of CARELESS[name] ?? []) {
      expect(schema).toContain(text);
      schema = schema.replace(text, by);
    }
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), schema);
  }
  await writeFile(join(folder, 'supergraph.yaml'), supergraph);
  return join(folder, 'supergraph.yaml');
}
