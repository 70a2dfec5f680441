import { type Mutant, mutantsOf } from '../mutant.ts';

const LOADERS = mutantsOf(
  'subgraphs/kit/loaders.ts',
  ['subgraphs/kit/hidden-rows.test.ts', 'subgraphs/kit/loaders.test.ts'],
  [
    {
      name: 'a hidden record is looked for, which takes longer than finding nothing',
      text: 'if (key == null || isKnownHidden(table, column, key)) return null;',
      by: 'if (key == null) return null;',
    },
    {
      name: 'a hidden record is given by another of its keys',
      text: 'return (visible(table, await loader.load(key))[0] ?? null) as never;',
      by: 'return ((await loader.load(key))[0] ?? null) as never;',
    },
    {
      name: 'hidden records stand in lists',
      text: 'return visible(table, await loader.load(key)) as never;',
      by: 'return (await loader.load(key)) as never;',
    },
    {
      name: 'hidden records take places on pages',
      text: '(keys) => readPages(database, table, column, keys, request, hidden),',
      by: '(keys) => readPages(database, table, column, keys, request, undefined),',
    },
    {
      name: 'operations that must not find different persons share their pages',
      text: '`page ${table} ${column} ${request.limit} ${request.afterId} ${namesOf(hidden)}`',
      by: '`page ${table} ${column} ${request.limit} ${request.afterId}`',
    },
    {
      name: 'operations that must not find different persons share the pages of a whole table',
      text: '`all ${table} ${request.limit} ${request.afterId} ${namesOf(hidden)}`',
      by: '`all ${table} ${request.limit} ${request.afterId}`',
    },
    {
      name: 'pages of different sizes are one',
      text: '`page ${table} ${column} ${request.limit} ',
      by: '`page ${table} ${column} ',
    },
    {
      name: 'an operation gets the rows that another one may see',
      text: 'return (subjects) => loadersFor(untyped, about, shared, subjects);',
      by: 'let first: SubjectDesk | undefined;\n  return (subjects) => loadersFor(untyped, about, shared, (first ??= subjects));',
    },
    {
      name: 'whoever stands on a page is not noted as met',
      text: 'return toConnection(visible(table, await loader.load(key)) as never, request);',
      by: 'return toConnection((await loader.load(key)) as never, request);',
    },
    {
      name: 'hidden records take places on pages of a whole table',
      text: '() => readTable(database, table, request, hidden),',
      by: '() => readTable(database, table, request, undefined),',
    },
  ],
);

const PAGES = [
  ...mutantsOf(
    'subgraphs/kit/connection.ts',
    ['subgraphs/kit/connection.test.ts'],
    [
      {
        name: 'a page shows a row too many',
        text: 'const edges = rows.slice(0, limit)',
        by: 'const edges = rows.slice(0, limit + 1)',
      },
      {
        name: 'a page has no largest size',
        text: 'if (limit < 1 || limit > MAX_PAGE) {',
        by: 'if (limit < 1) {',
      },
      {
        name: 'a cursor is any text that begins with a number',
        text: '/^row:(\\d{1,15})$/',
        by: '/^row:(\\d{1,15})/',
      },
    ],
  ),
  ...mutantsOf(
    'subgraphs/kit/lookup.ts',
    ['subgraphs/kit/lookup.test.ts'],
    [
      {
        name: 'a bulk look-up has no largest size',
        text: 'if (keys.length > MAX_KEYS) {',
        by: 'if (keys.length < 0) {',
      },
    ],
  ),
];

const SEALED_KEYS = mutantsOf(
  'subgraphs/kit/sealed-keys.ts',
  ['subgraphs/kit/sealed-keys.test.ts'],
  [
    {
      name: 'everybody may see the keys of records',
      text: 'maySee(name, requirement, context) ? key : sealed(name, key, context);',
      by: 'key;',
    },
    {
      name: 'a key whose owner states nothing here may be seen by everybody',
      text: 'return requirement !== undefined && lackingElements(',
      by: 'return requirement === undefined || lackingElements(',
    },
    {
      name: 'a grant that shows one key shows all',
      text: 'if (grant.shownKeys?.includes(name) === true) return true;',
      by: 'if ((grant.shownKeys ?? []).length > 0) return true;',
    },
    {
      name: 'a key that is a number is given out unsealed',
      text: "return typeof key === 'string' ? sealedOnce(grant, name, key) : null;",
      by: "return typeof key === 'string' ? sealedOnce(grant, name, key) : (key as null);",
    },
    {
      name: 'the keys of one field are given out for those of another',
      text: 'const place = `${name} ${key}`;',
      by: 'const place = key;',
    },
    {
      name: 'a representation whose key cannot be opened is resolved',
      text: 'if (part === undefined) return undefined;',
      by: '',
    },
    {
      name: 'a representation of somebody who is hidden is resolved',
      text: "return typeof subject === 'string' && subjects.isHidden(type, subject) ? undefined : opened;",
      by: 'return opened;',
    },
  ],
);

const SUBJECTS = mutantsOf(
  'subgraphs/kit/subjects.ts',
  ['subgraphs/kit/subjects.test.ts', 'subgraphs/kit/server-subjects.test.ts'],
  [
    {
      name: 'no type is checked, whatever the grant says',
      text: "if (!checked.has(type)) return 'read';",
      by: "if (checked !== undefined) return 'read';",
    },
    {
      name: 'whoever was met without a verdict is not named',
      text: 'if (verdict === undefined) met.set(name, needed || met.get(name) === true);',
      by: '',
    },
    {
      name: 'that data of somebody was needed is forgotten when only a link is met afterwards',
      text: 'met.set(name, needed || met.get(name) === true)',
      by: 'met.set(name, needed)',
    },
    {
      name: 'nobody is hidden',
      text: "isHidden: (type, key) => key != null && look(type, key, false) === 'hidden',",
      by: 'isHidden: (type, key) => key != null && look(type, key, false) === null,',
    },
    {
      name: 'statements leave nobody out',
      text: ".filter(([name, verdict]) => verdict === 'hidden' && name.startsWith(`${type} `))",
      by: '.filter(([name, verdict]) => verdict === null && name.startsWith(`${type} `))',
    },
    {
      name: 'a link leads to somebody who is hidden',
      text: 'if (key == null || field === undefined || subjects.isHidden(type, key)) return null;',
      by: 'if (key == null || field === undefined) return null;',
    },
  ],
);

const CONDITIONS = mutantsOf(
  'subgraphs/kit/conditions.ts',
  ['subgraphs/kit/conditions.test.ts'],
  [
    {
      name: 'what holds for persons is told under any grant',
      text: 'if (!grant.elements.includes(ASKS_CONDITIONS)) {',
      by: 'if (grant.elements === undefined) {',
    },
    {
      name: 'the question about persons has no largest size',
      text: 'if (personalIds.length > MAX_CONDITIONS) {',
      by: 'if (personalIds.length < 0) {',
    },
    {
      name: 'the question about persons may be of any form',
      text: ' || !personalIds.every(isKey)',
      by: '',
    },
    {
      name: 'a number that no database takes fails the questions of all',
      text: " && !key.includes('\\0')",
      by: '',
    },
    {
      name: 'what holds for one officer is told to another',
      text: 'const name = JSON.stringify([asker.officer ?? null, asker.guardian ?? null]);',
      by: 'const name = JSON.stringify([asker.guardian ?? null]);',
    },
    {
      name: 'what holds for the minors of one citizen is told to another',
      text: 'const name = JSON.stringify([asker.officer ?? null, asker.guardian ?? null]);',
      by: 'const name = JSON.stringify([asker.officer ?? null]);',
    },
  ],
);

const READABLE = mutantsOf(
  'subgraphs/kit/readable.ts',
  ['subgraphs/kit/readable.test.ts'],
  [
    {
      name: 'a record that may not be read is given by a look-up',
      text: 'if (row !== null && (await mayRead(row))) return row;',
      by: 'if (row !== null) return row;',
    },
    {
      name: 'under a limit "there is none" can be told from "not yours"',
      text: 'if (rule === undefined) return null;',
      by: 'if (rule === undefined || row === null) return null;',
    },
    {
      name: "a citizen's own token is not limited",
      text: "if (subject !== undefined) return 'own-record';",
      by: '',
    },
    {
      name: 'a look-up about somebody whom a rule withholds is not refused',
      text: "if (verdict !== undefined && verdict !== 'read' && verdict !== 'hidden') throw",
      by: 'if (verdict === null) throw',
    },
  ],
);

const SERVER = [
  ...mutantsOf(
    'subgraphs/kit/operations.ts',
    [
      'subgraphs/kit/server.test.ts',
      'subgraphs/kit/server-subjects.test.ts',
      'subgraphs/kit/server-batch.test.ts',
    ],
    [
      {
        name: 'operations are not checked before resolvers run',
        text: '      check(checked.document, context.granted, variables);\n',
        by: '',
      },
      {
        name: 'operations are checked as if no variable had a value',
        text: 'check(checked.document, context.granted, variables);',
        by: 'check(checked.document, context.granted, {});',
      },
      {
        name: 'the subject pass of a call is not opened',
        text: 'openSubjectDesk(grant, subjectPass)',
        by: 'openSubjectDesk({ ...grant, checkedTypes: [] }, undefined)',
      },
      {
        name: 'those met without a verdict are not named to the gateway',
        text: '...(unchecked.length === 0 ? {} : { [UNCHECKED_SUBJECTS]: unchecked }),',
        by: '',
      },
      {
        name: 'hidden rows are not left out of what loaders read',
        text: 'createLoaders(database, rowSubjects)',
        by: 'createLoaders(database)',
      },
      {
        name: 'a database tells what went wrong in its own words',
        text: 'const answerable = answerableError(onFault);',
        by: 'const answerable = (formatted: GraphQLFormattedError, _error: unknown) => formatted;',
      },
      {
        name: 'each operation of a batch reads for itself',
        text: 'load: loadFor(subjects),',
        by: 'load: createLoaders(database, rowSubjects)(subjects),',
      },
    ],
  ),
  ...mutantsOf(
    'subgraphs/kit/server.ts',
    [
      'subgraphs/kit/server.test.ts',
      'subgraphs/kit/server-subjects.test.ts',
      'subgraphs/kit/server-batch.test.ts',
    ],
    [
      {
        name: 'a database answers without a verified grant',
        text: 'const grant = await verifier.verify(grantOf(request));',
        by: "const grant = await verifier.verify(grantOf(request)).catch(() => ({ elements: ['population.gateway.conditions'], jurisdiction: 'national', checkedTypes: [] }) as never);",
      },
      {
        name: 'a body that is no JSON is read',
        text: "  app.removeContentTypeParser('text/plain');\n",
        by: '',
      },
      {
        name: 'requests under way are cut off when a service stops',
        text: '  await app.close();\n  clearTimeout(cut);',
        by: '  app.server.closeAllConnections();\n  await app.close();\n  clearTimeout(cut);',
      },
    ],
  ),
  ...mutantsOf(
    'subgraphs/kit/wire.ts',
    ['subgraphs/kit/wire.test.ts', 'subgraphs/kit/server-batch.test.ts'],
    [
      {
        name: 'a batch may be of any length',
        text: 'if (body.length >= 1 && body.length <= MAX_BATCHED) return',
        by: 'if (body.length >= 0) return',
      },
    ],
  ),
  ...mutantsOf(
    'subgraphs/kit/read-alone.ts',
    ['subgraphs/kit/read-alone.test.ts', 'subgraphs/kit/server-batch.test.ts'],
    [
      {
        name: 'a key that the database refuses fails all that are read with it',
        text: 'if (!isDataException(error)) throw error;',
        by: 'throw error;',
      },
    ],
  ),
];

/** How a database keeps records, keys and subjects to itself. */
export const SUBGRAPH_ROWS: readonly Mutant[] = [
  ...LOADERS,
  ...PAGES,
  ...SEALED_KEYS,
  ...SUBJECTS,
  ...CONDITIONS,
  ...READABLE,
  ...SERVER,
];
