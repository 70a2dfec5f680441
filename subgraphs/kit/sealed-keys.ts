import {
  defaultFieldResolver,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { AccessGrant } from '../../contract/access-grant.ts';
import { coordinate } from '../../contract/element-directives.ts';
import { lackingElements, type Requirement } from '../../contract/elements.ts';
import { isSealed, openKey, sealKey } from '../../contract/sealed-key.ts';
import { SUBJECT_KEYS } from '../../contract/subject-pass.ts';
import type { GrantedContext } from './context.ts';
import type { SchemaRequirements } from './requirements.ts';

type Representation = Readonly<Record<string, unknown>>;

/**
 * Lets every key field give out its key sealed, unless the grant says that the caller may see it: the gateway can
 * still join records by it, and the check of elements can leave keys out (docs/decisions/0003).
 */
export function sealKeyFields(schema: GraphQLSchema, requirements: SchemaRequirements): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!requirements.isKeyPart(type.name, field.name) || !isLeafType(getNullableType(field.type)))
        continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      const name = coordinate(type.name, field.name);
      const requirement = requirements.of(name);
      const shown = (key: unknown, context: GrantedContext): unknown =>
        maySee(name, requirement, context) ? key : sealed(name, key, context);
      field.resolve = (row, args, context: GrantedContext, info) => {
        const key: unknown = resolve(row, args, context, info);
        return isThenable(key) ? key.then((found) => shown(found, context)) : shown(key, context);
      };
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}

/** The owner of a key states its elements; of the keys of others the grant says which may be seen. */
function maySee(
  name: string,
  requirement: Requirement | undefined,
  { grant, granted }: GrantedContext,
): boolean {
  if (grant.shownKeys?.includes(name) === true) return true;
  return requirement !== undefined && lackingElements(requirement, granted).length === 0;
}

/** Keys of other kinds than text cannot be sealed, so they are not given out at all unless they may be seen. */
function sealed(name: string, key: unknown, { grant }: GrantedContext): string | null {
  return typeof key === 'string' ? sealedOnce(grant, name, key) : null;
}

/** What was sealed under a grant, by field and key: an operation asks for the same key again and again. */
const SEALED = new WeakMap<AccessGrant, Map<string, string>>();
const MOST_SEALED = 10_000;

function sealedOnce(grant: AccessGrant, name: string, key: string): string {
  const known = SEALED.get(grant) ?? new Map<string, string>();
  SEALED.set(grant, known);
  const place = `${name} ${key}`;
  const before = known.get(place);
  if (before !== undefined) return before;
  const text = sealKey(grant.linkKey, name, key);
  if (known.size >= MOST_SEALED) known.clear();
  known.set(place, text);
  return text;
}

/**
 * A representation with its keys opened; `undefined` when a key was not sealed under this grant, or names somebody
 * who must be treated as if there were no such record.
 */
export function openRepresentation(
  schema: GraphQLSchema,
  representation: Representation,
  { grant, subjects }: GrantedContext,
): Representation | undefined {
  const type = String(representation['__typename']);
  const opened = openParts(schema, type, representation, grant.linkKey);
  if (opened === undefined) return undefined;
  const subject = opened[SUBJECT_KEYS[type] ?? ''];
  return typeof subject === 'string' && subjects.isHidden(type, subject) ? undefined : opened;
}

/** The parts of a key, those of nested objects too; `undefined` when one of them does not open. */
function openParts(
  schema: GraphQLSchema,
  type: string,
  parts: Representation,
  linkKey: string,
): Record<string, unknown> | undefined {
  const opened: Record<string, unknown> = {};
  const definition = schema.getType(type);
  for (const [name, value] of Object.entries(parts)) {
    const field = isObjectType(definition) ? definition.getFields()[name] : undefined;
    const isNested =
      typeof value === 'object' && value !== null && !Array.isArray(value) && field !== undefined;
    const part = isNested
      ? openParts(schema, getNamedType(field.type).name, value as Representation, linkKey)
      : isSealed(value)
        ? openKey(linkKey, coordinate(type, name), value)
        : value;
    if (part === undefined) return undefined;
    opened[name] = part;
  }
  return opened;
}
