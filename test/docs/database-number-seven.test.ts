import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CHECKS } from '../../commands/checks/all.ts';
import { findingsOf } from '../../commands/checks/tool.ts';
import type * as Country from '../../commands/country.ts';
import { loadSecrets } from '../../embedded/index.ts';
import { compose, readPolicySchema, readSupergraphFile } from '../../gateway/supergraph/index.ts';
import type * as Databases from '../../subgraphs/databases.ts';
import { freshDatabase } from '../../subgraphs/kit/fixture.ts';
import type * as Kit from '../../subgraphs/kit/index.ts';
import type { RunningSubgraph } from '../../subgraphs/kit/index.ts';
import { CALLERS } from '../support/callers.ts';
import { governanceWith } from '../support/governance.ts';
import { blocksOf, followGuide } from '../support/guide.ts';
import { PROFILE, personaId } from '../support/personas.ts';
import type { ProjectCopy } from '../support/project-copy.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const copy: ProjectCopy = followGuide();
const read = (path: string) => readFileSync(join(copy.root, path), 'utf8');
const load = async <Module>(path: string) => (await import(join(copy.root, path))) as Module;

afterAll(() => copy.remove());

describe('somebody who copies a folder as subgraphs/README.md says', () => {
  it('has written code that is formatted, and imports that put themselves in order', async () => {
    expect(await findingsOf('biome', copy.root, ['check', 'subgraphs/vehicles'])).toEqual([]);
    await findingsOf('biome', copy.root, ['check', '--write', 'subgraphs', 'commands']);
    expect(
      await findingsOf('biome', copy.root, ['check', 'subgraphs/databases.ts', 'commands/country.ts']),
    ).toEqual([]);
  });

  it('has written code whose types hold at their strictest', async () => {
    const include = ['subgraphs/vehicles', 'subgraphs/databases.ts', 'commands/country.ts'];
    const settings = { extends: './tsconfig.json', compilerOptions: { skipLibCheck: true }, include };
    copy.write('tsconfig.vehicles.json', JSON.stringify(settings));
    expect(await findingsOf('tsc', copy.root, ['-p', 'tsconfig.vehicles.json'])).toEqual([]);
  });

  it('keeps boundaries, conventions and lists with what was added', async () => {
    for (const name of ['boundaries', 'conventions', 'documented', 'databases']) {
      const check = CHECKS.find((candidate) => candidate.name === name);
      const found = await check?.find(copy.root);
      expect([name, found?.filter((line) => line.includes('vehicle'))]).toEqual([name, []]);
    }
  });

  it('finds the commands of the guide in package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const [check] = blocksOf(read('subgraphs/README.md')).filter(({ label }) => label === 'check');
    const commands = [...(check?.text ?? '').matchAll(/npm run (\w+)/g)].map(([, name]) => name);
    expect(commands).toEqual(['compose', 'check']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(commands));
  });
});

const PROFILE_WITH_VEHICLES = /* GraphQL */ `
  query ($personalId: PersonalId!) {
    citizen(personalId: $personalId) {
      name { full }
      vehicles(first: 1) {
        edges { node { plate brand certificates { issuedOn } owner { personalId name { full } } } }
        pageInfo { hasNextPage }
      }
    }
  }
`;

/** The guide's agreement is an agency's; this one lets people read their own vehicles, to try the row rules. */
const OWN_VEHICLES = `
  - id: test-citizen-veh-01
    provider: MPS
    database: vehicles
    purposes: [OWN-DATA]
    legalBasis: { document: Decree 194/2025/NĐ-CP, article: "16.2" }
    elements: [vehicles.registration.*, vehicles.holding.*]
    jurisdiction: national
    subject: self
    officer: optional
    case: optional
    from: "2026-01-01"
    review: "2026-12-25"
    to: null
    state: active
`;

describe('the graph with seven databases', () => {
  const urls = freshDatabase();
  const changed = ['databases.yaml', 'dictionary/vehicles.yaml', 'agreements/gdt.yaml'];
  const governance = governanceWith({
    ...Object.fromEntries(changed.map((path) => [path, read(`governance/${path}`)])),
    'agreements/citizen.yaml': read('governance/agreements/citizen.yaml') + OWN_VEHICLES,
  });
  const statements: string[] = [];
  let system: TestSystem;
  let vehicles: RunningSubgraph;

  beforeAll(async () => {
    const { migrate, serveDatabase } = await load<typeof Kit>('subgraphs/kit/index.ts');
    const { loadCountry } = await load<typeof Country>('commands/country.ts');
    const { DATABASES } = await load<typeof Databases>('subgraphs/databases.ts');
    const definition = DATABASES.find(({ name }) => name === 'vehicles');
    if (definition === undefined) throw new Error('The guide adds vehicles to the list of databases.');
    await migrate(urls.ownerUrl, definition.migrations);
    const installation = { databases: new Map([['vehicles', urls]]), ledger: urls, registers: urls };
    await loadCountry(installation, { citizens: 200, seed: 1 }, undefined, ['vehicles']);
    vehicles = await serveDatabase(definition, {
      databaseUrl: urls.servingUrl,
      gatewayKey: (await loadSecrets(inject('secretsDir'))).grantKey.publicJwk,
      onStatement: (sql) => statements.push(sql),
    });
    const supergraph = read('supergraph.yaml').replace(/\$\{env\.VEHICLES_URL:-[^}]*\}/, vehicles.url);
    copy.write('seven.yaml', supergraph);
    const supergraphFile = join(copy.root, 'seven.yaml');
    system = await startTestSystem({ governance, config: { supergraphFile } });
  });

  afterAll(async () => {
    await system.stop();
    await vehicles.stop();
  });

  it('composes without a hint, and each field of the new one needs its element', async () => {
    const file = await readSupergraphFile(join(copy.root, 'supergraph.yaml'), {});
    expect(file.subgraphs).toHaveLength(7);
    const { policySdl, hints } = compose(file, governance.elements);
    expect(hints).toEqual([]);
    expect(readPolicySchema(policySdl).fieldRequirement('Citizen', 'vehicles')).toEqual([
      ['vehicles.holding.vehiclesOfCitizen'],
    ]);
  });

  it('answers one question from population and the new database', async () => {
    const { data, errors } = await system.ask(CALLERS.tax, PROFILE_WITH_VEHICLES, { personalId: PROFILE });
    expect(errors).toEqual([]);
    const name = { full: 'Nguyễn Minh Quân' };
    const vehicle = {
      plate: expect.stringMatching(/^00A-\d{5}$/),
      brand: 'Synthetic (giả lập)',
      certificates: [{ issuedOn: '2025-01-15' }],
      owner: { personalId: PROFILE, name },
    };
    expect(data).toEqual({
      citizen: { name, vehicles: { edges: [{ node: vehicle }], pageInfo: { hasNextPage: false } } },
    });
  });

  it('keeps it from whoever has no agreement on it, and does not even ask the database', async () => {
    statements.length = 0;
    const { data, errors } = await system.ask(CALLERS.socialInsurance, PROFILE_WITH_VEHICLES, {
      personalId: PROFILE,
    });
    expect(data).toMatchObject({ citizen: { name: expect.anything(), vehicles: null } });
    expect(errors).toMatchObject([
      {
        path: ['citizen', 'vehicles'],
        extensions: {
          code: 'ELEMENT_WITHHELD',
          lacking: ['vehicles.holding.vehiclesOfCitizen'],
          provisions: [{ legalBasis: { document: 'Circular 79/2024/TT-BCA' }, owner: 'MPS' }],
        },
      },
    ]);
    expect(statements).toEqual([]);
  });

  it('reads the vehicles of many people with one statement', async () => {
    statements.length = 0;
    const { data, errors } = await system.ask(
      CALLERS.tax,
      `{ citizens(personalIds: ["${PROFILE}", "${personaId('landless')}"]) { citizen { vehicles { edges { node { plate } } } } } }`,
    );
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toContain('00A-');
    expect(statements.filter((sql) => sql.includes('row_number'))).toHaveLength(1);
  });

  it('shows people their own vehicle, and of any other not even whether it exists', async () => {
    const ask = (plate: string) =>
      system.ask({ citizen: PROFILE }, 'query ($plate: ID!) { vehicle(plate: $plate) { plate brand } }', {
        plate,
      });
    const own = `{ me { vehicles { edges { node { plate } } } } }`;
    const { data } = await system.ask({ citizen: PROFILE }, own);
    const plate = /00A-\d{5}/.exec(JSON.stringify(data))?.[0] ?? '';
    expect((await ask(plate)).data).toMatchObject({ vehicle: { plate } });
    const others = await ask(plate === '00A-00002' ? '00A-00003' : '00A-00002');
    const nobodys = await ask('00A-99999');
    expect(others.data).toEqual({ vehicle: null });
    expect(others.errors).toMatchObject([{ extensions: { code: 'SUBJECT_WITHHELD', rule: 'own-record' } }]);
    expect(nobodys).toEqual({ ...others, extensions: expect.anything() });
  });
});
