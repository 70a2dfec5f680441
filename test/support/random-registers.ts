import type { Client } from 'pg';
import { later } from './random-agreements.ts';
import type { RandomCase, RandomConsent } from './random-case.ts';

/** Fills the gateway's registers with the posts, the case and the consents of a random case. */
export async function fillRandomRegisters(client: Client, random: RandomCase): Promise<void> {
  const { agency, purpose, otherPurpose, officer, posts, caseId, parties, consents } = random;
  if (officer !== undefined) {
    for (const { personalId, from } of posts) {
      await client.query(
        'insert into officers (agency, officer_id, personal_id, from_day) values ($1, $2, $3, $4)',
        [agency, officer, personalId, from],
      );
    }
  }
  if (caseId !== undefined) {
    await client.query('insert into cases (case_id, agency, purpose) values ($1, $2, $3)', [
      caseId,
      agency,
      purpose,
    ]);
    await client.query(
      'insert into case_parties (case_id, agency, purpose, subject) select $1, $2, $3, unnest($4::text[])',
      [caseId, agency, purpose, parties],
    );
  }
  const needsConsent = random.agreements.some(({ consent }) => consent === 'required');
  if (needsConsent) await giveConsents(client, { agency, purpose, otherPurpose, consents });
}

async function giveConsents(
  client: Client,
  {
    agency,
    purpose,
    otherPurpose,
    consents,
  }: Pick<RandomCase, 'agency' | 'purpose' | 'otherPurpose' | 'consents'>,
): Promise<void> {
  const of = (...kinds: readonly RandomConsent['kind'][]) =>
    consents.filter(({ kind }) => kinds.includes(kind)).map(({ personalId }) => personalId);
  const give = (people: readonly string[], to: string, why: string, endsAt: string) =>
    client.query<{ id: string }>(
      `insert into consents (personal_id, agency, purpose, given_at, ends_at)
       select unnest($1::text[]), $2, $3, '2020-01-01', $4 returning id`,
      [people, to, why, endsAt],
    );
  const never = '2099-12-31';
  const yesterday = later(new Date().toISOString().slice(0, 10), -1);
  await give(of('given'), agency, purpose, never);
  await give(of('expired'), agency, purpose, yesterday);
  await give(of('other purpose'), agency, otherPurpose, never);
  await give(of('other agency'), `${agency}-OTHER`, purpose, never);
  const { rows } = await give(of('withdrawn'), agency, purpose, never);
  await client.query('insert into consent_withdrawals (consent_id) select unnest($1::uuid[])', [
    rows.map(({ id }) => id),
  ]);
}
