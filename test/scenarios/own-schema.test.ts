import {
  buildClientSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../nation/random.ts';
import { CALLERS } from '../support/callers.ts';
import { PROFILE } from '../support/personas.ts';
import { previewOf } from '../support/preview.ts';
import { randomOperation } from '../support/random-operations.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

const INTROSPECTION = getIntrospectionQuery({ descriptions: false });

async function schemaOf(asker: Asker): Promise<GraphQLSchema> {
  const { data, errors } = await system.ask(asker, INTROSPECTION);
  expect(errors).toEqual([]);
  return buildClientSchema(data as unknown as IntrospectionQuery);
}

/** Coordinates of all fields. */
function fieldsOf(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return new Set(
    types.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)),
  );
}

const ASKERS: readonly (readonly [string, Asker, string, string])[] = [
  ['the tax department', CALLERS.tax, 'Citizen.landRights', 'Citizen.marriages'],
  ['a ward', CALLERS.communeMarriage, 'Citizen.marriages', 'Citizen.landRights'],
  ['a citizen', { citizen: PROFILE }, 'Query.me', 'Query.businessesOfNobody'],
];

describe('introspection', () => {
  it.each(ASKERS)('shows %s a schema of their own', async (_who, asker, shown, hidden) => {
    const fields = fieldsOf(await schemaOf(asker));
    expect(fields).toContain(shown);
    expect(fields).not.toContain(hidden);
    expect(fields).toContain('Query.myAccess');
  });

  it.each(ASKERS)('shows %s only what a request then gets', { timeout: 30_000 }, async (who, asker) => {
    const schema = await schemaOf(asker);
    const keys = { personalId: [PROFILE], first: [1], 'administrativeUnit.code': ['01'], amount: ['1'] };
    const random = createRandom(5, `own schema ${who}`);
    for (let number = 0; number < 30; number += 1) {
      const { query, variables } = randomOperation(schema, keys, random);
      const { complete, fields } = await previewOf(system, asker, { operation: query, variables });
      expect(
        fields.filter(({ decision }) => decision === 'WITHHELD'),
        query,
      ).toEqual([]);
      expect(complete).toBe(true);
    }
  });

  it('shows an agency without any agreement what is public', async () => {
    const schema = await schemaOf(CALLERS.withoutAgreement);
    expect(schema.getType('Citizen')).toBeUndefined();
    expect(schema.getType('PersonalId')).toBeUndefined();
    expect(fieldsOf(schema)).toContain('Query.provinces');
  });

  it('differs from purpose to purpose, and shows all of them where none is stated', async () => {
    const both: Asker = { agency: 'GDT', purposes: ['QLNN:TAX', 'TTHC:1.000894'] };
    const tax = fieldsOf(await schemaOf({ ...both, headers: { purpose: 'QLNN:TAX' } }));
    const marriage = fieldsOf(await schemaOf({ ...both, headers: { purpose: 'TTHC:1.000894' } }));
    expect(tax).toContain('Query.citizen');
    expect(marriage).not.toContain('Query.citizen');
    expect(fieldsOf(await schemaOf(both))).toEqual(tax);
  });

  it('hides, and the answer still says what would suffice', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { marriages { establishedOn } } }`;
    const { errors } = await system.ask(CALLERS.tax, query);
    expect(errors).toMatchObject([
      {
        path: ['citizen', 'marriages'],
        extensions: { code: 'ELEMENT_WITHHELD', lacking: [expect.any(String)] },
      },
    ]);
  });
});

describe('a mutation', () => {
  it('of the databases does not exist', async () => {
    const { status, errors } = await system.ask(CALLERS.tax, 'mutation { citizen { __typename } }');
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});
