import { randomUUID } from 'node:crypto';
import { type ExecutionResult, execute, type GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { VerifiedGrant } from '../../contract/access-grant.ts';
import { UNCHECKED_SUBJECTS } from '../../contract/subject-pass.ts';
import type { SubgraphContext } from './context.ts';
import type { Database } from './database.ts';
import { createDocuments } from './documents.ts';
import { answerableError, type HttpAnswer, type OnFault, refusalAnswer } from './errors.ts';
import type { Freshness } from './freshness.ts';
import { createLoaders, type RowSubjects } from './loaders.ts';
import { createOperationCheck } from './operation-check.ts';
import type { SubgraphSchema } from './schema.ts';
import { openSubjectDesk } from './subjects.ts';
import { readOperation, type SentOperation } from './wire.ts';

/** What the operations of one database are answered from. */
export interface OperationsOptions<Tables> {
  readonly schema: SubgraphSchema;
  readonly database: Database<Tables>;
  readonly rowSubjects: RowSubjects<Tables> | undefined;
  readonly freshness: Freshness;
  readonly onFault: OnFault;
}

/** Answers operations. */
export interface Operations {
  /**
   * Opens a batch under one grant: its operations share one set of loaders. Each has its own subject pass, and fails
   * alone. To be answered together, they must be asked in the same turn.
   */
  open(grant: VerifiedGrant): (call: unknown) => Promise<HttpAnswer>;
}

/** Makes the answering of one database's operations. */
export function createOperations<Tables>(options: OperationsOptions<Tables>): Operations {
  const { database, rowSubjects, freshness, onFault } = options;
  const run = createRun<Tables>(options);
  return {
    open(grant) {
      const loadFor = createLoaders(database, rowSubjects);
      const granted = elementsOf(grant);
      const asOf = freshness.asOf().catch(() => null);
      return async (call) => {
        try {
          const operation = readOperation(call);
          const { subjectPass, requestId } = operation.beside;
          const subjects = openSubjectDesk(grant, subjectPass);
          const context = {
            grant,
            granted,
            subjects,
            load: loadFor(subjects),
            requestId: typeof requestId === 'string' ? requestId : randomUUID(),
          };
          const { status, body } = await run(operation, context);
          const unchecked = [...subjects.unchecked()];
          const extensions = {
            asOf: await asOf,
            ...(unchecked.length === 0 ? {} : { [UNCHECKED_SUBJECTS]: unchecked }),
          };
          return { status, body: { ...body, extensions } };
        } catch (error) {
          return refusalAnswer(error, onFault);
        }
      };
    },
  };
}

type Run<Tables> = (operation: SentOperation, context: SubgraphContext<Tables>) => Promise<HttpAnswer>;

function createRun<Tables>({ schema, onFault }: OperationsOptions<Tables>): Run<Tables> {
  const documents = createDocuments(schema.schema);
  const { check } = createOperationCheck(schema.schema, schema.requirements);
  const answerable = answerableError(onFault);
  const told = (errors: readonly GraphQLError[], code?: string): readonly GraphQLFormattedError[] =>
    errors.map((error) =>
      answerable(
        code === undefined ? error.toJSON() : { message: error.message, extensions: { code } },
        error,
      ),
    );
  return async ({ query, variables, operationName }, context) => {
    const checked = documents.of(query);
    if ('errors' in checked) return { status: 400, body: { errors: told(checked.errors) } };
    try {
      check(checked.document, context.granted, variables);
    } catch (error) {
      return refusalAnswer(error, onFault);
    }
    const result: ExecutionResult = await execute({
      schema: schema.schema,
      document: checked.document,
      variableValues: variables,
      operationName,
      contextValue: context,
    });
    const { data, errors = [] } = result;
    // Nothing was executed: a variable has no such value, or no operation has that name.
    if (data === undefined) return { status: 400, body: { errors: told(errors, 'BAD_USER_INPUT') } };
    return { status: 200, body: errors.length === 0 ? { data } : { errors: told(errors), data } };
  };
}

/** One set for each grant, which the verifier keeps while it lasts: what was decided for the set holds meanwhile. */
const ELEMENTS = new WeakMap<VerifiedGrant, ReadonlySet<string>>();

function elementsOf(grant: VerifiedGrant): ReadonlySet<string> {
  const known = ELEMENTS.get(grant) ?? new Set(grant.elements);
  ELEMENTS.set(grant, known);
  return known;
}
