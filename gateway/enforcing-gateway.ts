import type {
  GatewayInterface,
  GatewayLoadResult,
  GatewaySchemaLoadOrUpdateCallback,
  GatewayUnsubscriber,
} from '@apollo/server-gateway-interface';
import type { Generation, RunningGraph } from './generations/index.ts';
import { answerOperation, type PipelineParts, type RequestContext } from './pipeline.ts';

/** What the gateway runs on: the generations of the graph, and what all of them share. */
export interface EnforcingParts extends Omit<PipelineParts, 'policySchema' | 'runner' | 'authorizer'> {
  readonly graph: RunningGraph;
}

/**
 * The only gateway that may stand behind the HTTP server: everything that Apollo Server would execute goes through
 * the pipeline, but for what the gateway answers of itself; on the generation on whose schema it was validated. The
 * runtime supergraph has lost the mark that keeps ApolloGateway from serving it unprotected, so
 * {@link assertEnforcing} refuses to start any other gateway on it.
 */
export class EnforcingGateway implements GatewayInterface {
  readonly #parts: EnforcingParts;
  readonly #pipelines = new WeakMap<Generation, PipelineParts>();

  constructor(parts: EnforcingParts) {
    this.#parts = parts;
    // Nobody can put a `load` of another kind onto it later.
    Object.freeze(this);
  }

  /** Whether this class itself made the object: a private field cannot be imitated, a prototype can. */
  static made(gateway: GatewayInterface): boolean {
    return #parts in gateway && Object.getPrototypeOf(gateway) === EnforcingGateway.prototype;
  }

  /** Tells of the schema of each generation: the running one now, the others at once when they take over. */
  onSchemaLoadOrUpdate(callback: GatewaySchemaLoadOrUpdateCallback): GatewayUnsubscriber {
    const { graph } = this.#parts;
    const tell = ({ access, policySdl }: Generation): void =>
      callback({ apiSchema: access.schema, coreSupergraphSdl: policySdl });
    tell(graph.current());
    return graph.onChange(tell);
  }

  async load(): Promise<GatewayLoadResult> {
    return {
      executor: (incoming) => {
        const generation = this.#parts.graph.of(incoming.schema);
        return generation.access.answer(
          incoming as typeof incoming & { context: RequestContext },
          (ofDatabases) => answerOperation(this.#pipelineOf(generation), ofDatabases),
        );
      },
    };
  }

  async stop(): Promise<void> {
    await this.#parts.graph.stop();
  }

  #pipelineOf(generation: Generation): PipelineParts {
    const known = this.#pipelines.get(generation);
    if (known !== undefined) return known;
    const pipeline = { ...this.#parts, ...generation };
    this.#pipelines.set(generation, pipeline);
    return pipeline;
  }
}

/** @throws Error unless `gateway` is the enforcing one, not a subclass or a look-alike */
export function assertEnforcing(gateway: GatewayInterface): void {
  if (EnforcingGateway.made(gateway)) return;
  throw new Error('Refusing to start: the graph is served only through the enforcing gateway.');
}
