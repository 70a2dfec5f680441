import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { supergraphFacts } from './supergraph-facts.ts';

const HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [
  "@key", "@external", "@provides", "@shareable", "@inaccessible"
])\n`;

const { supergraphSdl = '' } = composeServices(
  Object.entries({
    'civil-status': `
      type Query { citizen: Citizen }
      type Citizen @key(fields: "personalId") @key(fields: "passport { country number }") {
        personalId: ID! passport: Passport name: String @shareable secret: Ghost @inaccessible
      }
      type Passport { country: String number: Int }
      type Ghost @inaccessible { id: ID }`,
    land: `
      type Query { owner: Citizen @provides(fields: "name") plot: Plot }
      type Citizen @key(fields: "personalId", resolvable: false) { personalId: ID! name: String @external }
      type Plot @key(fields: "sheet number") { sheet: Int! number: Int! }`,
  }).map(([name, sdl]) => ({ name, url: `http://${name}.test`, typeDefs: parse(HEADER + sdl) })),
);

const facts = supergraphFacts(supergraphSdl);

it('says which database answers for entities of a type by which key', () => {
  expect(facts.resolves('civil-status', 'Citizen', 'personalId')).toBe(true);
  expect(facts.resolves('civil-status', 'Citizen', 'passport { country number }')).toBe(true);
  expect(facts.resolves('land', 'Plot', 'sheet number')).toBe(true);
  expect(facts.resolves('land', 'Citizen', 'personalId')).toBe(false);
  expect(facts.resolves('land', 'Plot', 'sheet')).toBe(false);
  expect(facts.resolves('CIVIL_STATUS', 'Citizen', 'personalId')).toBe(false);
});

it('says which fields a database has only where they are reached', () => {
  expect(facts.isPassedOn('land', 'Citizen', 'name')).toBe(true);
  expect(facts.isPassedOn('civil-status', 'Citizen', 'name')).toBe(false);
  expect(facts.isPassedOn('land', 'Citizen', 'personalId')).toBe(false);
});

it('knows the types that clients do not see', () => {
  expect(facts.schema.getType('Ghost')).toBeDefined();
});
