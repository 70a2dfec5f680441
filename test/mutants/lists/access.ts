import { type Mutant, mutantsOf } from '../mutant.ts';

const PREVIEW = [
  ...mutantsOf(
    'gateway/access/access-preview.ts',
    ['gateway/access/access-preview.test.ts'],
    [
      {
        name: 'a preview is for the purpose of anybody',
        text: 'const chosen = choosePurpose(stated, caller.purposes, governance);',
        by: 'const chosen = stated ?? choosePurpose(stated, caller.purposes, governance);',
      },
      {
        name: 'one request asks for as many previews as it likes',
        text: 'if (count <= MOST_PREVIEWS) return;',
        by: 'if (count >= 0) return;',
      },
      {
        name: 'a preview decides other inputs than the request would',
        text: 'return permitOperation(graph, document, operation, grant, isOpen ? undefined : variables);',
        by: 'return permitOperation(graph, document, operation, grant, variables);',
      },
      {
        name: 'a preview names only what the first withheld field lacks',
        text: 'if (more.every((element) => lacking.has(element))) return { fields, lacking: [...lacking].sort() };',
        by: 'if (more.length >= 0) return { fields, lacking: [...new Set(more)].sort() };',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/access/preview-operation.ts',
    ['gateway/access/access-preview.test.ts'],
    [
      {
        name: 'previewed documents nest until the stack is exhausted',
        text: '  checkNesting(question.operation);\n',
        by: '',
      },
      {
        name: 'previewed operations keep no limits',
        text: '[...specifiedRules, ...limitRules()]',
        by: 'specifiedRules',
      },
      {
        name: 'values of previewed operations are not checked',
        text: 'const variables = checkInputs(schema, document, complete, given);',
        by: 'const variables = given;',
      },
      {
        name: 'a preview guesses what is skipped',
        text: '  assertConditionsGiven(document, operation, given);\n',
        by: '',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/access/record-conditions.ts',
    ['gateway/access/record-conditions.test.ts'],
    [
      {
        name: 'a preview forgets the territory',
        text: "...(terms.jurisdiction === 'national' ? [] : (['JURISDICTION'] as const)),",
        by: '',
      },
      {
        name: 'a preview forgets consent',
        text: "...(terms.consentRequired ? (['CONSENT'] as const) : []),",
        by: '',
      },
      {
        name: 'a preview forgets the quota',
        text: "...(quota === null ? [] : (['QUOTA'] as const)),",
        by: '',
      },
      {
        name: 'a preview forgets conflicts of interest',
        text: "    'CONFLICT_OF_INTEREST',\n    ...(terms",
        by: '    ...(terms',
      },
    ],
  ),
];

const OWN_SCHEMA = [
  ...mutantsOf(
    'gateway/access/prune-schema.ts',
    ['gateway/access/own-schema.test.ts'],
    [
      {
        name: 'introspection shows fields that are not granted',
        text: 'isMet(policy.fieldRequirement(type.name.value, name), grant) &&',
        by: '',
      },
      {
        name: 'introspection shows arguments that are not granted',
        text: 'args.filter((argument) => usable.some((grant) => covers(argument, grant)))',
        by: 'args',
      },
      {
        name: 'introspection shows fields whose required argument is not granted',
        text: 'args.every((argument) => !isRequired(argument) || covers(argument, grant)),',
        by: 'args.length >= 0,',
      },
      {
        name: 'introspection shows input fields that are not granted',
        text: 'grants.some((grant) => isMet(policy.inputRequirement(`${type.name.value}.${name.value}`), grant)),',
        by: "grants.length >= 0 && name.value !== '',",
      },
      {
        name: 'introspection names types that nothing leads to',
        text: 'return name === undefined || reached.has(name);',
        by: "return name !== '';",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/access/own-schema.ts',
    ['gateway/access/own-schema.test.ts'],
    [
      {
        name: 'all callers are shown one schema',
        text: "const key = [...new Set(grants.map(idOf))].sort().join(' ');",
        by: "const key = '';",
      },
      {
        name: 'a caller is shown the schema of all its purposes',
        text: "const stated = purpose === '' && purposes.length > 0 ? purposes : [purpose];",
        by: 'const stated = purposes;',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/access/suggestions.ts',
    ['gateway/access/suggestions.test.ts'],
    [
      {
        name: 'suggestions name hidden fields',
        text: 'fieldOf(own, type, name) !== undefined,',
        by: "name !== '' || fieldOf(own, type, name) !== undefined,",
      },
      {
        name: 'suggestions name hidden types',
        text: '[/^Unknown type "[^"]*"\\.$/, \'\', (own) => (name) => own.getType(name) !== undefined],',
        by: '[/^Unknown type "[^"]*"\\.$/, \'\', () => () => true],',
      },
      {
        name: 'suggestions that are not understood are told',
        text: '  return () => false;\n',
        by: '  return () => true;\n',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/access/answer-operation.ts',
    ['gateway/access/answer-operation.test.ts', 'gateway/access/own-schema.test.ts'],
    [
      {
        name: 'a request reads the graph without stating what it must',
        text: 'if (parts.graph !== undefined && context.caller.lacks !== undefined)\n    throw toGraphQLError(context.caller.lacks);',
        by: '',
      },
      {
        name: 'everybody is shown the whole schema',
        text: 'await runHere(ownSchemas.schemaOf(context), parts.introspection, incoming, ownGraph)',
        by: 'await runHere(ownGraph.schema, parts.introspection, incoming, ownGraph)',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/access/parts.ts',
    ['gateway/access/answer-operation.test.ts'],
    [
      {
        name: 'what the gateway answers itself unfolds without end',
        text: "if (part !== 'graph') assertUnfoldsToFew(its.document, its.operation.selectionSet);",
        by: "if (part === '') assertUnfoldsToFew(its.document, its.operation.selectionSet);",
      },
    ],
  ),
];

const REGISTER_FIELDS = mutantsOf(
  'gateway/access/register-fields.ts',
  ['test/scenarios/own-registers.test.ts'],
  [
    {
      name: 'everybody opens cases',
      text: "if (agencies.get(agency)?.kind === 'portal') return;",
      by: "if (agencies.get(agency)?.kind !== '') return;",
    },
    {
      name: 'emergencies are declared without an agreement',
      text: 'if (!policy.emergencyRequired || policy.agreements.length === 0) {',
      by: "if (purpose === '') {",
    },
    {
      name: 'officers who do not serve declare emergencies',
      text: 'if (admission.officer !== undefined) return officer;',
      by: "if (admission.officer !== '') return officer;",
    },
    {
      name: 'a citizen consents to what no agreement asks for',
      text: '  if (!isAsked) {\n',
      by: '  if (!isAsked && agency.length === 0) {\n',
    },
    {
      name: 'emergencies need no reason',
      text: 'if (reason.trim().length < LEAST_REASON) {',
      by: 'if (reason.trim().length < 0) {',
    },
    {
      name: 'a party to a case has an impossible number',
      text: 'if (problem !== undefined) throw badInput(`parties[${index}]`, `${key.length} characters`, problem);',
      by: '',
    },
  ],
);

/** What an agency can ask beforehand, and what the gateway answers itself. */
export const ACCESS: readonly Mutant[] = [...PREVIEW, ...OWN_SCHEMA, ...REGISTER_FIELDS];
