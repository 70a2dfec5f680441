import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway/dist/datasources/types.js';
import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface';
import { type GraphQLFormattedError, parse } from 'graphql';
import { Pool } from 'undici';
import { GRANT_HEADER, REQUEST_ID_HEADER } from '../../contract/access-grant.ts';
import { isErrorCode } from '../../contract/refusal.ts';
import {
  type ConditionsQuestion,
  type PersonConditions,
  unpackConditions,
} from '../../contract/subject-conditions.ts';
import {
  SUBJECT_PASS,
  type SubjectVerdict,
  sealPass,
  UNCHECKED_SUBJECTS,
} from '../../contract/subject-pass.ts';
import { ConditionsUnavailable, subjectsInRepresentations } from '../conditions/index.ts';
import type { AskedShape } from './asked-shape.ts';
import { deliveredPaths } from './delivered-paths.ts';
import { markEntityErrors } from './entity-errors.ts';
import type { GrantIssuer } from './grants.ts';
import { type ExecutionRecord, type ExecutionRequest, pathText } from './request.ts';

/** What the gateway's context must carry so that databases can be called for it. */
export interface ExecutionContext {
  readonly execution: {
    /** Gets its gate when the request is admitted. */
    request: ExecutionRequest;
    readonly record: ExecutionRecord;
  };
}

/** Settings of {@link createDatabaseSource}. */
export interface DatabaseSourceOptions {
  readonly name: string;
  readonly url: string;
  readonly grants: GrantIssuer;
  /** What an operation asks for; nothing else of an answer is passed on. */
  readonly askedShape: (query: string) => AskedShape;
  /** Longest wait for one call, in milliseconds; a request's own deadline can be nearer. */
  readonly timeoutMs: number;
  /** Told of every call that failed, without any of its data. */
  readonly onFailure: (failure: CallFailure) => void;
}

/** A failed call, for the log. */
export interface CallFailure {
  readonly database: string;
  readonly requestId: string;
  readonly reason: string;
}

/** A database's way in: a keep-alive pool that also can be closed. */
export interface DatabaseSource extends GraphQLDataSource {
  /** Asks the register of persons what holds for persons, in their order; @throws CallFailed */
  conditions(request: ExecutionRequest, question: ConditionsQuestion): Promise<readonly PersonConditions[]>;
  close(): Promise<void>;
}

/** Thrown towards ApolloGateway for a call that failed; the gateway tells the client in its own words. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

const CONNECTIONS = 16;

/** Most calls of one operation to one database: each one goes a relation further. */
const MAX_ROUNDS = 8;

interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface PostedAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A data source for ApolloGateway that calls one database over HTTP with a signed grant and a deadline. */
export function createDatabaseSource(options: DatabaseSourceOptions): DatabaseSource {
  const { origin, pathname } = new URL(options.url);
  const conditionsPath = new URL('conditions', options.url).pathname;
  const pool = new Pool(origin, { connections: CONNECTIONS, connect: { timeout: options.timeoutMs } });

  async function post(request: ExecutionRequest, path: string, body: object): Promise<PostedAnswer> {
    const grant = await options.grants.issue(request.policy, options.name, request.subject);
    const response = await pool.request({
      path,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        [GRANT_HEADER]: grant,
        [REQUEST_ID_HEADER]: request.requestId,
        ...(request.officer === undefined ? {} : { 'officer-id': encodeURIComponent(request.officer) }),
        ...(request.caseId === undefined ? {} : { 'case-id': encodeURIComponent(request.caseId) }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(options.timeoutMs)]),
    });
    return { status: response.statusCode, body: parseAnswer(await response.body.text()) };
  }

  async function told<Answer>(request: ExecutionRequest, work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ConditionsUnavailable) throw error;
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      options.onFailure({ database: options.name, requestId: request.requestId, reason });
      throw new CallFailed(options.name);
    }
  }

  async function call(
    request: ExecutionRequest,
    { query, variables }: Operation,
    verdicts: ReadonlyMap<string, SubjectVerdict>,
  ): Promise<GatewayGraphQLResponse> {
    const pass = sealPass(options.grants.linkKey(request.policy, request.subject), options.name, verdicts);
    const extensions = verdicts.size === 0 ? {} : { extensions: { [SUBJECT_PASS]: pass } };
    const posted = await post(request, pathname, { query, variables, ...extensions });
    const { data, ...answer } = readAnswer(posted.body, posted.status);
    const { representations } = variables;
    const entities = Array.isArray(representations) ? representations.length : undefined;
    return { ...answer, data: options.askedShape(query).take(data, entities) };
  }

  /**
   * Calls with a verdict about everybody whom the call asks for. Whom the database meets besides, it names without
   * saying anything of them; then they are judged too, and the call is made again.
   */
  async function checkedCall(
    request: ExecutionRequest,
    operation: Operation,
  ): Promise<GatewayGraphQLResponse> {
    const { gate } = request;
    if (gate === undefined) throw new Error('No gate, no call.');
    const { representations } = operation.variables;
    const linkKey = options.grants.linkKey(request.policy, request.subject);
    const names = new Set(
      representations === undefined ? request.asked : subjectsInRepresentations(representations, linkKey),
    );
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const answer = await call(request, operation, await gate.verdicts(options.name, names));
      const met = uncheckedSubjects(answer);
      const judged = await gate.verdicts(options.name, met.keys());
      const mustRepeat = [...met].some(([name, needed]) => needed || judged.get(name) === 'hidden');
      if (!mustRepeat) return answer;
      for (const name of met.keys()) names.add(name);
    }
    throw new Error(`${MAX_ROUNDS} calls, and still persons without a verdict`);
  }

  return {
    conditions: (request, question) =>
      told(request, async () => {
        const { body, status } = await post(request, conditionsPath, question);
        return readConditions(body, status, question.personalIds.length);
      }),
    async process(processing: GraphQLDataSourceProcessOptions): Promise<GatewayGraphQLResponse> {
      if (processing.kind !== 'incoming operation') throw new CallFailed('No caller, no call.');
      const { request, record } = (processing.context as ExecutionContext).execution;
      const { query = '', variables = {} } = processing.request;
      try {
        const answer = await told(request, () => checkedCall(request, { query, variables }));
        record.sources.set(options.name, asOf(answer));
        const errors = markEntityErrors(
          redacted(answer),
          variables['representations'],
          processing.pathInIncomingRequest,
        );
        const data = answer.data === undefined ? {} : { data: answer.data };
        return errors.length === 0 ? data : { ...data, errors: [...errors] };
      } catch (error) {
        const path = processing.pathInIncomingRequest ?? [];
        const source = error instanceof ConditionsUnavailable ? error.source : options.name;
        record.failures.push({ source, paths: expectedPaths(path, query) });
        throw new CallFailed(options.name);
      }
    },
    close: () => pool.destroy(),
  };
}

function expectedPaths(path: readonly unknown[], query: string): ReadonlySet<string> {
  // Apollo marks type conditions in paths as `|[Type]`; the client's answer has no trace of them.
  const prefix = path.map((part) => String(part).replace(/\|\[.*\]$/, '')).filter((part) => part !== '@');
  const below = deliveredPaths(parse(query, { noLocation: true }));
  return new Set(below.map((keys) => pathText([...prefix, ...keys])));
}

/** Without the parser's own message, which would quote the answer, and so somebody's data, in the log. */
function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readAnswer(answer: unknown, status: number): GatewayGraphQLResponse {
  if (typeof answer !== 'object' || answer === null)
    throw new Error(`HTTP ${status} without a GraphQL answer`);
  const response = answer as GatewayGraphQLResponse;
  if (response.data === undefined || response.data === null) {
    const code = response.errors?.[0]?.extensions?.['code'];
    // Every field of a database is nullable, so no data at all means that the whole call was refused.
    throw new Error(`HTTP ${status} without data (${isErrorCode(code) ? code : 'no code of ours'})`);
  }
  return response;
}

function uncheckedSubjects({ extensions }: GatewayGraphQLResponse): ReadonlyMap<string, boolean> {
  const met: unknown = extensions?.[UNCHECKED_SUBJECTS];
  if (!Array.isArray(met)) return new Map();
  return new Map(
    met.flatMap((entry: unknown) =>
      Array.isArray(entry) && typeof entry[0] === 'string' ? [[entry[0], entry[1] === true] as const] : [],
    ),
  );
}

function readConditions(body: unknown, status: number, count: number): readonly PersonConditions[] {
  const packed = (body as { readonly conditions?: unknown } | undefined)?.conditions;
  const conditions = (status === 200 && Array.isArray(packed) ? packed : []).flatMap(
    (each: unknown) => unpackConditions(each) ?? [],
  );
  if (conditions.length === count) return conditions;
  throw new Error(`HTTP ${status} without an answer about every person`);
}

function asOf({ extensions }: GatewayGraphQLResponse): string | null {
  const value: unknown = extensions?.['asOf'];
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? value : null;
}

/** Errors of single fields keep their place and, when it is one of ours, their code and facts; never foreign words. */
function redacted({ errors = [] }: GatewayGraphQLResponse): readonly GraphQLFormattedError[] {
  return errors.map(({ message, path, extensions }) => {
    const known = isErrorCode(extensions?.['code']);
    return {
      message: known ? message : 'The database could not answer.',
      ...(path === undefined ? {} : { path }),
      extensions: known ? { ...extensions } : { code: 'SOURCE_UNAVAILABLE' },
    };
  });
}
