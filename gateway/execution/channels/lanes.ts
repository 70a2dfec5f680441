import { GRANT_HEADER } from '../../../contract/access-grant.ts';
import { Chain } from './chain.ts';
import type { Question } from './question.ts';

/** Half of what a subgraph takes as one body, even if every character were three bytes long. */
const MAX_BATCH_CHARACTERS = 600_000;

/** Calls that may travel together: those of one path under exactly the same grant. */
export class Lane {
  readonly path: string;
  readonly grant: string;
  /** `path` as the database is asked for it. */
  readonly pathname: string;
  readonly headers: string[];
  readonly waiting = new Chain<Question>();
  /** HTTP requests of this lane that have not come back. */
  underWay = 0;
  /** When the last of them left. */
  lastLeftAt = 0;
  /** Questions without an answer that others may share, by `sameAs`. */
  shared: Map<string, Question> | undefined;

  constructor(path: string, grant: string, pathname: string) {
    this.path = path;
    this.grant = grant;
    this.pathname = pathname;
    this.headers = ['content-type', 'application/json', 'accept', 'application/json'];
    if (grant !== '') this.headers.push(GRANT_HEADER, grant);
  }

  share(sameAs: string, question: Question): void {
    this.shared ??= new Map();
    this.shared.set(sameAs, question);
  }
}

/** What the code calls by one path, which are a handful, and the lanes in use there, by grant. */
interface Road {
  readonly pathname: string;
  readonly lanes: Map<string, Lane>;
}

/** Settings of {@link Lanes}. */
export interface LanesOptions {
  readonly url: string;
  readonly maxBatch: number;
  /** Most questions that wait, over all lanes. */
  readonly maxWaiting: number;
}

/**
 * All questions that wait for one database, and who is next. Lanes take turns, and when there is no room left it is the
 * longest that gives way: an agency with a flood waits, and loses calls, behind itself only.
 */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #roads = new Map<string, Road>();
  /** Lanes in which somebody waits, in the order of their turns. */
  readonly #turns = new Set<Lane>();
  /** The longest when it was last looked at. Longer ones present themselves as they grow. */
  #longest: Lane | undefined;
  #waiting = 0;

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /** Questions that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  get isFull(): boolean {
    return this.#waiting >= this.#options.maxWaiting;
  }

  /** The lane of a path and grant. A new one stays only when something is added to it. */
  of(path: string, grant: string): Lane {
    const { lanes, pathname } = this.#road(path);
    return lanes.get(grant) ?? new Lane(path, grant, pathname);
  }

  /** Returns who finds no room: nobody, this question, or the newest one of a lane that is longer by two. */
  add(question: Question): Question | undefined {
    const { lane } = question;
    let loser: Question | undefined;
    if (this.isFull) {
      const longest = this.#longest?.waiting;
      if (longest?.last === undefined || longest.size < lane.waiting.size + 2) return question;
      loser = longest.last;
      this.remove(loser);
    }
    this.#road(lane.path).lanes.set(lane.grant, lane);
    lane.waiting.push(question);
    this.#waiting += 1;
    this.#turns.add(lane);
    if (this.#longest === undefined || lane.waiting.size > this.#longest.waiting.size) this.#longest = lane;
    return loser;
  }

  /** Takes a waiting question out. */
  remove(question: Question): void {
    const { lane } = question;
    lane.waiting.remove(question);
    this.#waiting -= 1;
    if (lane.waiting.size === 0) this.#turns.delete(lane);
    this.forgetIdle(lane);
  }

  /** The questions that leave together now, if any may: those of the next lane whose turn it is. */
  next(now: number, patienceMs: number): readonly Question[] | undefined {
    for (const lane of this.#turns) {
      if (!this.mayLeave(lane, now, patienceMs)) continue;
      const batch = this.#take(lane);
      this.#turns.delete(lane);
      if (lane.waiting.size > 0) this.#turns.add(lane);
      lane.underWay += 1;
      lane.lastLeftAt = now;
      return batch;
    }
    return undefined;
  }

  /** A lane waits for what is under way, unless that takes unusually long, or waiting would not make the batch larger. */
  mayLeave(lane: Lane, now: number, patienceMs: number): boolean {
    return (
      lane.underWay === 0 ||
      lane.waiting.size >= this.#options.maxBatch ||
      now - lane.lastLeftAt >= patienceMs
    );
  }

  /** When the first of the waiting lanes loses its patience. */
  patienceEndsAt(patienceMs: number): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { lastLeftAt } of this.#turns) earliest = Math.min(earliest, lastLeftAt);
    return earliest + patienceMs;
  }

  /** Everybody who waits; nobody does afterwards. */
  drain(): readonly Question[] {
    const drained: Question[] = [];
    for (const { waiting } of [...this.#turns]) {
      for (let { first } = waiting; first !== undefined; first = waiting.first) {
        drained.push(first);
        this.remove(first);
      }
    }
    return drained;
  }

  /** Forgets a lane that nobody uses: grants come and go by the minute. */
  forgetIdle(lane: Lane): void {
    if (lane.waiting.size > 0 || lane.underWay > 0) return;
    const { lanes } = this.#road(lane.path);
    if (lanes.get(lane.grant) === lane) lanes.delete(lane.grant);
    if (this.#longest === lane) this.#longest = undefined;
  }

  #road(path: string): Road {
    const known = this.#roads.get(path);
    if (known !== undefined) return known;
    const { pathname, search } = new URL(path, this.#options.url);
    const road = { pathname: pathname + search, lanes: new Map<string, Lane>() };
    this.#roads.set(path, road);
    return road;
  }

  #take({ waiting }: Lane): readonly Question[] {
    const batch: Question[] = [];
    let characters = 0;
    for (let { first } = waiting; first !== undefined; first = waiting.first) {
      characters += first.body.length;
      const isFull = batch.length === this.#options.maxBatch || characters > MAX_BATCH_CHARACTERS;
      if (isFull && batch.length > 0) break;
      waiting.remove(first);
      this.#waiting -= 1;
      batch.push(first);
    }
    return batch;
  }
}
