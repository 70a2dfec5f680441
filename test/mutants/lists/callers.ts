import { type Mutant, mutantsOf } from '../mutant.ts';

const TOKEN = mutantsOf(
  'gateway/identity/token.ts',
  ['gateway/identity/token.test.ts', 'gateway/identity/token-issuer.test.ts'],
  [
    { name: 'a token of another issuer is accepted', text: '          issuer,\n', by: '' },
    {
      name: 'a token for another audience is accepted',
      text: '          audience,\n          algorithms',
      by: '          algorithms',
    },
    {
      name: 'a token that was verified once is good for ever',
      text: 'if (known !== undefined && known.until > Date.now()) return known.claims;',
      by: 'if (known !== undefined) return known.claims;',
      tests: ['gateway/identity/token-remembered.test.ts'],
    },
    {
      name: 'a token outlives its end while it is remembered',
      text: 'const until = Math.min((payload.exp ?? 0) * 1_000, Date.now() + REMEMBERED_MS);',
      by: 'const until = Date.now() + REMEMBERED_MS;',
      tests: ['gateway/identity/token-remembered.test.ts'],
    },
    { name: 'any kind of token is accepted', text: "          typ: 'at+jwt',\n", by: '' },
    {
      name: 'a token that never ends is accepted',
      text: "requiredClaims: ['exp', 'iat', 'sub'],",
      by: "requiredClaims: ['iat', 'sub'],",
    },
    {
      name: 'a token is accepted for minutes after its end',
      text: 'clockTolerance: 5,',
      by: 'clockTolerance: 600,',
    },
    {
      name: 'the signature of a token is not verified',
      text: '        const { payload } = await jwtVerify(token, keys, {',
      by: "        return toClaims(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));\n        const { payload } = await jwtVerify(token, keys, {",
    },
    {
      name: 'algorithms of any kind are accepted',
      text: "const ALGORITHMS = ['EdDSA', ",
      by: "const ALGORITHMS = ['ES512', 'PS512', 'RS512', 'EdDSA', ",
    },
    {
      name: 'an agency becomes a citizen by a further claim',
      text: "if (!agency.success || payload['citizen'] !== undefined) {",
      by: 'if (!agency.success) {',
    },
    {
      name: 'a citizen becomes an agency by a further claim',
      text: "if (citizen.success && payload['agency'] === undefined) {",
      by: 'if (citizen.success) {',
    },
    {
      name: "a citizen's token names any text as the citizen",
      text: 'z.string().regex(/^\\d{12}$/)',
      by: 'z.string()',
    },
    {
      name: 'a token without purposes is accepted',
      text: 'z.array(z.string()).min(1)',
      by: 'z.array(z.string())',
    },
  ],
);

const CALLER = mutantsOf(
  'gateway/identity/caller.ts',
  ['gateway/identity/caller.test.ts'],
  [
    {
      name: 'an agency that nobody registered asks',
      text: 'if (governance.agencies.has(agency)) return agency;',
      by: "if (agency !== '') return agency;",
    },
    {
      name: 'a purpose that the token does not permit is stated',
      text: 'if (permitted.includes(purpose)) return purpose;',
      by: 'if (permitted.length > 0) return purpose;',
    },
    {
      name: 'a purpose that nobody registered is stated',
      text: 'if (governance.purposes.has(purpose)) return purpose;',
      by: "if (purpose !== '') return purpose;",
    },
    {
      name: 'of several purposes the first is taken',
      text: 'return only !== undefined && others.length === 0 ?',
      by: 'return only !== undefined && others.length >= 0 ?',
    },
    {
      name: 'no officer is missed',
      text: 'if (officerRequired && officer === undefined) {',
      by: 'if (officerRequired && officer === null) {',
    },
    {
      name: 'no case is missed',
      text: 'if (caseRequired && caseId === undefined) {',
      by: 'if (caseRequired && caseId === null) {',
    },
    {
      name: 'another officer than that of the token acts',
      text: 'if (ofToken === undefined || stated === undefined || stated === ofToken) return ofToken ?? stated;',
      by: "if (stated !== '') return stated ?? ofToken;",
    },
    {
      name: 'what a request lacks does not take its grant away',
      text: 'policy: lacks === undefined ? policy : governance.grantFor(agency, NO_PURPOSE, on),',
      by: 'policy,',
    },
  ],
);

const LIMITS = mutantsOf(
  'gateway/protection/limits.ts',
  ['gateway/protection/limits.test.ts'],
  [
    {
      name: 'operations are as deep as they like',
      text: "maxDepth: { ...limit('depth', MAX_DEPTH), flattenFragments: true },",
      by: 'maxDepth: off,',
    },
    {
      name: 'fragments hide the depth of an operation',
      text: 'flattenFragments: true',
      by: 'flattenFragments: false',
    },
    {
      name: 'operations have as many aliases as they like',
      text: "maxAliases: limit('number of aliases', MAX_ALIASES),",
      by: 'maxAliases: off,',
    },
    {
      name: 'operations have as many directives as they like',
      text: "maxDirectives: limit('number of directives', MAX_DIRECTIVES),",
      by: 'maxDirectives: off,',
    },
    {
      name: 'operations have as many root fields as they like',
      text: '<= MAX_ROOT_FIELDS) return;',
      by: '>= 0) return;',
    },
  ],
);

const INPUTS = [
  ...mutantsOf(
    'gateway/protection/inputs.ts',
    ['gateway/protection/inputs.test.ts'],
    [
      {
        name: 'impossible values in variables are looked up',
        text: '    ...wrongVariables(schema, operation, coerced ?? {}),\n',
        by: '',
      },
      {
        name: 'impossible values in literals are looked up',
        text: '    ...(hasRightLiterals(schema, document) ? [] : wrongLiterals(schema, document)),\n',
        by: '',
      },
      {
        name: 'impossible values inside input objects are looked up',
        text: 'wrongValues(field.type, given[field.name], `${place}.${field.name}`),',
        by: '[],',
      },
      {
        name: 'impossible values inside lists are looked up',
        text: 'return items.flatMap((item, index) => wrongValues(nullable.ofType, item, `${place}[${index}]`));',
        by: 'return items.slice(0, 0).flatMap(() => []);',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/protection/nesting.ts',
    ['gateway/protection/nesting.test.ts'],
    [
      {
        name: 'documents nest until the stack is exhausted',
        text: 'if (depth <= MAX_NESTING) continue;',
        by: 'if (depth >= 0) continue;',
      },
    ],
  ),
];

const ERRORS = [
  ...mutantsOf(
    'gateway/errors/format.ts',
    ['gateway/errors/format.test.ts'],
    [
      {
        name: "a fault's own words leave the gateway",
        text: "if (isErrorCode(code) && code !== 'INTERNAL') {",
        by: "if (code !== 'NO_SUCH_CODE') {",
      },
      {
        name: "a library's own facts leave the gateway",
        text: '.filter(([name]) => FACTS.has(name))',
        by: ".filter(([name]) => name !== '')",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/answer.ts',
    ['gateway/answer.test.ts'],
    [
      {
        name: "a database's own facts reach the client",
        text: '.filter(([name]) => allowed.includes(name))',
        by: ".filter(([name]) => allowed.length > 0 && name !== '')",
      },
      {
        name: 'errors of fields that the client did not ask for reach it',
        text: ".flatMap(ofClient)\n    .filter(({ path = [] }) => !told.has(path.join('.')) && isPlaceOf(data, path))",
        by: ".filter(({ path = [] }) => !told.has(path.join('.')))",
      },
    ],
  ),
  ...mutantsOf(
    'subgraphs/kit/errors.ts',
    ['subgraphs/kit/errors.test.ts'],
    [
      {
        name: "a database's fault is told in its own words",
        text: "      message: 'The database could not answer.',\n",
        by: '      message: formatted.message,\n',
      },
    ],
  ),
];

const GROUPS = mutantsOf(
  'gateway/ledger/group-commit.ts',
  ['gateway/ledger/group-commit.test.ts'],
  [
    {
      name: 'an entry counts as durable before its group is written',
      text: 'await write(group.map(({ entry }) => entry));',
      by: 'void write(group.map(({ entry }) => entry)).catch(() => undefined);',
    },
    {
      name: 'whoever waited for a group that failed is told that it was written',
      text: 'else for (const { reject } of group) reject(error);',
      by: 'else for (const { resolve } of group) resolve();',
    },
  ],
);

/** Who asks, how much, and what is told and recorded. */
export const CALLERS: readonly Mutant[] = [
  ...TOKEN,
  ...CALLER,
  ...LIMITS,
  ...INPUTS,
  ...ERRORS,

  ...GROUPS,
];
