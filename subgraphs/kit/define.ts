import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Source } from 'graphql';
import type { ConditionsReader } from './conditions.ts';
import type { Resolvers } from './context.ts';
import type { RowSubjects } from './loaders.ts';
import type { RowRules } from './shield.ts';

/** Everything the kit needs to know about one database. */
export interface DatabaseDefinition<Tables> {
  /** Name of the subgraph, as in supergraph.yaml and as the first part of its data elements. */
  readonly name: string;
  readonly sdl: Source;
  /** Folder with the migrations. */
  readonly migrations: string;
  readonly resolvers: Resolvers<Tables>;
  readonly rowRules: RowRules;
  readonly rowSubjects?: RowSubjects<Tables>;
  readonly conditions?: ConditionsReader<Tables>;
}

/** What a database's `index.ts` states. */
export interface DatabaseOutline<Tables> {
  readonly name: string;
  /** `import.meta.url` of the `index.ts`; `schema.graphql` and `migrations/` lie beside it. */
  readonly home: string;
  readonly resolvers: Resolvers<Tables>;
  /** Types whose rows are restricted further than their elements. */
  readonly rowRules?: RowRules;
  /** Tables whose rows are about a person or an enterprise, with the column that says about whom. */
  readonly rowSubjects?: RowSubjects<Tables>;
  /** Answers the gateway's question about persons; only the register of persons does. */
  readonly conditions?: ConditionsReader<Tables>;
}

/** Defines a database from its folder: `schema.graphql`, `migrations/`, and what the outline states. */
export function defineDatabase<Tables>(outline: DatabaseOutline<Tables>): DatabaseDefinition<Tables> {
  const schemaFile = fileURLToPath(new URL('schema.graphql', outline.home));
  return {
    name: outline.name,
    sdl: new Source(readFileSync(schemaFile, 'utf8'), `subgraphs/${outline.name}/schema.graphql`),
    migrations: fileURLToPath(new URL('migrations', outline.home)),
    resolvers: outline.resolvers,
    rowRules: outline.rowRules ?? {},
    rowSubjects: outline.rowSubjects ?? {},
    ...(outline.conditions === undefined ? {} : { conditions: outline.conditions }),
  };
}
