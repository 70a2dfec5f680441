import { type Mutant, mutantsOf } from '../mutant.ts';

const RULES = ['gateway/supergraph/schema-rules.test.ts', 'gateway/supergraph/constructs.test.ts'];
const WHOLE = [
  ...RULES,
  'gateway/supergraph/whole-graph.test.ts',
  'gateway/supergraph/constructs-of-inputs.test.ts',
];

const ELEMENTS = mutantsOf('gateway/supergraph/rules/elements.ts', RULES, [
  {
    name: 'a field that states no element composes',
    text: 'if (statesElements(scopesOf(field))) return [];',
    by: 'if (scopesOf(field) !== undefined) return [];',
  },
  {
    name: 'an argument that states no element composes',
    text: 'if (statesElements(searchesOf(node))) return [];',
    by: 'if (searchesOf(node) !== undefined) return [];',
  },
  {
    name: 'an element that is not in the dictionary composes',
    text: "if (!elements.has(element)) return [problem('is not in the Shared Data Dictionary')];",
    by: '',
  },
  {
    name: 'a database states elements of another one',
    text: 'return foreign || databaseOf(element) === source.name ? [] :',
    by: "return foreign || source.name !== '' ? [] :",
  },
  {
    name: 'a field that may be withheld is not nullable',
    text: 'if (field.type.kind !== Kind.NON_NULL_TYPE || !(restricted || contributes)) return [];',
    by: 'if (field.type.kind !== Kind.NON_NULL_TYPE || !contributes) return [];',
  },
]);

const ENFORCED = mutantsOf(
  'gateway/supergraph/rules/enforced.ts',
  ['gateway/supergraph/rules/enforced.test.ts', ...RULES],
  [
    {
      name: 'directives that nobody enforces compose',
      text: '.filter(({ name }) => !isEnforced(name.value, place))',
      by: ".filter(({ name }) => name.value === '')",
    },
    {
      name: 'directives that no link explains compose',
      text: '    ...linkProblems(document).map(({ node, message }) => found(node, message)),\n',
      by: '',
    },
    {
      name: 'a database that can be written composes',
      text: "if (type.name.value === 'Mutation' || type.name.value === 'Subscription') {",
      by: "if (type.name.value === 'Subscription') {",
    },
    {
      name: 'a progressive @override composes',
      text: "override?.arguments?.some(({ name }) => name.value === 'label') === true",
      by: "override?.arguments?.some(({ name }) => name.value === '') === true",
    },
    {
      name: '@requires with arguments composes',
      text: '      (selection.arguments ?? []).length === 0 &&\n',
      by: '',
    },
    {
      name: 'a record states that it is a part of a field',
      text: '(isRoot(type) || keyFieldsOf(type).length > 0)',
      by: 'isRoot(type)',
    },
    {
      name: 'directives on interfaces compose',
      text: "    ...directivesOf(type, 'interface'),\n",
      by: '',
    },
    {
      name: 'directives on the fields of interfaces, which nobody looks at, compose',
      text: "    ...fields.flatMap((field) => directivesOf(field, 'interfaceField')),\n",
      by: '',
    },
    {
      name: 'a root type by another name composes',
      text: '(node.operationTypes ?? []).map(',
      by: '[].map(',
    },
  ],
);

const SHAPES = [
  ...mutantsOf('gateway/supergraph/rules/shapes.ts', RULES, [
    {
      name: 'a scalar without a check composes',
      text: '!Object.hasOwn(SCALAR_CHECKS, node.name.value)',
      by: "node.name.value === ''",
    },
    {
      name: 'a value type leads to a record',
      text: 'if (isValue || PUBLIC_ENTITIES.has(target)) return [];',
      by: "if (isValue || target !== '') return [];",
    },
    {
      name: 'a value type states elements that nobody asks for',
      text: 'if (scopesOf(field).length > 0) {',
      by: 'if (scopesOf(field).length < 0) {',
    },
    {
      name: '"first" and "after" search where there is no page',
      text: 'if (given.toSorted().join() === expected.toSorted().join()) return [];',
      by: 'if (given.length >= expected.length) return [];',
    },
  ]),
  ...mutantsOf('gateway/supergraph/rules/schema.ts', RULES, [
    {
      name: 'an empty alternative, which everybody meets, is an element',
      text: 'return requirement.length > 0 && requirement.every((alternative) => alternative.length > 0);',
      by: 'return requirement.length > 0;',
    },
    {
      name: 'what an extension adds to a type is not looked at',
      text: 'fields: [...(known.fields ?? []), ...(part.fields ?? [])],',
      by: "fields: (node.kind as string).endsWith('Extension') ? (known.fields ?? []) : (part.fields ?? []),",
      tests: [...WHOLE, 'gateway/supergraph/rules/enforced.test.ts'],
    },
  ]),
];

const GRAPH = [
  ...mutantsOf(
    'gateway/supergraph/composed-graph.ts',
    [...WHOLE, 'gateway/supergraph/compose.test.ts'],
    [
      {
        name: 'the composed graph serves fields without elements',
        text: '.filter((field) => !statesElements(scopesOf(field)))',
        by: '.filter((field) => scopesOf(field) === undefined)',
      },
      {
        name: 'the composed graph serves arguments without elements',
        text: '!isPageArgument(argument.name.value) && !isGuarded(argument, inputs)',
        by: '!isPageArgument(argument.name.value) && inputs === undefined',
      },
      {
        name: 'the composed graph serves input fields without elements',
        text: '.filter((field) => !isGuarded(field, inputs))',
        by: '.filter(() => false)',
      },
      {
        name: 'a database passes on fields of another one for less',
        text: 'return !implies(own.length > 0 ? own : scopesOf(field), needed);',
        by: 'return own.length > 0 && needed === undefined;',
      },
      {
        name: 'one of several elements is enough to pass a field on',
        text: 'needed.some((want) => want.every((element) => have.includes(element)))',
        by: 'needed.some((want) => want.some((element) => have.includes(element)))',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/supergraph/compose.ts',
    [...WHOLE, 'gateway/supergraph/compose.test.ts'],
    [
      {
        name: 'the composed graph is not looked at',
        text: '  refuse(unguarded(supergraphSdl, subgraphs));\n',
        by: '',
      },
      {
        name: 'schema rules are not applied',
        text: '  refuse(subgraphs.flatMap((source) => checkSchemaRules(source, elements)));\n',
        by: '',
      },
      {
        name: 'composition drops a rule without a word',
        text: '  refuse(told.filter(({ rule }) => LOSES_A_RULE.has(rule)));\n',
        by: '',
      },
      {
        name: 'two databases of one name compose',
        text: '  refuse(twice(file, subgraphs));\n',
        by: '',
      },
      {
        name: 'directives under other names compose unread',
        text: 'document: withStandardNames(source.document) }));\n  refuse(twice',
        by: 'document: source.document }));\n  refuse(twice',
        also: [
          {
            file: 'gateway/supergraph/schema-rules.ts',
            text: 'document: withStandardNames(given.document)',
            by: 'document: given.document',
          },
        ],
      },
    ],
  ),
  ...mutantsOf(
    'gateway/supergraph/policy-schema.ts',
    ['gateway/supergraph/policy-schema.test.ts'],
    [
      {
        name: 'the gateway does not read what fields disclose',
        text: 'remember(coordinate(type, name.value), scopesOf(field));',
        by: 'remember(coordinate(type, name.value), []);',
      },
      {
        name: 'the gateway does not read what arguments search by',
        text: 'remember(coordinate(type, name.value, argument.name.value), searchesOf(argument));',
        by: 'remember(coordinate(type, name.value, argument.name.value), []);',
      },
      {
        name: 'the gateway does not read what input fields search by',
        text: 'remember(coordinate(type.name.value, field.name.value), searchesOf(field));',
        by: 'remember(coordinate(type.name.value, field.name.value), []);',
      },
      {
        name: 'types that are not visible are not known to stand behind an interface',
        text: 'for (const { name } of node.interfaces ?? []) add(name.value, node.name.value);',
        by: '',
      },
      {
        name: 'names of nested keys and sources are not known',
        text: 'if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) collect(selection.selectionSet);',
        by: '',
      },
      {
        name: 'names of the sources of computed fields are not known',
        text: 'for (const field of node.fields ?? []) sourcesOf(field).forEach(collect);',
        by: '',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/supergraph/runtime-sdl.ts',
    ['gateway/supergraph', 'test/faults/enforcement-missing.test.ts'],
    [
      {
        name: 'the marks of directives that nobody enforces are taken off',
        text: 'specs\\.apollo\\.dev\\/requiresScopes\\/v',
        by: 'specs\\.apollo\\.dev\\/\\w+\\/v',
      },
    ],
  ),
];

/** What a schema must keep to become a part of the graph. */
export const SUPERGRAPH: readonly Mutant[] = [...ELEMENTS, ...ENFORCED, ...SHAPES, ...GRAPH];
