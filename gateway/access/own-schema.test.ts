import { printSchema, validateSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Asked, ask, callerOf, GOVERNANCE, GRAPH, WARD } from './fixture.ts';
import { createOwnSchemas } from './own-schema.ts';

const SCHEMAS = createOwnSchemas(GRAPH.schema, GRAPH.policy);
const schemaOf = (asked: Asked) => SCHEMAS.schemaOf({ caller: callerOf(asked), governance: GOVERNANCE });
const CITIZEN: Asked = { claims: { kind: 'citizen', client: 'app', subject: '901085000001' } };
const BOTH: Asked = { claims: { ...WARD, purposes: ['TTHC:1.001193', 'QLNN:STATISTICS'] } };

/** A caller's schema, with the descriptions of nobody's fields in the way of comparing. */
function shown(asked: Asked): string {
  const schema = schemaOf(asked);
  expect(validateSchema(schema)).toEqual([]);
  return printSchema(schema);
}

/** One type of it, as text; empty when it is not there. */
function type(asked: Asked, name: string): string {
  return new RegExp(`^type ${name} {[^}]*}`, 'm').exec(shown(asked))?.[0].replace(/\s+/g, ' ') ?? '';
}

describe('the own schema of a caller', () => {
  it('has what is granted for the purpose, and nothing else', () => {
    expect(shown({}).replace(/\s+/g, ' ')).toBe(
      [
        'type Query { citizen(name: String!): Citizen citizens(search: Search): [Citizen!] things: [Thing] sexes: [Sex!] }',
        'type Citizen { name: String relatives: [Citizen!] }',
        'type Sex { title: String }',
        'union Thing = Citizen',
        'input Search { names: [String!] }',
      ].join(' '),
    );
  });

  it('has no field that needs an argument beyond the grant, and no argument beyond it', () => {
    const query = type({}, 'Query');
    expect(query).not.toContain('byCreed');
    expect(query).not.toContain('ethnicity');
    expect(type(CITIZEN, 'Query')).toContain('citizens(ethnicity: String, search: Search)');
  });

  it('has what is public, even for an agency without any agreement', () => {
    const nobody: Asked = { claims: { agency: 'MOJ', purposes: ['QLNN:STATISTICS'] } };
    expect(shown(nobody).replace(/\s+/g, ' ')).toBe(
      'type Query { sexes: [Sex!] } type Sex { title: String }',
    );
    expect(shown({ claims: { agency: 'MOJ', purposes: [] } })).toBe(shown(nobody));
  });

  it('is the citizen’s own on the token of a citizen', () => {
    expect(type(CITIZEN, 'Citizen')).toBe(
      'type Citizen { name: String sex: Sex ethnicity: String relatives: [Citizen!] }',
    );
  });

  it('differs from purpose to purpose', () => {
    const births = { ...BOTH, headers: { purpose: 'TTHC:1.001193' } };
    const statistics = { ...BOTH, headers: { purpose: 'QLNN:STATISTICS' } };
    expect(type(births, 'Citizen')).toContain('name');
    expect(type(statistics, 'Citizen')).toBe('');
  });

  it('shows all purposes of the token where the request states none', () => {
    const bankToo: Asked = { claims: { purposes: ['QLNN:STATISTICS', 'CONSENT:IDENTIFICATION'] } };
    expect(shown(bankToo)).toBe(shown({}));
    expect(type(BOTH, 'Citizen')).toContain('birthNumber');
  });

  it('is made once for the same grants', () => {
    const other = { claims: { client: 'another' } };
    expect(schemaOf(other)).toBe(schemaOf({}));
  });
});

describe('introspection', () => {
  const names = async (query: string, asked: Asked = {}) => JSON.stringify((await ask(query, asked)).data);

  it('knows what the caller may read, and nothing of the rest', async () => {
    const query = '{ __schema { types { name } } a: __type(name: "Citizen") { fields { name } } }';
    expect(await names(query)).toContain('relatives');
    expect(await names(query)).not.toMatch(/Religion|Temple|Creed|ethnicity/);
    expect(await names(query, CITIZEN)).toContain('ethnicity');
  });

  it('says of a hidden type that there is none', async () => {
    const query = 'query($name: String!) { __type(name: $name) { name } }';
    expect(await names(query, { variables: { name: 'Religion' } })).toBe('{"__type":null}');
    expect(await names(query, { variables: { name: 'Citizen' } })).toBe('{"__type":{"name":"Citizen"}}');
  });

  it('shows the gateway’s own fields to everybody', async () => {
    const query = '{ __type(name: "Query") { fields { name } } }';
    expect(await names(query, { claims: { agency: 'MOJ' } })).toMatch(/myAccess.*accessPreview/);
  });

  it('needs no purpose, no officer and no case', async () => {
    expect((await ask('{ __schema { queryType { name } } }', BOTH)).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    });
  });
});
