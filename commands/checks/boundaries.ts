import type { Problem } from '../../gateway/supergraph/index.ts';
import { importsOf, packageOf } from './imports.ts';
import { isTestCode, productFiles, type SourceFiles } from './source-files.ts';

/**
 * Areas of the gateway in the order of a request's way. Each one may use those before it, whose output it receives,
 * and none behind it.
 */
export const GATEWAY_AREAS = [
  'errors',
  'observability',
  'supergraph',
  'policy',
  'identity',
  'protection',
  'quotas',
  'http',
  'registers',
  'authorization',
  'conditions',
  'access',
  'planning',
  'cache',
  'execution',
  'ledger',
  'generations',
] as const;

/** A part of the project with a boundary. */
export interface Room {
  readonly name: string;
  /** Rooms that it may import from, besides itself. */
  readonly imports: readonly string[];
  /** Files through which others may enter; all of them, when left out. */
  readonly doors?: readonly string[];
}

const DATABASE = 'subgraphs/<database>';
const AREAS = GATEWAY_AREAS.map((area) => `gateway/${area}`);

/** Who may import whom. What is not listed here may not be imported. */
export const ROOMS: readonly Room[] = [
  { name: 'contract', imports: [] },
  { name: 'governance', imports: ['contract'], doors: ['index.ts'] },
  { name: 'nation', imports: ['contract'], doors: ['index.ts'] },
  { name: 'embedded', imports: ['contract'], doors: ['index.ts'] },
  { name: 'subgraphs/kit', imports: ['contract'], doors: ['index.ts', 'config.ts'] },
  { name: DATABASE, imports: ['subgraphs/kit'], doors: ['index.ts', 'sample.ts'] },
  { name: 'subgraphs', imports: ['subgraphs/kit', DATABASE] },
  ...AREAS.map((name, position) => ({
    name,
    imports: ['contract', 'governance', ...AREAS.slice(0, position)],
    doors: ['index.ts'],
  })),
  { name: 'gateway', imports: ['contract', 'governance', ...AREAS] },
  {
    name: 'bench',
    imports: [
      'contract',
      'governance',
      'embedded',
      'commands',
      'subgraphs',
      'subgraphs/kit',
      'gateway',
      ...AREAS,
    ],
  },
  {
    name: 'commands',
    imports: [
      'contract',
      'governance',
      'nation',
      'embedded',
      'subgraphs',
      'subgraphs/kit',
      DATABASE,
      'gateway',
      ...AREAS,
    ],
  },
];

/** Where a file lies: its room, and for databases which one, so that two of them are two rooms. */
interface Location {
  readonly room: Room;
  /** `subgraphs/land`: the room's folder. */
  readonly folder: string;
}

/** Finds imports that cross a boundary where there is no door, and packages that product code must not use. */
export function checkBoundaries(files: SourceFiles): readonly Problem[] {
  const packages = declaredPackages(files);
  return productFiles(files).flatMap(([path, text]) => {
    const from = locate(path);
    if (from === undefined) return [unknownRoom(path)];
    return importsOf(path, text).flatMap(({ line, specifier, file }) => {
      const found =
        file === undefined ? packageProblem(specifier, packages) : importProblem(path, from, file);
      return found === undefined ? [] : [{ file: path, line, ...found }];
    });
  });
}

type Finding = Pick<Problem, 'rule' | 'message'>;

function importProblem(path: string, from: Location, target: string): Finding | undefined {
  if (isTestCode(target)) {
    return { rule: 'tests-stay-out', message: `imports ${target}, which exists for tests only` };
  }
  const to = locate(target);
  if (to === undefined || to.folder === from.folder) return undefined;
  const allowed = allowedRooms(path, from);
  if (!allowed.includes(to.room.name)) {
    const may = allowed.join(', ') || 'nothing of ours';
    return { rule: 'rooms', message: `imports ${target}; ${from.folder} may import from ${may}` };
  }
  const doors = to.room.doors?.map((door) => `${to.folder}/${door}`);
  if (doors === undefined || doors.includes(target)) return undefined;
  return { rule: 'doors', message: `imports ${target}; expected ${doors.join(' or ')}` };
}

/** A database's `sample.ts` is where the synthetic country becomes rows, so it alone may know the country. */
function allowedRooms(path: string, { room, folder }: Location): readonly string[] {
  return room.name === DATABASE && path === `${folder}/sample.ts`
    ? [...room.imports, 'nation']
    : room.imports;
}

function locate(path: string): Location | undefined {
  const [top = '', second = '', ...deeper] = path.split('/');
  const inFolder = deeper.length > 0;
  const folder = inFolder && (top === 'subgraphs' || top === 'gateway') ? `${top}/${second}` : top;
  const name = folder.startsWith('subgraphs/') && second !== 'kit' ? DATABASE : folder;
  const room = second === '' ? undefined : ROOMS.find((candidate) => candidate.name === name);
  return room === undefined ? undefined : { room, folder };
}

function unknownRoom(path: string): Problem {
  return {
    file: path,
    line: 0,
    rule: 'rooms',
    message:
      'lies in no known room; commands/checks/boundaries.ts says which there are and who may import whom',
  };
}

interface DeclaredPackages {
  readonly product: ReadonlySet<string>;
  readonly development: ReadonlySet<string>;
}

function declaredPackages(files: SourceFiles): DeclaredPackages {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    files.get('package.json') ?? '{}',
  ) as Partial<Record<'dependencies' | 'devDependencies', Record<string, string>>>;
  return {
    product: new Set(Object.keys(dependencies)),
    development: new Set(Object.keys(devDependencies)),
  };
}

function packageProblem(specifier: string, { product, development }: DeclaredPackages): Finding | undefined {
  const name = packageOf(specifier);
  if (name === undefined || product.has(name)) return undefined;
  return development.has(name)
    ? { rule: 'tests-stay-out', message: `imports ${name}, which is there for development only` }
    : { rule: 'declared-packages', message: `imports ${name}, which package.json does not name` };
}
