import { describe, expect, it } from 'vitest';
import { type Asked, ask, WARD } from './fixture.ts';

const QUERY = `query($operation: String!, $name: String, $purpose: String, $variables: AccessVariables) {
  accessPreview(operation: $operation, operationName: $name, purpose: $purpose, variables: $variables) {
    purpose complete headers { name }
    lacking { name class owner { key } legalBasis { document article } }
    fields {
      path coordinate decision rule argument wouldSuffice
      conditions { rule databases } lacking { name }
    }
  }
}`;

interface Question {
  readonly name?: string;
  readonly purpose?: string;
  readonly variables?: unknown;
}

async function preview(operation: string, question: Question = {}, asked: Asked = {}) {
  const { data, errors } = await ask(QUERY, { ...asked, variables: { operation, ...question } });
  return { preview: data.accessPreview, error: errors[0]?.originalError as { code?: string } | undefined };
}

/** Each field as `path: decision`. */
async function decisions(operation: string, question: Question = {}, asked: Asked = {}) {
  const { preview: found, error } = await preview(operation, question, asked);
  if (error !== undefined) throw error;
  return found.fields.map(
    ({ path, decision }: { path: readonly string[]; decision: string }) => `${path.join('.')}: ${decision}`,
  );
}

describe('a preview', () => {
  it('says of each field what a request would get, on its place', async () => {
    const operation =
      '{ all: citizens { name religion { creed } relatives { name: ethnicity } } sexes { title } }';
    expect(await decisions(operation)).toEqual([
      'all: CONDITIONAL',
      'all.@.name: CONDITIONAL',
      'all.@.religion: WITHHELD',
      'all.@.relatives: CONDITIONAL',
      'all.@.relatives.@.name: WITHHELD',
      'sexes: GRANTED',
      'sexes.@.title: GRANTED',
    ]);
  });

  it('says which rule withholds a field, what is lacking, and who could agree', async () => {
    const { preview: found } = await preview('{ citizens(ethnicity: "Kinh") { name } }');
    expect(found.fields).toEqual([
      {
        path: ['citizens'],
        coordinate: 'Query.citizens',
        decision: 'WITHHELD',
        rule: 'element-not-granted',
        argument: 'ethnicity',
        wouldSuffice: 'an agreement for BANK and QLNN:STATISTICS on the elements under "lacking"',
        conditions: [],
        lacking: [{ name: 'population.identity.ethnicity' }],
      },
    ]);
    expect(found).toMatchObject({
      complete: false,
      lacking: [
        {
          name: 'population.identity.ethnicity',
          class: 'sensitive',
          owner: { key: 'C06' },
          legalBasis: { document: 'Decree 356/2025/NĐ-CP', article: '4' },
        },
      ],
    });
  });

  it('says what the whole operation lacks, below withheld fields too', async () => {
    const operation = '{ citizens(ethnicity: "Kinh") { religion { creed } birthNumber } }';
    const { preview: found } = await preview(operation);
    expect(found.lacking.map(({ name }: { name: string }) => name)).toEqual([
      'civil-status.birth.number',
      'population.beliefs.religion',
      'population.identity.ethnicity',
    ]);
    expect(await decisions(operation)).toEqual(['citizens: WITHHELD']);
  });

  it('says which conditions about the record are left, and which headers the request needs', async () => {
    const operation = '{ citizen(name: "An") { name birthNumber } }';
    const { preview: found } = await preview(operation, {}, { claims: WARD });
    expect(found).toMatchObject({
      purpose: 'TTHC:1.001193',
      complete: true,
      headers: [{ name: 'Officer-Id' }, { name: 'Case-Id' }],
      fields: [
        { conditions: [{ rule: 'JURISDICTION', databases: ['population'] }, {}, {}] },
        {},
        {
          conditions: [
            { rule: 'JURISDICTION', databases: ['population'] },
            { rule: 'PROTECTION', databases: ['civil-status', 'population'] },
            { rule: 'CONFLICT_OF_INTEREST', databases: ['civil-status', 'population'] },
          ],
        },
      ],
    });
    const consent = await preview('{ citizens { name } }');
    expect(JSON.stringify(consent.preview.fields)).toContain('{"rule":"CONSENT","databases":["population"]}');
  });

  it('knows the conditions of a citizen’s own token', async () => {
    const claims = { kind: 'citizen', client: 'app', subject: '901085000001' } as const;
    const { preview: found } = await preview('{ citizens { ethnicity } }', {}, { claims });
    expect(found.fields[1]).toMatchObject({
      decision: 'CONDITIONAL',
      conditions: [{ rule: 'OWN_RECORD' }, { rule: 'DECEASED' }],
    });
  });

  it('keeps to @skip and @include', async () => {
    const operation = `query($a: Boolean!, $b: Boolean = false) {
      sexes @include(if: $a) { title } ... @skip(if: $b) { citizens { religion @include(if: $b) { creed } name } }
    }`;
    expect(await decisions(operation, { variables: { a: false } })).toEqual([
      'citizens: CONDITIONAL',
      'citizens.@.name: CONDITIONAL',
    ]);
    expect(await decisions(operation, { variables: { a: true, b: true } })).toEqual([
      'sexes: GRANTED',
      'sexes.@.title: GRANTED',
    ]);
  });

  it('tells by a variable whether an argument is used at all', async () => {
    const operation = 'query($e: String) { citizens(ethnicity: $e) { name } }';
    expect(await decisions(operation)).toContain('citizens: CONDITIONAL');
    expect(await decisions(operation, { variables: { e: 'Kinh' } })).toEqual(['citizens: WITHHELD']);
  });

  it('takes a required variable that is left out for one that uses all that it could', async () => {
    const operation = 'query($s: Search!) { citizens(search: $s) { name } }';
    expect(await decisions(operation)).toEqual(['citizens: WITHHELD']);
    const named = { variables: { s: { names: ['An'] } } };
    expect(await decisions(operation, named)).toContain('citizens: CONDITIONAL');
  });

  it('shows what the gateway answers itself as granted, in the order of the operation', async () => {
    const operation =
      '{ myAccess { territory } sexes { title } ...F } fragment F on Query { s: __schema { description } }';
    expect(await decisions(operation)).toEqual([
      'myAccess: GRANTED',
      'sexes: GRANTED',
      'sexes.@.title: GRANTED',
      's: GRANTED',
    ]);
  });

  it('is of the operation that is named', async () => {
    const operation = 'query A { sexes { title } } query B { citizens { name } }';
    expect(await decisions(operation, { name: 'A' })).toContain('sexes: GRANTED');
    expect((await preview(operation)).error).toMatchObject({ code: 'BAD_REQUEST' });
  });
});

it('at most three previews are made in one request', async () => {
  const previews = (count: number): string =>
    Array.from(
      { length: count },
      (_, n) => `p${n}: accessPreview(operation: "{ sexes { title } }") { complete }`,
    ).join(' ');
  const three = await ask(`{ ${previews(3)} }`);
  expect(three).toMatchObject({ errors: [], data: { p2: { complete: true } } });
  const four = await ask(`{ ${previews(4)} }`);
  expect(four.data).toEqual({ ...three.data, p3: null });
  expect(four.errors).toMatchObject([{ path: ['p3'], originalError: { code: 'OPERATION_TOO_COMPLEX' } }]);
});

describe('the purpose of a preview', () => {
  const several: Asked = { claims: { purposes: ['QLNN:STATISTICS', 'CONSENT:IDENTIFICATION'] } };

  it('is the one of the request, or any other of the token’s', async () => {
    const stated = { ...several, headers: { purpose: 'QLNN:STATISTICS' } };
    expect(await decisions('{ citizens { name } }', {}, stated)).toContain('citizens: CONDITIONAL');
    const other = { purpose: 'CONSENT:IDENTIFICATION' };
    expect(await decisions('{ citizens { name } }', other, stated)).toEqual(['citizens: WITHHELD']);
    const { preview: found } = await preview('{ citizens { name } }', other, several);
    expect(found).toMatchObject({
      ...other,
      fields: [{ rule: 'no-agreement' }],
      headers: [{ name: 'Purpose' }],
    });
  });

  it.each([
    ['PURPOSE_REQUIRED', several, {}],
    ['PURPOSE_NOT_PERMITTED', several, { purpose: 'TTHC:1.001193' }],
    ['PURPOSE_UNKNOWN', {}, { purpose: 'QLNN:CURIOSITY' }],
  ] as const)('is refused with %s', async (code, asked, question) => {
    expect(await preview('{ citizens { name } }', question, asked)).toMatchObject({
      preview: null,
      error: { code },
    });
  });
});

describe('an operation that a request would be refused with', () => {
  it.each([
    ['GRAPHQL_PARSE_FAILED', '{ citizens', {}],
    ['GRAPHQL_VALIDATION_FAILED', '{ citizens { nothing } }', {}],
    ['OPERATION_TOO_COMPLEX', `{ ${'citizens { relatives { '.repeat(150)}`, {}],
    [
      'OPERATION_TOO_COMPLEX',
      `{ ${Array.from({ length: 30 }, (_, n) => `a${n}: sexes { title }`).join(' ')} }`,
      {},
    ],
    ['BAD_USER_INPUT', 'query($s: Search) { citizens(search: $s) { name } }', { variables: { s: 5 } }],
    ['BAD_USER_INPUT', 'query($a: Boolean!) { sexes @skip(if: $a) { title } }', {}],
    ['BAD_USER_INPUT', '{ sexes { title } }', { variables: [1] }],
    ['BAD_USER_INPUT', '{ sexes { lienthong_x: title } }', {}],
  ])('is refused with %s: %s', async (code, operation, question) => {
    expect(await preview(operation, question)).toMatchObject({ preview: null, error: { code } });
  });
});

describe('the cost in a preview', () => {
  const COST = `query($operation: String!, $variables: AccessVariables) {
    accessPreview(operation: $operation, variables: $variables) {
      cost { requested limit withinLimit heaviest wouldSuffice assumes }
    }
  }`;
  const costOf = async (operation: string, variables: unknown = {}) => {
    const { data } = await ask(COST, { variables: { operation, variables } });
    return data.accessPreview.cost;
  };

  it('is that of the whole operation, whatever of it is withheld', async () => {
    expect(await costOf('{ citizens { name religion { creed } relatives { name } } }')).toEqual({
      requested: 10 * (1 + 1 + 10),
      limit: 500,
      withinLimit: true,
      heaviest: ['citizens', '@', 'relatives', '@'],
      wouldSuffice: null,
      assumes: [],
    });
  });

  it('says when the request would be refused, and what would suffice', async () => {
    const operation = '{ citizens { relatives { relatives { name } } } }';
    expect(await costOf(operation)).toMatchObject({
      requested: 1_110,
      withinLimit: false,
      wouldSuffice: expect.stringContaining('3 requests or more'),
    });
  });

  it('counts what @skip and @include leave in', async () => {
    const operation = 'query($is: Boolean!) { citizens { name relatives @include(if: $is) { name } } }';
    expect(await costOf(operation, { is: true })).toMatchObject({ requested: 110 });
    expect(await costOf(operation, { is: false })).toMatchObject({ requested: 10 });
  });
});
