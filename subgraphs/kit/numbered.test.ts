import { expect, it } from 'vitest';
import { chronological, numbered } from './numbered.ts';

const ROWS = [
  { on: '2026-02-01', of: 'b' },
  { on: '2026-01-01', of: 'a' },
  { on: '2026-02-01', of: 'c' },
];

it('rows are numbered from 1 in the order in which they come', () => {
  expect(numbered(ROWS).map(({ id, of }) => id + of)).toEqual(['1b', '2a', '3c']);
});

it('or in the order of their days, those of one day as they come', () => {
  expect(chronological(ROWS, ({ on }) => on).map(({ id, of }) => id + of)).toEqual(['1a', '2b', '3c']);
});
