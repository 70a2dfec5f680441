import { type Mutant, mutantsOf } from '../mutant.ts';

const GRANTS = mutantsOf(
  'gateway/execution/grants.ts',
  ['gateway/execution/grants.test.ts'],
  [
    {
      name: 'a grant carries the elements of all databases',
      text: 'databaseOf(element) === database || stated.get(database)?.has(element) === true,',
      by: "databaseOf(element) === database || element !== '',",
    },
    {
      name: 'a grant carries no territory',
      text: "jurisdiction: jurisdiction === 'national' ? jurisdiction : communesOf(jurisdiction, codes),",
      by: "jurisdiction: 'national',",
    },
    {
      name: 'a grant shows all keys',
      text: 'lackingElements(requirement, policy.elements).length === 0 ? [name] : [],',
      by: 'lackingElements(requirement, policy.elements).length >= 0 ? [name] : [],',
    },
    {
      name: 'enterprises are read whoever is a party to the case',
      text: "checkedTypes: terms?.subject === 'case-party' ? ['Citizen', 'Business'] : ['Citizen'],",
      by: "checkedTypes: ['Citizen'],",
    },
    {
      name: 'citizens are read without a verdict',
      text: "['Citizen', 'Business'] : ['Citizen'],",
      by: "['Citizen', 'Business'] : [],",
    },
    {
      name: 'a grant does not say that a citizen asks',
      text: '    ...(subject === undefined ? {} : { subject }),\n',
      by: '',
    },
    {
      name: 'citizens share a grant',
      text: "remembered(issued, policy, `${database} ${subject ?? ''}`, () => {",
      by: 'remembered(issued, policy, database, () => {',
    },
    {
      name: 'databases share a grant',
      text: "remembered(issued, policy, `${database} ${subject ?? ''}`, () => {",
      by: "remembered(issued, policy, subject ?? '', () => {",
    },
    {
      name: 'a grant is used again although it has ended',
      text: 'if (known.token === undefined || known.until <= Date.now()) {',
      by: 'if (known.token === undefined) {',
    },
    {
      name: 'all agencies seal with the same link key',
      text: 'JSON.stringify([agency, purpose, subject])',
      by: 'JSON.stringify([purpose, subject])',
    },
    {
      name: 'all citizens seal with the same link key',
      text: 'JSON.stringify([agency, purpose, subject])',
      by: 'JSON.stringify([agency, purpose])',
    },
  ],
);

const DATABASE = mutantsOf(
  'gateway/execution/database.ts',
  ['gateway/execution/database.test.ts'],
  [
    {
      name: 'databases are called before the request is admitted',
      text: "if (gate === undefined) throw new Error('No gate, no call.');",
      by: 'if (gate === undefined) return await ask(request, call, new Map());',
    },
    {
      name: 'whomever a database met without a verdict is not judged',
      text: "const mustRepeat = [...met].some(([subject, needed]) => needed || judged.get(subject) === 'hidden');",
      by: 'const mustRepeat = [...met].some(([subject]) => judged.get(subject) === null);',
    },
    {
      name: 'a link to somebody hidden is not looked at again',
      text: "needed || judged.get(subject) === 'hidden'",
      by: 'needed',
    },
    {
      name: 'persons that come as entities are not judged beforehand',
      text: 'call.call.root === undefined ? sentSubjects(request, call) : request.asked',
      by: 'request.asked',
    },
    {
      name: "a database's words are passed on",
      text: "message: known ? message : 'The database could not answer.',",
      by: 'message,',
    },
    {
      name: 'a database answers about fewer persons than were asked about',
      text: 'if (isOurs && conditions.length === question.personalIds.length) return conditions;',
      by: 'if (isOurs && conditions.length <= question.personalIds.length) return conditions;',
    },
    {
      name: 'any answer is an answer about persons',
      text: 'status === 200 && of === questionName(question)',
      by: 'of === questionName(question)',
    },
    {
      name: 'the answer to a question about others is taken',
      text: 'status === 200 && of === questionName(question)',
      by: 'status === 200',
    },
    {
      name: 'a call outlives its request',
      text: 'signal: request.signal,',
      by: 'signal: new AbortController().signal,',
    },
    {
      name: 'a pass for one database opens another',
      text: 'sealPass(linkKey, name, verdicts)',
      by: "sealPass(linkKey, '', verdicts)",
    },
    {
      name: 'calls with other verdicts are taken for the same question',
      text: '      sameAs: `${asked} ${JSON.stringify([...verdicts])}`,\n',
      by: '      sameAs: asked,\n',
    },
  ],
);

const SHAPE = mutantsOf(
  'gateway/execution/asked-fields.ts',
  ['gateway/execution/asked-fields.test.ts'],
  [
    {
      name: 'what a database adds unasked is passed on',
      text: 'if (field === undefined) delete object[key];\n    else',
      by: 'if (field !== undefined)',
      tests: ['gateway/execution/asked-fields.test.ts', 'test/faults/database-lies.test.ts'],
    },
    {
      name: 'an object comes where a value was asked for',
      text: "else if (typeof value === 'object') throw misshapen();",
      by: '',
    },
    {
      name: 'a list comes where one was asked for',
      text: 'if (isList === false) throw misshapen();',
      by: '',
    },
    {
      name: 'one comes where a list was asked for',
      text: 'if (isList === true) throw misshapen();',
      by: '',
    },
  ],
);

const STANDING = [
  ...mutantsOf(
    'gateway/standing-policy.ts',
    ['gateway/standing-policy.test.ts'],
    [
      {
        name: 'a request goes on under an agreement that has ended',
        text: 'return stillStands(caller, policy.current(), today(now()));',
        by: 'return stillStands(caller, policy.current(), today(now())) || caller !== undefined;',
      },
      {
        name: 'a request that runs again keeps the agreements that it had',
        text: 'request.caller = callerUnder(request.caller, request.governance, today(now()));',
        by: '',
      },
      {
        name: 'a request that runs again need not state what is required by now',
        text: 'if (request.caller.lacks !== undefined) throw toGraphQLError(request.caller.lacks);',
        by: '',
      },
      {
        name: 'a request that runs again keeps the verdicts that it had',
        text: '      gate: undefined,\n',
        by: '',
        equivalent: 'each run opens a gate of its own before it calls anybody (pipeline.ts, openGate)',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/policy/standing.ts',
    ['gateway/policy/standing.test.ts'],
    [
      {
        name: 'what was decided under other terms stands',
        text: 'return inForce === policy || isDeepStrictEqual(inForce, policy);',
        by: 'return inForce === policy || isDeepStrictEqual([...inForce.elements], [...policy.elements]);',
      },
      {
        name: 'what was decided for any elements stands',
        text: 'return inForce === policy || isDeepStrictEqual(inForce, policy);',
        by: 'return inForce === policy || inForce.agency === policy.agency;',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/policy/same-graph.ts',
    ['gateway/policy/standing.test.ts'],
    [
      {
        name: 'the dictionary changes under the running graph',
        text: 'if (!isDeepStrictEqual(entries(running.elements), entries(other.elements)))',
        by: 'if (running.elements.size === 0)',
      },
      {
        name: 'the owner of a database changes under the running graph',
        text: 'if (!isDeepStrictEqual(entries(running.databases), entries(other.databases)))',
        by: 'if (running.databases.size === 0)',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/policy/bundle.ts',
    ['gateway/policy/bundle.test.ts'],
    [
      {
        name: 'whoever can write to Redis makes agreements',
        text: 'if (received.length !== expected.length || !timingSafeEqual(received, expected)) return undefined;',
        by: 'if (received.length === 0) return undefined;',
      },
      {
        name: 'a bundle of any form is taken',
        text: 'return parsed.success ? { ...parsed.data, files: new Map(parsed.data.files) } : undefined;',
        by: 'return JSON.parse(payload);',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/policy/agree.ts',
    ['gateway/policy/agree.test.ts'],
    [
      {
        name: 'a bundle from the past is taken',
        text: "if (shared === undefined || shared.serial < held.serial) return 'publish';",
        by: "if (shared === undefined) return 'publish';\n  if (shared.serial < held.serial) return 'take';",
      },
      {
        name: 'files from the past turn all replicas back',
        text: "return held.isPublished || shared.history.includes(held.version) ? 'take' : 'publish';",
        by: "return held.isPublished ? 'take' : 'publish';",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/policy/live-policy.ts',
    ['gateway/policy/start-policy.test.ts'],
    [
      {
        name: 'a version with another dictionary is taken by a running gateway',
        text: 'const difference = this.#isGraphFixed ? graphDifference(this.current(), governance) : undefined;',
        by: 'const difference = undefined;',
      },
    ],
  ),
];

/** Whose records a database gave. */
const NAMES = [
  ...mutantsOf(
    'gateway/execution/named-subjects.ts',
    ['gateway/execution/named-subjects.test.ts'],
    [
      {
        name: 'records of somebody else are taken',
        text: 'assertIsOf(entity, type, (named) => named === key);',
        by: 'assertIsOf(entity, type, (named) => typeof named === typeof key);',
      },
      {
        name: 'the record of somebody else is taken for the one asked for',
        text: 'open(type, named) === key',
        by: 'open(type, named) !== undefined',
      },
      {
        name: 'keys of two types stand under one name, which no database can answer',
        text: 'return `lienthong_subject${type}`;',
        by: "return type === '' ? '' : 'lienthong_subjectCitizen';",
      },
      {
        name: 'records of nobody are taken',
        text: '(named === null && saysNothing(object as ResultObject))',
        by: 'named === null',
      },
      {
        name: 'only the first of several records must be of whom was asked for',
        text: 'for (const [position, entity] of entities.entries()) assertIsSent(entity, sent[position], asked);',
        by: 'assertIsSent(entities[0], sent[0], asked);',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/execution/database.ts',
    ['test/faults/database-lies.test.ts'],
    [
      {
        name: 'nobody looks whose records a database gave',
        text: '        assertNamed(call, answer.data, (type, key) => openedKey(linkKey, type, key));\n',
        by: '',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/execution/plan-runner.ts',
    ['test/faults/database-lies.test.ts'],
    [
      {
        name: 'databases are not asked whose records they give',
        text: 'namingSubjects(splitAtSubjects(fetches, facts), facts.schema)',
        by: 'splitAtSubjects(fetches, facts)',
      },
    ],
  ),
];

/** How databases are called, and under which agreements. */
export const EXECUTION: readonly Mutant[] = [...GRANTS, ...DATABASE, ...NAMES, ...SHAPE, ...STANDING];
