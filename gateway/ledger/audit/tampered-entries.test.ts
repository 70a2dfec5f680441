import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsAfter, type PastLedger, pastLedger, rebuild, rehash, tamper } from './fixture.ts';

let past: PastLedger;

beforeAll(async () => {
  past = await pastLedger();
});

afterAll(() => past.drop());

const found = (change: (url: string) => Promise<unknown>) => findingsAfter(past, change);

describe('an entry that was altered', () => {
  const ELEMENTS = `update entries set elements = '{land.right.area}' where position = 40`;

  it('is named, with its answer', async () => {
    const { findings } = await found((url) => tamper(url, ELEMENTS));
    expect(findings).toMatchObject([{ kind: 'altered', position: 40, answerId: past.answers[15] }]);
    expect(findings[0]?.text).toBe(
      `The entry at position 40 (answer ${past.answers[15]}) was altered: its content is not what its hash was made of.`,
    );
  });

  it('is found between two heads when all its hashes were made anew, and by the stored node', async () => {
    const { findings, texts } = await found(async (url) => {
      await tamper(url, ELEMENTS);
      await rehash(url, 'position = 40');
    });
    expect(findings).toMatchObject([
      { kind: 'rewritten', position: 26, answerId: past.answers[10] },
      { kind: 'node', position: 0 },
    ]);
    expect(texts).toContain(
      `between the head of 26 entries (${past.heads[1]?.at}) and the head of 312 entries (${past.heads[2]?.at}): ` +
        `positions 26 to 311 were rewritten with all their hashes, and the first of them is position 26 (answer ${past.answers[10]})`,
    );
  });

  it.each([
    ['its subject', `subject = sha256('somebody else')`],
    ['its database', `database = 'population'`],
    ['its kind', `kind = 'nothing-read'`],
    ['its content hash', `content_hash = sha256('other')`],
    ['its leaf hash', `leaf_hash = sha256('other')`],
    ['its time', `at = at + interval '1 microsecond'`],
    ['the answer that it belongs to', `answer = (select answer from entries where position = 0)`],
  ])('is named when %s was', async (_what, change) => {
    const { findings } = await found((url) =>
      tamper(url, `update entries set ${change} where position = 40`),
    );
    expect(findings[0]).toMatchObject({ kind: 'altered', position: 40 });
  });
});

describe('an answer', () => {
  const answer = (number: number) => `id = '${past.answers[number]}'`;
  const PURPOSE = `update answers set content = jsonb_set(content, '{purpose}', '"QLNN:STATISTICS"') where`;

  it('that was altered is named by its first entry', async () => {
    const { findings, texts } = await found((url) => tamper(url, `${PURPOSE} ${answer(15)}`));
    expect(findings).toMatchObject([{ kind: 'altered', position: 39, answerId: past.answers[15] }]);
    expect(texts).toContain('the content of its answer is not what its hash was made of');
  });

  it('with one entry only could be either', async () => {
    const { findings, texts } = await found((url) => tamper(url, `${PURPOSE} ${answer(14)}`));
    expect(findings).toMatchObject([{ kind: 'altered', position: 38, answerId: past.answers[14] }]);
    expect(texts).toContain('its content, or that of its answer, is not');
  });

  it('that was altered with all hashes is found between two heads', async () => {
    const { findings } = await found(async (url) => {
      await tamper(url, `${PURPOSE} ${answer(15)}`);
      await rehash(url, `answer = '${past.answers[15]}'`);
    });
    expect(findings[0]).toMatchObject({ kind: 'rewritten', position: 26 });
  });

  it('whose time was altered, by however little, is named', async () => {
    const { findings } = await found((url) =>
      tamper(url, `update answers set at = at - interval '1 microsecond' where ${answer(15)}`),
    );
    expect(findings).toMatchObject([
      { kind: 'altered', position: 39, answerId: past.answers[15] },
      { kind: 'stray', answerId: past.answers[15] },
    ]);
  });

  it('that was removed leaves an entry without an answer', async () => {
    const { findings } = await found((url) => tamper(url, `delete from answers where ${answer(15)}`));
    expect(findings).toMatchObject([{ kind: 'removed', position: 39, answerId: past.answers[15] }]);
  });

  it('that was removed is missed where it did not arrive, too', async () => {
    const { findings } = await found((url) =>
      tamper(
        url,
        `delete from answers where ${answer(119)}`,
        `delete from entries where answer = '${past.answers[119]}' and kind = 'nothing-read'`,
      ),
    );
    expect(findings[0]).toMatchObject({ kind: 'removed', position: 311 });
  });

  it.each([
    ['a new one', 'gen_random_uuid()', 'at'],
    ['a second one of the same id', 'id', `at + interval '1 second'`],
  ])('without entries (%s) was inserted', async (_what, id, at) => {
    const { findings } = await found((url) =>
      tamper(url, `insert into answers select ${id}, ${at}, content from answers where ${answer(15)}`),
    );
    expect(findings).toMatchObject([{ kind: 'stray', answerId: expect.any(String) as string }]);
  });

  it('cannot be kept from being told undelivered by a note without an entry', async () => {
    const { findings } = await found((url) =>
      tamper(url, `insert into undelivered values ('${past.answers[3]}', 7)`),
    );
    expect(findings).toMatchObject([{ kind: 'stray', answerId: past.answers[3] }]);
  });
});

describe('entries that were removed', () => {
  it.each([
    ['one', 'position = 40', 'Position 40 is missing: its entry was removed.'],
    ['several', 'position between 40 and 44', 'Positions 40 to 44 are missing: their entries were removed.'],
    ['the first one', 'position = 0', 'Position 0 is missing: its entry was removed.'],
  ])('leave a gap: %s', async (_what, where, says) => {
    const { findings } = await found((url) => tamper(url, `delete from entries where ${where}`));
    expect(findings[0]).toMatchObject({ kind: 'removed', text: says });
  });

  it('tell by their answer whose they were, when it is still there', async () => {
    const { findings } = await found((url) => tamper(url, 'delete from entries where position = 38'));
    expect(findings).toMatchObject([
      { kind: 'removed', position: 38 },
      { kind: 'stray', answerId: past.answers[14] },
    ]);
  });

  it('are found between two heads when the tree was closed over the gap', async () => {
    const { findings } = await found(async (url) => {
      await tamper(url, 'delete from entries where position = 40');
      await rebuild(url);
    });
    expect(findings[0]).toMatchObject({ kind: 'rewritten', position: 26, answerId: past.answers[10] });
  });
});

describe('an entry that was inserted', () => {
  const COPY = (position: string, at = `at + interval '1 hour'`) =>
    `insert into entries select ${position}, ${at}, answer, kind, subject, subject_type, database, elements,
     content_hash, leaf_hash from entries where position = 40`;

  it('stands at a position that is taken', async () => {
    const { findings } = await found((url) => tamper(url, COPY('41')));
    expect(findings).toMatchObject([{ kind: 'inserted', position: 41, answerId: past.answers[15] }]);
  });

  it('or before the first one', async () => {
    const { findings } = await found((url) => tamper(url, COPY('-3', `'-infinity'`)));
    expect(findings).toMatchObject([{ kind: 'inserted', position: -3 }]);
  });

  it('or far behind the last one', async () => {
    const { findings } = await found((url) => tamper(url, COPY('9223372036854775807', `'infinity'`)));
    expect(findings).toMatchObject([{ kind: 'removed', position: 315 }]);
  });

  it('is found between two heads when the others made room', async () => {
    const { findings } = await found(async (url) => {
      await tamper(
        url,
        'update entries set position = position + 1000001 where position > 40',
        COPY('41', 'at'),
        'update entries set position = position - 1000000 where position > 1000000',
      );
      await rehash(url);
    });
    expect(findings[0]).toMatchObject({ kind: 'rewritten', position: 26, answerId: past.answers[10] });
  });
});

describe('entries that were reordered', () => {
  const SWAP = [
    'position = -1 where position = 40',
    'position = 40 where position = 41',
    'position = 41 where position = -1',
  ].map((change) => `update entries set ${change}`);

  it('have leaves that were made for another position', async () => {
    const { findings } = await found((url) => tamper(url, ...SWAP));
    expect(findings).toMatchObject([{ kind: 'reordered', position: 40, answerId: past.answers[15] }]);
    expect(findings[0]?.text).toContain('its leaf hash was made for position 41');
  });

  it('are found between two heads when their leaves were made anew', async () => {
    const { findings } = await found(async (url) => {
      await tamper(url, ...SWAP);
      await rehash(url, 'position in (40, 41)');
    });
    expect(findings[0]).toMatchObject({ kind: 'rewritten', position: 26 });
  });
});
