import { ERROR_CODES, type ErrorCode } from '../../contract/refusal.ts';
import { ERROR_CATALOGUE } from './catalogue.ts';

const HEAD = `# Error codes

Every "no" of Liên thông has one of these codes, in \`errors[].extensions.code\`. A code keeps its meaning for ever. What
helps to mend the request stands beside it: the field or header, what was received, what is expected.

The status is the one of the HTTP answer when the whole request is refused. A field that is withheld or unavailable is
\`null\` in an answer with status 200, with its error at its path.

| Code | Status | Meaning | Nghĩa | What to do |
|---|---|---|---|---|
`;

/** The text of docs/errors.md: the catalogue as a table, in the order of the contract. */
export function errorsMarkdown(): string {
  return HEAD + (Object.keys(ERROR_CODES) as ErrorCode[]).map(row).join('');
}

function row(code: ErrorCode): string {
  const { meaning, meaningVi, remedy } = ERROR_CATALOGUE[code];
  const cells = [`\`${code}\``, String(ERROR_CODES[code]), meaning, meaningVi, remedy];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}
