import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  buildClientSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  isEnumType,
  isObjectType,
  parse,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLERS } from '../support/callers.ts';
import { PROFILE } from '../support/personas.ts';
import { askPreview } from '../support/preview.ts';
import { type Asker, startTestSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;
let own: GraphQLSchema;

/** A bank: of all agencies, the one from which most is hidden. */
const BANK: Asker = CALLERS.bank;
const WHOLE = buildASTSchema(
  parse(readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8')),
  { assumeValidSDL: true },
);

beforeAll(async () => {
  system = await startTestSystem();
  const { data } = await system.ask(BANK, getIntrospectionQuery({ descriptions: false }));
  own = buildClientSchema(data as unknown as IntrospectionQuery);
});
afterAll(() => system.stop());

const TYPES = Object.values(WHOLE.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.includes('__'),
);

/** A name that is not there, as near as one can get. */
const misspelt = (name: string): string => `${name}x`;

const ofOwn = (type: string) => {
  const found = own.getType(type);
  return isObjectType(found) ? found.getFields() : {};
};

/** What the gateway says to a document, in an answer of its own and in a preview. */
async function said(query: string): Promise<readonly string[]> {
  const [answer, preview] = await Promise.all([
    system.ask(BANK, query),
    askPreview(system, BANK, { operation: query }),
  ]);
  expect(answer.status).toBe(400);
  return [answer, preview].map(({ errors }) => JSON.stringify(errors));
}

function suggestedIn(text: string): readonly string[] {
  return [...text.matchAll(/Did you mean ([^?]*)\?/g)].flatMap(([, names = '']) =>
    [...names.matchAll(/\\"(.*?)\\"/g)].map(([, name]) => name ?? ''),
  );
}

describe('a suggestion never names what is hidden', () => {
  it('among the fields of a type', { timeout: 60_000 }, async () => {
    let hidden = 0;
    let suggested = 0;
    for (const type of TYPES) {
      const names = Object.keys(type.getFields()).slice(0, 40);
      const visible = Object.keys(ofOwn(type.name));
      hidden += names.filter((name) => !visible.includes(name)).length;
      const selections = names.map(misspelt).join(' ');
      for (const text of await said(`{ __typename } fragment F on ${type.name} { ${selections} }`)) {
        const found = suggestedIn(text);
        expect(
          found.filter((name) => !visible.includes(name)),
          type.name,
        ).toEqual([]);
        suggested += found.length;
      }
    }
    expect(hidden).toBeGreaterThan(100);
    expect(suggested).toBeGreaterThan(20);
  });

  it('among the types', async () => {
    for (const type of TYPES) {
      const [text = ''] = await said(`{ __typename } fragment F on ${misspelt(type.name)} { __typename }`);
      expect(suggestedIn(text).filter((name) => own.getType(name) === undefined)).toEqual([]);
      if (own.getType(type.name) !== undefined) expect(suggestedIn(text)).toContain(type.name);
    }
  });

  it('among the arguments of a field', async () => {
    for (const type of TYPES) {
      for (const field of Object.values(type.getFields()).filter(({ args }) => args.length > 0)) {
        const visible = ofOwn(type.name)[field.name]?.args.map(({ name }) => name) ?? [];
        const args = field.args.map(({ name }) => `${misspelt(name)}: 1`).join(' ');
        const document = `{ __typename } fragment F on ${type.name} { ${field.name}(${args}) }`;
        for (const text of await said(document)) {
          // The field itself is the client's own word, with the braces that it lacks.
          const found = suggestedIn(text).filter((name) => name !== `${field.name} { ... }`);
          expect(
            found.filter((name) => !visible.includes(name)),
            field.name,
          ).toEqual([]);
        }
      }
    }
  });

  it('among the values of an enum', async () => {
    const enums = Object.values(WHOLE.getTypeMap()).filter(isEnumType);
    for (const type of enums.filter(({ name }) => !name.includes('__'))) {
      const [value] = type.getValues();
      const query = `query($e: ${type.name} = ${misspelt(value?.name ?? '')}) { __typename }`;
      for (const text of await said(query)) {
        const isVisible = (name: string): boolean => {
          const found = own.getType(type.name);
          return isEnumType(found) && found.getValue(name) !== undefined;
        };
        expect(
          suggestedIn(text).filter((name) => !isVisible(name)),
          type.name,
        ).toEqual([]);
      }
    }
  });

  it('but does name what is granted', async () => {
    const query = `{ citizen(personalId: "${PROFILE}") { nam { full } personalIdd } }`;
    const [text = ''] = await said(query);
    expect(suggestedIn(text)).toContain('name');
  });
});
