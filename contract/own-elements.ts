/** Data elements of what the gateway itself keeps: no agreement can name them, and no dictionary of a database has them. */

/** What the ledger says about a person: who read what. An entry with it tells to whom that was shown. */
export const ACCESS_RECORDS_ELEMENT = 'gateway.ledger.accessRecords';
