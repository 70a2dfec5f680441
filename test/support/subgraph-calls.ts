import { type AccessGrant, createGrantSigner, GRANT_HEADER } from '../../contract/access-grant.ts';
import { PROFILE, personaId } from './personas.ts';
import type { AnswerError, TestSystem } from './system.ts';

/** One real question to one database, asked past the gateway. */
export interface Probe {
  readonly database: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The elements that it discloses or searches by. */
  readonly elements: readonly string[];
  /** Where the value stands in the data, and the value itself; `undefined` is any text. */
  readonly value: { readonly path: readonly (string | number)[]; readonly text: string | RegExp };
}

/** The profile as the gateway would represent it to a database. */
const REPRESENTATIONS = { representations: [{ __typename: 'Citizen', personalId: PROFILE }] };

/** A question with a known answer for each of the databases. */
export const PROBES: readonly Probe[] = [
  {
    database: 'population',
    query: 'query ($personalId: PersonalId!) { citizen(personalId: $personalId) { name { full } } }',
    variables: { personalId: PROFILE },
    elements: ['population.identity.personalId', 'population.identity.fullName'],
    value: { path: ['citizen', 'name', 'full'], text: 'Nguyễn Minh Quân' },
  },
  {
    database: 'civil-status',
    query: entityQuery('... on Citizen { marriages { certificateNumber } }'),
    variables: REPRESENTATIONS,
    elements: ['civil-status.marriage.entry', 'civil-status.marriage.certificateNumber'],
    value: { path: ['_entities', 0, 'marriages', 0, 'certificateNumber'], text: /^KH-00004-2012-/ },
  },
  {
    database: 'business',
    query: 'query ($enterpriseCode: EnterpriseCode!) { business(enterpriseCode: $enterpriseCode) { name } }',
    variables: { enterpriseCode: personaId('profile-enterprise') },
    elements: ['business.registration.enterpriseCode', 'business.registration.name'],
    value: { path: ['business', 'name'], text: /^Công ty TNHH Phần mềm Minh Quân/ },
  },
  {
    database: 'insurance',
    query: entityQuery('... on Citizen { healthInsurance { cardNumber } }'),
    variables: REPRESENTATIONS,
    elements: ['insurance.health.record', 'insurance.health.cardNumber'],
    value: { path: ['_entities', 0, 'healthInsurance', 'cardNumber'], text: /^\d{10}$/ },
  },
  {
    database: 'land',
    query: 'query ($parcelId: ID!) { landParcel(parcelId: $parcelId) { address } }',
    variables: { parcelId: personaId('profile-home-parcel') },
    elements: ['land.parcel.parcelId', 'land.parcel.address'],
    value: { path: ['landParcel', 'address'], text: /Phường Ba Đình$/ },
  },
  {
    database: 'catalogue',
    query: 'query ($code: AdministrativeUnitCode!) { administrativeUnit(code: $code) { fullName } }',
    variables: { code: '00004' },
    elements: ['catalogue.unit.code', 'catalogue.unit.name'],
    value: { path: ['administrativeUnit', 'fullName'], text: 'Phường Ba Đình' },
  },
];

/** The operation by which a gateway asks for entities, with that selection. */
export function entityQuery(selection: string): string {
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
}

/** What a database said, and how. */
export interface SubgraphAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly codes: readonly string[];
  readonly errors: readonly AnswerError[];
  /** The whole body. */
  readonly text: string;
}

/** Asks a database past the gateway, with that grant or none. */
export async function askSubgraph(
  url: string,
  {
    query,
    variables = {},
  }: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  grant?: string,
): Promise<SubgraphAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(grant === undefined ? {} : { [GRANT_HEADER]: grant }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const body = JSON.parse(text) as { data?: unknown; errors?: AnswerError[] };
  const errors = body.errors ?? [];
  return {
    status: response.status,
    data: body.data,
    codes: errors.map(({ extensions }) => extensions.code),
    errors,
    text,
  };
}

/** What a gateway would put into a grant for that question. */
export function claimsFor({ database, elements }: Pick<Probe, 'database' | 'elements'>): AccessGrant {
  return {
    audience: database,
    agency: 'GDT',
    purpose: 'QLNN:TAX',
    elements,
    jurisdiction: 'national',
    checkedTypes: [],
    linkKey: '',
  };
}

/** A grant that the gateway itself could have signed. */
export async function signedGrant(system: TestSystem, grant: AccessGrant): Promise<string> {
  const signer = await createGrantSigner(system.secrets.grantKey.privateJwk);
  return await signer.sign(grant);
}

/** The value at a path of an answer's data. */
export function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | null)?.[key],
    data,
  );
}
