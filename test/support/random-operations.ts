import {
  astFromValue,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isUnionType,
  OverlappingFieldsCanBeMergedRule,
  parse,
  print,
  validate,
} from 'graphql';
import type { Random } from '../../nation/random.ts';

/** A random valid operation with the values of its variables. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Values for arguments, by `field.argument` or argument name alone; one of each list is chosen, `undefined` leaves the
 * argument out.
 */
export type KnownKeys = Readonly<Record<string, readonly unknown[]>>;

/** What may be chosen about random operations. */
export interface OperationShape {
  /** Fields of `Query` to begin with, each as likely as it stands here often; all when left out. */
  readonly roots?: readonly string[];
  /** How often a key is given by a variable; never when left out. */
  readonly variables?: number;
  /** Most fields of one selection; 4 when left out. */
  readonly fields?: number;
  /** From how many fields on an operation grows no deeper; 60 when left out. */
  readonly size?: number;
  /** Depth of the objects below a root field; 5 when left out. */
  readonly depth?: number;
  /** Types to which every other field leads, where there is one that does. */
  readonly towards?: ReadonlySet<string>;
  /** Also variables of every kind: with defaults, left out, and as conditions. */
  readonly freeVariables?: boolean;
  /** What each selection on a type begins with besides `__typename`, by type. */
  readonly always?: Readonly<Record<string, string>>;
}

/**
 * Makes random operations over a schema: nested selections, aliases, inline and named fragments, unions, interfaces,
 * arguments, and `@include`/`@skip` with variables. Each selection asks for `__typename`, so that answers say what they are.
 */
export function randomOperation(
  schema: GraphQLSchema,
  keys: KnownKeys,
  random: Random,
  shape: OperationShape = {},
): RandomOperation {
  for (;;) {
    const operation = new Generator(schema, keys, random, shape).operation();
    if ((operation.query.match(/\ba\d+: /g) ?? []).length >= MAX_ALIASES) continue;
    // Two types behind a union may have a field of one name and two types.
    if (validate(schema, parse(operation.query), [OverlappingFieldsCanBeMergedRule]).length === 0)
      return operation;
  }
}

/** Below the gateway's own limit on aliases. */
const MAX_ALIASES = 45;
const MANY_FIELDS = 60;
const MAX_DEPTH = 5;
const MAX_FIELDS = 4;

class Generator {
  readonly #schema: GraphQLSchema;
  readonly #keys: KnownKeys;
  readonly #random: Random;
  readonly #shape: OperationShape;
  readonly #fragments: string[] = [];
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = { no: false };
  #serial = 0;
  #fieldCount = 0;

  constructor(schema: GraphQLSchema, keys: KnownKeys, random: Random, shape: OperationShape) {
    this.#schema = schema;
    this.#keys = keys;
    this.#random = random;
    this.#shape = shape;
  }

  operation(): RandomOperation {
    const query = this.#schema.getQueryType();
    if (query === null || query === undefined) throw new Error('No Query type.');
    const possible = Object.values(query.getFields()).filter((field) =>
      field.args.every(({ name }) => this.#valuesFor(field.name, name) !== undefined || name === 'after'),
    );
    const { roots: names } = this.#shape;
    const roots = names?.flatMap((name) => possible.filter((field) => field.name === name)) ?? possible;
    const used = new Set<string>();
    const selections = Array.from({ length: this.#random.integer(1, 2) }, () =>
      this.#field(this.#random.pick(roots), this.#shape.depth ?? MAX_DEPTH, used),
    );
    if (this.#shape.freeVariables === true) this.#declareConditions();
    return {
      query: `query Random($yes: Boolean! = true, $no: Boolean!${this.#declared.join('')}) { use: __typename @include(if: $yes) @skip(if: $no) ${selections.join(' ')} }\n${this.#fragments.join('\n')}`,
      variables: this.#variables,
    };
  }

  /** Conditions with a default and without, given and left out. */
  #declareConditions(): void {
    this.#declared.push(', $perhaps: Boolean! = false, $rather: Boolean = true, $maybe: Boolean!');
    this.#variables['maybe'] = this.#random.chance(0.5);
    if (this.#random.chance(0.5)) this.#variables['perhaps'] = this.#random.chance(0.5);
    if (this.#random.chance(0.5)) this.#variables['rather'] = this.#random.chance(0.5);
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    if (isUnionType(type)) {
      const members = type
        .getTypes()
        .map((member) => `... on ${member.name} ${this.#selection(member, depth)}`);
      return `{ __typename ${members.join(' ')} }`;
    }
    const object = type as GraphQLObjectType;
    const used = new Set<string>();
    const always = this.#shape.always?.[type.name] ?? '';
    const fields = this.#fields(object, depth, used);
    return `{ __typename ${always} ${fields} ${this.#implementations(type, depth)} }`;
  }

  /** What is asked of some of the types behind an interface. */
  #implementations(type: GraphQLNamedType, depth: number): string {
    if (!isAbstractType(type)) return '';
    return this.#schema
      .getPossibleTypes(type)
      .filter(() => this.#random.chance(0.6))
      .map((each) => `... on ${each.name} { __typename ${this.#fields(each, depth - 1, new Set())} }`)
      .join(' ');
  }

  #fields(type: GraphQLObjectType, depth: number, used: Set<string>): string {
    const isDeep = depth <= 0 || this.#fieldCount > (this.#shape.size ?? MANY_FIELDS);
    const available = Object.values(type.getFields()).filter(
      (field) => !isDeep || !isCompositeType(getNamedType(field.type)),
    );
    if (available.length === 0) return '';
    const { towards, fields: most = MAX_FIELDS } = this.#shape;
    const leading = available.filter((field) => towards?.has(getNamedType(field.type).name) ?? false);
    const fields = Array.from({ length: this.#random.integer(1, most) }, () => {
      const isChosen = leading.length > 0 && this.#random.chance(0.5);
      const among = isChosen ? leading : available;
      const unused = towards === undefined ? [] : among.filter(({ name }) => !used.has(name));
      return this.#field(this.#random.pick(unused.length > 0 ? unused : among), depth, used);
    });
    return fields.map((field) => this.#wrapped(type, field)).join(' ');
  }

  #wrapped(type: GraphQLObjectType, field: string): string {
    if (this.#random.chance(0.1)) return `... on ${type.name} { ${field} }`;
    if (this.#random.chance(0.1)) return `... @${this.#condition()} { ${field} }`;
    if (!this.#random.chance(0.1)) return field;
    const name = `F${++this.#serial}`;
    this.#fragments.push(`fragment ${name} on ${type.name} { ${field} }`);
    return `...${name}`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number, used: Set<string>): string {
    this.#fieldCount += 1;
    const isTaken =
      used.has(field.name) || this.#random.chance(this.#shape.towards === undefined ? 0.2 : 0.05);
    used.add(field.name);
    const alias = isTaken ? `a${++this.#serial}: ` : '';
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? ` ${this.#selection(type, depth - 1)}` : '';
    const condition = this.#random.chance(0.1) ? ` @${this.#condition()}` : '';
    return `${alias}${field.name}${this.#arguments(field)}${condition}${below}`;
  }

  #valuesFor(field: string, argument: string): readonly unknown[] | undefined {
    return this.#keys[`${field}.${argument}`] ?? this.#keys[argument];
  }

  #arguments({ name: field, args }: GraphQLField<unknown, unknown>): string {
    const given = args.flatMap(({ name, type }) => {
      const values = this.#valuesFor(field, name);
      if (values === undefined) return [];
      const value = this.#random.pick(values);
      if (value === undefined) return [];
      const written = `${name}: ${literal(value, type)}`;
      if (this.#shape.freeVariables !== true && name === 'first') return [written];
      if (this.#shape.variables === undefined || !this.#random.chance(this.#shape.variables))
        return [written];
      return [`${name}: ${this.#variable(type, value)}`];
    });
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #variable(type: GraphQLInputType, value: unknown): string {
    const variable = `v${++this.#serial}`;
    const isLeftOut = this.#shape.freeVariables === true && this.#random.chance(0.3);
    if (!isLeftOut) {
      this.#declared.push(`, $${variable}: ${String(type)}`);
      this.#variables[variable] = value;
    } else if (isNonNullType(type) || this.#random.chance(0.5)) {
      this.#declared.push(`, $${variable}: ${String(type)} = ${literal(value, type)}`);
    } else {
      this.#declared.push(`, $${variable}: ${String(type)}`);
    }
    return `$${variable}`;
  }

  #condition(): string {
    if (this.#shape.freeVariables === true && this.#random.chance(0.6)) {
      const variable = this.#random.pick(['perhaps', 'rather', 'maybe']);
      return this.#random.chance(0.5) ? `include(if: $${variable})` : `skip(if: $${variable})`;
    }
    return this.#random.pick([
      'include(if: $yes)',
      'include(if: $no)',
      'skip(if: $no)',
      'skip(if: $yes)',
      'include(if: true)',
    ]);
  }
}

function literal(value: unknown, type: GraphQLInputType): string {
  const named = getNamedType(type);
  const node = isEnumType(named) || isInputObjectType(named) ? astFromValue(value, type) : undefined;
  return node === null || node === undefined ? JSON.stringify(value) : print(node);
}
