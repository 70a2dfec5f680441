import { issueToken, loadSecrets, type TokenRequest } from '../../embedded/index.ts';
import { CALLERS } from './callers.ts';
import { PROFILE } from './personas.ts';

/** Questions to a system that was started by `npm start`, which together need all six databases. */
const QUESTIONS = [
  [
    CALLERS.tax,
    `citizen(personalId: "${PROFILE}") { name { full } landRights { edges { node { form parcel { address } } } }
      businessRoles { edges { node { role business { name } } } } permanentResidence { place { unit { fullName } } } }`,
  ],
  [CALLERS.socialInsurance, `citizen(personalId: "${PROFILE}") { healthInsurance { cardNumber } }`],
  [CALLERS.communeMarriage, `citizen(personalId: "${PROFILE}") { marriages { certificateNumber } }`],
] as const;

/** The answers to fixed questions over six databases: the same from the same country. */
export async function examine(url: string, dataDir: string): Promise<readonly unknown[]> {
  const secrets = await loadSecrets(dataDir);
  return await Promise.all(
    QUESTIONS.map(async ([{ headers, ...claims }, question]) => {
      const token = await issueToken(secrets, { clientId: 'test', ...claims } as TokenRequest);
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
        body: JSON.stringify({ query: `{ ${question} }` }),
      });
      const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
      return errors === undefined ? data : { errors };
    }),
  );
}

/** What {@link examine} finds wherever the profile persona lives. */
export const EXAMINED = [
  {
    citizen: {
      name: { full: 'Nguyễn Minh Quân' },
      permanentResidence: { place: { unit: { fullName: 'Phường Ba Đình' } } },
    },
  },
  { citizen: { healthInsurance: {} } },
  { citizen: { marriages: [{}] } },
];
