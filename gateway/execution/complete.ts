import type { ResultObject } from './representations.ts';
import type { FieldShape, ObjectShape, ValueShape } from './response-shape.ts';

/** A value that a database gave and that the schema does not allow. */
export interface CompletionError {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** An answer in the client's form. */
export interface CompletedAnswer {
  /** `null` when a `null` went up to the root. */
  readonly data: ResultObject | null;
  readonly errors: readonly CompletionError[];
}

/**
 * Brings what was fetched into the form that the client asked for: its fields in its order and nothing else, the types
 * that it knows, `null` where a value is none, up to the next place where there may be none (GraphQL specification
 * §6.4.3 and §6.4.4). Nothing of the data is changed.
 */
export function completeAnswer(shape: ObjectShape, data: ResultObject): CompletedAnswer {
  const completer = new Completer();
  const completed = completer.object(shape, data);
  return { data: completed === INVALID ? null : completed, errors: completer.errors };
}

/** A `null` that its place does not allow. */
const INVALID = Symbol('invalid');

class Completer {
  readonly errors: CompletionError[] = [];
  readonly #path: (string | number)[] = [];

  object(shape: ObjectShape, source: ResultObject): ResultObject | typeof INVALID {
    const stated = source['__typename'];
    const type = typeof stated === 'string' ? stated : shape.type.name;
    const fields = shape.fieldsOf(type);
    // Of a type that clients do not see: for them there is nothing, and nothing to tell.
    if (fields === undefined) return INVALID;
    const answer: ResultObject = {};
    for (const field of fields) {
      const value = field.isTypename ? typename(shape, source, field, type) : this.#field(field, source);
      if (value === INVALID) return INVALID;
      answer[field.responseKey] = value;
    }
    return answer;
  }

  #field({ responseKey, value: shape }: FieldShape, source: ResultObject): unknown {
    const value = source[responseKey];
    this.#path.push(responseKey);
    const completed = this.#value(shape, value);
    this.#path.pop();
    return completed;
  }

  #value(shape: ValueShape, value: unknown): unknown {
    const told = this.errors.length;
    // What every object has under a key such as `constructor` is no data.
    const isNone = value === undefined || value === null || typeof value === 'function';
    const completed = isNone ? null : this.#present(shape, value);
    if (completed !== null && completed !== INVALID) return completed;
    if (!shape.isNonNull) return null;
    if (this.errors.length === told) this.#tell('No value where there must be one.');
    return INVALID;
  }

  #present({ item, object, isLeafValue }: ValueShape, value: unknown): unknown {
    if (item !== undefined) return Array.isArray(value) ? this.#list(item, value) : this.#misfit();
    if (object !== undefined) {
      const isObject = typeof value === 'object' && !Array.isArray(value);
      return isObject ? this.object(object, value as ResultObject) : this.#misfit();
    }
    return isLeafValue?.(value) === true ? value : this.#misfit();
  }

  #list(shape: ValueShape, values: readonly unknown[]): unknown {
    const completed: unknown[] = [];
    let isValid = true;
    for (const [index, value] of values.entries()) {
      this.#path.push(index);
      const item = this.#value(shape, value);
      this.#path.pop();
      if (item === INVALID) isValid = false;
      completed.push(item);
    }
    return isValid ? completed : INVALID;
  }

  #misfit(): null {
    this.#tell('A value that does not fit the schema.');
    return null;
  }

  #tell(message: string): void {
    this.errors.push({ message, path: [...this.#path] });
  }
}

/**
 * The type of an object as clients know it: databases can have names of their own for root types, and through
 * `@interfaceObject` one that is an interface elsewhere, whose objects have no type to tell.
 */
function typename(
  shape: ObjectShape,
  source: ResultObject,
  { responseKey }: FieldShape,
  type: string,
): string | typeof INVALID {
  const stated = source[responseKey];
  if (isPossible(shape, stated)) return stated;
  if (isPossible(shape, type)) return type;
  return isPossible(shape, shape.type.name) ? shape.type.name : INVALID;
}

function isPossible(shape: ObjectShape, type: unknown): type is string {
  return typeof type === 'string' && shape.isObjectType(type) && shape.fieldsOf(type) !== undefined;
}
