import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRM, openTestLedger, PERSON, RECORD, SIGNER } from '../fixture.ts';
import { createHeadSigner } from '../tree/index.ts';
import type { FindingKind } from './finding.ts';
import {
  findingsAfter,
  headOf,
  KEYS,
  type PastLedger,
  pastLedger,
  rebuild,
  recordOf,
  rehash,
  resign,
  tamper,
  verify,
} from './fixture.ts';
import { readRows } from './reader.ts';
import { withSnapshot } from './snapshot.ts';
import { verifyLedger } from './verify-ledger.ts';

let past: PastLedger;

beforeAll(async () => {
  past = await pastLedger();
});

afterAll(() => past.drop());

const found = (change: (url: string) => Promise<unknown>) => findingsAfter(past, change);

const STRANGER = createHeadSigner(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK);

describe('a ledger that nobody has touched', () => {
  it('passes, by its serving role and the public key alone', async () => {
    const verification = await verify(past.database.servingUrl);
    expect(verification).toMatchObject({ entries: 315, heads: 4, unsigned: 1, findings: [] });
    expect(verification.newest).toEqual(past.heads[3]);
    expect(Date.parse(verification.unsignedSince ?? '')).not.toBeNaN();
  });

  it('has every head that anybody kept', async () => {
    const kept = past.heads.map((head, index) => ({ name: `${index}.head`, head }));
    expect((await verify(past.database.servingUrl, { kept })).findings).toEqual([]);
  });

  it('passes as a copy, too, and after a tree that was rebuilt as it was', async () => {
    expect((await found(async () => undefined)).findings).toEqual([]);
    expect((await found(rebuild)).findings).toEqual([]);
  });

  it('is seen as it was when the reading began, whatever is recorded and signed meanwhile', async () => {
    const url = await past.copy();
    const ledger = openTestLedger(url);
    const during = await withSnapshot(url, async (snapshot) => {
      await ledger.append(recordOf(130));
      await ledger.close();
      return verifyLedger({ rows: readRows(snapshot), keys: KEYS });
    });
    expect(during).toMatchObject({ entries: 315, heads: 4, unsigned: 1, findings: [] });
    expect(await verify(url)).toMatchObject({ entries: 318, heads: 5, unsigned: 0, findings: [] });
  });
});

describe('a tail that was truncated', () => {
  const TAIL = [
    'delete from answers where id in (select answer from entries where position >= 300)',
    'delete from entries where position >= 300 or answer not in (select id from answers)',
  ];

  it('is found by the heads that stand over it', async () => {
    const { alone } = await found((url) => tamper(url, ...TAIL));
    expect(alone[0]).toMatchObject({ kind: 'truncated', position: 299 });
    expect(alone[0]?.text).toMatch(
      /^The tail was truncated: the head of 312 entries .* the 299 entries that are there/,
    );
  });

  it('with its heads is found by nobody but who has kept one', async () => {
    const { alone, findings } = await found((url) =>
      tamper(
        url,
        ...TAIL,
        'delete from heads where size > 300',
        'delete from undelivered',
        'delete from nodes where false',
      ),
    );
    expect(alone).toEqual([]);
    expect(findings).toMatchObject([{ kind: 'kept', position: 299 }, { kind: 'kept' }]);
    expect(findings[0]?.text).toMatch(/^last\.head: The tail was truncated: the head of 314 entries/);
  });
});

describe('a tree that was swapped for a rebuilt one', () => {
  const CHANGE = `update answers set content = jsonb_set(content, '{agency}', '"MOJ"') where id in (select answer from entries where position = 40)`;
  const swapped = (then: (url: string) => Promise<unknown>) =>
    found(async (url) => {
      await tamper(url, CHANGE);
      await rehash(url);
      await then(url);
    });

  it('and not signed is found by the head that was kept', async () => {
    const { findings, texts } = await swapped((url) => tamper(url, 'delete from heads', 'delete from nodes'));
    expect(findings).toMatchObject([{ kind: 'kept', position: 0 }, { kind: 'kept' }]);
    expect(texts).toContain('history differs from that of the head of 314 entries');
  });

  it('and signed by somebody else is found by the public key', async () => {
    const { alone, texts } = await swapped((url) => resign(url, STRANGER));
    expect(alone).toMatchObject([{ kind: 'head' }]);
    expect(alone[0]?.text).toContain('which is not known');
    expect(texts).toContain('history differs');
  });

  it('and signed by the ledger itself is found by the head that was kept', async () => {
    const { alone, texts } = await swapped((url) => resign(url, SIGNER));
    expect(alone).toEqual([]);
    expect(texts).toContain('last.head: the head of 314 entries');
    expect(texts).toContain('history differs');
  });
});

describe('a head', () => {
  const cases: readonly (readonly [string, string, readonly FindingKind[], RegExp])[] = [
    [
      'whose root was altered',
      `update heads set root = sha256('x') where size = 26`,
      ['head'],
      /head of 26 entries .*signature/,
    ],
    [
      'whose time was altered',
      `update heads set at = at - interval '1 ms' where size = 26`,
      ['head'],
      /head of 26 entries/,
    ],
    [
      'whose time was altered by a microsecond',
      `update heads set at = at + interval '1 us' where size = 26`,
      ['head'],
      /26 entries/,
    ],
    ['whose size was altered', 'update heads set size = 27 where size = 26', ['head'], /head of 27 entries/],
    [
      'that was removed in the middle',
      'delete from heads where size = 26',
      ['head'],
      /head of 312 entries .* does not follow the head of 13 entries .* removed or replaced/,
    ],
    [
      'that was the first one and was removed',
      'delete from heads where size = 13',
      ['head'],
      /head of 26 entries .* none is before it/,
    ],
    [
      'that was the last one and was removed',
      'delete from heads where size = 314',
      ['kept'],
      /last\.head: the head of 314 entries .* not among the heads/,
    ],
    [
      'of a ledger that takes another name',
      'update log set id = gen_random_uuid()',
      ['head', 'kept'],
      /3 more heads.*another ledger/,
    ],
    ['of a ledger without a name', 'delete from log', ['head', 'kept'], /does not say which one it is/],
  ];

  it.each(cases)('%s is named', async (_what, change, kinds, says) => {
    const result = await found((url) => tamper(url, change));
    expect(result.kinds).toEqual(kinds);
    expect(result.texts).toMatch(says);
  });
});

describe('a stored node', () => {
  it.each([
    [
      'that was altered',
      `update nodes set hash = sha256('x')`,
      'positions 0 to 255 is not what the entries below it',
    ],
    ['that was removed', 'delete from nodes', 'level 8 over positions 0 to 255 is missing'],
    [
      'of a level that is not stored',
      `insert into nodes values (1, 3, sha256('x'))`,
      'level 1 over positions 6 to 7 is none',
    ],
    ['beyond the entries', `insert into nodes values (8, 9, sha256('x'))`, 'positions 2304 to 2559 is none'],
  ])('%s is named', async (_what, change, says) => {
    const { kinds, texts } = await found((url) => tamper(url, change));
    expect(kinds).toEqual(['node']);
    expect(texts).toContain(says);
  });
});

describe('what is said', () => {
  it('names nobody, and nothing of what was asked', async () => {
    const { texts } = await found((url) =>
      tamper(
        url,
        'update entries set elements = elements || $$x$$::text',
        'delete from nodes',
        'delete from heads where size = 26',
      ),
    );
    for (const word of [PERSON, FIRM, RECORD.agency, RECORD.officer, RECORD.purpose, 'population']) {
      expect(texts).not.toContain(word);
    }
    expect(texts).not.toBe('');
  });
});

describe('the newest head', () => {
  it('is the one that was signed last', async () => {
    expect(await headOf(past.database.servingUrl)).toEqual(past.heads.at(-1));
  });
});
