/** Hive Gateway with nothing shared between requests. */
export const gatewayConfig = {
  logging: 'warn',
  inboundInflightRequestDeduplication: false,
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
};
