import { describe, expect, it } from 'vitest';
import { GovernanceError, ProblemList } from './problems.ts';
import { readYaml, showValue } from './yaml-file.ts';

const TEXT = `# a comment
top:
  - name: first
    parts:
      - a
      - b
  - name: >-
      second,
      folded
`;

describe('a YAML file', () => {
  const yaml = readYaml('x.yaml', TEXT, new ProblemList());

  it.each([
    ['a key', ['top'], 2],
    ['a list item', ['top', 1], 7],
    ['a key inside a list item', ['top', 0, 'parts'], 4],
    ['an item of a list inside', ['top', 0, 'parts', 1], 6],
    ['a folded text, by its key', ['top', 1, 'name'], 7],
    ['a key that is missing, by what it is missing from', ['top', 0, 'colour'], 3],
    ['something below a key that is missing', ['top', 0, 'colour', 'red', 7], 3],
    ['the file itself', [], 2],
  ])('knows the line of %s', (_name, path, line) => {
    expect(yaml.lineOf(path)).toBe(line);
  });

  it('gives the value at a path, and nothing where there is none', () => {
    expect(yaml.valueAt(['top', 1, 'name'])).toBe('second, folded');
    expect(yaml.valueAt(['top', 5, 'name'])).toBeUndefined();
    expect(yaml.valueAt(['toString'])).toBeUndefined();
  });

  it.each([
    ['a key that stands there twice', 'a: 1\nb: 2\na: 3\n', 3],
    ['brackets that do not close', 'a: 1\nb: [1, 2\n', 3],
    ['two documents', 'a: 1\n---\nb: 2\n', 2],
    ['a tag that means nothing here', 'a: 1\nb: !secret x\n', 2],
    ['an alias', 'a: &x 1\nb: *x\n', 2],
  ])('is refused with %s', (_name, text, line) => {
    const problems = new ProblemList();
    expect(readYaml('x.yaml', text, problems).data).toBeUndefined();
    const refusal = expect(() => problems.throwIfAny());
    refusal.toThrow(GovernanceError);
    refusal.toThrow(new RegExp(`^x\\.yaml:${line}: found `));
  });

  it('is accepted without them', () => {
    const problems = new ProblemList();
    expect(readYaml('x.yaml', 'a: 1\nb: [1, 2]\nc: x\n', problems).data).toEqual({ a: 1, b: [1, 2], c: 'x' });
    expect(() => problems.throwIfAny()).not.toThrow();
  });
});

describe('a value in a problem', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [7, '7'],
    ['x', '"x"'],
    [[], 'an empty list'],
    [[1], 'a list'],
    [{}, 'a mapping'],
    ['x'.repeat(100), `"${'x'.repeat(60)}…"`],
  ])('%j reads %s', (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });
});
