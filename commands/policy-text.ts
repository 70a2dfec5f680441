import { type AccessChange, CITIZEN, EVERYBODY, type Governance } from '../governance/index.ts';

const SIGNS = { gains: '+ GAINS', loses: '- LOSES' } as const;
const INDENT = ' '.repeat(9);

/** All changes in plain words, one paragraph each, and how many there are. */
export function changesAsText(
  changes: readonly AccessChange[],
  versions: { readonly before: Governance; readonly after: Governance },
  on: string,
): string {
  const name = (consumer: string) => nameOf(consumer, versions);
  const paragraphs = changes.map((change) => paragraphOf(change, name(change.consumer), on));
  return [...paragraphs, summaryOf(changes, versions)].join('\n\n');
}

function paragraphOf(change: AccessChange, name: string, on: string): string {
  const { effect, consumer, purpose, database, elements, condition, agreements } = change;
  const purposeWords = purpose === null ? '' : ` for ${purpose}`;
  const lines = [
    `${SIGNS[effect]}  ${consumer} (${name})${purposeWords} in ${database}${daysOf(change, on)}`,
    ...elements.map((element) => INDENT + element),
    ...(condition === null ? [] : [`${INDENT}${condition.name}: ${condition.before} -> ${condition.after}`]),
    ...agreements.map(({ id, what }) => `${INDENT}${id}: ${what}`),
  ];
  if (purpose === null) lines.push(`${INDENT}public reference data${effect === 'gains' ? '' : ' no longer'}`);
  return lines.join('\n');
}

function daysOf({ from, to }: AccessChange, on: string): string {
  if (from === on) return to === null ? '' : `, until ${to}`;
  return to === null ? `, from ${from} on` : `, from ${from} to ${to}`;
}

function nameOf(
  consumer: string,
  { before, after }: { readonly before: Governance; readonly after: Governance },
): string {
  if (consumer === CITIZEN) return 'people who read their own record';
  if (consumer === EVERYBODY) return 'with or without an agreement';
  return (after.agencies.get(consumer) ?? before.agencies.get(consumer))?.nameEn ?? 'unknown';
}

function summaryOf(
  changes: readonly AccessChange[],
  { before, after }: { readonly before: Governance; readonly after: Governance },
): string {
  if (changes.length === 0) {
    return before.version === after.version
      ? 'The same files: nobody gains, nobody loses.'
      : 'Nobody gains, nobody loses; the files differ in what opens nothing, such as a legal basis or a review.';
  }
  const gains = changes.filter(({ effect }) => effect === 'gains').length;
  const consumers = new Set(changes.map(({ consumer }) => consumer)).size;
  const counts = [count(gains, 'gain'), count(changes.length - gains, 'loss', 'losses')].join(', ');
  return `${counts}, for ${count(consumers, 'consumer')}.`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
