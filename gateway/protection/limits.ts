import { ApolloArmor } from '@escape.tech/graphql-armor';
import {
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { Refusal } from '../../contract/refusal.ts';

/** Largest size of a request, in bytes: an operation of 170 leaves has about 5 kB, 1,000 numbers about 15 kB. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** Most tokens of a document; parsing stops there. */
export const MAX_TOKENS = 10_000;

const MAX_DEPTH = 16;
const MAX_ALIASES = 50;
const MAX_DIRECTIVES = 100;
const MAX_ROOT_FIELDS = 20;

/** Limits on the form of an operation, as validation rules: they run once for each document. */
export function limitRules(): readonly ValidationRule[] {
  const off = { enabled: false };
  const { validationRules } = new ApolloArmor({
    maxDepth: { ...limit('depth', MAX_DEPTH), flattenFragments: true },
    maxAliases: limit('number of aliases', MAX_ALIASES),
    maxDirectives: limit('number of directives', MAX_DIRECTIVES),
    // The parser counts tokens itself; costs will follow the schema, which this one does not read; suggestions help.
    maxTokens: off,
    costLimit: off,
    blockFieldSuggestion: off,
  }).protect();
  return [...validationRules, maxRootFields];
}

function limit(what: string, most: number) {
  return {
    n: most,
    propagateOnRejection: false,
    onReject: [(context: ValidationContext | null) => context?.reportError(tooComplex(what, most))],
  };
}

const maxRootFields: ValidationRule = (context) => ({
  OperationDefinition(operation: OperationDefinitionNode) {
    if (countFields(operation.selectionSet, context, new Set()) <= MAX_ROOT_FIELDS) return;
    context.reportError(tooComplex('number of root fields', MAX_ROOT_FIELDS));
  },
});

/** Fields of one selection, those in its fragments among them; a fragment that stands twice adds nothing new. */
function countFields(
  { selections }: SelectionSetNode,
  context: ValidationContext,
  counted: Set<string>,
): number {
  return selections.reduce((count, selection) => {
    if (selection.kind === Kind.FIELD) return count + 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return count + countFields(selection.selectionSet, context, counted);
    }
    const name = selection.name.value;
    const fragment = context.getFragment(name);
    if (counted.has(name) || fragment === undefined || fragment === null) return count;
    counted.add(name);
    return count + countFields(fragment.selectionSet, context, counted);
  }, 0);
}

function tooComplex(what: string, most: number): GraphQLError {
  const message = `The operation's ${what} is above the limit of ${most}.`;
  return new GraphQLError(message, {
    originalError: new Refusal('OPERATION_TOO_COMPLEX', message, { expected: `${what}: at most ${most}` }),
  });
}
