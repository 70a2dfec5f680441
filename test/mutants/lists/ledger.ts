import { type Mutant, mutantsOf } from '../mutant.ts';

const WRITING = mutantsOf(
  'gateway/ledger/postgres-ledger.ts',
  ['gateway/ledger/postgres-ledger.test.ts'],
  [
    {
      name: 'an answer leaves although its entries were not written',
      text: 'write: (group) => writeGroup(pool, group, sealed),',
      by: 'write: (group) => writeGroup(pool, group, sealed).catch(() => undefined),',
    },
    {
      name: 'the hash of an entry says nothing of its answer',
      text: "const answer = contentHash(content).toString('hex');",
      by: "const answer = '';",
    },
    {
      name: 'of several databases only the first is recorded',
      text: 'const parts = readParts(record);',
      by: 'const parts = readParts(record).slice(0, 1);',
    },
    {
      name: 'an answer that says nothing of anybody is not recorded',
      text: 'parts.length === 0\n      ? [{',
      by: 'parts.length < 0\n      ? [{',
    },
  ],
);

const NAMES = mutantsOf(
  'gateway/ledger/subject-vault.ts',
  ['gateway/ledger/subject-vault.test.ts'],
  [
    {
      name: 'whoever reads the ledger can find out who was read',
      text: "createHmac('sha256', digestSecret)",
      by: "createHmac('sha256', '')",
    },
    {
      name: 'subjects stand in the ledger in clear',
      text: 'return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);',
      by: 'return Buffer.concat([iv, plain]);',
    },
    {
      name: 'a subject can be moved under the digest of another one',
      text: 'const cipher = createCipheriv(CIPHER, key, iv).setAAD(digest);',
      by: 'const cipher = createCipheriv(CIPHER, key, iv);',
      also: [
        {
          file: 'gateway/ledger/subject-vault.ts',
          text: 'createDecipheriv(CIPHER, key, text.subarray(0, IV_BYTES)).setAAD(digest);',
          by: 'createDecipheriv(CIPHER, key, text.subarray(0, IV_BYTES));',
        },
        {
          file: 'gateway/ledger/subject-vault.ts',
          text: '|| !digestOf(type, key).equals(digest)',
          by: '',
        },
      ],
    },
  ],
);

const HEADS = mutantsOf(
  'gateway/ledger/head-keeper.ts',
  ['gateway/ledger/head-keeper.test.ts'],
  [
    {
      name: 'a head is signed over a frontier that somebody changed',
      text: 'if (!rootOf(frontier).equals(row.root))',
      by: 'if (frontier.size < 0)',
    },
    {
      name: 'times of heads go back',
      text: 'last !== undefined && last > now ? last : now',
      by: 'now',
    },
    {
      name: 'a head is signed over a ledger from which an entry is missing',
      text: 'if (Number(position) !== from + index)',
      by: 'if (from < 0)',
    },
    {
      name: 'heads do not hang together',
      text: 'previous: last?.digest ?? NO_PREVIOUS_HEAD,',
      by: 'previous: NO_PREVIOUS_HEAD,',
    },
    {
      name: 'a tree begins anew with each head',
      text: 'const from = last?.frontier ?? EMPTY_FRONTIER;',
      by: 'const from = EMPTY_FRONTIER;',
    },
  ],
);

const RECORDING = mutantsOf(
  'gateway/record-answer.ts',
  ['test/faults/ledger-gone.test.ts'],
  [
    {
      name: 'an answer leaves although it could not be recorded',
      text: "    throw toGraphQLError(\n      new Refusal('LEDGER_UNAVAILABLE', 'The answer could not be recorded, so it is not released.'),\n    );\n",
      by: '',
    },
  ],
);

/** What the ledger promises: nothing is read without a trace, and the trace cannot be changed. */
export const LEDGER: readonly Mutant[] = [...WRITING, ...NAMES, ...HEADS, ...RECORDING];
