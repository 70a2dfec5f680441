import {
  type GraphQLCompositeType,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { GRAPH } from './fixture.ts';

/** For tests: numbers that decide, one after the other, what the next thing of an operation is. */
class Tape {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** One of `options`; the first one when the tape has ended, which makes the rest of an operation short. */
  pick<T>(options: readonly [T, ...T[]]): T {
    const number = this.#numbers[this.#at] ?? 0;
    this.#at += 1;
    return options[number % options.length] ?? options[0];
  }
}

/** Names of other fields among them, and one that JavaScript knows. */
const ALIASES = ['', '', '', '', 'personalId', 'birthDate', 'constructor', 'a'] as const;
const CONDITIONS = [
  '',
  '',
  '',
  '@include(if: $v)',
  '@skip(if: $v)',
  '@include(if: $w)',
  '@skip(if: false)',
  '@skip(if: $w) @include(if: true)',
] as const;
const ARGUMENTS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'Query.citizen': ['', '', '(id: "an")', '(phone: "0912")'],
  'Query.owners': ['', '', '(nearTo: "x")'],
  'Citizen.children': ['', '(bornAfter: "2010")'],
  'Citizen.firms': ['(first: 1)', ''],
};
const FRAGMENTS = { F0: 'Citizen', F1: 'Owner', F2: 'Citizen', F3: 'Business', F4: 'Query' } as const;
const DEPTH = 4;

/**
 * A valid operation over the small graph, with aliases, fragments of both kinds, unions, arguments and conditions;
 * `undefined` where these numbers make none (two meanings of one response key, say).
 */
export function randomOperation(numbers: readonly number[]): string | undefined {
  const tape = new Tape(numbers);
  const body = selection(tape, 'Query', DEPTH, Object.keys(FRAGMENTS));
  const fragments = Object.entries(FRAGMENTS).map(([name, type], index) => ({
    name,
    // A fragment spreads later ones only, so that there is no circle.
    text: `fragment ${name} on ${type} ${selection(tape, type, 2, Object.keys(FRAGMENTS).slice(index + 1))}`,
  }));
  let text = body;
  for (const fragment of fragments) if (text.includes(`...${fragment.name} `)) text += ` ${fragment.text}`;
  const variables = ['v', 'w']
    .filter((name) => text.includes(`$${name})`))
    .map((name) => `$${name}: Boolean!`);
  const operation = `query Q${variables.length === 0 ? '' : `(${variables.join(' ')})`} ${text}`;
  return validate(GRAPH.schema, parse(operation)).length === 0 ? operation : undefined;
}

function selection(tape: Tape, typeName: string, depth: number, spreads: readonly string[]): string {
  const type = GRAPH.schema.getType(typeName);
  if (!isCompositeType(type)) throw new Error(`${typeName} has no fields.`);
  const count = tape.pick([1, 2, 3, 4]);
  const parts = Array.from({ length: count }, () => part(tape, type, depth, spreads));
  return `{ ${parts.join(' ')} }`;
}

function part(tape: Tape, type: GraphQLCompositeType, depth: number, spreads: readonly string[]): string {
  const conditions = tape.pick(CONDITIONS);
  const kind = tape.pick(['field', 'field', 'field', 'inline', 'spread']);
  const [first, ...others] = spreads;
  if (kind === 'spread' && first !== undefined) return `...${tape.pick([first, ...others])} ${conditions}`;
  if (depth > 0 && (kind === 'inline' || isUnionType(type))) {
    const members = isUnionType(type) ? type.getTypes().map(({ name }) => name) : [];
    const target = tape.pick([type.name, ...members]);
    return `... on ${target} ${conditions} ${selection(tape, target, depth - 1, spreads)}`;
  }
  return field(tape, type, depth, conditions, spreads);
}

function field(
  tape: Tape,
  type: GraphQLCompositeType,
  depth: number,
  conditions: string,
  spreads: readonly string[],
): string {
  const alias = tape.pick(ALIASES);
  const prefix = alias === '' ? '' : `${alias}: `;
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  const chosen = tape.pick([undefined, ...fields, ...fields]);
  const target = chosen === undefined ? undefined : getNamedType(chosen.type);
  if (chosen === undefined || (isCompositeType(target) && depth === 0))
    return `${prefix}__typename ${conditions}`;
  const given = tape.pick(ARGUMENTS[`${type.name}.${chosen.name}`] ?? ['']);
  const below = isCompositeType(target) ? selection(tape, target.name, depth - 1, spreads) : '';
  return `${prefix}${chosen.name}${given} ${conditions} ${below}`;
}
