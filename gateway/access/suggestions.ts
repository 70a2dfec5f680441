import {
  type GraphQLField,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** ` Did you mean "a", "b", or "c"?` at the end of a message of graphql-js, with what stands before the names. */
const SUGGESTION =
  /^ Did you mean (to use an inline fragment on |the enum value |)((?:"[^"]*"(?:, or |, | or )?)+)\?$/;
const OPENING = ' Did you mean ';

/**
 * A message of graphql-js as this caller may read it: suggestions come from the whole schema, and here lose every name
 * that the caller's own schema does not have, the sentence with the last one. What is not understood is taken away.
 *
 * @param ownSchema the caller's own schema, made only when a message suggests anything
 */
export function withOwnSuggestions(message: string, ownSchema: () => GraphQLSchema): string {
  const at = message.indexOf(OPENING);
  if (at === -1) return message;
  const stem = message.slice(0, at);
  const [, kind = '', names = ''] = SUGGESTION.exec(message.slice(at)) ?? [];
  const isVisible = visibility(stem, kind, ownSchema());
  const visible = [...names.matchAll(/"([^"]*)"/g)].map(([, name]) => name ?? '').filter(isVisible);
  return visible.length === 0 ? stem : `${stem}${OPENING}${kind}${listed(visible)}?`;
}

type Visibility = (name: string) => boolean;

/** What the names of a suggestion must be, by the sentence before it; the rules of graphql-js have no others. */
function visibility(stem: string, kind: string, own: GraphQLSchema): Visibility {
  for (const [sentence, kindOfNames, visible] of SENTENCES) {
    const found = kind === kindOfNames ? sentence.exec(stem) : null;
    if (found !== null) return visible(own, found.slice(1));
  }
  return () => false;
}

/** A sentence, the kind of its suggestion, and which names may be suggested, given what the sentence captures. */
type Sentence = readonly [RegExp, string, (own: GraphQLSchema, found: readonly string[]) => Visibility];

const SENTENCES: readonly Sentence[] = [
  [
    /^Cannot query field "[^"]*" on type "(\w+)"\.$/,
    '',
    (own, [type = '']) =>
      (name) =>
        fieldOf(own, type, name) !== undefined,
  ],
  [
    /^Unknown argument "[^"]*" on field "(\w+)\.(\w+)"\.$/,
    '',
    (own, [type = '', field = '']) =>
      (name) =>
        fieldOf(own, type, field)?.args.some((argument) => argument.name === name) ?? false,
  ],
  [
    /^Unknown argument "[^"]*" on directive "@(\w+)"\.$/,
    '',
    (own, [directive = '']) =>
      (name) =>
        own.getDirective(directive)?.args.some((argument) => argument.name === name) ?? false,
  ],
  [
    /^Cannot query field "[^"]*" on type "\w+"\.$/,
    'to use an inline fragment on ',
    (own) => (name) => own.getType(name) !== undefined,
  ],
  [/^Unknown type "[^"]*"\.$/, '', (own) => (name) => own.getType(name) !== undefined],
  // Behind a variable's name and value, which the client chose: what follows them ends the message.
  [
    /Field "[^"]*" is not defined by type "(\w+)"\.$/,
    '',
    (own, [type = '']) =>
      (name) => {
        const input = own.getType(type);
        return isInputObjectType(input) && Object.hasOwn(input.getFields(), name);
      },
  ],
  [
    /Value "[^"]*" does not exist in "(\w+)" enum\.$/,
    'the enum value ',
    (own, [type = '']) =>
      (name) =>
        hasValue(own, type, name),
  ],
  [
    /^Enum "(\w+)" cannot represent non-(?:enum|string) value: .*\.$/s,
    'the enum value ',
    (own, [type = '']) =>
      (name) =>
        hasValue(own, type, name),
  ],
  // The client's own word, with the braces that it lacks.
  [
    /^Field "(\w+)" of type "[^"]*" must have a selection of subfields\.$/,
    '',
    (_own, [field = '']) =>
      (name) =>
        name === `${field} { ... }`,
  ],
];

function fieldOf(
  own: GraphQLSchema,
  typeName: string,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  const type = own.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const fields = type.getFields();
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function hasValue(own: GraphQLSchema, typeName: string, name: string): boolean {
  const type = own.getType(typeName);
  return isEnumType(type) && type.getValue(name) !== undefined;
}

/** As graphql-js lists them. */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  if (quoted.length < 3) return quoted.join(' or ');
  return `${quoted.slice(0, -1).join(', ')}, or ${quoted.at(-1)}`;
}
