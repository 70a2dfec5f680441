import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRM, type LedgerDatabase, ledgerDatabase, runSql } from '../fixture.ts';
import { answerAbout, contextOf, openViewed } from './fixture.ts';

const [AN, BINH, CHI, DUNG, EM] = [1, 2, 3, 4, 5].map((number) => `90108500000${number}`) as [
  string,
  string,
  string,
  string,
  string,
];

let database: LedgerDatabase;
let opened: ReturnType<typeof openViewed>;

beforeAll(async () => {
  database = await ledgerDatabase();
  opened = openViewed(database);
});

afterAll(async () => {
  await opened.records.close();
  await opened.ledger.close();
  await database.drop();
});

async function view(personalId: string, limit = 100, before?: number) {
  return await opened.records.view({ personalId, limit, before }, contextOf());
}

/** The databases of what is shown. */
const databases = async (...of: Parameters<typeof view>) =>
  (await view(...of)).records.map(({ database: name }) => name);

describe('the entries about a person', () => {
  it('are shown to nobody else, the newest first', async () => {
    await opened.ledger.append(answerAbout(AN, ['population', 'land']));
    await opened.ledger.append(answerAbout(BINH, ['business']));
    await opened.ledger.append(answerAbout(AN, ['insurance'], { agency: 'VSS', purpose: 'QLNN:INSURANCE' }));
    const { records } = await view(AN);
    expect(records.map((record) => [record.agency, record.database])).toEqual([
      ['VSS', 'insurance'],
      ['GDT', 'land'],
      ['GDT', 'population'],
    ]);
    expect(records[2]).toMatchObject({
      at: '2026-03-04T05:06:07.000Z',
      purpose: 'QLNN:TAX',
      legalBases: [{ document: 'Law 26/2023/QH15', article: '10' }],
      elements: ['population.group.element'],
      outcome: 'READ',
    });
    expect(await databases(BINH)).toEqual(['business']);
    expect(await databases('901085999999')).toEqual([]);
  });

  it('say nothing of officer, case or client', async () => {
    const { records } = await view(AN);
    expect(JSON.stringify(records)).not.toMatch(/CB-1|H-1|tax-portal/);
  });

  it('are not those of an enterprise with the same number', async () => {
    const subjects = [{ type: 'Business', key: FIRM, elements: ['business.register.title'] }];
    await opened.ledger.append(answerAbout(CHI, ['land'], { subjects }));
    expect(await databases(FIRM)).toEqual([]);
  });

  it('come in pages that neither repeat nor leave out any', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await opened.ledger.append(answerAbout(DUNG, [name]));
    const first = await view(DUNG, 2);
    const second = await view(DUNG, 2, first.records.at(-1)?.position);
    const last = await view(DUNG, 2, second.records.at(-1)?.position);
    const all = [first, second, last];
    expect(all.map(({ hasNextPage }) => hasNextPage)).toEqual([true, true, false]);
    expect(all.flatMap(({ records }) => records.map((record) => record.database))).toEqual(
      names.toReversed(),
    );
  });

  it('tell of an answer that it did not arrive, and not of others', async () => {
    const lost = await opened.ledger.append(answerAbout(EM, ['population', 'land']));
    await opened.ledger.append(answerAbout(EM, ['insurance']));
    await opened.ledger.markUndelivered(lost);
    const { records } = await view(EM);
    expect(records.map((record) => [record.database, record.outcome])).toEqual([
      ['insurance', 'READ'],
      ['land', 'UNDELIVERED'],
      ['population', 'UNDELIVERED'],
    ]);
  });

  it('are not there before their time has come, where the law delays them', async () => {
    const person = '901085000006';
    await opened.ledger.append(answerAbout(person, ['later'], { delayedUntil: '2999-01-01T00:00:00.000Z' }));
    await opened.ledger.append(answerAbout(person, ['now'], { delayedUntil: '2020-01-01T00:00:00.000Z' }));
    await opened.ledger.append(answerAbout(person, ['never'], { delayedUntil: null }));
    expect(await databases(person)).toEqual(['never', 'now']);
    const { hasNextPage } = await view(person, 3);
    expect(hasNextPage).toBe(false);
  });
});

describe('a view of them', () => {
  it('is an entry itself, which the next one shows', async () => {
    const person = '901085000007';
    const recorded: string[] = [];
    const first = await opened.records.view({ personalId: person, limit: 100 }, contextOf(recorded));
    expect([first.records, recorded.length]).toEqual([[], 1]);
    expect((await view(person)).records).toMatchObject([
      {
        agency: 'CITIZEN',
        purpose: 'OWN-DATA',
        database: 'gateway',
        elements: ['gateway.ledger.accessRecords'],
        outcome: 'READ',
      },
    ]);
    const [answer] = await runSql(database.servingUrl, 'select content from answers where id = $1', recorded);
    expect(answer?.['content']).toMatchObject({
      requestId: 'r-view',
      client: 'app',
      officer: null,
      operationName: 'Mine',
      outcome: 'answered',
      matches: 1,
    });
    expect(JSON.stringify(answer)).not.toContain(person);
  });

  it('that cannot be recorded shows nothing', async () => {
    const faults: unknown[] = [];
    const unrecorded = openViewed(database, {
      ledger: { append: () => Promise.reject(new Error('disk full')) },
      onFault: (error) => faults.push(error),
    });
    const recorded: string[] = [];
    const attempt = unrecorded.records.view({ personalId: AN, limit: 100 }, contextOf(recorded));
    await expect(attempt).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect([recorded, faults]).toEqual([[], [new Error('disk full')]]);
    await unrecorded.records.close();
    await unrecorded.ledger.close();
  });

  it('that cannot be read is not recorded', async () => {
    const unreadable = openViewed(database, { url: 'postgresql://nobody:nothing@127.0.0.1:1/none' });
    const before = (await view(AN)).records.length;
    const attempt = unreadable.records.view({ personalId: AN, limit: 100 }, contextOf());
    await expect(attempt).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await expect(attempt).rejects.not.toThrow(AN);
    expect((await view(AN)).records.length).toBe(before + 1);
    await unreadable.records.close();
    await unreadable.ledger.close();
  });
});
