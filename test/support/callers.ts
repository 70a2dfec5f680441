import type { Asker } from './system.ts';

const OFFICER = { 'officer-id': 'CB-0001', 'case-id': 'H-2026-0001' };

/** Callers of the scenarios: agencies of governance/agencies.yaml with one purpose each. */
export const CALLERS = {
  /** The ward of the profile persona, registering a marriage. */
  communeMarriage: { agency: 'PC-COMMUNE-00004', purposes: ['TTHC:1.000894'], headers: OFFICER },
  /** A commune of another province. */
  otherCommune: { agency: 'PC-COMMUNE-16681', purposes: ['TTHC:1.000894'], headers: OFFICER },
  landOffice: { agency: 'LRO-40', purposes: ['TTHC:1.013980'], headers: OFFICER },
  tax: { agency: 'GDT', purposes: ['QLNN:TAX'], headers: OFFICER },
  socialInsurance: { agency: 'VSS', purposes: ['QLNN:INSURANCE'], headers: OFFICER },
  businessRegistration: { agency: 'BRA', purposes: ['QLNN:BUSINESS-REGISTRATION'], headers: OFFICER },
  /** Only with the governance of support/governance.ts that grants everything. */
  everything: { agency: 'GO', purposes: ['QLNN:TAX'] },
  bank: { agency: 'BANK-SYNTHETIC', purposes: ['CONSENT:CUSTOMER-IDENTIFICATION'] },
  withoutAgreement: { agency: 'MOCST', purposes: ['QLNN:TAX'] },
} as const satisfies Record<string, Asker>;
