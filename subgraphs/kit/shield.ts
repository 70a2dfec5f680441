import { createRequire } from 'node:module';
import {
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  responsePathAsArray,
} from 'graphql';
import type * as Middleware from 'graphql-middleware';
import type * as Shield from 'graphql-shield';
import { lackingElements, type Requirement } from '../../contract/elements.ts';
import { SUBJECT_KEYS } from '../../contract/subject-pass.ts';
import type { GrantedContext } from './context.ts';
import { withQuickPass } from './quick-pass.ts';
import { limitOf } from './readable.ts';
import type { SchemaRequirements } from './requirements.ts';

// shield's ES module does not load on Node 23 and later (it imports util.isUndefined); its CommonJS build does. The
// middleware must then be CommonJS too: its ES module does not know a generator of the other build.
const require = createRequire(import.meta.url);
const { allow, deny, rule, shield } = require('graphql-shield') as typeof Shield;
const { applyMiddleware } = require('graphql-middleware') as typeof Middleware;

/**
 * Whether a caller may read one row of a type, given what its grant says about rows (jurisdiction, own record).
 * Pure and synchronous: it runs for every field of every row.
 */
export type RowRule = (row: never, context: GrantedContext) => boolean;

/** Row rules by type name. */
export type RowRules = Readonly<Record<string, RowRule>>;

type Rule = ReturnType<ReturnType<typeof rule>>;
type FieldRule = Rule | typeof allow | typeof deny;

/** Federation's own fields: the operation check guards what is inside them, and `_service` is for nobody. */
const FEDERATION_FIELDS: Readonly<Record<string, FieldRule>> = {
  'Query._entities': allow,
  'Query._service': deny,
  '_Service.sdl': deny,
};

/**
 * Puts graphql-shield behind the operation check: every field of every object type gets exactly one rule, built
 * from the same SDL. shield ignores a type's whole map when one value is no rule, allows what no rule names and
 * never applies rules on interfaces; so the map is built here, checked for completeness, and denies by default.
 */
export function withShield(
  schema: GraphQLSchema,
  requirements: SchemaRequirements,
  rowRules: RowRules,
): GraphQLSchema {
  const tree = buildRuleTree(schema, requirements, rowRules);
  assertComplete(schema, tree);
  const shielded = applyMiddleware(
    schema,
    shield(tree as Parameters<typeof shield>[0], {
      fallbackRule: deny,
      // Else a dead database would read "Not Authorised!"; the server masks what must not leave.
      allowExternalErrors: true,
      fallbackError: () =>
        new GraphQLError('Withheld by this database.', { extensions: { code: 'GRANT_INSUFFICIENT' } }),
    }),
  );
  return withQuickPass(schema, shielded, tree);
}

/** A rule for every field of every object type. */
export function buildRuleTree(
  schema: GraphQLSchema,
  requirements: SchemaRequirements,
  rowRules: RowRules,
): Record<string, Record<string, FieldRule>> {
  for (const type of Object.keys(rowRules)) {
    if (!isObjectType(schema.getType(type)))
      throw new Error(`Row rule for ${type}, which is no object type.`);
  }
  return Object.fromEntries(
    objectTypes(schema).map((type) => [
      type.name,
      Object.fromEntries(
        Object.keys(type.getFields()).map((field) => [
          field,
          fieldRule(type.name, field, requirements, rowRules[type.name]),
        ]),
      ),
    ]),
  );
}

function fieldRule(
  type: string,
  field: string,
  requirements: SchemaRequirements,
  rowRule: RowRule | undefined,
): FieldRule {
  const coordinate = `${type}.${field}`;
  const federation = FEDERATION_FIELDS[coordinate];
  if (federation !== undefined) return federation;
  const isKey = requirements.isKey(type, field);
  const requirement = requirements.isKeyPart(type, field) ? undefined : requirements.of(coordinate);
  const subjectKey = isKey ? undefined : SUBJECT_KEYS[type];
  if (requirement === undefined && rowRule === undefined && subjectKey === undefined) return allow;
  const uncovered = withheld('GRANT_INSUFFICIENT', `The access grant does not cover ${coordinate}.`);
  const isCovered = requirement === undefined ? () => true : coveredBy(requirement);
  // 'no_cache': shield would reuse the first row's verdict for every row ('contextual') or hash each one ('strict').
  return rule(`may read ${coordinate}`, { cache: 'no_cache' })(
    (row: unknown, _args, context: GrantedContext, info: GraphQLResolveInfo) => {
      if (!isCovered(context.granted)) return placed(uncovered, info);
      if (subjectKey !== undefined) {
        const verdict = context.subjects.verdict(type, String((row as Record<string, unknown>)[subjectKey]));
        if (verdict !== 'read') return placed(withheldSubject(verdict ?? 'hidden'), info);
      }
      if (rowRule !== undefined && !rowRule(row as never, context)) {
        return placed(withheldSubject(limitOf(context.grant) ?? 'jurisdiction'), info);
      }
      return true;
    },
  );
}

/** Whether elements cover a requirement; the answer for the set that was asked about last is remembered. */
function coveredBy(requirement: Requirement): (granted: ReadonlySet<string>) => boolean {
  let asked: ReadonlySet<string> | undefined;
  let isCovered = false;
  return (granted) => {
    if (granted !== asked) {
      isCovered = lackingElements(requirement, granted).length === 0;
      asked = granted;
    }
    return isCovered;
  };
}

/**
 * An error at the place of a field. GraphQL takes an error with a path as it is; any other it makes anew for each place,
 * in 30 to 50 microseconds, most of which V8 spends on writing out where in the code it was made.
 */
function placed(error: GraphQLError, { path }: GraphQLResolveInfo): GraphQLError {
  return Object.create(error, {
    path: { value: responsePathAsArray(path), enumerable: true },
  }) as GraphQLError;
}

/** One error for each rule. */
const WITHHELD = new Map<string, GraphQLError>();

function withheldSubject(rule: string): GraphQLError {
  const error =
    WITHHELD.get(rule) ?? withheld('SUBJECT_WITHHELD', 'The caller may not read this record.', { rule });
  WITHHELD.set(rule, error);
  return error;
}

function withheld(
  code: string,
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...facts } });
}

/** @throws Error when a field has no rule, or a rule names nothing: either would fail open without a word */
export function assertComplete(
  schema: GraphQLSchema,
  tree: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): void {
  for (const type of objectTypes(schema)) {
    for (const field of Object.keys(type.getFields())) {
      if (!isRule(tree[type.name]?.[field])) throw new Error(`shield: no rule for ${type.name}.${field}.`);
    }
  }
  for (const [name, fields] of Object.entries(tree)) {
    const type = schema.getType(name);
    if (!isObjectType(type))
      throw new Error(`shield: ${name} is no object type, its rules would never apply.`);
    for (const field of Object.keys(fields)) {
      if (type.getFields()[field] === undefined) throw new Error(`shield: ${name}.${field} does not exist.`);
    }
  }
}

function isRule(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['Rule', 'RuleTrue', 'RuleFalse'].includes(value.constructor.name)
  );
}

function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
}
