import type { JWK } from 'jose';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadSecrets, type Secrets } from '../../embedded/index.ts';
import { type LedgerDatabase, ledgerDatabase } from '../../gateway/ledger/fixture.ts';
import { signHead } from '../../gateway/ledger/head-keeper.ts';
import {
  checkInclusion,
  createHeadSigner,
  type SignedHead,
  verifyHead,
} from '../../gateway/ledger/tree/index.ts';
import { CALLERS } from '../support/callers.ts';
import { ledgerSettings } from '../support/ledger-settings.ts';
import { OFFICER_NEIGHBOUR, PROFILE, personaId } from '../support/personas.ts';
import { type Wire, wireTo } from '../support/stand-in.ts';
import { type Answer, type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

/** Who read what about them, as citizens see it; on a ledger of this file's own, so that nobody else's lines are in it. */
let ledger: LedgerDatabase;
let wire: Wire;
let secrets: Secrets;
let system: TestSystem;

beforeAll(async () => {
  secrets = await loadSecrets(inject('secretsDir'));
  ledger = await ledgerDatabase();
  wire = await wireTo(ledger.servingUrl);
  // Heads are signed by the tests themselves, so that none depends on when that happens.
  const settings = { ...ledgerSettings(wire.url, secrets), headEveryMs: 3_600_000 };
  system = await startTestSystem({ config: { ledger: settings } });
});

afterEach(() => wire.mend());

afterAll(async () => {
  await system.stop();
  await wire.cut();
  await ledger.drop();
});

const SPOUSE = personaId('profile-spouse');
const GUARDIAN = personaId('guardian');
const WARD = personaId('minor-with-guardian');
const NOBODY = '901085999999';

const READ = `query ($id: PersonalId!) {
  citizen(personalId: $id) {
    name { full } birthDate
    landRights(first: 1) { edges { node { since } } }
    businessRoles(first: 1) { edges { node { role } } }
  }
}`;
const RECORDS = `query ($first: Int, $after: String, $of: PersonalId) {
  me {
    accessRecords(first: $first, after: $after, of: $of) {
      edges { cursor node {
        at position outcome agency { key nameVi } purpose { code nameEn } database { key }
        legalBases { document article } elements { name nameVi class }
        proof { leafHash path head { logId size root at previous keyId signature } }
      } }
      pageInfo { hasNextPage endCursor }
      delayNotice
    }
  }
}`;

interface Line {
  readonly at: string;
  readonly position: string;
  readonly outcome: string;
  readonly agency: { readonly key: string; readonly nameVi: string | null };
  readonly purpose: { readonly code: string; readonly nameEn: string | null };
  readonly database: { readonly key: string };
  readonly legalBases: readonly { readonly document: string; readonly article: string | null }[];
  readonly elements: readonly { readonly name: string; readonly nameVi: string | null }[];
  readonly proof: {
    readonly leafHash: string;
    readonly path: readonly string[];
    readonly head: Omit<SignedHead, 'size'> & { readonly size: string };
  } | null;
}

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: Line }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly delayNotice: string;
}

const pageIn = ({ data }: Answer) => (data as { me: { accessRecords: Page } }).me.accessRecords;
const codesOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code);

async function pageOf(citizen: string, variables: Record<string, unknown> = {}): Promise<Page> {
  const answer = await system.ask({ citizen }, RECORDS, variables);
  expect(answer.errors).toEqual([]);
  return pageIn(answer);
}

/** The lines without those of earlier views. */
async function readings(citizen: string, variables?: Record<string, unknown>): Promise<readonly Line[]> {
  const { edges } = await pageOf(citizen, variables);
  return edges.map(({ node }) => node).filter(({ database }) => database.key !== 'gateway');
}

async function read(asker: Asker, id: string): Promise<void> {
  expect((await system.ask(asker, READ, { id })).data).toMatchObject({ citizen: { name: {} } });
}

async function sign(): Promise<void> {
  const pool = new Pool({ connectionString: ledger.servingUrl, max: 1 });
  await signHead(pool, createHeadSigner(secrets.ledgerKey.privateJwk as JWK));
  await pool.end();
}

describe('a citizen whose data an agency read', () => {
  it('sees a line for each database, with purpose and law, and never the officer', async () => {
    const before = (await readings(PROFILE, { first: 100 })).length;
    await read(CALLERS.tax, PROFILE);
    const all = await readings(PROFILE, { first: 100 });
    const lines = all
      .slice(0, all.length - before)
      .toSorted((a, b) => a.database.key.localeCompare(b.database.key));
    expect(
      lines.map((line) => [line.agency.key, line.purpose.code, line.database.key, line.outcome]),
    ).toEqual([
      ['GDT', 'QLNN:TAX', 'business', 'READ'],
      ['GDT', 'QLNN:TAX', 'land', 'READ'],
      ['GDT', 'QLNN:TAX', 'population', 'READ'],
    ]);
    const [, , population] = lines;
    expect(population?.elements.map(({ name }) => name)).toEqual([
      'population.identity.birthDate',
      'population.identity.fullName',
    ]);
    expect(population).toMatchObject({
      agency: { nameVi: 'Cục Thuế' },
      legalBases: expect.arrayContaining([{ document: 'Law 26/2023/QH15', article: '10' }]),
      elements: [{ nameVi: expect.any(String) }, {}],
    });
    expect(JSON.stringify(lines)).not.toMatch(/CB-0001|H-2026-0001/);
  });

  it('is the only one who sees them', async () => {
    await read(CALLERS.tax, PROFILE);
    expect(await readings(SPOUSE)).toEqual([]);
    const refused = await system.ask({ citizen: SPOUSE }, RECORDS, { of: PROFILE });
    expect(refused.data).toEqual({ me: { accessRecords: null } });
  });

  it('sees their own reading as well', async () => {
    await system.ask({ citizen: SPOUSE }, '{ me { name { full } } }');
    expect((await readings(SPOUSE))[0]).toMatchObject({
      agency: { key: 'CITIZEN', nameVi: null },
      purpose: { code: 'OWN-DATA' },
      database: { key: 'population' },
    });
  });

  it('follows the pages, each line once', async () => {
    for (let time = 0; time < 2; time += 1) await read(CALLERS.tax, OFFICER_NEIGHBOUR);
    const first = await pageOf(OFFICER_NEIGHBOUR, { first: 3 });
    expect([first.edges.length, first.pageInfo.hasNextPage]).toEqual([3, true]);
    const positions = first.edges.map(({ node }) => Number(node.position));
    expect(positions).toEqual(positions.toSorted((a, b) => b - a));
    const rest = await pageOf(OFFICER_NEIGHBOUR, { first: 100, after: first.pageInfo.endCursor });
    expect(
      rest.edges.map(({ node }) => Number(node.position)).every((one) => one < Math.min(...positions)),
    ).toBe(true);
    expect(codesOf(await system.ask({ citizen: PROFILE }, RECORDS, { first: 101 }))).toEqual([
      'PAGE_TOO_LARGE',
    ]);
  });
});

describe('the view itself', () => {
  it('is a line of the next one', async () => {
    const views = async () =>
      (await pageOf(GUARDIAN, { first: 100 })).edges.filter(({ node }) => node.database.key === 'gateway');
    const before = (await views()).length;
    const [newest, ...others] = await views();
    expect(others.length).toBe(before);
    expect(newest?.node).toMatchObject({
      agency: { key: 'CITIZEN' },
      purpose: { code: 'OWN-DATA' },
      elements: [{ name: 'gateway.ledger.accessRecords' }],
    });
  });

  it('shows nothing when it cannot be recorded', async () => {
    await read(CALLERS.tax, PROFILE);
    await wire.cut();
    const refused = await system.ask({ citizen: PROFILE }, RECORDS);
    expect([codesOf(refused), refused.data]).toEqual([
      ['LEDGER_UNAVAILABLE'],
      { me: { accessRecords: null } },
    ]);
    await wire.mend();
    expect((await readings(PROFILE)).length).toBeGreaterThan(0);
  });

  it('needs no database', async () => {
    system.clearStatements();
    await pageOf(PROFILE);
    expect([...system.statements.values()].flat()).toEqual([]);
  });
});

describe('who represents a minor', () => {
  it('sees who read what about the minor, which the minor sees too', async () => {
    await read(CALLERS.tax, WARD);
    const lines = await readings(GUARDIAN, { of: WARD });
    expect(lines.map(({ agency }) => agency.key)).toContain('GDT');
    const seen = (await pageOf(WARD)).edges.map(({ node }) => node);
    expect(seen[0]).toMatchObject({ database: { key: 'gateway' }, agency: { key: 'CITIZEN' } });
    expect(seen.map(({ agency }) => agency.key)).toContain('GDT');
  });

  it('is not asked by anybody else, and whether there is such a person is not told', async () => {
    const refusalOf = async (citizen: string, of: string) => {
      const { status, data, errors } = await system.ask({ citizen }, RECORDS, { of });
      return { status, data, errors };
    };
    const stranger = await refusalOf(PROFILE, WARD);
    expect(stranger.errors.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: 'SUBJECT_WITHHELD', rule: 'own-record' }),
    ]);
    expect(await refusalOf(PROFILE, NOBODY)).toEqual(stranger);
    expect(await refusalOf(PROFILE, SPOUSE)).toEqual(stranger);
    expect(await refusalOf(WARD, GUARDIAN)).toEqual(stranger);
    expect((await readings(WARD)).every(({ agency }) => agency.key === 'GDT')).toBe(true);
  });
});

describe('a proof', () => {
  it('comes with the next head, and holds with the ledger’s public key alone', async () => {
    await read(CALLERS.tax, PROFILE);
    expect((await readings(PROFILE))[0]?.proof).toBeNull();
    await sign();
    const lines = await readings(PROFILE, { first: 100 });
    for (const { position, proof } of lines) {
      if (proof === null) throw new Error(`No proof of ${position}.`);
      const head = verifyHead({ ...proof.head, size: Number(proof.head.size) }, [
        secrets.ledgerKey.publicJwk as JWK,
      ]);
      const claim = {
        leafHash: Buffer.from(proof.leafHash, 'hex'),
        size: head.size,
        path: proof.path.map((hash) => Buffer.from(hash, 'hex')),
        root: Buffer.from(head.root, 'hex'),
      };
      expect(checkInclusion({ ...claim, position: Number(position) })).toBe(true);
      expect(checkInclusion({ ...claim, position: Number(position) + 1 })).toBe(false);
    }
  });
});

describe('accessRecords', () => {
  const NOTICE = 'accessRecords(first: 1) { delayNotice }';

  it('stands among what the databases know, in the order of the client', async () => {
    const query = `query ($no: Boolean!) {
      mine: me { personalId records: ${NOTICE} name { full } }
      me { ethnicity @include(if: $no) ${NOTICE} }
    }`;
    const { data, errors } = await system.ask({ citizen: PROFILE }, query, { no: false });
    expect(errors).toEqual([]);
    const notice = { delayNotice: expect.any(String) };
    expect(data).toEqual({
      mine: { personalId: PROFILE, records: notice, name: { full: 'Nguyễn Minh Quân' } },
      me: { accessRecords: notice },
    });
    expect(Object.keys(data?.['mine'] as object)).toEqual(['personalId', 'records', 'name']);
  });

  it('is not told of whom the databases tell nothing', async () => {
    const { data } = await system.ask({ citizen: NOBODY }, `{ me { name { full } ${NOTICE} } }`);
    expect(data).toEqual({ me: null });
  });

  it.each([
    `{ citizen(personalId: "${PROFILE}") { ${NOTICE} } }`,
    `{ me { spouse { ${NOTICE} } } }`,
    `{ me { name { full } children { ...R } ...R } } fragment R on Citizen { ${NOTICE} }`,
  ])('is refused of anybody who is not reached through me: %s', async (query) => {
    const { status, data, errors } = await system.ask({ citizen: PROFILE }, query);
    expect([status, data]).toEqual([400, undefined]);
    expect(errors).toMatchObject([
      { message: 'accessRecords is answered below me only.', extensions: { code: 'BAD_REQUEST' } },
    ]);
  });

  it('is refused to an agency, which does not see it in its schema either', async () => {
    const refused = await system.ask(CALLERS.tax, `{ me { ${NOTICE} } }`);
    expect([codesOf(refused), refused.data]).toEqual([
      ['CALLER_NOT_PERMITTED'],
      { me: { accessRecords: null } },
    ]);
    const query = '{ __type(name: "Citizen") { fields { name } } }';
    expect(JSON.stringify((await system.ask(CALLERS.tax, query)).data)).not.toContain('accessRecords');
    expect(JSON.stringify((await system.ask({ citizen: PROFILE }, query)).data)).toContain('accessRecords');
  });
});
