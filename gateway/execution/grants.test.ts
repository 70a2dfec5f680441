import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createGrantSigner,
  createGrantVerifier,
  GRANT_MAX_SECONDS,
  type GrantSigner,
  type VerifiedGrant,
} from '../../contract/access-grant.ts';
import { CODES, edited } from '../../governance/fixture.ts';
import { compileGovernance, type Governance, type PolicyGrant } from '../../governance/index.ts';
import { createGrantIssuer, type GrantIssuer, type GrantIssuerOptions } from './grants.ts';

const GOVERNANCE: Governance = compileGovernance(
  edited('agreements/ward.yaml', 'to: "2026-06-30"', 'to: null'),
  CODES,
);
const DAY = '2026-03-01';
const WARD = GOVERNANCE.grantFor('WARD', 'TTHC:1.001193', DAY);
const COUNTING = GOVERNANCE.grantFor('WARD', 'QLNN:STATISTICS', DAY);
const CITIZEN = GOVERNANCE.grantFor('CITIZEN', 'OWN-DATA', DAY);

const LINK_SECRET = 'one secret for all replicas';

let signer: GrantSigner;
let verified: (token: string, database: string) => Promise<VerifiedGrant>;
let issuer: GrantIssuer;

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  signer = await createGrantSigner(await exportJWK(privateKey));
  const publicJwk = await exportJWK(publicKey);
  verified = async (token, database) => (await createGrantVerifier(publicJwk, database)).verify(token);
});

const issuerWith = (changes: Partial<GrantIssuerOptions> = {}): GrantIssuer =>
  createGrantIssuer({
    signer,
    codes: GOVERNANCE.codes,
    linkSecret: LINK_SECRET,
    keys: new Map([
      ['Citizen.personalId', [['population.identity.fullName']]],
      ['Business.enterpriseCode', [['business.registration.enterpriseCode']]],
    ]),
    stated: new Map([['civil-status', new Set(['population.identity.sex', 'land.parcel.address'])]]),
    ...changes,
  });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  issuer = issuerWith();
});

afterEach(() => {
  vi.useRealTimers();
});

const issued = async (policy: PolicyGrant, database: string, subject?: string) =>
  verified(await issuer.issue(policy, database, subject), database);

describe('a grant', () => {
  it('says who reads, why, and which elements of this database only', async () => {
    const grant = await issued(WARD, 'population');
    expect(grant).toMatchObject({ audience: 'population', agency: 'WARD', purpose: 'TTHC:1.001193' });
    expect([...grant.elements].sort()).toEqual([
      'population.identity.fullName',
      'population.identity.sex',
      'population.reference.sexName',
    ]);
    expect((await issued(WARD, 'land')).elements).toEqual([]);
  });

  it('has the granted elements of other databases that its schema states, and no others', async () => {
    expect([...(await issued(WARD, 'civil-status')).elements].sort()).toEqual([
      'civil-status.birth.number',
      'population.identity.sex',
    ]);
  });

  it('names the keys that the caller may see', async () => {
    expect((await issued(WARD, 'population')).shownKeys).toEqual(['Citizen.personalId']);
    expect((await issued(COUNTING, 'population')).shownKeys).toEqual([]);
  });

  it('has verdicts checked for citizens, and for enterprises where only parties to a case are read', async () => {
    expect((await issued(WARD, 'population')).checkedTypes).toEqual(['Citizen']);
    expect((await issued(COUNTING, 'land')).checkedTypes).toEqual(['Citizen']);
    const terms = WARD.terms.get('population');
    if (terms === undefined) throw new Error('The ward has terms.');
    const ofCase = {
      ...WARD,
      terms: new Map([['population', { ...terms, subject: 'case-party' as const }]]),
    };
    expect((await issued(ofCase, 'population')).checkedTypes).toEqual(['Citizen', 'Business']);
  });

  it('has every commune of today in the place of a province', async () => {
    const { jurisdiction } = await issued(WARD, 'population');
    const ofProvince = [...CODES.communes.values()].filter(({ provinceCode }) => provinceCode === '40');
    expect(ofProvince.length).toBeGreaterThan(50);
    expect([...jurisdiction].sort()).toEqual(['00004', ...ofProvince.map(({ code }) => code)].sort());
  });

  it('is national where the agreement is', async () => {
    expect((await issued(WARD, 'civil-status')).jurisdiction).toBe('national');
  });

  it('names the citizen on their own token, and nobody on an agency’s', async () => {
    expect((await issued(CITIZEN, 'population', '901085000001')).subject).toBe('901085000001');
    expect(await issued(WARD, 'population')).not.toHaveProperty('subject');
  });

  it('for a database of which nothing is granted has no element', async () => {
    expect((await issued(COUNTING, 'land')).elements).toEqual([]);
  });

  it('of which the jurisdiction is empty stays so: nobody may be read', async () => {
    const terms = WARD.terms.get('population');
    if (terms === undefined) throw new Error('The ward has terms.');
    const nowhere = { ...WARD, terms: new Map([['population', { ...terms, jurisdiction: [] }]]) };
    expect((await issued(nowhere, 'population')).jurisdiction).toEqual([]);
  });
});

describe('the same grant', () => {
  it('is used again for half a minute', async () => {
    const first = await issuer.issue(WARD, 'population', undefined);
    vi.advanceTimersByTime(29_999);
    expect(await issuer.issue(WARD, 'population', undefined)).toBe(first);
  });

  it('is made anew after it, so that none ends on its way', async () => {
    const first = await issuer.issue(WARD, 'population', undefined);
    vi.advanceTimersByTime(30_000);
    const second = await issuer.issue(WARD, 'population', undefined);
    expect(second).not.toBe(first);
    const { expiresAt } = await verified(second, 'population');
    expect(expiresAt - Date.now() / 1000).toBeGreaterThan(GRANT_MAX_SECONDS - 2);
  });

  it('is signed once for calls that come together', async () => {
    const sign = vi.fn(signer.sign);
    const counted = issuerWith({ signer: { sign } });
    await Promise.all([1, 2, 3].map(() => counted.issue(WARD, 'population', undefined)));
    await counted.issue(WARD, 'population', undefined);
    expect(sign).toHaveBeenCalledTimes(1);
    await counted.issue(WARD, 'civil-status', undefined);
    expect(sign).toHaveBeenCalledTimes(2);
  });
});

describe('grants are never shared', () => {
  const other: PolicyGrant = { ...WARD, agency: 'MOJ' };
  const cases: readonly (readonly [string, PolicyGrant, string, string | undefined])[] = [
    ['between agencies', other, 'population', undefined],
    ['between purposes', { ...WARD, purpose: 'QLNN:STATISTICS' }, 'population', undefined],
    [
      'between agreements',
      { ...WARD, agreements: ['ward-pop-01'], elements: new Set(['population.identity.sex']) },
      'population',
      undefined,
    ],
    ['between databases', WARD, 'civil-status', undefined],
    ['between an agency and a citizen', WARD, 'population', '901085000001'],
  ];

  it.each(cases)('%s', async (_between, policy, database, subject) => {
    const first = await issuer.issue(WARD, 'population', undefined);
    const second = await issuer.issue(policy, database, subject);
    expect(second).not.toBe(first);
    expect(await issuer.issue(WARD, 'population', undefined)).toBe(first);
  });

  it('between citizens', async () => {
    const subjects = await Promise.all(
      ['901085000001', '901085000002'].map(
        async (citizen) => (await issued(CITIZEN, 'population', citizen)).subject,
      ),
    );
    expect(subjects).toEqual(['901085000001', '901085000002']);
  });
});

describe('the link key', () => {
  it('of a grant is the one that seals its subject passes', async () => {
    expect((await issued(WARD, 'population')).linkKey).toBe(issuer.linkKey(WARD, undefined));
    expect((await issued(WARD, 'civil-status')).linkKey).toBe(issuer.linkKey(WARD, undefined));
    expect((await issued(CITIZEN, 'population', '901085000001')).linkKey).toBe(
      issuer.linkKey(CITIZEN, '901085000001'),
    );
  });

  it('is the same on every replica, and 32 bytes long', () => {
    const key = issuer.linkKey(WARD, undefined);
    expect(issuerWith().linkKey(WARD, undefined)).toBe(key);
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  });

  it('differs by agency, purpose, citizen and secret, so that no pass serves anybody else', () => {
    const keys = [
      issuer.linkKey(WARD, undefined),
      issuer.linkKey({ ...WARD, agency: 'MOJ' }, undefined),
      issuer.linkKey(COUNTING, undefined),
      issuer.linkKey(CITIZEN, undefined),
      issuer.linkKey(CITIZEN, '901085000001'),
      issuer.linkKey(CITIZEN, '901085000002'),
      issuerWith({ linkSecret: 'another secret' }).linkKey(WARD, undefined),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
