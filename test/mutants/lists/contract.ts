import { type Mutant, mutantsOf } from '../mutant.ts';

const ACCESS_GRANT = mutantsOf(
  'contract/access-grant.ts',
  ['contract/access-grant.test.ts'],
  [
    {
      name: 'the signature of an access grant is not verified',
      text: '    const { payload } = await jwtVerify(token, key, {',
      by: "    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());\n    const { payload } = await jwtVerify(token, key, {",
    },
    {
      name: 'a grant of any issuer is accepted',
      text: '      issuer: ISSUER,\n',
      by: '',
    },
    {
      name: 'a grant for another database is accepted',
      text: '      audience,\n      algorithms',
      by: '      algorithms',
    },
    {
      name: 'a grant that never ends is accepted',
      text: "requiredClaims: ['exp', 'iat'],",
      by: "requiredClaims: ['iat'],",
      also: [
        {
          file: 'contract/access-grant.ts',
          text: '    iat === undefined ||\n    exp === undefined\n',
          by: '    iat === undefined\n',
        },
      ],
    },
    {
      name: 'a grant that says that it lasts a year is accepted for a year',
      text: '      maxTokenAge: `${GRANT_MAX_SECONDS}s`,\n',
      by: '',
    },
    {
      name: 'a grant is accepted for minutes after its end',
      text: 'clockTolerance: 2,',
      by: 'clockTolerance: 600,',
    },
    {
      name: 'a grant that was accepted once is accepted for ever',
      text: 'if (known !== undefined && known.expiresAt > Date.now() / 1000) return known;',
      by: 'if (known !== undefined) return known;',
    },
    {
      name: 'a remembered grant lives as long as it says itself',
      text: 'expiresAt: Math.min(exp, iat + GRANT_MAX_SECONDS),',
      by: 'expiresAt: exp,',
    },
    {
      name: 'the gateway signs grants for as long as it is asked to',
      text: '${Math.min(seconds, GRANT_MAX_SECONDS)}s',
      by: '${seconds}s',
    },
    {
      name: 'a grant without an agency is accepted',
      text: "    typeof agency !== 'string' ||\n",
      by: '',
    },
    {
      name: 'a grant without a purpose is accepted',
      text: "    typeof purpose !== 'string' ||\n",
      by: '',
    },
    {
      name: 'a grant without elements is accepted',
      text: '    !isTextList(elements) ||\n',
      by: '',
    },
    {
      name: 'a grant without a jurisdiction is accepted',
      text: "    !(jurisdiction === 'national' || isTextList(jurisdiction)) ||\n",
      by: '',
    },
    {
      name: 'a grant that does not say which types are checked is accepted',
      text: '    !isTextList(checkedTypes) ||\n',
      by: '',
    },
    {
      name: 'a grant without a link key is accepted',
      text: "    typeof linkKey !== 'string' ||\n",
      by: '',
    },
    {
      name: 'a grant with anything for a subject is accepted',
      text: "    !(subject === undefined || typeof subject === 'string') ||\n",
      by: '',
    },
    {
      name: 'a grant with anything for shown keys is accepted',
      text: '    !(shownKeys === undefined || isTextList(shownKeys)) ||\n',
      by: '',
    },
  ],
);

const SUBJECT_PASS = mutantsOf(
  'contract/subject-pass.ts',
  ['contract/subject-pass.test.ts'],
  [
    {
      name: 'the seal of a subject pass is not compared',
      text: 'if (received.length !== expected.length || !timingSafeEqual(received, expected)) {',
      by: "if (typeof pass !== 'string') {",
    },
    {
      name: 'a subject pass for another database is accepted',
      text: 'if (claims.audience !== audience) {',
      by: 'if (claims.audience === undefined) {',
    },
    {
      name: 'a subject pass that has ended is accepted',
      text: 'if (claims.expires < Date.now() / 1000) {',
      by: 'if (claims.expires < 0) {',
    },
    {
      name: 'a subject pass is sealed with the same key under every grant',
      text: "createHmac('sha256', Buffer.from(linkKey, 'base64url'))",
      by: "createHmac('sha256', linkKey.slice(0, 0))",
    },
  ],
);

const SEALED_KEY = mutantsOf(
  'contract/sealed-key.ts',
  ['contract/sealed-key.test.ts'],
  [
    {
      name: 'a sealed key that was changed on its way is opened',
      text: 'return timingSafeEqual(vectorOf(linkKey, coordinate, key), vector) ? key : undefined;',
      by: 'return key;',
    },
    {
      name: 'a key that was sealed for one field is opened for another',
      text: 'sealed key: vector\\n${coordinate}\\n${key}',
      by: 'sealed key: vector\\n${key}',
    },
    {
      name: 'a key that was sealed under one grant is opened under another',
      text: "createHmac('sha256', Buffer.from(linkKey, 'base64url')).update('sealed key: cipher')",
      by: "createHmac('sha256', linkKey.slice(0, 0)).update('sealed key: cipher')",
      also: [
        {
          file: 'contract/sealed-key.ts',
          text: "createHmac('sha256', Buffer.from(linkKey, 'base64url'))\n    .update(`sealed key: vector",
          by: "createHmac('sha256', linkKey.slice(0, 0))\n    .update(`sealed key: vector",
        },
      ],
    },
    {
      name: 'a sealed key can be read without opening it',
      text: 'Buffer.concat([vector, cipher.update(key, ',
      by: 'Buffer.concat([vector, Buffer.from(key), cipher.update(key.slice(0, 0), ',
    },
  ],
);

const ELEMENTS = mutantsOf(
  'contract/elements.ts',
  ['contract/elements.test.ts'],
  [
    {
      name: 'nothing is ever lacking for a requirement',
      text: 'conjunction.filter((element) => !granted.has(element))',
      by: 'conjunction.filter(() => false)',
    },
    {
      name: 'one element of several that are needed together is enough',
      text: 'if (lacking.length === 0) return lacking;',
      by: 'if (lacking.length < conjunction.length || lacking.length === 0) return [];',
    },
    {
      name: 'a wildcard is the name of an element',
      text: '`^${PART}\\\\.${PART}\\\\.${PART}$`',
      by: '`^${PART}\\\\.${PART}\\\\.(${PART}|\\\\*)$`',
    },
    {
      name: 'text in front of an element is overlooked',
      text: '`^${PART}\\\\.${PART}\\\\.${PART}$`',
      by: '`${PART}\\\\.${PART}\\\\.${PART}$`',
    },
  ],
);

const DIRECTIVES = mutantsOf(
  'contract/element-directives.ts',
  ['contract/element-directives.test.ts'],
  [
    {
      name: 'a requirement that is written without its brackets states nothing',
      text: 'return value.kind === Kind.LIST ? value.values : [value];',
      by: 'return value.kind === Kind.LIST ? value.values : [];',
    },
    {
      name: 'what a field discloses is not read',
      text: 'return value === undefined ? [] : items(value).map(strings);',
      by: 'return [];',
    },
    {
      name: 'what an argument searches by is not read',
      text: 'return value === undefined ? [] : [strings(value)];',
      by: 'return [];',
    },
  ],
);

const LINKS = mutantsOf(
  'contract/links.ts',
  ['contract/links.test.ts'],
  [
    {
      name: 'a directive under another name is overlooked',
      text: 'if (renamed.size === 0) return document;',
      by: 'if (renamed.size >= 0) return document;',
    },
    {
      name: 'a link to an unknown specification is no problem',
      text: '.filter(({ identity }) => ![FEDERATION, ELEMENTS, LINK].includes(identity))',
      by: '.filter(({ identity }) => identity === undefined)',
    },
    {
      name: 'a standard name that no link brings in is no problem',
      text: 'if (STANDARD_NAMES.has(name) && standardName(links, name) === undefined) {',
      by: "if (name === '') {",
    },
  ],
);

const CONDITIONS = mutantsOf(
  'contract/subject-conditions.ts',
  ['contract/subject-conditions.test.ts'],
  [
    {
      name: 'any number stands for the conditions of a person',
      text: ' || packed < 128 || packed > 255)',
      by: ')',
    },
    {
      name: 'a person is never close to the officer on the way',
      text: '    (Number(conditions.closeToOfficer) << 5) |\n',
      by: '',
    },
    {
      name: 'the grade of protection is lost on the way',
      text: '    (conditions.protectionGrade << 2) |\n',
      by: '',
    },
  ],
);

const IDENTIFIERS = mutantsOf(
  'contract/identifiers.ts',
  ['contract/identifiers.test.ts'],
  [
    {
      name: 'the place in a personal number is not checked',
      text: 'if (place !== undefined) return place;',
      by: '',
    },
    {
      name: 'a personal number may state a birth in the future',
      text: 'if (year <= thisYear) return undefined;',
      by: 'if (year > 0) return undefined;',
    },
    {
      name: 'the check digit of an enterprise code is not compared',
      text: 'if (Number(text.charAt(9)) === expected) return undefined;',
      by: 'return undefined;',
    },
  ],
);

/** What gateway and subgraphs agree on. */
export const CONTRACT: readonly Mutant[] = [
  ...ACCESS_GRANT,
  ...SUBJECT_PASS,
  ...SEALED_KEY,
  ...ELEMENTS,
  ...DIRECTIVES,
  ...LINKS,
  ...CONDITIONS,
  ...IDENTIFIERS,
];
