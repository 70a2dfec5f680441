/**
 * What ApolloGateway is given to run. It refuses to load a supergraph whose @link says `for: SECURITY` with
 * directives that it does not enforce; rightly, because it would return the data unprotected. We enforce them
 * ourselves, before planning, so that mark is taken off here, and only the enforcing gateway calls this.
 */
export function toRuntimeSdl(policySdl: string): string {
  return policySdl.replaceAll(
    /(@link\(url: "https:\/\/specs\.apollo\.dev\/(?:requiresScopes|authenticated|policy)\/v\d+\.\d+"), for: SECURITY\)/g,
    '$1)',
  );
}
