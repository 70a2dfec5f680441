import type { CachedEntity } from '../cache/index.ts';
import { keepAsked, misshapen } from './asked-fields.ts';
import type { CompiledEntities, EntityLifetime } from './compile-plan.ts';
import type { Database, ToldAnswer } from './database.ts';
import { copied } from './merge-data.ts';
import { oldest } from './oldest.ts';
import type { Representation, ResultObject } from './representations.ts';
import type { ExecutionRequest } from './request.ts';
import type { DatabaseCall } from './run-plan.ts';

/** An answer with the time of its data, whether a database gave it just now or before. */
export type SourcedAnswer = Pick<ToldAnswer, 'data' | 'errors' | 'asOf'>;

/** An entity as it is kept, with the time of its data. */
export interface Kept {
  readonly entity: ResultObject;
  readonly asOf: string | null;
}

/** The entities of a call that may be kept. */
export interface KeptPart {
  readonly entities: CompiledEntities;
  readonly lifetime: EntityLifetime;
  readonly representations: readonly Representation[];
}

/** What was kept, as this version of the gateway writes it; another one may have written something else. */
export function keptIn(entity: CachedEntity | undefined): Kept | undefined {
  const { entity: object, asOf } = (entity?.value ?? {}) as Partial<Kept>;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  return asOf === null || typeof asOf === 'string' ? { entity: object, asOf } : undefined;
}

/**
 * What one call for entities asks of the database itself, in any number of parts, and the answer that these make
 * together with what is kept.
 */
export class AskedEntities {
  /** What the database has said, by position. */
  readonly loaded = new Map<number, ResultObject | null>();
  readonly #database: Pick<Database, 'call'>;
  readonly #request: ExecutionRequest;
  readonly #made: DatabaseCall;
  readonly #part: KeptPart;
  readonly #answers: ToldAnswer[] = [];
  readonly #errors: ToldAnswer['errors'][number][] = [];

  constructor(
    database: Pick<Database, 'call'>,
    request: ExecutionRequest,
    made: DatabaseCall,
    part: KeptPart,
  ) {
    this.#database = database;
    this.#request = request;
    this.#made = made;
    this.#part = part;
  }

  /** Asks for the entities at these positions; returns those that may be kept. */
  async load(positions: readonly number[]): Promise<readonly (CachedEntity | undefined)[]> {
    if (positions.length === 0) return [];
    const { variable } = this.#part.entities;
    const list = positions.flatMap((position): readonly Representation[] => {
      const representation = this.#part.representations[position];
      return representation === undefined ? [] : [representation];
    });
    const answer = await this.#database.call(this.#request, {
      call: this.#made.call,
      variables: { ...this.#made.variables, [variable]: list },
      representations: new Map([[variable, list]]),
    });
    const entities = this.#entitiesIn(answer, list.length);
    this.#answers.push(answer);
    const isFaulty = this.#noteErrors(answer, positions);
    return positions.map((position, index) => {
      const entity = entities[index] ?? null;
      this.loaded.set(position, entity);
      // "There is none" is not kept: for this caller there may be one in a moment, and nobody tells of it by key.
      if (entity === null || !answer.isOfAll || isFaulty(index)) return undefined;
      const kept: Kept = { entity: copied(entity), asOf: answer.asOf };
      return { value: kept, linked: answer.linked };
    });
  }

  /** The whole answer: what the database has said, and the rest from what is kept. */
  answerWith(kept: ReadonlyMap<number, Kept>): SourcedAnswer {
    const entities = this.#part.representations.map((_representation, position) => {
      const loaded = this.loaded.get(position);
      return loaded === undefined ? copied(kept.get(position)?.entity) : loaded;
    });
    // A place that nobody has said anything of is no place without a value.
    if (entities.includes(undefined)) throw misshapen();
    return {
      data: { [this.#part.entities.responseKey]: entities },
      errors: this.#errors,
      asOf: oldest([...this.#answers, ...kept.values()].map(({ asOf }) => asOf)),
    };
  }

  /** Checked before it is kept: what has another shape than the one asked for must fail once, not until it ends. */
  #entitiesIn({ data }: ToldAnswer, count: number): readonly (ResultObject | null)[] {
    const { responseKey, asked } = this.#part.entities;
    const entities = data[responseKey];
    if (!Array.isArray(entities) || entities.length !== count) throw misshapen();
    return entities.map((entity: unknown) => (entity === null ? null : keepAsked(entity, asked)));
  }

  /** Errors count positions in what was sent: they are told in those of the call. */
  #noteErrors({ errors }: ToldAnswer, positions: readonly number[]): (index: number) => boolean {
    const faulty = new Set<number>();
    let isAll = false;
    for (const error of errors) {
      const [root, index, ...below] = error.path ?? [];
      const position = typeof index === 'number' ? positions[index] : undefined;
      if (root === undefined || typeof index !== 'number' || position === undefined) {
        isAll = true;
        this.#errors.push(error);
      } else {
        faulty.add(index);
        this.#errors.push({ ...error, path: [root, position, ...below] });
      }
    }
    return (index) => isAll || faulty.has(index);
  }
}
