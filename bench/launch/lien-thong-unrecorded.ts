/** The product with a ledger that records nothing. Only to be measured against: no setting of the product leads here. */
import { readConfig } from '../../gateway/config.ts';
import type { Ledger } from '../../gateway/ledger/index.ts';
import { startGateway } from '../../gateway/start.ts';

const NOTHING: Ledger = {
  append: async () => '',
  markUndelivered: async () => undefined,
  isReachable: async () => true,
  close: async () => undefined,
};

const server = await startGateway(readConfig(), { ledger: NOTHING });
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
