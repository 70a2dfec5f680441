import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type NameNode,
  visit,
} from 'graphql';

/**
 * `@link` lets each schema give the directives of a specification other names (https://specs.apollo.dev/link/v1.0):
 * `as:` renames the whole, `import: [{name:, as:}]` one of them. A reader that looks for `@requiresScopes` would
 * overlook `@needs` and protect nothing; so each schema is given its standard names first, here and nowhere else.
 */

/** Where federation's own directives, and those of data elements, are specified, without the version. */
const FEDERATION = 'https://specs.apollo.dev/federation';
const ELEMENTS = 'https://lien-thong.example/specs/elements';
const LINK = 'https://specs.apollo.dev/link';
/** In a composed graph, each of federation's directives about access has a specification of its own. */
const COMPOSED =
  /^https:\/\/specs\.apollo\.dev\/(requiresScopes|authenticated|policy|inaccessible|tag|cost)$/;

/** Directives that something is made of here: by another way than a link, nobody may use these names. */
const STANDARD_NAMES: ReadonlySet<string> = new Set([
  ...['key', 'shareable', 'requiresScopes', 'requires', 'provides', 'external', 'override', 'inaccessible'],
  ...['tag', 'interfaceObject', 'composeDirective', 'cost', 'listSize'],
  ...['searches', 'valueType'],
]);

/** One `@link`: what it brings in, and under which names. */
interface Link {
  readonly node: ConstDirectiveNode;
  /** URL without the version. */
  readonly identity: string;
  /** Name before `__` of what is not imported. */
  readonly namespace: string;
  /** Last part of the identity, such as `federation`. */
  readonly specification: string;
  /** Directives that are imported, by their name in this document. */
  readonly imports: ReadonlyMap<string, string>;
}

/** Something about the links of a schema that nobody could enforce. */
export interface LinkProblem {
  readonly node: DirectiveNode;
  readonly message: string;
}

/**
 * The same schema, each directive under its standard name and imported as such; the very same document where that
 * is so already. What no link explains keeps its name, see {@link linkProblems}.
 */
export function withStandardNames(document: DocumentNode): DocumentNode {
  const links = linksOf(document);
  const renamed = new Map<string, string>();
  for (const name of namesOf(document)) {
    const standard = standardName(links, name);
    if (standard !== undefined && standard.name !== name) renamed.set(name, standard.name);
  }
  if (renamed.size === 0) return document;
  const used = new Map<Link, Set<string>>();
  for (const name of namesOf(document)) {
    const standard = standardName(links, name);
    if (standard !== undefined)
      used.set(standard.link, (used.get(standard.link) ?? new Set()).add(standard.name));
  }
  const named = (name: NameNode): NameNode => ({ ...name, value: renamed.get(name.value) ?? name.value });
  return visit(document, {
    Directive(node) {
      const link = links.find((candidate) => candidate.node === node);
      if (link !== undefined) return withImports(link, used.get(link) ?? new Set());
      if (standardName(links, node.name.value)?.name === 'composeDirective')
        return composing(node as never, renamed);
      return { ...node, name: named(node.name) };
    },
    DirectiveDefinition: (node) => ({ ...node, name: named(node.name) }),
  });
}

/**
 * What makes the directives of a schema uncertain: a link under another name, a specification that is not known here,
 * or a standard name that no link brings in, so that it means something else.
 */
export function linkProblems(document: DocumentNode): readonly LinkProblem[] {
  const links = linksOf(document);
  if (links.length === 0) return [];
  const unknown = links
    .filter(({ identity }) => ![FEDERATION, ELEMENTS, LINK].includes(identity))
    .map(({ node, identity }) => ({ node, message: `a link to ${identity}` }));
  const unlinked: LinkProblem[] = [];
  visit(document, {
    Directive(node) {
      const name = node.name.value;
      if (STANDARD_NAMES.has(name) && standardName(links, name) === undefined) {
        unlinked.push({ node, message: `@${name}, which no @link brings in under this name` });
      }
    },
  });
  return [...unknown, ...unlinked];
}

function linksOf(document: DocumentNode): readonly Link[] {
  return document.definitions
    .filter((node) => node.kind === Kind.SCHEMA_EXTENSION || node.kind === Kind.SCHEMA_DEFINITION)
    .flatMap((node) => node.directives ?? [])
    .filter((node) => node.name.value === 'link')
    .map(readLink);
}

function readLink(node: ConstDirectiveNode): Link {
  const url = text(argument(node, 'url')?.value) ?? '';
  const identity = url.replace(/\/v\d+\.\d+\/?$/, '');
  const specification = identity.slice(identity.lastIndexOf('/') + 1);
  const given = argument(node, 'import')?.value;
  const imports = new Map<string, string>();
  for (const item of given?.kind === Kind.LIST ? given.values : []) {
    const name = text(item) ?? field(item, 'name');
    const local = field(item, 'as') ?? name;
    if (name?.startsWith('@') && local !== undefined) imports.set(local.slice(1), name.slice(1));
  }
  return {
    node,
    identity,
    specification,
    namespace: text(argument(node, 'as')?.value) ?? specification,
    imports,
  };
}

/** What a directive is called in a specification that is known here; `undefined` when no link to one brings it in. */
function standardName(all: readonly Link[], name: string) {
  const links = all.filter(
    ({ identity }) => identity === FEDERATION || identity === ELEMENTS || COMPOSED.test(identity),
  );
  for (const link of links) {
    const imported = link.imports.get(name);
    if (imported !== undefined) return { link, name: imported };
  }
  for (const link of links) {
    if (name === link.namespace) return { link, name: link.specification };
    if (name.startsWith(`${link.namespace}__`)) return { link, name: name.slice(link.namespace.length + 2) };
  }
  return undefined;
}

/** All names of directives in a schema, those of the links themselves excepted. */
function namesOf(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name }) => {
      if (name.value !== 'link') names.add(name.value);
    },
    DirectiveDefinition: ({ name }) => {
      names.add(name.value);
    },
  });
  return names;
}

function withImports({ node, imports }: Link, used: ReadonlySet<string>): ConstDirectiveNode {
  const given = argument(node, 'import')?.value;
  const types = (given?.kind === Kind.LIST ? given.values : []).filter(
    (item) => !(text(item) ?? field(item, 'name') ?? '').startsWith('@'),
  );
  const directives = [...new Set([...imports.values(), ...used])].map(
    (name): ConstValueNode => ({
      kind: Kind.STRING,
      value: `@${name}`,
    }),
  );
  const list: ConstArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'import' },
    value: { kind: Kind.LIST, values: [...types, ...directives] },
  };
  const others = (node.arguments ?? []).filter(({ name }) => name.value !== 'as' && name.value !== 'import');
  return { ...node, arguments: [...others, list] };
}

function composing(node: ConstDirectiveNode, renamed: ReadonlyMap<string, string>): ConstDirectiveNode {
  const name = text(argument(node, 'name')?.value)?.slice(1) ?? '';
  const value: ConstValueNode = { kind: Kind.STRING, value: `@${renamed.get(name) ?? name}` };
  return {
    ...node,
    name: { ...node.name, value: 'composeDirective' },
    arguments: (node.arguments ?? []).map((given) =>
      given.name.value === 'name' ? { ...given, value } : given,
    ),
  };
}

function argument(node: ConstDirectiveNode, name: string): ConstArgumentNode | undefined {
  return node.arguments?.find((given) => given.name.value === name);
}

function field(value: ConstValueNode, name: string): string | undefined {
  if (value.kind !== Kind.OBJECT) return undefined;
  return text(value.fields.find((given) => given.name.value === name)?.value);
}

function text(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}
