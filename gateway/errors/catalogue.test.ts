import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../contract/refusal.ts';
import { ERROR_CATALOGUE } from './catalogue.ts';
import { errorsMarkdown } from './markdown.ts';

const CODES = Object.keys(ERROR_CODES);
const REWRITE =
  "docs/errors.md is not what the catalogue says; rewrite it: npx tsx -e \"import('./gateway/errors/markdown.ts').then((m) => require('fs').writeFileSync('docs/errors.md', m.errorsMarkdown()))\"";

describe('the catalogue', () => {
  it('explains every code of the contract, in its order, and no other one', () => {
    expect(Object.keys(ERROR_CATALOGUE)).toEqual(CODES);
  });

  it.each(Object.entries(ERROR_CATALOGUE))('%s has whole sentences in both languages', (_code, entry) => {
    for (const text of [entry.meaning, entry.meaningVi, entry.remedy]) expect(text).toMatch(/^\p{Lu}.+\.$/u);
    expect(entry.meaningVi).toMatch(/[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i);
  });
});

describe('docs/errors.md', () => {
  const text = errorsMarkdown();

  it('is made from the catalogue', () => {
    const written = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    expect(written, REWRITE).toBe(text);
  });

  it('has a row for each code, with its status', () => {
    const rows = [...text.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    expect(rows).toEqual(Object.entries(ERROR_CODES));
  });

  it('has five cells in every row', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.map((line) => line.split(/(?<!\\)\|/).length)).toEqual(rows.map(() => 7));
  });
});
