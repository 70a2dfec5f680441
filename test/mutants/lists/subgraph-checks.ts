import { type Mutant, mutantsOf } from '../mutant.ts';

const OPERATION_CHECK = mutantsOf(
  'subgraphs/kit/operation-check.ts',
  ['subgraphs/kit/operation-check.test.ts', 'subgraphs/kit/operation-check-constructs.test.ts'],
  [
    {
      name: 'an operation is never found to be lacking anything',
      text: 'if (lacking.length === 0) {',
      by: 'if (lacking.length >= 0) {',
    },
    {
      name: 'what covers one operation covers all',
      text: 'const known = covered.get(needs) ??',
      by: 'const known = covered.get(remembered as never) ??',
      also: [
        {
          file: 'subgraphs/kit/operation-check.ts',
          text: 'covered.set(needs, known.add(granted));',
          by: 'covered.set(remembered as never, known.add(granted));',
        },
      ],
    },
    {
      name: "a field's elements are not asked for",
      text: 'if (!isKey) this.#need(`${type}.${name}`);',
      by: '',
    },
    {
      name: "an argument's elements are not asked for",
      text: '      this.#need(`${typeName}.${node.name.value}(${argument}:)`);\n',
      by: '',
    },
    {
      name: 'the elements of input fields are not asked for',
      text: '      for (const input of inputs) this.#need(input);\n',
      by: '',
    },
    {
      name: 'a part of a key is free wherever it stands',
      text: 'const isKey = [type, ...keyPaths].some((path) => this.#requirements.isKeyPath(`${path}.${name}`));',
      by: 'const isKey = this.#requirements.isKeyPart(type, name);',
    },
    {
      name: 'what stands below a field is not looked at',
      text: '    this.selections(node.selectionSet, { parent: target, types: this.#possible(target), keyPaths: below });\n',
      by: '',
    },
    {
      name: 'inline fragments are not looked at',
      text: '        this.#inside(typeCondition?.name.value, selectionSet, place);\n',
      by: '',
    },
    {
      name: 'named fragments are not looked at',
      text: '        this.#inside(fragment.typeCondition.name.value, fragment.selectionSet, place);\n',
      by: '',
    },
    {
      name: 'a fragment is looked at where it is used first only',
      text: 'const use = `${selection.name.value} ${place.types.join()} ${place.keyPaths.join()}`;',
      by: 'const use = selection.name.value;',
    },
    {
      name: 'an interface is asked instead of the types behind it',
      text: 'return isObjectType(type) ? [type.name] : this.#schema.getPossibleTypes(type).map(({ name }) => name);',
      by: 'return [type.name];',
    },
    {
      name: 'only the first operation of a document is looked at',
      text: 'for (const { operation, used } of operations) {',
      by: 'for (const { operation, used } of operations.slice(0, 1)) {',
    },
    {
      name: 'what a document needs is remembered whatever its variables use',
      text: 'const needs = known.get(usage) ??',
      by: 'const needs = [...known.values()][0] ??',
    },
  ],
);

const REQUIREMENTS = mutantsOf(
  'subgraphs/kit/requirements.ts',
  [
    'subgraphs/kit/requirements.test.ts',
    'subgraphs/kit/operation-check-constructs.test.ts',
    'subgraphs/kit/operation-check.test.ts',
  ],
  [
    {
      name: 'a schema with a directive that no link explains is served',
      text: 'if (problem !== undefined) throw new Error(',
      by: 'if (problem?.message === undefined) new Error(',
    },
    {
      name: 'directives under other names are not read',
      text: 'const document = withStandardNames(given);',
      by: 'const document = given;',
    },
    {
      name: 'a field of another database is free here',
      text: 'isForeign && !this.keyParts.has(name) ? NOT_OURS : scopes',
      by: 'scopes',
    },
    {
      name: 'what arguments search by is not read',
      text: '      this.#remember(coordinate(type, field.name.value, argument.name.value), searchesOf(argument));\n',
      by: '',
    },
    {
      name: 'what input fields search by is not read',
      text: '        this.#remember(coordinate(node.name.value, field.name.value), searchesOf(field));\n',
      by: '',
    },
    {
      name: 'a field that is passed on needs what one of its providers needs, whichever provides it',
      text: '      this.requirements.set(place, needed);\n',
      by: '      this.requirements.delete(place);\n',
    },
  ],
);

const SHIELD = mutantsOf(
  'subgraphs/kit/shield.ts',
  ['subgraphs/kit/shield.test.ts'],
  [
    {
      name: 'the shield does not ask for elements',
      text: 'if (!isCovered(context.granted)) return placed(uncovered, info);',
      by: '',
    },
    {
      name: 'what one caller is granted is granted to the next',
      text: 'if (granted !== asked) {',
      by: 'if (asked === undefined) {',
    },
    {
      name: 'the shield does not ask for the verdict about a subject',
      text: "if (verdict !== 'read') return",
      by: 'if (verdict === null) return',
    },
    {
      name: 'the shield lets pass whom nobody judged',
      text: "if (verdict !== 'read') return",
      by: "if (verdict !== undefined && verdict !== 'read') return",
    },
    {
      name: 'the shield does not ask the rule for rows',
      text: 'if (rowRule !== undefined && !rowRule(row as never, context)) {',
      by: 'if (rowRule === null) {',
    },
    {
      name: 'the first row that may be read opens all rows',
      text: "{ cache: 'no_cache' }",
      by: "{ cache: 'contextual' }",
    },
    {
      name: 'the schema of a database may be read',
      text: "'Query._service': deny,\n  '_Service.sdl': deny,",
      by: "'Query._service': allow,\n  '_Service.sdl': allow,",
    },
    {
      name: 'a field without a rule is no mistake',
      text: 'if (!isRule(tree[type.name]?.[field])) throw',
      by: 'if (tree[type.name] === null) throw',
    },
    {
      name: 'anything counts as a rule',
      text: "['Rule', 'RuleTrue', 'RuleFalse'].includes(value.constructor.name)",
      by: 'value.constructor !== undefined',
    },
    {
      name: 'a rule for a field that does not exist is no mistake',
      text: 'if (type.getFields()[field] === undefined) throw',
      by: 'if (type.getFields()[field] === null) throw',
    },
    {
      name: 'rules on an interface, which never apply, are no mistake',
      text: '    if (!isObjectType(type))\n      throw new Error(`shield: ${name} is no object type, its rules would never apply.`);',
      by: '    if (!isObjectType(type)) continue;',
    },
    {
      name: 'a rule for rows of a type that does not exist is no mistake',
      text: 'if (!isObjectType(schema.getType(type)))\n      throw',
      by: 'if (type === null)\n      throw',
    },
    {
      name: 'a field that no rule names is allowed',
      text: 'fallbackRule: deny,',
      by: 'fallbackRule: allow,',
      equivalent: 'assertComplete refuses to serve a schema with a field that has no rule',
    },
  ],
);

const QUICK_PASS = mutantsOf(
  'subgraphs/kit/quick-pass.ts',
  ['subgraphs/kit/quick-pass.test.ts'],
  [
    {
      name: 'a field is given whatever its rule says, if only it says something',
      text: 'return func(row, args, context, info) === true;',
      by: 'return func(row, args, context, info) !== undefined;',
    },
    {
      name: 'a rule that breaks lets its field pass',
      text: '  } catch {\n    return false;',
      by: '  } catch {\n    return true;',
    },
    {
      name: 'a rule that shield remembers is asked past its memory',
      text: " && cache === 'no_cache'",
      by: '',
    },
    {
      name: 'a denied field is given without a condition',
      text: "return kindOf(rule) === 'RuleTrue';",
      by: "return kindOf(rule).startsWith('Rule');",
    },
    {
      name: 'a field around which shield does not stand is no mistake',
      text: ' || field.resolve === resolve) {',
      by: ') {',
    },
    {
      name: 'a field without a rule passes',
      text: 'if (rule === undefined || ',
      by: 'if (',
    },
  ],
);

const DOCUMENTS = mutantsOf(
  'subgraphs/kit/documents.ts',
  ['subgraphs/kit/documents.test.ts', 'subgraphs/kit/server.test.ts'],
  [
    {
      name: 'a database introspects itself for everybody',
      text: '[...specifiedRules, NoSchemaIntrospectionCustomRule]',
      by: '[...specifiedRules]',
    },
    {
      name: 'a document that is not valid is executed',
      text: 'if (errors.length === 0) return { document };',
      by: 'if (errors.length >= 0) return { document };',
    },
    {
      name: 'documents are remembered without limit',
      text: 'if (remembered.size <= limits.documents && characters <= limits.characters) break;',
      by: 'if (limits.documents > 0) break;',
    },
  ],
);

const SCHEMA = mutantsOf(
  'subgraphs/kit/schema.ts',
  ['subgraphs/kit/schema.test.ts', 'subgraphs/kit/entities.test.ts'],
  [
    {
      name: 'a key type without a reference resolver is served, so that representations inject records',
      text: "if (resolvable && resolvers[node.name.value]?.['__resolveReference'] === undefined) {",
      by: 'if (resolvable === null) {',
    },
    {
      name: 'a scalar without a check is served',
      text: 'if (scalar === undefined) {',
      by: 'if (scalar === undefined && node.name.value.length === 0) {',
    },
    {
      name: 'representations of any type are resolved',
      text: "if (typeof type === 'string' && resolvable.has(type)) continue;",
      by: "if (typeof type === 'string') continue;",
    },
    {
      name: 'a reference that throws fails all others of its batch',
      text: 'const wrapped = async (reference: never, context: never) =>\n        await resolveReference(',
      by: 'const wrapped = (reference: never, context: never) =>\n        resolveReference(',
    },
    {
      name: 'the keys of records are not sealed',
      text: '  sealKeyFields(bare, requirements);\n',
      by: '',
      tests: ['subgraphs/kit/sealed-keys.test.ts'],
    },
    {
      name: 'no shield stands around the schema',
      text: 'schema: withShield(bare, requirements, rowRules)',
      by: 'schema: bare',
      tests: ['subgraphs/kit/shield.test.ts', 'subgraphs/kit/schema.test.ts'],
    },
  ],
);

/** What a database checks before its resolvers run, and around each of them. */
export const SUBGRAPH_CHECKS: readonly Mutant[] = [
  ...OPERATION_CHECK,
  ...REQUIREMENTS,
  ...SHIELD,
  ...QUICK_PASS,
  ...DOCUMENTS,
  ...SCHEMA,
];
