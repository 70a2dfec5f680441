import type { GraphQLSchema } from 'graphql';
import type { Governance, PolicyGrant } from '../../governance/index.ts';
import { conditionsHold, type Shape, type ShapeField, type Withholding } from '../authorization/index.ts';
import { conditionsOn, mergeConditions, protectionOn, type RecordCondition } from './record-conditions.ts';
import { holdsRowsAboutPersons } from './rows-about-persons.ts';

/** What a request would get at one field. */
export interface FieldPreview {
  /** Response keys from the root, with `@` for the items of a list. */
  readonly path: readonly string[];
  /** The field's place in the schema, such as `Citizen.birthDate`. */
  readonly coordinate: string;
  readonly decision: 'GRANTED' | 'CONDITIONAL' | 'WITHHELD';
  readonly conditions: readonly RecordCondition[];
  readonly withholding: Withholding | undefined;
}

/** What the walk needs to know. */
export interface PreviewOptions {
  readonly schema: GraphQLSchema;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly grant: PolicyGrant;
  readonly governance: Governance;
}

const PERSON = 'Citizen';
/** Types whose records are about somebody: below one, fields are about that somebody until the next one. */
const SUBJECTS: ReadonlySet<string> = new Set([PERSON, 'Business']);

/**
 * Every field of a decided operation that its variables let count, each decision once: as the enforcement has taken
 * it, with the conditions that are left for when the record is known. Fields below a withheld one are not there.
 */
export function previewFields(shape: Shape, options: PreviewOptions): readonly FieldPreview[] {
  const previews = new Map<string, FieldPreview>();
  new Walk(options, previews).fields(shape, [], false, []);
  return [...previews.values()];
}

class Walk {
  readonly #options: PreviewOptions;
  readonly #previews: Map<string, FieldPreview>;

  constructor(options: PreviewOptions, previews: Map<string, FieldPreview>) {
    this.#options = options;
    this.#previews = previews;
  }

  fields(
    { fields }: Shape,
    path: readonly string[],
    inPersonsRecord: boolean,
    inherited: readonly RecordCondition[],
  ): void {
    for (const field of fields) {
      if (!conditionsHold(field.conditions, this.#options.variables)) continue;
      this.#field(field, [...path, field.responseKey], inPersonsRecord, inherited);
    }
  }

  #field(
    field: ShapeField,
    path: readonly string[],
    inPersonsRecord: boolean,
    inherited: readonly RecordCondition[],
  ): void {
    const { withheld, elements, children, types, listDepth, coordinate } = field;
    if (withheld !== undefined) {
      this.#add(field, { path, decision: 'WITHHELD', conditions: [], withholding: withheld });
      return;
    }
    const ofPerson = subjectAmong(types) === undefined ? inPersonsRecord : types.has(PERSON);
    const leadsToPerson = children?.fields.some((below) => below.types.has(PERSON)) ?? false;
    const { grant, governance, schema } = this.#options;
    const own = conditionsOn(elements, ofPerson || leadsToPerson, grant, governance);
    // Rows about protected persons are not there, whatever else is asked of them.
    const rows = holdsRowsAboutPersons(schema, coordinate) ? protectionOn(elements, grant) : [];
    const conditions = mergeConditions(inherited, own, rows);
    const decision = conditions.length === 0 ? 'GRANTED' : 'CONDITIONAL';
    this.#add(field, { path, decision, conditions, withholding: undefined });
    if (children === undefined) return;
    const items = Array.from({ length: listDepth }, () => '@');
    this.fields(children, [...path, ...items], ofPerson, conditions);
  }

  /** Once for each type that the record may be of: on an interface, each has its own decision. */
  #add({ coordinate, types, isTypename }: ShapeField, decided: Omit<FieldPreview, 'coordinate'>): void {
    const name = coordinate.slice(coordinate.indexOf('.'));
    for (const place of isTypename ? [coordinate] : [...types].map((type) => `${type}${name}`)) {
      const { path, decision, withholding } = decided;
      const key = JSON.stringify([path, place, decision, withholding]);
      if (!this.#previews.has(key)) this.#previews.set(key, { coordinate: place, ...decided });
    }
  }
}

function subjectAmong(types: ReadonlySet<string>): string | undefined {
  return [...types].find((type) => SUBJECTS.has(type));
}
