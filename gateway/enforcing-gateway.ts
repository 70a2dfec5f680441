import type {
  GatewayInterface,
  GatewayLoadResult,
  GatewaySchemaLoadOrUpdateCallback,
  GatewayUnsubscriber,
} from '@apollo/server-gateway-interface';
import type { Access } from './access/index.ts';
import { answerOperation, type PipelineParts, type RequestContext } from './pipeline.ts';

/** What the gateway runs on: the pipeline for what the databases know, and its own fields. */
export interface EnforcingParts extends PipelineParts {
  readonly access: Access;
}

/**
 * The only gateway that may stand behind the HTTP server: everything that Apollo Server would execute goes through
 * the pipeline, but for what the gateway answers of itself. The runtime supergraph has lost the mark that keeps ApolloGateway from serving it unprotected, so
 * {@link assertEnforcing} refuses to start any other gateway on it.
 */
export class EnforcingGateway implements GatewayInterface {
  readonly #parts: EnforcingParts;
  readonly #policySdl: string;

  constructor(parts: EnforcingParts, policySdl: string) {
    this.#parts = parts;
    this.#policySdl = policySdl;
    // Nobody can put a `load` of another kind onto it later.
    Object.freeze(this);
  }

  /** Whether this class itself made the object: a private field cannot be imitated, a prototype can. */
  static made(gateway: GatewayInterface): boolean {
    return #parts in gateway && Object.getPrototypeOf(gateway) === EnforcingGateway.prototype;
  }

  onSchemaLoadOrUpdate(callback: GatewaySchemaLoadOrUpdateCallback): GatewayUnsubscriber {
    callback({ apiSchema: this.#parts.access.schema, coreSupergraphSdl: this.#policySdl });
    return () => undefined;
  }

  async load(): Promise<GatewayLoadResult> {
    return {
      executor: (incoming) =>
        this.#parts.access.answer(incoming as typeof incoming & { context: RequestContext }, (ofDatabases) =>
          answerOperation(this.#parts, ofDatabases),
        ),
    };
  }

  async stop(): Promise<void> {
    await this.#parts.runner.stop();
  }
}

/** @throws Error unless `gateway` is the enforcing one, not a subclass or a look-alike */
export function assertEnforcing(gateway: GatewayInterface): void {
  if (EnforcingGateway.made(gateway)) return;
  throw new Error('Refusing to start: the graph is served only through the enforcing gateway.');
}
