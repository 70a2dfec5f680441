import type { VerifiedGrant } from '../../contract/access-grant.ts';
import type { Loaders } from './loaders.ts';
import type { SubjectDesk } from './subjects.ts';

/** What a request is allowed, as its access grant says. */
export interface GrantedContext {
  readonly grant: VerifiedGrant;
  /** The grant's elements, for look-ups. */
  readonly granted: ReadonlySet<string>;
  /** Whose records it may read, as the subject pass of the call says. */
  readonly subjects: SubjectDesk;
}

/** What each resolver of a database gets as its third argument. */
export interface SubgraphContext<Tables> extends GrantedContext {
  readonly load: Loaders<Tables>;
  readonly requestId: string;
}

/**
 * Resolvers by type and field, for the fields that are not simply a column of the row. `never` lets each resolver
 * state its own parent and arguments; the schema decides what really arrives.
 */
export type Resolvers<Tables> = Readonly<
  Record<
    string,
    Readonly<Record<string, (parent: never, args: never, context: SubgraphContext<Tables>) => unknown>>
  >
>;

/** A representation that the gateway sends for an entity: its type name and key. */
export type Reference<Key extends string> = { readonly __typename: string } & Readonly<Record<Key, string>>;
