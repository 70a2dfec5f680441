import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSourceFiles } from '../../commands/checks/source-files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Links of one Markdown text that lead nowhere. `read` answers a file's text, `''` for a folder. */
function deadLinks(file: string, text: string, read: (path: string) => string | undefined): string[] {
  const prose = text.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = decodeURIComponent(target).split('#');
      const found = path === '' ? text : read(join(dirname(file), path));
      return found === undefined || (anchor !== undefined && !anchorsOf(found).includes(anchor));
    });
}

/** The anchors that a Markdown text has: one for each heading, numbered when it comes again. */
function anchorsOf(text: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

function readProject(path: string): string | undefined {
  if (path.startsWith('..') || !existsSync(join(ROOT, path))) return undefined;
  return path.endsWith('.md') ? readFileSync(join(ROOT, path), 'utf8') : '';
}

const documents = [...readSourceFiles(ROOT)].filter(([path]) => path.endsWith('.md'));

it.each(documents)('every link of %s leads somewhere', (path, text) => {
  expect(deadLinks(path, text, readProject)).toEqual([]);
});

describe('a link', () => {
  const files: Readonly<Record<string, string>> = {
    'docs/b.md': '# An agreement\n\n## `one` & two\n\n## Số định danh\n\n## Again\n\n## Again\n',
    'gateway/a.ts': '',
  };
  const dead = (text: string) => deadLinks('docs/a.md', text, (path) => files[path]);

  it.each([
    '[b](b.md)',
    '[b](./b.md#an-agreement)',
    '[b](b.md#one--two)',
    '[b](b.md#số-định-danh)',
    '[b](b.md#again-1)',
    '[code](../gateway/a.ts)',
    '[elsewhere](https://example.org/x)',
    '# Here\n[here](#here)',
    '```md\n[not a link](nowhere.md)\n```',
    '`[not a link](nowhere.md)`',
  ])('%j is good', (text) => expect(dead(text)).toEqual([]));

  it.each([
    ['[b](c.md)', 'c.md'],
    ['[b](b.md#three)', 'b.md#three'],
    ['[b](b.md#again-2)', 'b.md#again-2'],
    ['[code](gateway/a.ts)', 'gateway/a.ts'],
    ['[here](#here)', '#here'],
  ])('%j is dead', (text, target) => expect(dead(text)).toEqual([target]));
});
