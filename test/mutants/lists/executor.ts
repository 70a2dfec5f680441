import { type Mutant, mutantsOf } from '../mutant.ts';

const beside = (module: string): readonly string[] => [`gateway/execution/${module}.test.ts`];
const file = (module: string): string => `gateway/execution/${module}.ts`;

/** Which calls are made, when, and with what. */
const CALLS = [
  ...mutantsOf(file('planned-fetches'), beside('planned-fetches'), [
    {
      name: 'what comes behind parallel calls waits for one of them',
      text: 'return new Set(ends.flatMap((each) => [...each]));',
      by: 'return new Set(ends[0]);',
    },
    {
      name: 'a condition chooses the other step',
      text: 'isTrue(node.condition) ? node.ifClause : node.elseClause',
      by: 'isTrue(node.condition) ? node.elseClause : node.ifClause',
    },
    {
      name: 'a condition without a step lets those behind it wait for nobody',
      text: 'return chosen === undefined ? before :',
      by: 'return chosen === undefined ? new Set() :',
    },
  ]),
  ...mutantsOf(file('merge-calls'), beside('merge-calls'), [
    {
      name: 'a call is delayed beyond whoever waits for it',
      text: '.filter((level) => level > levelOf(levels, fetch) && level <= latest);',
      by: '.filter((level) => level > levelOf(levels, fetch));',
    },
    {
      name: 'calls to two databases are merged',
      text: ': `entities ${fetch.database} ${levelOf(levels, fetch)} ${kept}`;',
      by: ': `entities ${levelOf(levels, fetch)} ${kept}`;',
    },
    {
      name: 'calls of different levels are merged',
      text: ': `entities ${fetch.database} ${levelOf(levels, fetch)} ${kept}`;',
      by: ': `entities ${fetch.database} ${kept}`;',
    },
    {
      name: 'root fields of different calls are merged',
      text: '? `root ${groups.size}`',
      by: '? `root ${fetch.database}`',
    },
    {
      name: 'what the planner renamed is taken for what it did not',
      text: 'const name = `${print(selectionSet)} ${JSON.stringify(fetch.outputRewrites)}`;',
      by: 'const name = print(selectionSet);',
    },
  ]),
  ...mutantsOf(file('turns'), beside('turns'), [
    {
      name: 'a call waits for the last of its steps, however long that takes',
      text: '    }, PATIENCE_MS);\n',
      by: '    }, PATIENCE_MS * 1_000);\n',
    },
    {
      name: 'each step of a call is made alone',
      text: 'if (isWaiting && !this.#impatient.delete(call.index)) {',
      by: 'if (call.steps.length === 0) {',
    },
    {
      name: 'a step is made before what it needs is there',
      text: 'waitsFor.every((before) => this.#states[before] === ENDED)',
      by: 'waitsFor.every((before) => this.#states[before] !== WAITING)',
    },
  ]),
  ...mutantsOf(file('compile-plan'), beside('compile-plan'), [
    {
      name: "a client's variable takes the place of representations",
      text: 'return taken.has(wanted) ? freeName(`${wanted}_`, taken) : wanted;',
      by: 'return taken.has(wanted) ? wanted : wanted;',
    },
    {
      name: "a client's variable named as the planner's own is lost",
      text: 'if (own !== undefined && isUsed) definitions.set(REPRESENTATIONS, own);',
      by: '',
    },
    {
      name: 'what is of several types is kept as one',
      text: "if (type === '' || types.some((each) => each !== type)) return undefined;",
      by: "if (type === '') return undefined;",
    },
    {
      name: 'every type counts as any other',
      text: 'if (!isAbstractType(condition) || !(isObjectType(type) || isInterfaceType(type))) return false;',
      by: 'if (!isAbstractType(condition) || !(isObjectType(type) || isInterfaceType(type))) return true;',
    },
  ]),
  ...mutantsOf(file('prepared-operations'), beside('prepared-operations'), [
    {
      name: 'what was prepared for other conditions is used',
      text: "conditions.length === 0 ? '' : [...values.values()].map(Number).join('');",
      by: "conditions.length === 0 ? '' : String(values.size);",
    },
    {
      name: 'a condition that is not given is false',
      text: '(variables[variable] ?? byDefault) === true,',
      by: 'variables[variable] === true,',
    },
    {
      name: 'preparations are kept without bound',
      text: 'if (variants.known.size >= MAX_VARIANTS) variants.known.clear();',
      by: '',
    },
  ]),
  ...mutantsOf(file('supergraph-facts'), beside('supergraph-facts'), [
    {
      name: 'a stub of a type counts as its owner',
      text: "if (resolvable !== 'false') keys",
      by: 'if (resolvable !== key) keys',
    },
    {
      name: 'what a database is passed counts as its own',
      text: "external === 'true' && graph !== undefined",
      by: "external === 'maybe' && graph !== undefined",
    },
  ]),
];

const SPLIT = mutantsOf(file('split-subjects'), beside('split-subjects'), [
  {
    name: 'a person met on the way is read in the same call',
    text: 'if (place.type?.name === PERSON && !place.isAsked) return this.#person(selections, place);',
    by: '',
  },
  {
    name: 'whoever stands behind a person who was asked for counts as asked for',
    text: 'place.type?.name === PERSON ? { ...place, isAsked: false } : place;',
    by: 'place;',
  },
  {
    name: 'a fragment about a person who was asked for is about somebody met',
    text: 'this.#fragment(selection, place) : selection;',
    by: 'this.#fragment(selection, below) : selection;',
  },
  {
    name: 'conditions of fragments are lost with the way',
    text: 'own.length === 0 ? place.conditions : [...place.conditions, own];',
    by: 'own.length === 0 ? place.conditions : [];',
  },
  {
    name: 'what only the first call has is asked by key',
    text: 'return this.#options.isPassedOn(this.#fetch.database, PERSON, name);',
    by: 'return false;',
  },
  {
    name: 'a database is asked by a key that it does not know',
    text: 'if (!options.resolves(fetch.database, PERSON, PERSON_KEY)) return { first: fetch, further: [] };',
    by: '',
  },
  {
    name: 'one name stands for two things behind a union',
    text: 'if (!canStandTogether(fetch.operation.selectionSet.selections)) return { first: fetch, further: [] };',
    by: '',
  },
  {
    name: 'whoever needs what a person was asked for does not wait for it',
    text: 'if (needsNested || part.path.every((step, at) => path[at] === step)) waits.add(part);',
    by: 'if (needsNested) waits.add(part);',
  },
  {
    name: 'whoever takes nested values does not wait for them',
    text: 'if (needsNested || part.path.every((step, at) => path[at] === step)) waits.add(part);',
    by: 'if (part.path.every((step, at) => path[at] === step)) waits.add(part);',
  },
  {
    name: 'nobody waits for what stands before the call that is named',
    text: 'for (const before of allBefore(waitsFor)) {',
    by: 'for (const before of waitsFor) {',
  },
]);

/** What is sent, what comes back, and where it goes. */
const DATA = [
  ...mutantsOf(file('representations'), beside('representations'), [
    {
      name: 'an object of any type is represented',
      text: '      if (!isOfType(runtimeType, typeCondition)) continue;\n',
      by: '',
    },
    {
      name: 'an entity is asked for although something it needs is not there',
      text: "if (value === undefined || typeof value === 'function') return undefined;",
      by: 'if (value === undefined) continue;',
    },
    {
      name: 'of two types that ask for the same value, the last one decides what is taken',
      text: 'else if (part !== undefined) mergeInto(taken, part);',
      by: 'else if (part !== undefined) Object.assign(taken, part);',
    },
    {
      name: 'different keys with one value are one entity',
      text: 'name += ` ${field} ${value.length}:${value}`;',
      by: 'name += ` ${value.length}:${value}`;',
      tests: [...beside('representations'), ...beside('run-plan')],
    },
    {
      name: 'one text passes for two values',
      text: 'name += ` ${field} ${value.length}:${value}`;',
      by: 'name += ` ${field} ${value}`;',
    },
    {
      name: 'entities of different types are one when their keys are',
      text: '  let name = runtimeType;\n',
      by: "  let name = '';\n",
    },
  ]),
  ...mutantsOf(file('rewrites'), beside('rewrites'), [
    {
      name: 'a rewrite for one type is made for all',
      text: 'if (holds) applyAt(object, path, at + 1, rewrite, isOfType);',
      by: 'applyAt(object, path, at + 1, rewrite, holds ? isOfType : () => true);',
    },
    {
      name: 'a renamed value keeps its other name as well',
      text: '    delete object[key];\n',
      by: '',
    },
    {
      name: 'paths keep the names of the planner',
      text: 'if (isOnWay && last !== undefined) renamed[last] = rewrite.renameKeyTo;',
      by: '',
      tests: [...beside('rewrites'), ...beside('run-plan'), ...beside('expected-paths')],
    },
  ]),
  ...mutantsOf(file('merge-data'), beside('merge-data'), [
    {
      name: 'a database reaches into what all objects share',
      text: '    if (key === PROTOTYPE) continue;\n',
      by: '',
    },
    {
      name: 'lists of different lengths are merged item by item',
      text: 'else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) {\n      mergeLists(known, value);\n    } else target[key] = value;',
      by: 'else if (Array.isArray(known) && Array.isArray(value)) {\n      mergeLists(known, value);\n    } else target[key] = value;',
    },
    {
      name: 'a copy shares what is below',
      text: 'if (Array.isArray(value)) return value.map(copied) as Value;',
      by: 'if (Array.isArray(value)) return [...value] as Value;',
    },
  ]),
  ...mutantsOf(
    file('run-plan'),
    [...beside('run-plan'), 'test/executors/order.test.ts'],
    [
      {
        name: 'an answer about other entities than were sent is taken',
        text: 'if (!Array.isArray(entities) || entities.length !== representations.length) throw misshapen();',
        by: 'if (!Array.isArray(entities)) throw misshapen();',
      },
      {
        name: 'what a database adds to root fields is taken',
        text: '    keepAsked(data, asked);\n',
        by: '',
      },
      {
        name: 'the wider type takes the place of the one that is known',
        text: "if (typeof stated !== 'string' || !this.#plan.isOfType(stated, known)) object['__typename'] = known;",
        by: '',
      },
      {
        name: 'one entity is shared by places that ask different things of it',
        text: 'const shared = own.get(position) ?? (isLast ? entity : copied(entity));',
        by: 'const shared = own.get(position) ?? entity;',
      },
    ],
  ),
  ...mutantsOf(file('expected-paths'), beside('expected-paths'), [
    {
      name: 'steps that brought something are told as missing',
      text: 'if (steps.includes(step)) addPaths',
      by: 'if (steps.length > 0 || step === 0) addPaths',
    },
  ]),
];

/** The form of the answer (GraphQL specification §6.3.2, §6.4.3, §6.4.4). */
const ANSWERS = [
  ...mutantsOf(file('complete'), beside('complete'), [
    {
      name: 'null stands where there must be a value',
      text: 'if (!shape.isNonNull) return null;',
      by: 'if (!shape.isNonNull || completed === null) return null;',
    },
    {
      name: 'null in a list stays where it is',
      text: 'if (item === INVALID) isValid = false;',
      by: 'if (item === INVALID && index < 0) isValid = false;',
    },
    {
      name: 'null is told once more at each place above',
      text: 'if (this.errors.length === told) this.#tell',
      by: 'if (this.errors.length >= told) this.#tell',
    },
    {
      name: 'values are passed on as they come',
      text: 'return isLeafValue?.(value) === true ? value : this.#misfit();',
      by: 'return isLeafValue !== undefined ? value : this.#misfit();',
    },
    {
      name: 'an object tells the type that its database has for it',
      text: "return typeof type === 'string' && shape.isObjectType(type) && shape.fieldsOf(type) !== undefined;",
      by: "return typeof type === 'string';",
    },
  ]),
  ...mutantsOf(file('response-shape'), beside('complete'), [
    {
      name: 'an object of any type can stand anywhere',
      text: 'return counts(declared, stated.name, compiling) ? declared : undefined;',
      by: 'return counts(declared, stated.name, compiling) ? declared : stated;',
    },
    {
      name: 'what is asked of a field in its second place is forgotten',
      text: 'if (selection.selectionSet !== undefined) known.below.push(selection.selectionSet);',
      by: 'if (selection.selectionSet !== undefined && known.below.length === 0) known.below.push(selection.selectionSet);',
    },
    {
      name: '@skip means @include',
      text: "return holds === (name.value === 'include');",
      by: 'return holds;',
    },
    {
      name: 'a fragment about another type counts',
      text: 'if (condition === undefined || counts(type, condition, compiling)) {',
      by: 'if (condition === undefined || counts(type, condition, compiling) || type.name > condition) {',
    },
  ]),
  ...mutantsOf(
    file('leaf-values'),
    [...beside('leaf-values'), ...beside('complete')],
    [
      {
        name: 'numbers of any size are an Int',
        text: 'Number.isInteger(value) && Math.abs(value as number) <= 2 ** 31 - (Number(value) > 0 ? 1 : 0),',
        by: 'Number.isInteger(value),',
      },
      {
        name: 'values of an enum that clients do not see are told',
        text: "typeof value === 'string' && names.has(value);",
        by: "typeof value === 'string' && names.size > 0;",
      },
    ],
  ),
];

/** Whether plans are run as they should be. */
export const EXECUTOR: readonly Mutant[] = [...CALLS, ...SPLIT, ...DATA, ...ANSWERS];
