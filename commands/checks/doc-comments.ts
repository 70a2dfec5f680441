import { posix } from 'node:path';
import type { Problem } from '../../gateway/supergraph/index.ts';
import { lineAt, productFiles, type SourceFiles } from './source-files.ts';

/** Files whose exports others build on: each export has a doc comment where it is defined. */
const PUBLIC_FACES: readonly RegExp[] = [
  /^contract\/[^/]+\.ts$/,
  /^gateway\/[^/]+\/index\.ts$/,
  /^subgraphs\/kit\/index\.ts$/,
  /^(?:governance|embedded|nation)\/index\.ts$/,
];

const DEFINITION =
  /^export (?:declare |abstract |async )*(?:function\*?|class|interface|type|const|let) (\w+)/gm;
const LIST = /^export (?:type )?\{([^}]*)\} from '([^']+)'/gm;
const EVERYTHING = /^export (?:type )?\* from '([^']+)'/gm;

interface Definition {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly documented: boolean;
}

/** Finds exports of the public faces that no doc comment explains, wherever they are defined. */
export function checkDocComments(files: SourceFiles): readonly Problem[] {
  const undocumented = new Map<string, Problem>();
  for (const [path] of productFiles(files)) {
    if (!PUBLIC_FACES.some((face) => face.test(path))) continue;
    for (const { file, line, name, documented } of definitionsBehind(files, path)) {
      if (documented) continue;
      const message = `${name} is exported by ${path} without a doc comment; say what it is for`;
      undocumented.set(`${file} ${name}`, { file, line, rule: 'documented-exports', message });
    }
  }
  return [...undocumented.values()];
}

/** Where the exports of a file are defined, following re-exports; a name that leads nowhere is undocumented. */
function definitionsBehind(files: SourceFiles, path: string): readonly Definition[] {
  const text = files.get(path) ?? '';
  return [
    ...definitionsIn(path, text),
    ...[...text.matchAll(EVERYTHING)].flatMap(([, source = '']) =>
      definitionsBehind(files, beside(path, source)),
    ),
    ...[...text.matchAll(LIST)].flatMap((match) => {
      const [, names = '', source = ''] = match;
      const reachable = definitionsBehind(files, beside(path, source));
      return namesIn(names).map(
        (name) =>
          reachable.find((definition) => definition.name === name) ?? {
            file: path,
            line: lineAt(text, match.index),
            name,
            documented: false,
          },
      );
    }),
  ];
}

/** The names of `{ a, type B, c as d }` as their own file calls them. */
function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map(
      (entry) =>
        entry
          .trim()
          .replace(/^type /, '')
          .split(' as ')[0] ?? '',
    )
    .filter((name) => name !== '');
}

function definitionsIn(file: string, text: string): readonly Definition[] {
  return [...text.matchAll(DEFINITION)].map((match) => ({
    file,
    line: lineAt(text, match.index),
    name: match[1] ?? '',
    documented: text.slice(0, match.index).endsWith('*/\n'),
  }));
}

function beside(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}
