/** Hive Gateway with its in-flight sharing on, of incoming requests and of calls to subgraphs. */
export const gatewayConfig = {
  logging: 'warn',
  inboundInflightRequestDeduplication: true,
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: true } } },
};
