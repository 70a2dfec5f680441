import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DocumentNode, GraphQLError, parse, Source } from 'graphql';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { CompositionError, type Problem } from './problem.ts';

/** One subgraph that composition takes in. */
export interface SubgraphSource {
  readonly name: string;
  /** Where the gateway reaches it. */
  readonly url: string;
  /** Schema file, relative to where supergraph.yaml lies. */
  readonly file: string;
  readonly document: DocumentNode;
}

const SUPERGRAPH_FILE = z.strictObject({
  federation_version: z.string().regex(/^=2\.\d+\.\d+$/, 'expected an exact version such as =2.14.4'),
  subgraphs: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens'),
    z.strictObject({
      routing_url: z.string(),
      schema: z.strictObject({ file: z.string() }),
    }),
  ),
});

/** A subgraph as supergraph.yaml names it. */
interface ListedSubgraph {
  readonly name: string;
  readonly url: string;
  readonly file: string;
}

/** supergraph.yaml itself, without the schemas. */
interface SupergraphList<Subgraph> {
  readonly file: string;
  readonly federationVersion: string;
  /** Line of the version in the file. */
  readonly versionLine: number;
  readonly subgraphs: readonly Subgraph[];
}

/** A subgraph with the text of its schema. */
export interface SubgraphText extends ListedSubgraph {
  readonly text: string;
}

/** supergraph.yaml, read and checked, and the texts of the schemas that it names: plain data, the same for the same files. */
export type SupergraphTexts = SupergraphList<SubgraphText>;

/** supergraph.yaml with the schemas that it names. */
export type SupergraphFile = SupergraphList<SubgraphSource>;

/**
 * Reads a supergraph.yaml (rover's format, with a schema file for each subgraph) and the schemas that it names.
 * `${env.NAME}` and `${env.NAME:-default}` are replaced from `environment`.
 *
 * @throws CompositionError with every problem of the file, its line, what was found and what is expected
 */
export async function readSupergraphFile(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<SupergraphFile> {
  return parseSupergraph(await supergraphReader(path, environment)());
}

/**
 * Reads the same without looking into the schemas, as often as it is called.
 *
 * @returns what reads; it throws CompositionError as {@link readSupergraphFile}
 */
export function supergraphReader(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): () => Promise<SupergraphTexts> {
  let known: { readonly text: string; readonly list: SupergraphList<ListedSubgraph> } | undefined;
  return async () => {
    const text = await readText(path, path);
    if (known?.text !== text) known = { text, list: listSubgraphs(path, text, environment) };
    const { subgraphs, ...list } = known.list;
    const readSchema = async (subgraph: ListedSubgraph): Promise<SubgraphText> => ({
      ...subgraph,
      text: await readText(join(dirname(path), subgraph.file), subgraph.file),
    });
    return { ...list, subgraphs: await Promise.all(subgraphs.map(readSchema)) };
  };
}

/** @throws CompositionError with the first problem of each schema that is no GraphQL, and its line */
export function parseSupergraph({ subgraphs, ...list }: SupergraphTexts): SupergraphFile {
  const problems: Problem[] = [];
  const sources = subgraphs.flatMap(({ text, ...subgraph }): readonly SubgraphSource[] => {
    try {
      return [{ ...subgraph, document: parse(new Source(text, subgraph.file)) }];
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const line = error.locations?.[0]?.line ?? 0;
      problems.push({ file: subgraph.file, line, rule: 'syntax', message: error.message });
      return [];
    }
  });
  if (problems.length > 0) throw new CompositionError(problems);
  return { ...list, subgraphs: sources };
}

function listSubgraphs(
  path: string,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): SupergraphList<ListedSubgraph> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const problems: Problem[] = document.errors.map((error) => ({
    file: path,
    line: lines.linePos(error.pos[0]).line,
    rule: 'yaml',
    message: error.message.split('\n')[0] ?? 'not valid YAML',
  }));
  if (problems.length > 0) throw new CompositionError(problems);
  /** The line of a value; where it is missing, of the nearest thing around it. */
  const lineOf = (keys: readonly PropertyKey[]): number => {
    const node = document.getIn(keys, true);
    const range = (node as { range?: readonly [number, number, number] } | undefined)?.range;
    if (range !== undefined && range !== null) return lines.linePos(range[0]).line;
    return keys.length === 0 ? 1 : lineOf(keys.slice(0, -1));
  };
  const parsed = SUPERGRAPH_FILE.safeParse(document.toJS());
  if (!parsed.success) {
    throw new CompositionError(
      parsed.error.issues.map(({ path: keys, message }) => ({
        file: path,
        line: lineOf(keys),
        rule: 'supergraph-file',
        message: `${keys.join('.') || 'file'}: ${message}`,
      })),
    );
  }
  const { federation_version: version, subgraphs } = parsed.data;
  return {
    file: path,
    federationVersion: version.slice(1),
    versionLine: lineOf(['federation_version']),
    subgraphs: Object.entries(subgraphs).map(([name, { routing_url, schema }]) => ({
      name,
      url: expand(routing_url, environment, path, lineOf(['subgraphs', name, 'routing_url'])),
      file: schema.file,
    })),
  };
}

function expand(
  template: string,
  environment: Readonly<Record<string, string | undefined>>,
  file: string,
  line: number,
): string {
  const url = template.replace(
    /\$\{env\.(\w+)(?::-([^}]*))?\}/g,
    (_whole, name: string, fallback?: string) => {
      const value = environment[name] ?? fallback;
      if (value !== undefined) return value;
      const message = `routing_url: \${env.${name}} is not set; expected a value or a default (\${env.${name}:-…})`;
      throw new CompositionError([{ file, line, rule: 'supergraph-file', message }]);
    },
  );
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  const message = `routing_url: found "${url}", expected an http or https URL`;
  throw new CompositionError([{ file, line, rule: 'supergraph-file', message }]);
}

async function readText(path: string, shownAs: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new CompositionError([
      { file: shownAs, line: 0, rule: 'file', message: 'cannot be read; expected a file here' },
    ]);
  }
}
