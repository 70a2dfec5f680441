import type { GraphQLFormattedError } from 'graphql';
import type { BesideOperation } from '../../contract/batch.ts';
import { isErrorCode } from '../../contract/refusal.ts';
import {
  type ConditionsQuestion,
  type PersonConditions,
  questionName,
  unpackConditions,
} from '../../contract/subject-conditions.ts';
import { type SubjectVerdict, sealPass, UNCHECKED_SUBJECTS } from '../../contract/subject-pass.ts';
import { ConditionsUnavailable, openedKey, subjectsInRepresentations } from '../conditions/index.ts';
import type { Channel, ChannelAnswer } from './channels/index.ts';
import type { GrantIssuer } from './grants.ts';
import { copied } from './merge-data.ts';
import { assertNamed } from './named-subjects.ts';
import type { ExecutionRequest } from './request.ts';
import type { DatabaseAnswer, DatabaseCall } from './run-plan.ts';

/** A failed call, for the log. */
export interface CallFailure {
  readonly database: string;
  readonly requestId: string;
  readonly reason: string;
}

/** Settings of {@link createDatabase}. */
export interface DatabaseOptions {
  readonly name: string;
  readonly channel: Channel;
  readonly grants: GrantIssuer;
  /** Told of every call that failed, without any of its data. */
  readonly onFailure: (failure: CallFailure) => void;
}

/** One database, as the gateway asks it: with a signed grant, and with a verdict about everybody whom it reads. */
export interface Database {
  /** @throws CallFailed, or ConditionsUnavailable when nobody can say whose records may be read */
  call(request: ExecutionRequest, call: DatabaseCall): Promise<ToldAnswer>;
  /** Asks the register of persons what holds for persons, in their order; @throws CallFailed */
  conditions(request: ExecutionRequest, question: ConditionsQuestion): Promise<readonly PersonConditions[]>;
  close(): Promise<void>;
}

/** An answer with what the database told beside it. */
export interface ToldAnswer extends DatabaseAnswer {
  /** The time of its data: ISO 8601, `null` when the database did not say. */
  readonly asOf: string | null;
  /** Subjects to whom it links, all of whom may be found. */
  readonly linked: readonly string[];
  /** Whether everybody of whom it could speak may be read or found: then it would be the same for another request. */
  readonly isOfAll: boolean;
}

/** Thrown for a call that failed; the pipeline tells the client in its own words. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

/** Most calls of one operation to one database: each one goes a relation further. */
const MAX_ROUNDS = 8;

/** A GraphQL answer as it came. */
interface ReceivedAnswer {
  readonly data: Record<string, unknown>;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A database behind a channel. */
export function createDatabase({ name, channel, grants, onFailure }: DatabaseOptions): Database {
  async function told<Answer>(request: ExecutionRequest, work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ConditionsUnavailable) throw error;
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      onFailure({ database: name, requestId: request.requestId, reason });
      throw new CallFailed(name);
    }
  }

  async function ask(
    request: ExecutionRequest,
    { call, variables }: DatabaseCall,
    verdicts: ReadonlyMap<string, SubjectVerdict>,
  ): Promise<ReceivedAnswer> {
    const asked = `"query":${call.queryText},"variables":${JSON.stringify(variables)}`;
    const linkKey = grants.linkKey(request.policy, request.subject);
    const beside: BesideOperation = {
      requestId: request.requestId,
      ...(verdicts.size === 0 ? {} : { subjectPass: sealPass(linkKey, name, verdicts) }),
      ...(request.officer === undefined ? {} : { officerId: request.officer }),
      ...(request.caseId === undefined ? {} : { caseId: request.caseId }),
    };
    const answer = await channel.call({
      path: '',
      grant: await grants.issue(request.policy, name, request.subject),
      body: `{${asked},"extensions":${JSON.stringify(beside)}}`,
      sameAs: `${asked} ${JSON.stringify([...verdicts])}`,
      signal: request.signal,
    });
    const received = readAnswer(answer);
    return answer.isShared ? copied(received) : received;
  }

  /**
   * Calls with a verdict about everybody whom the call asks for. Whom the database meets besides, it names without
   * saying anything of them; then they are judged too, and the call is made again where that changes anything.
   */
  async function checkedCall(request: ExecutionRequest, call: DatabaseCall): Promise<ToldAnswer> {
    const { gate } = request;
    if (gate === undefined) throw new Error('No gate, no call.');
    const linkKey = grants.linkKey(request.policy, request.subject);
    const names = new Set(call.call.root === undefined ? sentSubjects(request, call) : request.asked);
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const verdicts = await gate.verdicts(name, names);
      const answer = await ask(request, call, verdicts);
      const met = uncheckedSubjects(answer);
      const judged = await gate.verdicts(name, met.keys());
      const mustRepeat = [...met].some(([subject, needed]) => needed || judged.get(subject) === 'hidden');
      if (!mustRepeat) {
        assertNamed(call, answer.data, (type, key) => openedKey(linkKey, type, key));
        return {
          data: answer.data,
          errors: redacted(answer),
          asOf: asOf(answer),
          linked: [...met.keys()],
          // What was asked again says something of persons whom only this request has had judged.
          isOfAll: round === 0 && [...verdicts.values()].every((verdict) => verdict === 'read'),
        };
      }
      for (const subject of met.keys()) names.add(subject);
    }
    throw new Error(`${MAX_ROUNDS} calls, and still persons without a verdict`);
  }

  function sentSubjects(request: ExecutionRequest, { representations }: DatabaseCall): readonly string[] {
    const linkKey = grants.linkKey(request.policy, request.subject);
    return [...representations.values()].flatMap((list) => subjectsInRepresentations(list, linkKey));
  }

  return {
    call: (request, call) => told(request, () => checkedCall(request, call)),
    conditions: (request, question) =>
      told(request, async () => {
        const body = JSON.stringify(question);
        const grant = await grants.issue(request.policy, name, request.subject);
        const { signal } = request;
        const answer = await channel.call({ path: 'conditions', grant, body, sameAs: body, signal });
        return readConditions(answer, question);
      }),
    close: () => channel.close(),
  };
}

function readAnswer({ status, body }: ChannelAnswer): ReceivedAnswer {
  if (typeof body !== 'object' || body === null) {
    throw new Error(`HTTP ${status} without a GraphQL answer`);
  }
  const { data, errors } = body as Partial<ReceivedAnswer>;
  if (typeof data !== 'object' || data === null) {
    const code = errors?.[0]?.extensions?.['code'];
    // Every field of a database is nullable, so no data at all means that the whole call was refused.
    throw new Error(`HTTP ${status} without data (${isErrorCode(code) ? code : 'no code of ours'})`);
  }
  return body as ReceivedAnswer;
}

function uncheckedSubjects({ extensions }: ReceivedAnswer): ReadonlyMap<string, boolean> {
  const met: unknown = extensions?.[UNCHECKED_SUBJECTS];
  if (!Array.isArray(met)) return new Map();
  return new Map(
    met.flatMap((entry: unknown) =>
      Array.isArray(entry) && typeof entry[0] === 'string' ? [[entry[0], entry[1] === true] as const] : [],
    ),
  );
}

function readConditions(
  { status, body }: ChannelAnswer,
  question: ConditionsQuestion,
): readonly PersonConditions[] {
  const { of, conditions: packed } = (body ?? {}) as { readonly of?: unknown; readonly conditions?: unknown };
  const isOurs = status === 200 && of === questionName(question) && Array.isArray(packed);
  const conditions = (isOurs ? packed : []).flatMap((each: unknown) => unpackConditions(each) ?? []);
  if (isOurs && conditions.length === question.personalIds.length) return conditions;
  throw new Error(`HTTP ${status} without an answer about every person`);
}

function asOf({ extensions }: ReceivedAnswer): string | null {
  const value: unknown = extensions?.['asOf'];
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? value : null;
}

/** Errors of single fields keep their place and, when it is one of ours, their code and facts; never foreign words. */
function redacted({ errors = [] }: ReceivedAnswer): readonly GraphQLFormattedError[] {
  return errors.map(({ message, path, extensions }) => {
    const known = isErrorCode(extensions?.['code']);
    return {
      message: known ? message : 'The database could not answer.',
      ...(path === undefined ? {} : { path }),
      extensions: known ? { ...extensions } : { code: 'SOURCE_UNAVAILABLE' },
    };
  });
}
