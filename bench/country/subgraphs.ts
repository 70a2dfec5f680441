/**
 * The six databases' services in one process, as `npm start` runs them, with counters: `POST /counts` tells HTTP
 * requests to them and SQL statements since the last `POST /reset`. Prints one line of JSON, {@link CountrySubgraphs}.
 */
import { subscribe } from 'node:diagnostics_channel';
import { DATABASES } from '../../subgraphs/databases.ts';
import { readSubgraphConfig } from '../../subgraphs/kit/config.ts';
import { serveDatabase } from '../../subgraphs/kit/index.ts';
import { jsonResponse, serveLean } from '../wire/server.ts';

/** Where the services are, by name. */
export interface CountrySubgraphs {
  readonly urls: Readonly<Record<string, string>>;
  readonly countersPort: number;
}

const counted = { calls: 0, statements: 0 };
const config = readSubgraphConfig();
const running = await Promise.all(
  DATABASES.map((database) =>
    serveDatabase(database, {
      databaseUrl: config.databaseUrl(database.name),
      gatewayKey: config.gatewayKey,
      host: config.host,
      port: config.port(database.name),
      onStatement: () => {
        counted.statements += 1;
      },
      onFault: (error) => process.stderr.write(`${database.name}: ${(error as Error).message}\n`),
    }),
  ),
);
// Of Node's own HTTP server, on which all of them stand; the counters' one is another.
subscribe('http.server.request.start', () => {
  counted.calls += 1;
});
const { port } = await serveLean(({ startLine }) => {
  if (startLine.startsWith('POST /reset')) Object.assign(counted, { calls: 0, statements: 0 });
  return jsonResponse(JSON.stringify(counted));
});
const told: CountrySubgraphs = {
  urls: Object.fromEntries(running.map(({ name, url }) => [name, url])),
  countersPort: port,
};
process.stdout.write(`${JSON.stringify(told)}\n`);
