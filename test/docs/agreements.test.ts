import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agreementShape } from '../../governance/shapes.ts';
import { governanceWith } from '../support/governance.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the agreement that the documents show', () => {
  it.each(['docs/agreements.md', 'governance/README.md'])('(%s) loads', (path) => {
    const example = /```yaml\n(- id: [\s\S]*?)```/.exec(read(path))?.[1] ?? '';
    const text = `consumer: PC-COMMUNE-00004\nagreements:\n${example}`;
    const { agreements } = governanceWith({ 'agreements/pc-commune-00004.yaml': text });
    expect(agreements.filter(({ consumer }) => consumer === 'PC-COMMUNE-00004')).toHaveLength(1);
  });

  it('is explained key by key', () => {
    const text = read('docs/agreements.md');
    for (const key of Object.keys(agreementShape.shape)) expect(text).toContain(`\`${key}\``);
  });
});
