import type { Problem } from '../../gateway/supergraph/index.ts';
import { variablePrefix } from '../../subgraphs/kit/config.ts';
import type { SourceFiles } from './source-files.ts';

/** What each database's folder holds; `row-rules.ts` and modules of its own may stand beside them. */
export const FILE_ROLES = ['schema.graphql', 'tables.ts', 'resolvers.ts', 'sample.ts', 'index.ts'] as const;

/** Every place outside its folder where a database must stand, and how it stands there. */
const PLACES: readonly {
  readonly file: (name: string) => string;
  readonly mention: (name: string) => RegExp;
  readonly missing: string;
}[] = [
  {
    file: () => 'subgraphs/databases.ts',
    mention: (name) => new RegExp(`'\\./${name}/index\\.ts'`),
    missing: 'its definition is not in the list of databases',
  },
  {
    file: () => 'commands/country.ts',
    mention: (name) => new RegExp(`'\\.\\./subgraphs/${name}/sample\\.ts'`),
    missing: 'its sample data is not in the list of samples',
  },
  {
    file: () => 'supergraph.yaml',
    mention: (name) => new RegExp(`file: subgraphs/${name}/schema\\.graphql\\b`),
    missing: 'its schema is not part of the graph',
  },
  {
    file: () => 'supergraph.yaml',
    mention: (name) => new RegExp(`routing_url: \\$\\{env\\.${variablePrefix(name)}_URL:-`),
    missing: 'its address does not come from the variable that npm start sets',
  },
  {
    file: () => 'governance/databases.yaml',
    mention: (name) => new RegExp(`key: ${name}\\b`),
    missing: 'its owner and legal basis are not stated',
  },
  {
    file: (name) => `governance/dictionary/${name}.yaml`,
    mention: (name) => new RegExp(`^database: ${name}\\b`, 'm'),
    missing: 'its data elements are not in the dictionary',
  },
];

/** Every folder of a database has the same file roles, and its database stands in every list. */
export function checkDatabaseFolders(files: SourceFiles): readonly Problem[] {
  return databaseNames(files).flatMap((name) => [
    ...missingRoles(files, name),
    ...missingPlaces(files, name),
  ]);
}

function databaseNames(files: SourceFiles): readonly string[] {
  const folders = [...files.keys()].flatMap((path) => /^subgraphs\/([^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(folders)].filter((folder) => folder !== 'kit');
}

function missingRoles(files: SourceFiles, name: string): readonly Problem[] {
  const folder = `subgraphs/${name}`;
  const roles = FILE_ROLES.filter((role) => !files.has(`${folder}/${role}`)).map((role) =>
    problem(folder, 'same-file-roles', `has no ${role}; every database has one`),
  );
  const migrations = [...files.keys()].filter((path) => path.startsWith(`${folder}/migrations/`));
  const misnamed = migrations.filter((path) => !/\/\d{3}-[a-z0-9-]+\.sql$/.test(path));
  return [
    ...roles,
    ...(migrations.length === 0 ? [problem(folder, 'same-file-roles', 'has no migrations/001-….sql')] : []),
    ...misnamed.map((path) => problem(path, 'same-file-roles', 'expected a name such as 002-plates.sql')),
  ];
}

function missingPlaces(files: SourceFiles, name: string): readonly Problem[] {
  return PLACES.filter(({ file, mention }) => !mention(name).test(files.get(file(name)) ?? '')).map(
    ({ file, missing }) =>
      problem(file(name), 'in-every-list', `${name}: ${missing}; subgraphs/README.md shows the lines to add`),
  );
}

function problem(file: string, rule: string, message: string): Problem {
  return { file, line: 0, rule, message };
}
