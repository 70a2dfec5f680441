import { getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createAuthorizer } from './authorizer.ts';
import { ALL_ELEMENTS, allBut, GRAPH, grantOf } from './fixture.ts';

const DOCUMENT = parse('query A { citizen { religion } } query B { citizen { birthDate } }');

function operation(name: string): OperationDefinitionNode {
  const found = getOperationAST(DOCUMENT, name);
  if (found === null || found === undefined) throw new Error(`No operation ${name}.`);
  return found;
}

describe('decisions', () => {
  const all = grantOf(ALL_ELEMENTS);

  it('are taken once for the same operation and grant', () => {
    const authorizer = createAuthorizer(GRAPH);
    const first = authorizer.permit('h', DOCUMENT, operation('A'), all);
    expect(authorizer.permit('h', DOCUMENT, operation('A'), all)).toBe(first);
    // The same terms in another object, as on the next day, are the same grant.
    expect(authorizer.permit('h', DOCUMENT, operation('A'), grantOf(ALL_ELEMENTS))).toBe(first);
  });

  it.each([
    ['agency', { agency: 'BANK' }],
    ['purpose', { purpose: 'QLNN:INSURANCE' }],
    ['agreements', { agreements: ['population-02'] }],
    ['elements alone', {}],
  ])('are never shared between grants that differ in their %s', (_what, changes) => {
    const authorizer = createAuthorizer(GRAPH);
    const first = authorizer.permit('h', DOCUMENT, operation('A'), all);
    const less = grantOf(allBut('religion'), changes);
    const second = authorizer.permit('h', DOCUMENT, operation('A'), less);
    expect(first.withheld).toHaveLength(0);
    expect(second.withheld).toHaveLength(1);
    expect(authorizer.permit('h', DOCUMENT, operation('A'), all)).toBe(first);
  });

  it('are never shared between two operations of one document, nor between documents', () => {
    const authorizer = createAuthorizer(GRAPH);
    const a = authorizer.permit('h', DOCUMENT, operation('A'), all);
    expect(authorizer.permit('h', DOCUMENT, operation('B'), all).source).not.toBe(a.source);
    const other = parse('query A { citizens { personalId } }');
    const same = getOperationAST(other, 'A') ?? operation('A');
    expect(authorizer.permit('other', other, same, all).source).not.toBe(a.source);
  });

  it('without values are never shared with those for values, which may skip fields', () => {
    const authorizer = createAuthorizer(GRAPH);
    const document = parse('query A($on: Boolean) { citizen { religion @include(if: $on) } }');
    const asked = getOperationAST(document, 'A') ?? operation('A');
    const less = grantOf(allBut('religion'));
    expect(authorizer.permit('i', document, asked, less).withheld).toHaveLength(1);
    expect(authorizer.permit('i', document, asked, less, {}).withheld).toHaveLength(0);
  });

  it('are forgotten when there are very many, the oldest first, and taken again', () => {
    const authorizer = createAuthorizer(GRAPH);
    const first = authorizer.permit('0', DOCUMENT, operation('A'), all);
    for (let index = 1; index <= 2_000; index += 1)
      authorizer.permit(`${index}`, DOCUMENT, operation('A'), all);
    const again = authorizer.permit('0', DOCUMENT, operation('A'), all);
    expect(again).not.toBe(first);
    expect(again).toEqual(first);
  });
});
