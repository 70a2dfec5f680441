/** How a "no" reaches the client. */
export { ERROR_CATALOGUE, type ErrorEntry } from './catalogue.ts';
export { formatClientError, refusalBody } from './format.ts';
export { errorsMarkdown } from './markdown.ts';
export { withoutStacks } from './without-stacks.ts';
