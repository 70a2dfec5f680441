/**
 * What ApolloGateway is given to run. It refuses to load a supergraph whose @link says `for: SECURITY` with
 * directives that it does not enforce; rightly, because it would return the data unprotected. `@requiresScopes` is
 * enforced by us, before planning, so its mark is taken off here, and only the enforcing gateway calls this. The marks
 * of `@authenticated` and `@policy` stay: nobody enforces those.
 */
export function toRuntimeSdl(policySdl: string): string {
  return policySdl.replaceAll(
    /(@link\(url: "https:\/\/specs\.apollo\.dev\/requiresScopes\/v\d+\.\d+"), for: SECURITY\)/g,
    '$1)',
  );
}
