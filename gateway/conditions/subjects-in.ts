import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  TypeInfo,
  type ValueNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { coordinate } from '../../contract/element-directives.ts';
import { isSealed, openKey } from '../../contract/sealed-key.ts';
import { SUBJECT_KEYS, subjectName } from '../../contract/subject-pass.ts';

/** Scalars whose values are keys of subjects, by the type of subject. */
const KEY_SCALARS: Readonly<Record<string, string>> = { PersonalId: 'Citizen', EnterpriseCode: 'Business' };

/** Names of the subjects that an operation asks for by key in its arguments, variables filled in. */
export function subjectsInArguments(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { type, value } of keyArguments(schema, document)) {
    collect(type, valueFromAST(value, type, variables), names);
  }
  return names;
}

/** An argument that can hold a key of a subject, as it is written. */
interface KeyArgument {
  readonly type: GraphQLInputType;
  readonly value: ValueNode;
}

/** Documents of permitted operations are kept and shared, so each one is read once; they belong to one schema. */
const known = new WeakMap<DocumentNode, readonly KeyArgument[]>();

function keyArguments(schema: GraphQLSchema, document: DocumentNode): readonly KeyArgument[] {
  const remembered = known.get(document);
  if (remembered !== undefined) return remembered;
  const found: KeyArgument[] = [];
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Argument({ value }) {
        const type = typeInfo.getInputType();
        if (type != null && mayHoldKey(type)) found.push({ type, value });
      },
    }),
  );
  known.set(document, found);
  return found;
}

/** Names of the subjects that the gateway sends to a database as representations of entities. */
export function subjectsInRepresentations(representations: unknown, linkKey: string): readonly string[] {
  if (!Array.isArray(representations)) return [];
  return representations.flatMap((representation: Readonly<Record<string, unknown>>) => {
    const type = String(representation['__typename']);
    const key = openedKey(linkKey, type, representation[SUBJECT_KEYS[type] ?? '']);
    return key === undefined ? [] : [subjectName(type, key)];
  });
}

/** The key of a subject as a database gave it: in clear, or sealed because the caller may not see it. */
export function openedKey(linkKey: string, type: string, key: unknown): string | undefined {
  if (isSealed(key)) return openKey(linkKey, coordinate(type, SUBJECT_KEYS[type] ?? ''), key);
  return typeof key === 'string' ? key : undefined;
}

function mayHoldKey(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  return isInputObjectType(named) || KEY_SCALARS[named.name] !== undefined;
}

function collect(type: GraphQLInputType, value: unknown, names: Set<string>): void {
  // An input type may hold itself: only values that are there end the way down.
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(getNamedType(type), item, names);
    return;
  }
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    for (const [name, field] of Object.entries(named.getFields())) {
      collect(field.type, (value as Readonly<Record<string, unknown>>)[name], names);
    }
    return;
  }
  const subject = KEY_SCALARS[named.name];
  if (subject !== undefined && typeof value === 'string') names.add(subjectName(subject, value));
}
