/**
 * Stock @apollo/gateway in @apollo/server's standalone server, as its documentation starts it. `--grants` is the port of
 * a desk that gives out headers for databases that demand them.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const { values } = parseArgs({
  options: { port: { type: 'string' }, supergraph: { type: 'string' }, grants: { type: 'string' } },
});

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(values.supergraph, 'utf8'),
  ...(values.grants === undefined ? {} : { buildService: withGrants(values.grants) }),
});
const server = new ApolloServer({ gateway, introspection: false });
await startStandaloneServer(server, { listen: { port: Number(values.port), host: '127.0.0.1' } });

/** Grants live for a minute; they are fetched again when they have been used for half of it. */
function withGrants(port) {
  let grants;
  let until = 0;
  return ({ name, url }) =>
    new RemoteGraphQLDataSource({
      url,
      async willSendRequest({ request }) {
        if (until <= Date.now()) {
          until = Date.now() + 30_000;
          grants = fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }).then((response) => response.json());
        }
        request.http.headers.set('access-grant', (await grants)[name]);
      },
    });
}
