import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { sealKey } from '../../contract/sealed-key.ts';
import { subjectsInArguments, subjectsInRepresentations } from './subjects-in.ts';

const SCHEMA = buildSchema(/* GraphQL */ `
  scalar PersonalId
  scalar EnterpriseCode
  scalar Day
  input Party { person: PersonalId, enterprise: EnterpriseCode, others: [Party!], since: Day }
  type Query {
    citizen(personalId: PersonalId!, on: Day): Citizen
    citizens(personalIds: [PersonalId!]!): [Citizen]
    business(enterpriseCode: EnterpriseCode!): Citizen
    cases(parties: [Party!], note: String): Citizen
    families(couples: [[PersonalId!]!]!): Citizen
    defaulted(party: Party = { person: "901000000009" }): Citizen
  }
  type Citizen { name: String, relatives(of: PersonalId): [Citizen] }
`);

const ANN = '901000000001';
const BEN = '901000000002';
const CHI = '901000000003';
const FIRM = '9900000001';

function namesIn(query: string, variables: Readonly<Record<string, unknown>> = {}): readonly string[] {
  return [...subjectsInArguments(SCHEMA, parse(query), variables)].sort();
}

describe('subjects that an operation asks for', () => {
  it('stand in literals, whatever the alias and the depth', () => {
    const query = `{ a: citizen(personalId: "${ANN}") { relatives(of: "${BEN}") { name } } business(enterpriseCode: "${FIRM}") { name } }`;
    expect(namesIn(query)).toEqual([`Business ${FIRM}`, `Citizen ${ANN}`, `Citizen ${BEN}`]);
  });

  it('stand in variables', () => {
    const query = 'query ($id: PersonalId!) { citizen(personalId: $id) { name } }';
    expect(namesIn(query, { id: ANN })).toEqual([`Citizen ${ANN}`]);
    expect(namesIn(query)).toEqual([]);
  });

  it('stand in fragments', () => {
    const query = `query ($id: PersonalId!) { ...Look } fragment Look on Query { citizen(personalId: $id) { ... on Citizen { relatives(of: "${BEN}") { name } } } }`;
    expect(namesIn(query, { id: ANN })).toEqual([`Citizen ${ANN}`, `Citizen ${BEN}`]);
  });

  it('stand in lists, of literals and variables, once each', () => {
    const query = `query ($one: PersonalId!, $all: [PersonalId!]!) {
      a: citizens(personalIds: ["${ANN}", $one, "${ANN}"]) { name } b: citizens(personalIds: $all) { name } }`;
    expect(namesIn(query, { one: BEN, all: [ANN, CHI] })).toEqual([
      `Citizen ${ANN}`,
      `Citizen ${BEN}`,
      `Citizen ${CHI}`,
    ]);
  });

  it('stand in a single value where a list is expected (GraphQL specification §3.11), and in lists of lists', () => {
    expect(namesIn(`{ citizens(personalIds: "${ANN}") { name } }`)).toEqual([`Citizen ${ANN}`]);
    expect(namesIn(`{ families(couples: [["${ANN}", "${BEN}"], ["${CHI}"]]) { name } }`)).toHaveLength(3);
  });

  it('stand in input objects, nested ones, and those of a variable', () => {
    const query = `query ($party: Party!) { cases(parties: [{ person: "${ANN}", others: [{ enterprise: "${FIRM}" }] }, $party]) { name } }`;
    expect(namesIn(query, { party: { person: BEN, others: [{ person: CHI, others: null }] } })).toEqual([
      `Business ${FIRM}`,
      `Citizen ${ANN}`,
      `Citizen ${BEN}`,
      `Citizen ${CHI}`,
    ]);
  });

  it('are not taken from what is no key, is null, or is not there', () => {
    expect(
      namesIn(`{ cases(note: "${ANN}") { name } citizen(personalId: "${BEN}", on: "${CHI}") { name } }`),
    ).toEqual([`Citizen ${BEN}`]);
    expect(
      namesIn('query ($parties: [Party!]) { cases(parties: $parties) { name } }', { parties: null }),
    ).toEqual([]);
    expect(namesIn('{ cases(parties: null) { name } }')).toEqual([]);
    expect(namesIn('{ cases { name } }')).toEqual([]);
  });
});

describe('subjects that the gateway sends to a database', () => {
  const LINK_KEY = Buffer.from('the link key of one agency and purpose').toString('base64url');
  const OTHER_KEY = Buffer.from('the link key of another agency').toString('base64url');

  it('are named by the type and key of their representation', () => {
    const representations = [
      { __typename: 'Citizen', personalId: ANN },
      { __typename: 'Business', enterpriseCode: FIRM },
      { __typename: 'AdministrativeUnit', code: '00004' },
      { __typename: 'Citizen', personalId: null },
    ];
    expect(subjectsInRepresentations(representations, LINK_KEY)).toEqual([
      `Citizen ${ANN}`,
      `Business ${FIRM}`,
    ]);
  });

  it('are found behind a key that was sealed for this caller, and for nobody else', () => {
    const sealed = sealKey(LINK_KEY, 'Citizen.personalId', ANN);
    const representations = [{ __typename: 'Citizen', personalId: sealed }];
    expect(subjectsInRepresentations(representations, LINK_KEY)).toEqual([`Citizen ${ANN}`]);
    expect(subjectsInRepresentations(representations, OTHER_KEY)).toEqual([]);
  });

  it('are none without representations', () => {
    expect(subjectsInRepresentations(undefined, LINK_KEY)).toEqual([]);
    expect(subjectsInRepresentations({ __typename: 'Citizen', personalId: ANN }, LINK_KEY)).toEqual([]);
  });
});
