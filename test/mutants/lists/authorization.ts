import { type Mutant, mutantsOf } from '../mutant.ts';

const PERMIT = [
  'gateway/authorization/permit-fields.test.ts',
  'gateway/authorization/permit-fragments.test.ts',
  'gateway/authorization/permit-interfaces.test.ts',
  'gateway/authorization/permit-limits.test.ts',
];
const SUBJECTS = ['gateway/authorization/restore-subjects.test.ts'];

const DECIDE = mutantsOf('gateway/authorization/decide.ts', PERMIT, [
  {
    name: "the gateway does not ask for a field's elements",
    text: 'const lacking = this.#lacking(own === undefined ? [] : [own]);',
    by: 'const lacking = this.#lacking([]);',
  },
  {
    name: "the gateway does not ask for an argument's elements",
    text: '        policy.argumentRequirement(type, field, argument),\n',
    by: '',
  },
  {
    name: 'the gateway does not ask for the elements of input fields',
    text: '        ...[...inputs].map((input) => policy.inputRequirement(input)),\n',
    by: '',
    tests: ['gateway/authorization/permit-fields.test.ts', 'test/conformance'],
  },
  {
    name: 'what is decided for one type behind an interface holds for all of them',
    text: 'const decision = this.#decideFor(type, node, facts);\n      const name',
    by: "const decision = this.#decideFor([...types][0] ?? '', node, facts);\n      const name",
  },
  {
    name: 'what is decided for a field without its argument holds with it',
    text: 'if (facts.definition.args.length > 0) return this.#decision(type, node, facts);',
    by: '',
  },
  {
    name: "an interface's arguments and defaults stand for those of the object type",
    text: 'return own ?? selected;',
    by: 'return selected ?? own;',
  },
  {
    name: 'the ledger is not told what a granted field discloses',
    text: 'return { withheld: undefined, elements: [...new Set(elements)], searched: [...new Set(searched)] };',
    by: 'return { withheld: undefined, elements: [], searched: [...new Set(searched)] };',
    tests: SUBJECTS,
  },
  {
    name: 'the ledger is not told what a granted argument searches by',
    text: '      searches.push(...requirements);\n',
    by: '',
    tests: SUBJECTS,
  },
  {
    name: 'the caller is told that an agreement is there where none is',
    text: 'return terms !== undefined && terms.agreements.length > 0;',
    by: 'return terms !== undefined || element.length > 0;',
  },
]);

const PERMITTED = mutantsOf('gateway/authorization/permit.ts', PERMIT, [
  {
    name: 'a withheld field stays in the operation that is planned',
    text: 'const below = granted.length === 0 ? undefined : this.#below(node, facts, place);',
    by: 'const below = this.#below(node, facts, place);',
  },
  {
    name: 'a field that is withheld for one type behind an interface is fetched of all',
    text: 'if (granted.length === decided.length) return [node];',
    by: 'if (granted.length > 0) return [node];',
  },
  {
    name: 'a withheld field is not told',
    text: '      this.#tell(withheld, place, base.responseKey);\n',
    by: '',
  },
  {
    name: 'a field that is skipped refuses the whole operation',
    text: 'return isAsked && (this.#variables === undefined || conditionsHold(conditions, this.#variables));',
    by: 'return isAsked;',
    tests: ['gateway/authorization/restore-conditions.test.ts', ...PERMIT],
  },
  {
    name: 'aliases that the gateway uses itself are accepted',
    text: '    assertNotReserved(node);\n',
    by: '',
  },
  {
    name: 'an operation unfolds to ten times as many fields',
    text: 'if (this.#fieldCount <= MAX_FIELDS) return;',
    by: 'if (this.#fieldCount <= 10 * MAX_FIELDS) return;',
    tests: ['gateway/authorization/permit-limits.test.ts'],
  },
  {
    name: 'what stands below a field is counted once, however many granted types it is asked of',
    text: 'this.#countFields((types.length - 1) * fields);',
    by: 'this.#countFields(Math.min(fields, 0));',
    tests: ['gateway/authorization/permit-interfaces.test.ts'],
  },
  {
    name: 'plans are kept by what the client sent instead of what is permitted',
    text: "hash: createHash('sha256').update(source).digest('hex'),",
    by: "hash: createHash('sha256').update(print(document)).digest('hex'),",
    tests: [
      ...PERMIT,
      'gateway/authorization/authorizer.test.ts',
      'test/attacks/plan-cache-crossing.test.ts',
    ],
  },
  {
    name: 'a fragment narrows nothing',
    text: 'const types = common(place.types, this.#index.possible(parent));',
    by: 'const types = this.#index.possible(parent);',
  },
  {
    name: "a client's field is fetched under the name of a key",
    text: 'named(below.node, base.fetchedAs)',
    by: 'named(below.node, base.responseKey)',
    tests: [...PERMIT, 'gateway/authorization/planned.test.ts', 'gateway/authorization/restore.test.ts'],
  },
  {
    name: '@skip and @include around a fragment are forgotten',
    text: 'const inner = own.length === 0 ? place : { ...place, conditions: [...place.conditions, ...own] };',
    by: 'const inner = place;',
    tests: ['gateway/authorization/restore-conditions.test.ts', ...PERMIT],
  },
]);

const AUTHORIZER = mutantsOf(
  'gateway/authorization/authorizer.ts',
  ['gateway/authorization/authorizer.test.ts', 'gateway/authorization/permit-interfaces.test.ts'],
  [
    {
      name: 'what is decided for one caller holds for all',
      text: ' ${idOf(grant)} ${usage}`',
      by: ' ${usage}`',
    },
    {
      name: 'what is decided for some variables holds for all',
      text: ' ${idOf(grant)} ${usage}`',
      by: ' ${idOf(grant)}`',
    },
    {
      name: 'what is decided for one operation of a document holds for all',
      text: "${queryHash} ${operation.name?.value ?? ''} ${idOf",
      by: '${queryHash} ${idOf',
    },
    {
      name: 'what is decided before an agreement changed holds afterwards',
      text: 'JSON.stringify([agency, purpose, agreements, [...elements].sort()])',
      by: 'JSON.stringify([agency, purpose])',
    },
    {
      name: 'what is decided without values holds for all values',
      text: "if (variables === undefined) return '*';",
      by: 'if (variables === undefined) return usageKey(graph.schema, operation, usedVariables(graph.schema, operation, {}), {});',
    },
  ],
);

const GRAPH = [
  ...mutantsOf('gateway/authorization/decision-graph.ts', PERMIT, [
    {
      name: 'types that are not visible are not decided',
      text: 'new Set([...visibleTypes(schema, type), ...policy.possibleTypes(type.name)])',
      by: 'new Set(visibleTypes(schema, type))',
    },
    {
      name: 'a type that is not visible is shown',
      text: 'return names.length === types.size ? types : new Set(names);',
      by: 'return types;',
    },
  ]),
  ...mutantsOf('gateway/authorization/hidden.ts', PERMIT, [
    {
      name: "aliases that are GraphQL's own are accepted",
      text: "[HIDDEN_PREFIX, '__'].find(",
      by: '[HIDDEN_PREFIX].find(',
    },
    {
      name: 'a client may ask under the name of a key that plans fetch',
      text: 'return isOther && policy.isJoinedBy(responseKey) ?',
      by: 'return isOther && policy.isJoinedBy(`${responseKey} `) ?',
      tests: ['gateway/authorization/planned.test.ts', 'gateway/authorization/restore.test.ts', ...PERMIT],
    },
    {
      name: 'nobody says whose record it is',
      text: 'const key = SUBJECT_TYPES.has(type) ? policy.keyOf(type) : undefined;',
      by: 'const key = SUBJECT_TYPES.has(`${type} `) ? policy.keyOf(type) : undefined;',
    },
    {
      name: 'errors name fields that the gateway fetched for itself',
      text: 'return own.some((part) => String(part).startsWith(HIDDEN_PREFIX)) ? undefined : own;',
      by: 'return own;',
      also: [{ file: 'gateway/answer.ts', text: ' && isPlaceOf(data, path)', by: '' }],
      tests: ['gateway/answer.test.ts'],
    },
  ]),
  ...mutantsOf(
    'gateway/authorization/shape.ts',
    ['gateway/authorization/restore-conditions.test.ts', ...PERMIT],
    [
      {
        name: 'a variable without a value counts as true',
        text: 'variables[value.variable] === true;',
        by: 'variables[value.variable] !== false;',
        tests: ['gateway/authorization/shape.test.ts'],
      },
      {
        name: 'the elements of an alternative are recorded that is not granted',
        text: 'requirement.find((alternative) => alternative.every((element) => granted.has(element))) ?? []',
        by: 'requirement.at(-1) ?? []',
        tests: ['gateway/authorization/shape.test.ts'],
      },
    ],
  ),
];

const RESTORE = mutantsOf(
  'gateway/authorization/restore.ts',
  [
    'gateway/authorization/restore.test.ts',
    'gateway/authorization/restore-subjects.test.ts',
    'gateway/authorization/restore-conditions.test.ts',
  ],
  [
    {
      name: 'a value that a database delivered for a withheld field is released',
      text: 'const withheld = field.withheld ?? this.#subjectWithholding(subject, field);',
      by: 'const withheld = (value == null ? field.withheld : undefined) ?? this.#subjectWithholding(subject, field);',
    },
    {
      name: 'rules about the record are not applied to the answer',
      text: 'const withheld = field.withheld ?? this.#subjectWithholding(subject, field);',
      by: 'const withheld = field.withheld;',
    },
    {
      name: 'the value of somebody who is hidden is released',
      text: "if (withheld === 'hidden') return null;",
      by: "if (withheld === 'hidden') return value;",
    },
    {
      name: 'a withheld value is null without a word',
      text: "      this.gaps.push({ state: 'withheld', path: [...this.#path], withholding: withheld });\n",
      by: '',
    },
    {
      name: 'a field that was selected for another type is answered',
      text: 'if (!field.types.has(type) || !conditionsHold(field.conditions, variables)) continue;',
      by: 'if (!conditionsHold(field.conditions, variables)) continue;',
    },
    {
      name: 'a field that is skipped is answered',
      text: 'if (!field.types.has(type) || !conditionsHold(field.conditions, variables)) continue;',
      by: 'if (!field.types.has(type)) continue;',
    },
    {
      name: 'a record of which no database said whose it is belongs to nobody',
      text: "const key = typeof fetched === 'string' ? fetched : '';",
      by: "if (typeof fetched !== 'string') return undefined;\n    const key = fetched;",
    },
    {
      name: 'what stands below a record is about nobody',
      text: 'const subject = this.#subjectOf(type, source) ?? enclosing;',
      by: 'const subject = this.#subjectOf(type, source);',
    },
    {
      name: 'what the answer says about somebody is not recorded',
      text: 'for (const element of field.elements) subject?.elements.add(element);',
      by: '',
    },
    {
      name: 'a value that a database failed to deliver is null without a word',
      text: "if (source !== undefined) this.gaps.push({ state: 'unavailable', path: [...this.#path], source });",
      by: '',
    },
    {
      name: "an object's inherited properties are answered",
      text: 'Object.hasOwn(source, fetchedAs) ? source[fetchedAs] : undefined;',
      by: 'source[fetchedAs];',
    },
  ],
);

/** What the gateway decides about an operation, and how the answer is made from it. */
export const AUTHORIZATION: readonly Mutant[] = [
  ...DECIDE,
  ...PERMITTED,
  ...AUTHORIZER,
  ...GRAPH,
  ...RESTORE,
];
