import { type GraphQLResolveInfo, type GraphQLSchema, isObjectType, type OperationTypeNode } from 'graphql';
import { Refusal } from '../../contract/refusal.ts';
import type { Caller } from '../identity/index.ts';
import type { OwnContext, OwnGraph, OwnResolver } from './own-fields.ts';

/** The root field that gives the citizen whose own token asks. */
export const ME = 'me';

/**
 * Answers one field below `me`, on a citizen's own token only.
 *
 * @param citizen the citizen's personal number
 */
export type OwnOfMeResolver<Arguments = never> = (
  args: Arguments,
  context: OwnContext,
  citizen: string,
) => unknown;

/** What the gateway answers below `me`. */
export interface OwnOfMe {
  /** Name of the type of `me`. */
  readonly type: string;
  readonly fields: ReadonlySet<string>;
  readonly resolvers: Readonly<Record<string, OwnOfMeResolver>>;
}

/** The object type that `Query.me` of a graph gives; `undefined` where there is none. */
export function meTypeOf(graph: GraphQLSchema): string | undefined {
  const type = graph.getQueryType()?.getFields()[ME]?.type;
  return isObjectType(type) ? type.name : undefined;
}

/**
 * Checks that own fields stand on the type of `me` alone, each with its resolver.
 *
 * @param added fields that the types of the graph have got
 * @throws Error
 */
export function checkOwnOfMe(
  type: string | undefined,
  added: ReadonlyMap<string, ReadonlySet<string>>,
  resolvers: OwnOfMe['resolvers'],
): OwnOfMe | undefined {
  for (const other of added.keys()) {
    if (other !== type) throw new Error(`Own fields of ${other}: nobody would answer them.`);
  }
  const fields = added.get(type ?? '') ?? new Set<string>();
  const [defined, answered] = [[...fields], Object.keys(resolvers)];
  if (defined.toSorted().join() !== answered.toSorted().join()) {
    throw new Error(`Own fields of ${type}: defined are ${defined.join()}, answered are ${answered.join()}.`);
  }
  return type === undefined || fields.size === 0 ? undefined : { type, fields, resolvers };
}

/**
 * The root value with which graphql-js answers the own part of an operation.
 *
 * @param isGone whether the databases say that there is nobody under a response key of `me`: then nothing of the
 *   gateway's own is answered under it either
 */
export function rootValueOf(
  { roots, ofMe }: Pick<OwnGraph, 'roots' | 'ofMe'>,
  kind: OperationTypeNode,
  isGone: (key: string) => boolean,
): Readonly<Record<string, unknown>> {
  if (kind !== 'query' || ofMe === undefined) return roots[kind];
  const me = (_args: never, _context: OwnContext, { path }: GraphQLResolveInfo) =>
    answersBelowMe(ofMe, () => isGone(String(path.key)));
  return { ...roots.query, [ME]: me };
}

/** Each resolver behind the two questions that all of them share: who asks, and whether there is such a person. */
function answersBelowMe({ resolvers }: OwnOfMe, isGone: () => boolean): Record<string, OwnResolver> {
  return Object.fromEntries(
    Object.entries(resolvers).map(([name, resolve]) => [
      name,
      (args: never, context: OwnContext) => {
        const citizen = citizenOf(context.caller, name);
        return isGone() ? null : resolve(args, context, citizen);
      },
    ]),
  );
}

function citizenOf({ subject }: Caller, field: string): string {
  if (subject !== undefined) return subject;
  throw new Refusal('CALLER_NOT_PERMITTED', `${field} is answered to the citizen.`, {
    expected: "a citizen's own token",
  });
}
