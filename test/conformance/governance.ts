import { databaseOf } from '../../contract/elements.ts';
import { compileGovernance, type Governance, loadCodes } from '../../governance/index.ts';
import type { World } from './format.ts';

/** The one purpose of every caller. */
export const PURPOSE = 'QLNN:CONFORMANCE';

/** Key of a caller as an agency. */
export function agencyOf(caller: string): string {
  return caller.replaceAll(/[^a-zA-Z0-9]/g, '-').toUpperCase();
}

const BASIS = { document: 'Law 60/2024/QH15', article: '16' };
const CODES = loadCodes();

/** Governance files that say what a world says: its dictionary, and one agreement for each caller and database. */
export function governanceOf(world: World): Governance {
  const databases = Object.keys(world.subgraphs);
  const registers = [...CODES.databases.keys()];
  const owner = { ...agency('OWNER'), kind: 'ministry' };
  const callers = { ...world.callers, nobody: [], everything: Object.keys(world.dictionary) };
  const files = new Map<string, unknown>([
    ['agencies.yaml', { agencies: [owner, ...Object.keys(callers).map((name) => agency(agencyOf(name)))] }],
    [
      'purposes.yaml',
      {
        purposes: [
          { code: PURPOSE, nameVi: 'Kiểm thử', nameEn: 'Conformance', kind: 'management', legalBasis: BASIS },
        ],
      },
    ],
    [
      'databases.yaml',
      {
        databases: databases.map((key, index) => ({
          key,
          register: registers[index],
          owner: 'OWNER',
          legalBasis: BASIS,
        })),
      },
    ],
  ]);
  for (const database of databases) files.set(`dictionary/${database}.yaml`, dictionary(database, world));
  for (const [name, elements] of Object.entries(callers)) {
    const consumer = agencyOf(name);
    const agreements = databases
      .map((database) => agreement(consumer, database, world, elements))
      .filter((one) => one.elements.length > 0);
    if (agreements.length > 0) {
      files.set(`agreements/${consumer.toLowerCase()}.yaml`, { consumer, agreements });
    }
  }
  return compileGovernance(
    new Map([...files].map(([name, content]) => [name, JSON.stringify(content)])),
    CODES,
  );
}

function agency(key: string) {
  return {
    key,
    nameVi: key,
    nameEn: key,
    kind: 'department',
    jurisdiction: 'national',
    synthetic: true,
  };
}

function dictionary(database: string, world: World) {
  const groups: Record<string, { elements: Record<string, unknown> }> = {};
  for (const [name, kind] of Object.entries(world.dictionary)) {
    const [owner, group = '', element = ''] = name.split('.');
    if (owner !== database) continue;
    groups[group] ??= { ...names(group), legalBasis: BASIS, elements: {} } as {
      elements: Record<string, unknown>;
    };
    groups[group].elements[element] = { ...names(name), definition: name, class: kind, format: 'text' };
  }
  return { database, groups };
}

function names(name: string) {
  return { nameVi: name, nameEn: name };
}

function agreement(consumer: string, database: string, world: World, elements: readonly string[]) {
  return {
    id: `${consumer}-${database}`.toLowerCase(),
    provider: 'OWNER',
    database,
    purposes: [PURPOSE],
    legalBasis: BASIS,
    elements: elements.filter(
      (element) => databaseOf(element) === database && world.dictionary[element] !== 'none',
    ),
    jurisdiction: 'national',
    officer: 'optional',
    case: 'optional',
    from: '2026-01-01',
    review: '2026-12-25',
    to: null,
    state: 'active',
  };
}
