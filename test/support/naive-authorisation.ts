import { type Json, naiveAnswer } from './naive-answer.ts';
import { NaiveRequirements } from './naive-requirements.ts';

/**
 * A second, slow authorisation that shares no code with the gateway's: it takes the whole answer of a caller who may
 * read everything and removes, place by place, the elements that another caller is not granted. Rules about records
 * are added by {@link naiveAnswer}.
 */
export class NaiveAuthorisation {
  readonly #requirements: NaiveRequirements;

  /** @param supergraphSdl the composed graph with its `@requiresScopes` and `@searches` */
  constructor(supergraphSdl: string) {
    this.#requirements = new NaiveRequirements(supergraphSdl);
  }

  /** What a caller with `granted` elements must get, given the whole answer. Variables are the operation's own. */
  authorise(query: string, variables: Json, whole: Json, granted: ReadonlySet<string>): unknown {
    const rights = { granted, hasAgreement: () => true };
    return naiveAnswer(query, variables, whole, this.#requirements, rights).data;
  }
}
