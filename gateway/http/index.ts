/** GraphQL over HTTP: what arrives at the door, in which form, and how long somebody may stand in it. */
export { createHttpApp, drain, serveGraph } from './app.ts';
export { type ChangesRouteOptions, serveChanges } from './changes-route.ts';
export { type GraphRouteOptions, graphRoute } from './graph-route.ts';
