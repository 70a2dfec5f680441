import { StandaloneConnector } from 'ioredis/built/connectors/index.js';

/**
 * Connects ioredis as it does itself, and listens to every error of the connection. ioredis listens to the first one
 * only; a TLS handshake that fails can tell two, and an error that nobody hears ends the process.
 */
export class HeardConnector extends StandaloneConnector {
  /** @param options those of the client, as ioredis hands them on */
  constructor(options: unknown) {
    super(options as ConstructorParameters<typeof StandaloneConnector>[0]);
  }

  override async connect(
    ...given: Parameters<StandaloneConnector['connect']>
  ): ReturnType<StandaloneConnector['connect']> {
    const stream = await super.connect(...given);
    stream.on('error', () => undefined);
    return stream;
  }
}
