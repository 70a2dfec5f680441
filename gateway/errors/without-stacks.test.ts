import { expect, it } from 'vitest';
import { withoutStacks } from './without-stacks.ts';

it('errors that are told have no stack, and the next ones have', () => {
  expect(withoutStacks(() => new Error('told')).stack).toBe('Error: told');
  expect(new Error('a fault').stack).toContain('without-stacks.test.ts');
});

it('stacks are back after a failure as well', () => {
  expect(() =>
    withoutStacks(() => {
      throw new Error('failed');
    }),
  ).toThrow('failed');
  expect(new Error('a fault').stack).toContain('without-stacks.test.ts');
});
