import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { deliveredPaths } from './delivered-paths.ts';
import { pathText } from './request.ts';

const delivered = (query: string) => deliveredPaths(parse(query)).map(pathText);

describe('what an operation on a database would deliver', () => {
  it('are all its fields, those with selections among them, by response key', () => {
    expect(delivered('{ citizen { id: personalId name { full } } }')).toEqual([
      'citizen',
      'citizen.id',
      'citizen.name',
      'citizen.name.full',
    ]);
  });

  it('leaves no trace of _entities, whose fields are merged where the records stand', () => {
    expect(
      delivered(
        'query($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { religion spouse { id } } } }',
      ),
    ).toEqual(['religion', 'spouse', 'spouse.id']);
  });

  it('counts what stands in fragments of both kinds', () => {
    expect(
      delivered(
        '{ owners { ... on Citizen { a } ...F } } fragment F on Business { b ...G } fragment G on Business { c }',
      ),
    ).toEqual(['owners', 'owners.a', 'owners.b', 'owners.c']);
  });

  it('is nothing without an operation, and nothing of a fragment that is not there', () => {
    expect(delivered('fragment F on Business { b }')).toEqual([]);
    expect(delivered('{ ...Missing a }')).toEqual(['a']);
  });

  it('is what the first operation delivers', () => {
    expect(delivered('query A { a } query B { b }')).toEqual(['a']);
  });
});

describe('a path as text', () => {
  it('has no list positions, so that both sides of a comparison agree without the schema', () => {
    expect(pathText(['citizens', '@', 'children', '@', '@', 'name'])).toBe('citizens.children.name');
  });

  it('cannot be confused with another one: no name has a dot', () => {
    expect(pathText(['a', 'b'])).not.toBe(pathText(['ab']));
  });
});
