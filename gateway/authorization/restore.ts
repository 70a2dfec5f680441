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
  const data = restorer.object([shape], result ?? {}, undefined);
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
  /** Where the walk stands: in the client's answer, and in what was fetched, with `@` for lists. */
  readonly #path: (string | number)[] = [];
  readonly #pattern: string[] = [];

  constructor(options: RestoreOptions) {
    this.#options = options;
  }

  object(shapes: readonly Shape[], source: Data, enclosing: Subject | undefined): Data {
    const type = shapes[0]?.type ?? String(source[HIDDEN_TYPE] ?? '');
    const subject = this.#subjectOf(type, source) ?? enclosing;
    const answer: Record<string, unknown> = {};
    for (const place of placesOf(shapes, type, this.#options.variables)) {
      const { responseKey, fetchedAs } = place;
      this.#path.push(responseKey);
      this.#pattern.push(fetchedAs);
      // Response keys are the client's words: `constructor` is one like any other. `__proto__` is none: see permit.ts.
      const value = Object.hasOwn(source, fetchedAs) ? source[fetchedAs] : undefined;
      answer[responseKey] = this.#field(place, type, value, subject);
      this.#path.pop();
      this.#pattern.pop();
    }
    return answer;
  }

  #field(
    { field, children }: AnswerPlace,
    type: string,
    value: unknown,
    subject: Subject | undefined,
  ): Value {
    if (field.isTypename) return type;
    const withheld = field.withheld ?? this.#subjectWithholding(subject, field);
    if (withheld === 'hidden') return null;
    if (withheld !== undefined) {
      this.gaps.push({ state: 'withheld', path: [...this.#path], withholding: withheld });
      return null;
    }
    if (value === undefined || value === null) return this.#absent();
    for (const element of field.elements) subject?.elements.add(element);
    return children.length === 0 ? value : this.#nested(children, value, subject);
  }

  #nested(children: readonly Shape[], value: unknown, subject: Subject | undefined): Value {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return this.object(children, value as Data, subject);
    this.#pattern.push('@');
    const items = value.map((item, index) => {
      this.#path.push(index);
      const restored = this.#nested(children, item, subject);
      this.#path.pop();
      return restored;
    });
    this.#pattern.pop();
    return items;
  }

  #absent(): null {
    const source = this.#options.failedSource(this.#pattern);
    if (source !== undefined) this.gaps.push({ state: 'unavailable', path: [...this.#path], source });
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

/** One response key of the answer. */
interface AnswerPlace {
  readonly responseKey: string;
  readonly fetchedAs: string;
  /** The first of its fields: all of them have the same name and arguments. */
  readonly field: ShapeField;
  /** What all of them ask for below. */
  readonly children: readonly Shape[];
}

/** Places of shapes that depend on no variable, by the type of the object. */
const steadyPlaces = new WeakMap<Shape, Map<string, readonly AnswerPlace[]>>();

/** The places that count for an object of this type, in the client's order. */
function placesOf(
  shapes: readonly Shape[],
  type: string,
  variables: RestoreOptions['variables'],
): readonly AnswerPlace[] {
  const [shape] = shapes;
  const isSteady = shapes.length === 1 && shape?.fields.every(({ conditions }) => conditions.length === 0);
  if (shape === undefined || !isSteady) return findPlaces(shapes, type, variables);
  const byType = steadyPlaces.get(shape) ?? new Map<string, readonly AnswerPlace[]>();
  steadyPlaces.set(shape, byType);
  const known = byType.get(type);
  if (known !== undefined) return known;
  const places = findPlaces(shapes, type, variables);
  byType.set(type, places);
  return places;
}

function findPlaces(
  shapes: readonly Shape[],
  type: string,
  variables: RestoreOptions['variables'],
): readonly AnswerPlace[] {
  const fields = new Map<string, ShapeField[]>();
  for (const field of shapes.flatMap((shape) => shape.fields)) {
    if (!field.types.has(type) || !conditionsHold(field.conditions, variables)) continue;
    const same = fields.get(field.responseKey);
    if (same === undefined) fields.set(field.responseKey, [field]);
    else same.push(field);
  }
  return [...fields].flatMap(([responseKey, same]) => {
    const [field] = same;
    if (field === undefined) return [];
    const children = same.flatMap(({ children: below }) => (below === undefined ? [] : [below]));
    return [{ responseKey, fetchedAs: field.fetchedAs, field, children }];
  });
}
