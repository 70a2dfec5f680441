import { Client } from 'pg';
import { subjectName } from '../contract/subject-pass.ts';
import { type Agreement, type Governance, loadGovernance } from '../governance/index.ts';
import type { Nation } from '../nation/index.ts';
import { DEFAULT_SEED, makeNation } from './country.ts';

/** The case of the examples: open at every agency that must state one. */
export const SAMPLE_CASE = 'H-2026-0001';

/** Officers of the examples, by the persona who each of them is. */
const OFFICERS: Readonly<Record<string, string>> = { 'CB-0001': 'officer', 'CB-0002': 'second-officer' };

const POSTED_SINCE = '2026-01-01';
const CONSENT_ENDS_AT = '2099-12-31T23:59:59+07:00';

/** Who consents, and who is party to no case at all. */
const CONSENTING = 'profile';
const PARTY_TO_NOTHING = 'officer-neighbour';

/** Personas are the same in a country of any size, so the smallest one will do. */
const SMALLEST = 200;

/** An agency and why it reads. */
interface Reading {
  readonly agency: string;
  readonly purpose: string;
}

/**
 * Fills the gateway's registers with what the examples and the personas need: two officers at every agency, one case
 * at every agency that must state one, and a consent. Adds what is missing and changes nothing, so that it can run at
 * every start. `url` is that of a role that can insert.
 */
export async function fillRegisters(url: string, governance: Governance = loadGovernance()): Promise<void> {
  const nation = makeNation({ citizens: SMALLEST, seed: DEFAULT_SEED }, governance.codes);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await postOfficers(client, nation, [...governance.agencies.keys()]);
    await openCases(client, partiesOf(nation), readings(governance, statesCase));
    await giveConsents(
      client,
      identifierOf(nation, CONSENTING),
      readings(governance, ({ consentRequired }) => consentRequired),
    );
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function postOfficers(client: Client, nation: Nation, agencies: readonly string[]): Promise<void> {
  for (const [officer, persona] of Object.entries(OFFICERS)) {
    await client.query(
      `insert into officers (agency, officer_id, personal_id, from_day)
       select agency, $2, $3, $4::date from unnest($1::text[]) agency on conflict do nothing`,
      [agencies, officer, identifierOf(nation, persona), POSTED_SINCE],
    );
  }
}

async function openCases(client: Client, parties: readonly string[], at: readonly Reading[]): Promise<void> {
  const readings = [at.map(({ agency }) => agency), at.map(({ purpose }) => purpose)];
  await client.query(
    `insert into cases (case_id, agency, purpose)
     select $3, agency, purpose from unnest($1::text[], $2::text[]) reading(agency, purpose)
     on conflict do nothing`,
    [...readings, SAMPLE_CASE],
  );
  await client.query(
    `insert into case_parties (case_id, agency, purpose, subject)
     select $3, agency, purpose, subject
     from unnest($1::text[], $2::text[]) reading(agency, purpose), unnest($4::text[]) subject
     on conflict do nothing`,
    [...readings, SAMPLE_CASE, parties],
  );
}

/** Consents have no number of their own: a person who ever gave one, even if it was withdrawn, gives no other. */
async function giveConsents(client: Client, personalId: string, to: readonly Reading[]): Promise<void> {
  await client.query(
    `insert into consents (personal_id, agency, purpose, ends_at)
     select $3, agency, purpose, $4::timestamptz
     from unnest($1::text[], $2::text[]) reading(agency, purpose)
     where not exists (
       select from consents c where c.personal_id = $3 and c.agency = reading.agency and c.purpose = reading.purpose)`,
    [to.map(({ agency }) => agency), to.map(({ purpose }) => purpose), personalId, CONSENT_ENDS_AT],
  );
}

function statesCase({ caseRequired, subject }: Agreement): boolean {
  return caseRequired || subject === 'case-party';
}

/** Each consumer and purpose of the agreements of a kind, once. */
function readings({ agreements }: Governance, kind: (agreement: Agreement) => boolean): readonly Reading[] {
  const found = new Map<string, Reading>();
  for (const { consumer: agency, purposes } of agreements.filter(kind)) {
    for (const purpose of purposes) found.set(`${agency} ${purpose}`, { agency, purpose });
  }
  return [...found.values()];
}

/** The personas with their parents, spouses and children, and the businesses among them. */
function partiesOf({ personas, people }: Nation): readonly string[] {
  const of = (kind: 'CITIZEN' | 'BUSINESS'): readonly string[] =>
    personas
      .filter((persona) => persona.kind === kind && persona.key !== PARTY_TO_NOTHING)
      .map(({ identifier }) => identifier);
  const citizens = new Set(of('CITIZEN'));
  const families = people.flatMap(({ personalId, fatherId, motherId, spouseId }) => {
    const relatives = [fatherId, motherId, spouseId].filter((id) => id !== null);
    if (citizens.has(personalId)) return [personalId, ...relatives];
    return relatives.some((id) => citizens.has(id)) ? [personalId] : [];
  });
  return [
    ...[...new Set(families)].map((id) => subjectName('Citizen', id)),
    ...of('BUSINESS').map((code) => subjectName('Business', code)),
  ];
}

function identifierOf({ personas }: Nation, key: string): string {
  const persona = personas.find((candidate) => candidate.key === key);
  if (persona === undefined) throw new Error(`no persona ${key}`);
  return persona.identifier;
}
