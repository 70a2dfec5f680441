import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { Refusal } from '../../contract/refusal.ts';
import { checkInputs, checkNesting, limitRules, MAX_TOKENS } from '../protection/index.ts';

/** An operation that is asked about, read like one that is asked. */
export interface PreviewedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a required variable was left out: what it would carry is not known. */
  readonly isOpen: boolean;
}

/** What a caller gives to ask about an operation. */
export interface OperationQuestion {
  readonly operation: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

/**
 * Reads an operation as a request would be read: limits, syntax, schema, values of its variables. Variables may be left
 * out, because a decision needs no personal identifiers: of those that are given, all are checked.
 *
 * @throws Refusal with the codes that the request would be refused with
 */
export function readOperation(schema: GraphQLSchema, question: OperationQuestion): PreviewedOperation {
  checkNesting(question.operation);
  const document = parsed(question.operation);
  assertValid(schema, document);
  const operation = getOperationAST(document, question.operationName);
  if (operation === null || operation === undefined) {
    throw new Refusal('BAD_REQUEST', 'Expected the name of an operation in the document.', {
      argument: 'operationName',
      expected: 'the name of an operation in the document',
    });
  }
  return { document, operation, ...variablesOf(schema, document, operation, question.variables) };
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: MAX_TOKENS });
  } catch (error) {
    throw new Refusal('GRAPHQL_PARSE_FAILED', (error as GraphQLError).message, { argument: 'operation' });
  }
}

function assertValid(schema: GraphQLSchema, document: DocumentNode): void {
  const problems = validate(schema, document, [...specifiedRules, ...limitRules()]);
  const [first] = problems;
  if (first === undefined) return;
  if (first.originalError instanceof Refusal) throw first.originalError;
  throw new Refusal('GRAPHQL_VALIDATION_FAILED', first.message, {
    argument: 'operation',
    problems: problems.map(({ message, locations }) => ({ message, locations })),
  });
}

/** Defaults applied; what is required and left out is left out, and everything that is given has the right form. */
function variablesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  received: unknown,
): Pick<PreviewedOperation, 'variables' | 'isOpen'> {
  const values = received ?? {};
  if (typeof values !== 'object' || Array.isArray(values)) {
    throw new Refusal('BAD_USER_INPUT', 'variables: expected an object.', { argument: 'variables' });
  }
  const given = values as Readonly<Record<string, unknown>>;
  assertConditionsGiven(document, operation, given);
  const all = operation.variableDefinitions ?? [];
  const definitions = all.filter(
    ({ variable, type, defaultValue }) =>
      Object.hasOwn(given, variable.name.value) ||
      type.kind !== Kind.NON_NULL_TYPE ||
      defaultValue !== undefined,
  );
  try {
    const complete = { ...operation, variableDefinitions: definitions };
    const variables = checkInputs(schema, document, complete, given);
    return { variables, isOpen: definitions.length < all.length };
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    const problems = error.errors as readonly GraphQLError[];
    throw new Refusal('BAD_USER_INPUT', problems[0]?.message ?? 'The variables were refused.', {
      argument: 'variables',
      problems: problems.map(({ message, extensions: { http: _http, ...facts } }) => ({ message, ...facts })),
    });
  }
}

/** What `@skip` and `@include` are decided by cannot be left out: what is asked for would not be known. */
function assertConditionsGiven(
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): void {
  const open = new Set(
    variableDefinitions.flatMap(({ variable: { name }, defaultValue }) =>
      Object.hasOwn(given, name.value) || defaultValue !== undefined ? [] : [name.value],
    ),
  );
  visit(document, {
    Directive({ name, arguments: args = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of args) {
        if (value.kind !== Kind.VARIABLE || !open.has(value.name.value)) continue;
        throw new Refusal('BAD_USER_INPUT', `variables: $${value.name.value} decides what is asked for.`, {
          argument: 'variables',
          expected: `a value of $${value.name.value}`,
        });
      }
    },
  });
}
