import { HIDDEN_TYPE, hiddenKey, SUBJECT_TYPES } from './hidden.ts';
import {
  conditionsHold,
  type Shape,
  type ShapeField,
  type Withholding,
  type WithholdingRule,
} from './shape.ts';

/** A value of the answer. */
export type Value = unknown;
/** An object of the answer. */
export type Data = Readonly<Record<string, unknown>>;
/** A path in the answer, list positions included (GraphQL specification §7.1.2). */
export type AnswerPath = readonly (string | number)[];

/** What the restored answer says about one place where there is no value. */
export type Gap = WithheldGap | UnavailableGap;

/** A rule withheld the value. */
export interface WithheldGap {
  readonly state: 'withheld';
  readonly path: AnswerPath;
  readonly withholding: Withholding;
}

/** The database that holds the value did not answer. */
export interface UnavailableGap {
  readonly state: 'unavailable';
  readonly path: AnswerPath;
  readonly source: string;
}

/** Somebody about whom the answer says something, with the elements that it says. */
export interface DisclosedSubject {
  readonly type: string;
  /** Its key; empty when no database said it. */
  readonly key: string;
  readonly elements: ReadonlySet<string>;
}

/** The client's answer. */
export interface RestoredAnswer {
  readonly data: Data;
  readonly gaps: readonly Gap[];
  readonly subjects: readonly DisclosedSubject[];
}

/** What restoring needs besides the result. */
export interface RestoreOptions {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Key field of an entity type. */
  readonly keyOf: (type: string) => string | undefined;
  /** The database that failed to deliver the field at a path with `@` for lists; `undefined` when none did. */
  readonly failedSource: (pattern: readonly string[]) => string | undefined;
  /**
   * A rule about the record itself that withholds these elements of this subject; `hidden` when they must read as if
   * there were none.
   */
  readonly subjectRule: (
    type: string,
    key: string,
    elements: readonly string[],
  ) => WithholdingRule | 'hidden' | undefined;
}

/**
 * Makes the client's answer from the result of the permitted operation: every field that the client asked for, in
 * the client's order; withheld and unavailable ones as `null`, each with its place; nothing that was fetched for the
 * gateway's own use.
 */
export function restoreAnswer(shape: Shape, result: Data | null, options: RestoreOptions): RestoredAnswer {
  const restorer = new Restorer(options);
  const data = restorer.object([shape], result ?? {}, [], [], undefined);
  return { data, gaps: restorer.gaps, subjects: [...restorer.subjects.values()] };
}

interface Subject {
  readonly type: string;
  readonly key: string;
  readonly elements: Set<string>;
}

class Restorer {
  readonly gaps: Gap[] = [];
  readonly subjects = new Map<string, Subject>();
  readonly #options: RestoreOptions;

  constructor(options: RestoreOptions) {
    this.#options = options;
  }

  object(
    shapes: readonly Shape[],
    source: Data,
    path: AnswerPath,
    pattern: readonly string[],
    enclosing: Subject | undefined,
  ): Data {
    const type = shapes[0]?.type ?? String(source[HIDDEN_TYPE] ?? '');
    const subject = this.#subjectOf(type, source) ?? enclosing;
    // Response keys are the client's words: `constructor` must be a key like any other, here and in what was fetched.
    const answer: Record<string, unknown> = Object.create(null);
    for (const [responseKey, fields] of this.#applicable(shapes, type)) {
      const fetchedAs = fields[0]?.fetchedAs ?? responseKey;
      answer[responseKey] = this.#field(
        fields,
        type,
        Object.hasOwn(source, fetchedAs) ? source[fetchedAs] : undefined,
        [...path, responseKey],
        [...pattern, fetchedAs],
        subject,
      );
    }
    return answer;
  }

  /** The fields that count for this object, those of one response key together, in the client's order. */
  #applicable(shapes: readonly Shape[], type: string): ReadonlyMap<string, readonly ShapeField[]> {
    const fields = new Map<string, ShapeField[]>();
    for (const field of shapes.flatMap((shape) => shape.fields)) {
      if (!field.types.has(type) || !conditionsHold(field.conditions, this.#options.variables)) continue;
      const same = fields.get(field.responseKey);
      if (same === undefined) fields.set(field.responseKey, [field]);
      else same.push(field);
    }
    return fields;
  }

  #field(
    fields: readonly ShapeField[],
    type: string,
    value: unknown,
    path: AnswerPath,
    pattern: readonly string[],
    subject: Subject | undefined,
  ): Value {
    const [field] = fields;
    if (field === undefined) return null;
    if (field.isTypename) return type;
    const withheld = field.withheld ?? this.#subjectWithholding(subject, field);
    if (withheld === 'hidden') return null;
    if (withheld !== undefined) {
      this.gaps.push({ state: 'withheld', path, withholding: withheld });
      return null;
    }
    if (value === undefined || value === null) return this.#absent(path, pattern);
    for (const element of field.elements) subject?.elements.add(element);
    const children = fields.flatMap(({ children: below }) => (below === undefined ? [] : [below]));
    return children.length === 0 ? value : this.#nested(children, value, path, pattern, subject);
  }

  #nested(
    children: readonly Shape[],
    value: unknown,
    path: AnswerPath,
    pattern: readonly string[],
    subject: Subject | undefined,
  ): Value {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) {
      const below = [...pattern, '@'];
      return value.map((item, index) => this.#nested(children, item, [...path, index], below, subject));
    }
    return this.object(children, value as Data, path, pattern, subject);
  }

  #absent(path: AnswerPath, pattern: readonly string[]): null {
    const source = this.#options.failedSource(pattern);
    if (source !== undefined) this.gaps.push({ state: 'unavailable', path, source });
    return null;
  }

  /** Whoever a record is about; under an empty key when no database said who, so that no limit lets it pass. */
  #subjectOf(type: string, source: Data): Subject | undefined {
    if (!SUBJECT_TYPES.has(type)) return undefined;
    const keyField = this.#options.keyOf(type);
    const fetched = keyField === undefined ? undefined : source[hiddenKey(keyField)];
    const key = typeof fetched === 'string' ? fetched : '';
    const name = `${type} ${key}`;
    const subject = this.subjects.get(name) ?? { type, key, elements: new Set<string>() };
    this.subjects.set(name, subject);
    return subject;
  }

  #subjectWithholding(subject: Subject | undefined, field: ShapeField): Withholding | 'hidden' | undefined {
    if (subject === undefined) return undefined;
    const rule = this.#options.subjectRule(subject.type, subject.key, field.elements);
    return rule === undefined || rule === 'hidden' ? rule : { rule, argument: undefined, lacking: [] };
  }
}
