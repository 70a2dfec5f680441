import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { Refusal } from '../../contract/refusal.ts';
import type { OwnGraph } from './own-fields.ts';
import { ME, type OwnOfMe } from './own-of-me.ts';
import { type Fragments, fragmentsOf, type PartName, type Take } from './parts.ts';

/** How `me` is parted into what the databases know and what the gateway answers itself. */
export interface MeParts {
  /** The parts to which a root field belongs; `undefined` for one that has nothing of the gateway's own below it. */
  partsOf(field: FieldNode): readonly PartName[] | undefined;
  /**
   * What of a root field belongs to a part of it. `__typename` stands in both: the databases' part may consist of it
   * and others, and in which fragments it stands is the client's choice.
   */
  taking(field: FieldNode, part: PartName): true | Take;
}

/**
 * Finds what of an operation is answered below `me` by the gateway itself.
 *
 * @throws Refusal `BAD_REQUEST` when such a field is asked of a person who is not reached through `me`: the databases
 *   know nothing of it, and it is told to nobody else
 */
export function splitMe(
  { schema, ofMe }: Pick<OwnGraph, 'schema' | 'ofMe'>,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): MeParts {
  const own = ofMe === undefined ? NONE : ownFieldsIn(schema, ofMe, document);
  if (own.size === 0) return { partsOf: () => undefined, taking: () => true };
  const fragments = fragmentsOf(document);
  assertBelowMeOnly(own, fragments, operation);
  const whoAnswers = answerers(own, fragments);
  const asked = ({ name, selectionSet }: FieldNode): Answerers =>
    name.value === ME && selectionSet !== undefined ? whoAnswers(selectionSet.selections) : NOBODY;
  return {
    partsOf(field) {
      const { gateway, databases } = asked(field);
      if (!gateway) return undefined;
      return databases ? ['graph', 'own'] : ['own'];
    },
    taking(field, part) {
      if (!asked(field).gateway) return true;
      return part === 'own'
        ? (below) => own.has(below) || below.name.value === '__typename'
        : (below) => !own.has(below);
    },
  };
}

/** Who is needed to answer a selection on the type of `me`; `__typename` needs nobody. */
interface Answerers {
  readonly gateway: boolean;
  readonly databases: boolean;
}

const NOBODY: Answerers = { gateway: false, databases: false };

/** Looks at each fragment once, however often it is used. */
function answerers(own: ReadonlySet<FieldNode>, fragments: Fragments) {
  const known = new Map<string, Answerers>();
  const ofOne = (selection: SelectionNode): Answerers => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofAll(selection.selectionSet.selections);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    const gateway = own.has(selection);
    return { gateway, databases: !gateway && selection.name.value !== '__typename' };
  };
  const ofFragment = (name: string): Answerers => {
    const answered = known.get(name) ?? ofAll(fragments.get(name)?.selectionSet.selections ?? []);
    known.set(name, answered);
    return answered;
  };
  const ofAll = (selections: readonly SelectionNode[]): Answerers => {
    const all = selections.map(ofOne);
    return { gateway: all.some((one) => one.gateway), databases: all.some((one) => one.databases) };
  };
  return ofAll;
}

const NONE: ReadonlySet<FieldNode> = new Set();

/** The document's fields that are the gateway's own on the type of `me`, wherever they stand. */
function ownFieldsIn(
  schema: OwnGraph['schema'],
  { type, fields }: OwnOfMe,
  document: DocumentNode,
): ReadonlySet<FieldNode> {
  const own = new Set<FieldNode>();
  // Few operations name such a field, and types cost more than names.
  let isNamed = false;
  visit(document, {
    Field({ name }) {
      isNamed ||= fields.has(name.value);
    },
  });
  if (!isNamed) return NONE;
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        if (fields.has(node.name.value) && typeInfo.getParentType()?.name === type) own.add(node);
      },
    }),
  );
  return own;
}

type Place = 'root' | 'me' | 'elsewhere';

/** Walks the operation, each fragment once for each kind of place where it is used. */
function assertBelowMeOnly(
  own: ReadonlySet<FieldNode>,
  fragments: Fragments,
  { selectionSet }: OperationDefinitionNode,
): void {
  const seen = new Set<string>();
  const walk = (selections: readonly SelectionNode[], place: Place): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet.selections, place);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const { value } = selection.name;
        if (seen.has(`${place} ${value}`)) continue;
        seen.add(`${place} ${value}`);
        walk(fragments.get(value)?.selectionSet.selections ?? [], place);
      } else {
        if (place !== 'me' && own.has(selection)) throw belowMeOnly(selection.name.value);
        const isMe = place === 'root' && selection.name.value === ME;
        walk(selection.selectionSet?.selections ?? [], isMe ? 'me' : 'elsewhere');
      }
    }
  };
  walk(selectionSet.selections, 'root');
}

function belowMeOnly(field: string): Refusal {
  return new Refusal('BAD_REQUEST', `${field} is answered below me only.`, {
    received: `${field} of a person who is not reached through me`,
    expected: `{ me { ${field} } }`,
  });
}
