import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { cutPage, holdsPage, pageLimit } from './naive-pages.ts';
import type { NaiveRecords, NaiveRule } from './naive-records.ts';
import type { NaiveRequirements } from './naive-requirements.ts';

/** An object of an answer. */
export type Json = Record<string, unknown>;

type Path = readonly (string | number)[];

/** What the agreements say to one caller. */
export interface NaiveRights {
  readonly granted: ReadonlySet<string>;
  readonly hasAgreement: (database: string) => boolean;
  /** Whose records may be read; everybody's when left out, and then the whole answer needs no keys. */
  readonly records?: NaiveRecords;
}

/** Why there is no value: an error that the answer must carry. */
export interface NaiveError {
  readonly path: Path;
  readonly code: 'ELEMENT_WITHHELD' | 'SUBJECT_WITHHELD';
  readonly rule: string;
  readonly argument: string | undefined;
  readonly lacking: readonly string[];
}

/** A place where nothing is told although somebody is there, and the rule behind it. */
export interface NaiveSilence {
  readonly path: Path;
  readonly coordinate: string;
  readonly rule: NaiveRule | 'hidden';
}

/** What the caller must get. */
export interface NaiveAnswer {
  readonly data: Json;
  readonly errors: readonly NaiveError[];
  readonly silences: readonly NaiveSilence[];
  /** Every place that the answer has, with the field that stands there. */
  readonly places: readonly { readonly path: Path; readonly coordinate: string }[];
}

/**
 * Removes from a whole answer, place by place, what a caller may not have. It authorises the answer where the gateway
 * authorises the operation, so the two have nothing in common but the agreements.
 *
 * @param whole the answer to the same operation for a caller who may read everything, with the keys that
 *   {@link wholeOperation} adds
 */
export function naiveAnswer(
  query: string,
  variables: Json,
  whole: Json,
  requirements: NaiveRequirements,
  rights: NaiveRights,
): NaiveAnswer {
  const document = parse(query);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('No operation.');
  const walk = new Walk(document, { yes: true, ...variables }, requirements, rights);
  const data = walk.object([operation.selectionSet], 'Query', whole, [], NOBODY);
  return { data, errors: walk.errors, silences: walk.silences, places: walk.places };
}

/** About whom a place is, and which database leads to it. */
interface Around {
  readonly subject: { readonly type: string; readonly key: string } | undefined;
  readonly database: string;
  /** A rule about the very object that closes each of its fields. */
  readonly closed: NaiveRule | undefined;
}

const NOBODY: Around = { subject: undefined, database: '', closed: undefined };

class Walk {
  readonly errors: NaiveError[] = [];
  readonly silences: NaiveSilence[] = [];
  readonly places: { path: Path; coordinate: string }[] = [];
  readonly #document: DocumentNode;
  readonly #variables: Json;
  readonly #requirements: NaiveRequirements;
  readonly #rights: NaiveRights;

  constructor(document: DocumentNode, variables: Json, requirements: NaiveRequirements, rights: NaiveRights) {
    this.#document = document;
    this.#variables = variables;
    this.#requirements = requirements;
    this.#rights = rights;
  }

  object(sets: readonly SelectionSetNode[], type: string, value: Json, path: Path, around: Around): Json {
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(set, type, fields);
    const result: Json = {};
    for (const [key, nodes] of fields) {
      result[key] = this.#field(nodes, type, value, key, [...path, key], around);
    }
    return result;
  }

  #collect(set: SelectionSetNode, type: string, into: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (!counts(selection.directives ?? [], this.#variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        into.set(key, [...(into.get(key) ?? []), selection]);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : fragmentOf(this.#document, selection.name.value);
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || condition === type) this.#collect(fragment.selectionSet, type, into);
    }
  }

  #field(
    nodes: readonly FieldNode[],
    type: string,
    source: Json,
    key: string,
    path: Path,
    around: Around,
  ): unknown {
    const [node] = nodes;
    if (node === undefined || node.name.value === '__typename') return type;
    const coordinate = `${type}.${node.name.value}`;
    this.places.push({ path, coordinate });
    const { granted, hasAgreement, records } = this.#rights;
    const lack = this.#requirements.lacking(type, node, granted);
    if (lack !== undefined) {
      const isCovered = lack.elements.every((element) => hasAgreement(databaseOf(element)));
      const rule = isCovered ? 'element-not-granted' : 'no-agreement';
      return this.#withhold(path, 'ELEMENT_WITHHELD', rule, lack.argument, lack.elements);
    }
    const elements = this.#requirements.disclosed(type, node, granted);
    const database = elements[0] === undefined ? around.database : databaseOf(elements[0]);
    const rule =
      around.closed ?? (records === undefined ? 'read' : ruleAbout(records, around, elements)) ?? 'read';
    const refused = rule === 'read' ? this.#refusal(coordinate, node, source, key) : rule;
    if (refused === 'hidden') this.silences.push({ path, coordinate, rule: refused });
    else if (refused !== 'read') this.#withhold(path, 'SUBJECT_WITHHELD', refused, undefined, []);
    if (refused !== 'read') return null;
    const told = this.#told(coordinate, node, source, key, path, database);
    const below = nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
    return this.#nested(below, told, path, coordinate, { ...around, database });
  }

  /** What is about somebody else than the record it stands in: a look-up, a parent's name, a parcel. */
  #refusal(coordinate: string, node: FieldNode, source: Json, key: string): NaiveRule | 'hidden' | 'read' {
    const { records } = this.#rights;
    if (records === undefined) return 'read';
    const asked = (name: string): string => String(this.#argument(node, name));
    if (coordinate === 'Query.citizen') return records.lookUp(asked('personalId'));
    if (coordinate === 'Query.citizenByOldIdNumber') {
      return records.lookUp(records.holderOf(asked('oldIdNumber')));
    }
    if (coordinate === 'BirthRegistration.fatherName')
      return records.nameVerdict(source['father'] as Json | null);
    if (coordinate === 'BirthRegistration.motherName')
      return records.nameVerdict(source['mother'] as Json | null);
    if (coordinate === 'Query.landParcel' || coordinate === 'Query.landParcelByCertificate') {
      return records.parcelVerdict(source[key] as Json | null);
    }
    return 'read';
  }

  /** The value of the whole answer, but for what a list, a page or an outcome must not tell. */
  #told(
    coordinate: string,
    node: FieldNode,
    source: Json,
    key: string,
    path: Path,
    database: string,
  ): unknown {
    const { records } = this.#rights;
    if (records === undefined) return source[key];
    if (coordinate.startsWith('PageInfo.')) return source[node.name.value];
    if (coordinate === 'CitizenLookup.outcome' || coordinate === 'CitizenLookup.citizen') {
      const verdict = records.verdict('population', 'Citizen', String(source['personalId']));
      if (verdict === 'read' || source['outcome'] === 'NOT_FOUND') return source[key];
      this.silences.push({ path, coordinate, rule: verdict });
      return coordinate.endsWith('outcome') ? 'NOT_FOUND' : null;
    }
    const value = source[key];
    if (!holdsPage(value)) return value;
    const page = cutPage(value, pageLimit(node, this.#variables), (row) => records.isLeftOut(database, row));
    if (page.hasLeftOut) this.silences.push({ path, coordinate, rule: 'hidden' });
    return page.connection;
  }

  #nested(
    below: readonly SelectionSetNode[],
    value: unknown,
    path: Path,
    coordinate: string,
    around: Around,
  ): unknown {
    if (value === null || value === undefined) return null;
    const { records } = this.#rights;
    const isLeftOut = (item: unknown): boolean => {
      if (records === undefined || !records.isLeftOut(around.database, item)) return false;
      this.silences.push({ path, coordinate, rule: 'hidden' });
      return true;
    };
    if (Array.isArray(value)) {
      const shown = value.filter((item) => !isLeftOut(item));
      return shown.map((item, index) => this.#nested(below, item, [...path, index], coordinate, around));
    }
    if (typeof value !== 'object' || below.length === 0) return value;
    if (isLeftOut(value)) return null;
    const object = value as Json;
    const type = String(object['__typename']);
    return this.object(below, type, object, path, aroundOf(type, object, around, records));
  }

  #argument(node: FieldNode, name: string): unknown {
    const value = (node.arguments ?? []).find((argument) => argument.name.value === name)?.value;
    if (value?.kind === Kind.VARIABLE) return this.#variables[value.name.value];
    return value?.kind === Kind.STRING ? value.value : undefined;
  }

  #withhold(
    path: Path,
    code: NaiveError['code'],
    rule: string,
    argument: string | undefined,
    lacking: readonly string[],
  ): null {
    this.errors.push({ path, code, rule, argument, lacking });
    return null;
  }
}

function aroundOf(type: string, object: Json, around: Around, records: NaiveRecords | undefined): Around {
  if (records === undefined) return NOBODY;
  if (type === 'LandParcel') return { ...around, closed: records.parcelElsewhere(object) };
  if (type === 'Business') {
    return { ...around, subject: { type, key: String(object['enterpriseCode']) }, closed: undefined };
  }
  if (type !== 'Citizen') return around;
  const key = String(object['personalId']);
  return { ...around, subject: { type, key }, closed: records.unnamedBy(around.database, key) };
}

/** The first rule that withholds; a record that is hidden under any of the elements' databases tells nothing. */
function ruleAbout(
  records: NaiveRecords,
  { subject }: Around,
  elements: readonly string[],
): NaiveRule | 'hidden' | undefined {
  if (subject === undefined) return undefined;
  const verdicts = elements.map((element) => records.verdict(databaseOf(element), subject.type, subject.key));
  const withholding = verdicts.find((verdict) => verdict !== 'read' && verdict !== 'hidden');
  return withholding ?? verdicts.find((verdict) => verdict === 'hidden');
}

function databaseOf(element: string): string {
  return element.split('.')[0] ?? '';
}

function fragmentOf(document: DocumentNode, name: string): FragmentDefinitionNode {
  const fragment = document.definitions.find(
    (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
  );
  if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`No fragment ${name}.`);
  return fragment;
}

function counts(directives: readonly DirectiveNode[], variables: Json): boolean {
  return directives.every((directive) => {
    const value = directive.arguments?.[0]?.value;
    const on =
      value?.kind === Kind.VARIABLE ? variables[value.name.value] : (value as { value?: unknown })?.value;
    return directive.name.value === 'skip' ? on !== true : on === true;
  });
}
