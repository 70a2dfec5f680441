import type { GraphQLFormattedError } from 'graphql';
import { keepAsked, misshapen } from './asked-fields.ts';
import type { CompiledCall, CompiledEntities, CompiledPlan, RootFields } from './compile-plan.ts';
import { copied, mergeInto } from './merge-data.ts';
import {
  objectsAt,
  placesAt,
  quickName,
  type Representation,
  type RepresentationSource,
  type ResultObject,
  representationOf,
} from './representations.ts';
import { applyRewrites, renamedPath } from './rewrites.ts';
import { Turns } from './turns.ts';

/** A call as the network gets it. */
export interface DatabaseCall {
  readonly call: CompiledCall;
  /** Values of all its variables, representations among them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Representations of every entity that it asks, by the name of their variable; each entity once. */
  readonly representations: ReadonlyMap<string, readonly Representation[]>;
}

/** What a database answered to one call. Its data is taken over: nobody else may hold it. */
export interface DatabaseAnswer {
  readonly data: Record<string, unknown>;
  readonly errors: readonly GraphQLFormattedError[];
}

/** Makes a call; rejects when it brought nothing. */
export type CallDatabase = (call: DatabaseCall) => Promise<DatabaseAnswer>;

/** An error of a field, with its place in the result. */
export interface ResultError {
  readonly message: string;
  /** `undefined` when the database gave none. */
  readonly path: readonly (string | number)[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The database that told it. */
  readonly database: string;
}

/** What came of running a plan: what all databases gave, merged, before it has the client's form. */
export interface PlanResult {
  readonly data: ResultObject;
  readonly errors: readonly ResultError[];
  /** Calls that brought nothing. */
  readonly failed: readonly FailedCall[];
}

/** A call that brought nothing to these of its steps. */
export interface FailedCall {
  readonly call: CompiledCall;
  readonly steps: readonly number[];
  readonly cause: unknown;
}

/**
 * Runs a plan. A call that fails takes nothing with it but its own fields; whoever needs it is asked with what there is.
 *
 * @param variables values of the client's variables
 */
export function runPlan(
  plan: CompiledPlan,
  variables: Readonly<Record<string, unknown>>,
  callDatabase: CallDatabase,
): Promise<PlanResult> {
  return new Promise((resolve, reject) => {
    new Run(plan, variables, callDatabase, resolve, reject).advance();
  });
}

/** Which place each representation stands for: for every source, its objects, each with its representation. */
interface SentEntities {
  readonly of: CompiledEntities;
  readonly representations: Representation[];
  readonly targets: readonly (readonly SentObject[])[];
}

interface SentObject {
  readonly object: ResultObject;
  /** Position of its representation; `undefined` when nothing was asked of it. */
  readonly position: number | undefined;
}

class Run {
  readonly #plan: CompiledPlan;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #callDatabase: CallDatabase;
  readonly #resolve: (result: PlanResult) => void;
  readonly #reject: (error: unknown) => void;
  readonly #data: ResultObject = {};
  readonly #errors: ResultError[] = [];
  readonly #failed: FailedCall[] = [];
  readonly #turns: Turns;

  constructor(
    plan: CompiledPlan,
    variables: Readonly<Record<string, unknown>>,
    callDatabase: CallDatabase,
    resolve: (result: PlanResult) => void,
    reject: (error: unknown) => void,
  ) {
    this.#plan = plan;
    this.#variables = variables;
    this.#callDatabase = callDatabase;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#turns = new Turns(
      plan,
      (call, steps) => this.#make(call, steps),
      () => this.advance(),
    );
  }

  /** Makes every call whose turn has come, until there is none left. */
  advance(): void {
    try {
      this.#turns.advance();
      if (this.#turns.areOver) {
        this.#resolve({ data: this.#data, errors: this.#errors, failed: this.#failed });
      }
    } catch (error) {
      this.#reject(error);
    }
  }

  #make(call: CompiledCall, steps: readonly number[]): void {
    const sent = call.entities.map((entities) => this.#collect(entities, steps));
    const asksNothing =
      call.root === undefined
        ? sent.every(({ representations }) => representations.length === 0)
        : objectsAt(this.#data, call.root.path).length === 0;
    if (asksNothing) {
      this.#turns.end(steps);
      return;
    }
    this.#callDatabase(this.#toCall(call, sent)).then(
      (answer) => this.#end(call, steps, () => this.#take(call, sent, answer)),
      (cause: unknown) =>
        this.#end(call, steps, () => {
          throw cause;
        }),
    );
  }

  /** Whatever came of a call: its steps have ended. */
  #end(call: CompiledCall, steps: readonly number[], take: () => void): void {
    try {
      take();
    } catch (cause) {
      this.#failed.push({ call, steps, cause });
    }
    this.#turns.end(steps);
    this.advance();
  }

  #collect(entities: CompiledEntities, steps: readonly number[]): SentEntities {
    const positions = new Map<string, number>();
    const representations: Representation[] = [];
    const { isOfType } = this.#plan;
    const positionOf = (object: ResultObject, source: RepresentationSource): number | undefined => {
      const quick = quickName(object, source, isOfType);
      const sent = quick === undefined ? undefined : positions.get(quick);
      if (sent !== undefined) return sent;
      const representation = representationOf(object, source, isOfType);
      if (representation === undefined) return undefined;
      const name = quick ?? JSON.stringify(representation);
      const known = positions.get(name);
      if (known !== undefined) return known;
      positions.set(name, representations.length);
      return representations.push(representation) - 1;
    };
    const targets = entities.sources.map((source) => {
      const objects = steps.includes(source.step) ? objectsAt(this.#data, source.path) : [];
      return objects.map((object) => ({ object, position: positionOf(object, source) }));
    });
    return { of: entities, representations, targets };
  }

  #toCall(call: CompiledCall, sent: readonly SentEntities[]): DatabaseCall {
    const variables: Record<string, unknown> = {};
    const representations = new Map<string, readonly Representation[]>();
    for (const { of, representations: list } of sent) {
      variables[of.variable] = list;
      representations.set(of.variable, list);
    }
    for (const name of call.variables) {
      const value = this.#variables[name];
      if (value !== undefined) variables[name] = value;
    }
    return { call, variables, representations };
  }

  #take(call: CompiledCall, sent: readonly SentEntities[], { data, errors }: DatabaseAnswer): void {
    const taken = sent.map((each) => entitiesIn(data, each));
    if (call.root === undefined) {
      for (const [position, each] of sent.entries()) this.#mergeEntities(each, taken[position] ?? []);
    } else {
      this.#mergeRoot(call.root, data);
    }
    for (const error of errors) this.#place(call, sent, error);
  }

  #mergeRoot({ path, asked, outputRewrites }: RootFields, data: ResultObject): void {
    keepAsked(data, asked);
    applyRewrites(data, outputRewrites, this.#plan.isOfType);
    for (const [index, object] of objectsAt(this.#data, path).entries()) {
      mergeInto(object, index === 0 ? data : copied(data));
    }
  }

  #mergeEntities({ of, targets }: SentEntities, entities: readonly (ResultObject | null)[]): void {
    for (const entity of entities) applyRewrites(entity, of.outputRewrites, this.#plan.isOfType);
    for (const [source, objects] of targets.entries()) {
      const isLast = source === targets.length - 1;
      // The same entity at several places of one path is asked the same below, so it may be one object there; on
      // another path it can be asked something else under the same name.
      const own = new Map<number, ResultObject>();
      for (const { object, position } of objects) {
        const entity = position === undefined ? undefined : entities[position];
        if (entity === undefined || entity === null || position === undefined) continue;
        const shared = own.get(position) ?? (isLast ? entity : copied(entity));
        own.set(position, shared);
        this.#mergeEntity(object, shared);
      }
    }
  }

  /** Through `@interfaceObject`, a database can know an object under a wider type than the one that is known already. */
  #mergeEntity(object: ResultObject, entity: ResultObject): void {
    const known = object['__typename'];
    mergeInto(object, entity);
    const stated = object['__typename'];
    if (stated === known || typeof known !== 'string') return;
    if (typeof stated !== 'string' || !this.#plan.isOfType(stated, known)) object['__typename'] = known;
  }

  /** Errors about an entity stand at every place of it. */
  #place(call: CompiledCall, sent: readonly SentEntities[], error: GraphQLFormattedError): void {
    const { message, path, extensions = {} } = error;
    const { database } = call;
    const [root, position, ...below] = path ?? [];
    const entities = sent.find(({ of }) => of.responseKey === root);
    if (entities === undefined || typeof position !== 'number') {
      // Root fields below the root of the answer stand at each object there; errors about a whole call nowhere.
      const places =
        call.root === undefined || path === undefined ? [] : placesAt(this.#data, call.root.path);
      const own = renamedPath(path ?? [], call.root?.outputRewrites ?? []);
      for (const { place } of places) {
        this.#errors.push({ message, path: [...place, ...own], extensions, database });
      }
      if (places.length === 0) this.#errors.push({ message, path: undefined, extensions, database });
      return;
    }
    const own = renamedPath(below, entities.of.outputRewrites);
    for (const [source, { path: pattern }] of entities.of.sources.entries()) {
      const targets = (entities.targets[source] ?? []).filter((target) => target.position === position);
      const objects = new Set(targets.map(({ object }) => object));
      if (objects.size === 0) continue;
      for (const { place, object } of placesAt(this.#data, pattern)) {
        if (!objects.has(object)) continue;
        this.#errors.push({ message, path: [...place, ...own], extensions, database });
      }
    }
  }
}

/** The entities of an answer, one for each representation that was sent. */
function entitiesIn(data: ResultObject, { of, representations }: SentEntities): (ResultObject | null)[] {
  const entities = data[of.responseKey];
  if (!Array.isArray(entities) || entities.length !== representations.length) throw misshapen();
  return entities.map((entity: unknown) => (entity === null ? null : keepAsked(entity, of.asked)));
}
