import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkSchemaRules, SCHEMA_RULES } from '../../gateway/supergraph/schema-rules.ts';
import { loadGovernance } from '../../governance/index.ts';
import { blocksOf, guideDictionary } from '../support/guide.ts';

const TEXT = readFileSync(new URL('../../docs/schema-rules.md', import.meta.url), 'utf8');

/** The examples speak of the database of subgraphs/README.md, and of what the others have. */
const ELEMENTS = new Map<string, { readonly class: string }>([
  ...loadGovernance().elements,
  ...guideDictionary().map((name) => [name, { class: 'basic' }] as const),
]);

interface Section {
  readonly rule: string;
  readonly wrong: readonly string[];
  readonly right: readonly string[];
}

const SECTIONS: readonly Section[] = TEXT.split(/^## /m)
  .slice(1)
  .map((text) => {
    const labelled = (label: string) =>
      blocksOf(text)
        .filter((block) => block.label === label)
        .map((block) => block.text);
    return { rule: /^`(.+)`$/m.exec(text)?.[1] ?? '', wrong: labelled('wrong'), right: labelled('right') };
  });

function rulesBrokenBy(schema: string): readonly string[] {
  const source = { name: 'vehicles', url: 'http://localhost', file: 'example', document: parse(schema) };
  return checkSchemaRules(source, ELEMENTS).map(({ rule }) => rule);
}

describe('docs/schema-rules.md', () => {
  it('has a section for every rule, in their order, and for nothing else', () => {
    expect(SECTIONS.map(({ rule }) => rule)).toEqual(SCHEMA_RULES.map(({ name }) => name));
  });

  it.each(SECTIONS)('$rule: the wrong example breaks this rule only, the right one none', (section) => {
    expect([section.wrong.length, section.right.length]).toEqual([1, 1]);
    for (const example of section.wrong) expect([...new Set(rulesBrokenBy(example))]).toEqual([section.rule]);
    for (const example of section.right) expect(rulesBrokenBy(example)).toEqual([]);
  });
});
