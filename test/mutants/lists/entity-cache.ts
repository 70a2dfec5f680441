import { type Mutant, mutantsOf } from '../mutant.ts';

const KEPT = mutantsOf(
  'gateway/execution/kept-entities.ts',
  ['gateway/execution/kept-entities.test.ts'],
  [
    {
      name: 'what is kept is told before a request is admitted',
      text: '      const { gate } = request;\n',
      by: '      const { gate = { verdicts: async () => new Map() } } = request;\n',
    },
    {
      name: 'records are told from the cache whoever may be read',
      text: "const isReadable = (name: string): boolean => verdicts.get(name) === 'read';",
      by: "const isReadable = (name: string): boolean => verdicts.has(name) || name !== '';",
    },
    {
      name: 'whoever must not be found only is not told',
      text: "const isReadable = (name: string): boolean => verdicts.get(name) === 'read';",
      by: "const isReadable = (name: string): boolean => verdicts.get(name) !== 'hidden';",
    },
    {
      name: 'subjects are not judged by their own key',
      text: "return typeof subject === 'string' ? [subjectName(type, subject)] : undefined;",
      by: "return typeof subject === 'string' ? [] : undefined;",
    },
    {
      name: 'a record is kept of whom its key does not name',
      text: "return typeof subject === 'string' ? [subjectName(type, subject)] : undefined;",
      by: 'return [subjectName(type, String(subject))];',
    },
    {
      name: 'inputs beside the key are taken for a part of it',
      text: "return resolves(database, type, Object.keys(key).join(' ')) ? [{ position, key, subjects }] : [];",
      by: 'return resolves !== undefined ? [{ position, key, subjects }] : [];',
    },
    {
      name: 'one type is taken for another',
      text: 'if (__typename !== type) return undefined;',
      by: 'if (__typename === undefined) return undefined;',
    },
    {
      name: 'nested keys are names',
      text: "if (clear === undefined || typeof clear === 'object') return undefined;",
      by: 'if (clear === undefined) return undefined;',
    },
    {
      name: 'keys that were sealed under another grant are names',
      text: 'isSealed(value) ? openKey(linkKey, coordinate(type, name), value) : value;',
      by: 'isSealed(value) ? (openKey(linkKey, coordinate(type, name), value) ?? value) : value;',
    },
    {
      name: 'graphs share what is kept',
      text: '      generation,\n      database: call.database,',
      by: '      generation: generation.slice(0, 0),\n      database: call.database,',
    },
    {
      name: 'databases share what is kept',
      text: '      generation,\n      database: call.database,',
      by: "      generation,\n      database: '',",
    },
    {
      name: 'selections share what is kept',
      text: 'selection: selectionOf(call),',
      by: 'selection: selectionOf(call).slice(0, 0),',
    },
    {
      name: 'values of variables share what is kept',
      text: 'arguments: digest(canonicalText(others)),',
      by: 'arguments: digest(canonicalText(others)).slice(0, 0),',
    },
    {
      name: 'what looks like a type is left out of the values of variables',
      text: 'arguments: digest(canonicalText(others)),',
      by: 'arguments: digest(canonicalKey(others) || canonicalText(others)),',
    },
    {
      name: 'callers share what is kept, whatever their grants say',
      text: 'rowClass: grants.classOf(policy, call.database, subject),',
      by: 'rowClass: grants.classOf(policy, call.database, subject).slice(0, 0),',
    },
    {
      name: 'citizens share what is kept',
      text: 'rowClass: grants.classOf(policy, call.database, subject),',
      by: 'rowClass: grants.classOf(policy, call.database, subject && undefined),',
    },
    {
      name: 'what links to somebody who must not be found is told',
      text: "(verdicts.get(name) ?? 'hidden') !== 'hidden';",
      by: "(verdicts.get(name) ?? 'hidden') !== '' || name === '';",
    },
    {
      name: 'what links to somebody without a verdict is told',
      text: "(verdicts.get(name) ?? 'hidden') !== 'hidden';",
      by: "(verdicts.get(name) ?? 'read') !== 'hidden';",
    },
  ],
);

const ASKED = mutantsOf(
  'gateway/execution/asked-entities.ts',
  ['gateway/execution/asked-entities.test.ts', 'gateway/execution/kept-entities.test.ts'],
  [
    {
      name: 'what another version of the gateway has kept is taken for an entity',
      text: "if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;",
      by: '',
    },
    {
      name: 'answers with errors are kept',
      text: 'if (entity === null || !answer.isOfAll || isFaulty(index)) return undefined;',
      by: 'if (entity === null || !answer.isOfAll || isFaulty(-1)) return undefined;',
    },
    {
      name: 'answers are kept in which somebody had to be judged',
      text: 'if (entity === null || !answer.isOfAll || isFaulty(index)) return undefined;',
      by: 'if (entity === null || isFaulty(index)) return undefined;',
    },
    {
      name: 'an error without a place leaves its answer whole',
      text: '        isAll = true;\n',
      by: '        isAll = false;\n',
    },
    {
      name: 'whom a kept entity links to is forgotten',
      text: 'return { value: kept, linked: answer.linked };',
      by: 'return { value: kept, linked: [] };',
    },
    {
      name: 'what is kept is the very object that was told',
      text: 'const kept: Kept = { entity: copied(entity), asOf: answer.asOf };',
      by: 'const kept: Kept = { entity, asOf: answer.asOf };',
    },
    {
      name: 'all that are told of what is kept share one object',
      text: 'return loaded === undefined ? copied(kept.get(position)?.entity) : loaded;',
      by: 'return loaded === undefined ? kept.get(position)?.entity : loaded;',
    },
    {
      name: 'errors stand where they stood in what was sent',
      text: 'this.#errors.push({ ...error, path: [root, position, ...below] });',
      by: 'this.#errors.push(error);',
    },
    {
      name: 'what has another shape is kept',
      text: '(entity === null ? null : keepAsked(entity, asked))',
      by: '(entity as ResultObject | null)',
    },
    {
      name: 'data is told to be as fresh as its freshest part',
      text: 'asOf: oldest([...this.#answers, ...kept.values()].map(({ asOf }) => asOf)),',
      by: 'asOf: oldest(this.#answers.map(({ asOf }) => asOf)),',
    },
  ],
);

const AROUND = [
  ...mutantsOf(
    'gateway/execution/database.ts',
    ['gateway/execution/kept-entities.test.ts'],
    [
      {
        name: 'what was asked again with verdicts about persons is kept',
        text: "isOfAll: round === 0 && [...verdicts.values()].every((verdict) => verdict === 'read'),",
        by: "isOfAll: [...verdicts.values()].every((verdict) => verdict === 'read'),",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/execution/oldest.ts',
    ['gateway/execution/oldest.test.ts'],
    [
      {
        name: 'unknown times do not count',
        text: 'time === null ? Number.NaN : Date.parse(time)',
        by: 'time === null ? Number.POSITIVE_INFINITY : Date.parse(time)',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/cache/lifetimes.ts',
    ['gateway/cache/lifetimes.test.ts'],
    [
      {
        name: 'persons are kept where a schema says so',
        text: '      if (type === PERSON) return 0;\n',
        by: '',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/cache/names.ts',
    ['gateway/execution/kept-entities.test.ts'],
    [
      {
        name: 'what was kept for a day is told where it may be kept for a minute',
        text: 'JSON.stringify([generation, database, type, selection, given, rowClass, maxAgeSeconds]);',
        by: 'JSON.stringify([generation, database, type, selection, given, rowClass, maxAgeSeconds > 0]);',
      },
    ],
  ),
];

const NOTICES = [
  ...mutantsOf(
    'gateway/cache/change-notice.ts',
    ['gateway/cache/change-notice.test.ts'],
    [
      {
        name: 'a database tells of changes in the name of another',
        text: "if (database === '' || payload.iss !== database) {",
        by: "if (database === '') {",
      },
      {
        name: 'notices are accepted however old',
        text: '      maxTokenAge: `${NOTICE_MAX_SECONDS}s`,\n',
        by: '',
      },
      {
        name: 'other tokens of a database are notices',
        text: '      typ: NOTICE_KIND,\n',
        by: '',
      },
      {
        name: 'notices for another gateway are accepted',
        text: '      audience,\n      algorithms',
        by: '      algorithms',
      },
      {
        name: 'a notice is acknowledged that was not told to everybody',
        text: "    if (outcome.status === 'fulfilled') continue;\n",
        by: "    if (outcome.status === 'fulfilled' || outcome.reason instanceof ChangeNotTold) continue;\n",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/http/changes-route.ts',
    ['gateway/http/changes-route.test.ts'],
    [
      {
        name: 'notices are taken in without bounds',
        text: '    if (inWork < MAX_IN_WORK) return;\n',
        by: '    if (inWork < Number.POSITIVE_INFINITY) return;\n',
      },
      {
        name: 'notices may be of any size',
        text: "{ parseAs: 'string', bodyLimit: NOTICE_MAX_BYTES }",
        by: "{ parseAs: 'string' }",
      },
      {
        name: 'the log says who changed',
        text: 'entities: changes.length }',
        by: 'entities: changes }',
      },
      {
        name: 'anything is a notice',
        text: '    scope.removeAllContentTypeParsers();\n',
        by: '',
      },
    ],
  ),
];

/** Whose data is kept between requests, to whom it is told, and who says that it has changed. */
export const ENTITY_CACHE: readonly Mutant[] = [...KEPT, ...ASKED, ...AROUND, ...NOTICES];
