import type {
  GatewayInterface,
  GatewayLoadResult,
  GatewaySchemaLoadOrUpdateCallback,
  GatewayUnsubscriber,
} from '@apollo/server-gateway-interface';
import { answerOperation, type PipelineParts, type RequestContext } from './pipeline.ts';

/**
 * The only gateway that may stand behind the HTTP server: everything that Apollo Server would execute goes through
 * the pipeline. The runtime supergraph has lost the mark that keeps ApolloGateway from serving it unprotected, so
 * {@link assertEnforcing} refuses to start any other gateway on it.
 */
export class EnforcingGateway implements GatewayInterface {
  readonly #parts: PipelineParts;
  readonly #policySdl: string;

  constructor(parts: PipelineParts, policySdl: string) {
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
    callback({ apiSchema: this.#parts.runner.schema, coreSupergraphSdl: this.#policySdl });
    return () => undefined;
  }

  async load(): Promise<GatewayLoadResult> {
    return {
      executor: (incoming) =>
        answerOperation(this.#parts, incoming as typeof incoming & { context: RequestContext }),
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
