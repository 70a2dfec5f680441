import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilMaritalStatus, type MaritalEntries } from './civil-marital-status.ts';

type Marriage = MaritalEntries['marriages'][number];

const LAN = '900100000001';
const HUNG = '900000000002';
const MINH = '900000000003';

const toHung: Marriage = {
  certificateNumber: '12/2001',
  establishedOn: '2001-05-20',
  status: 'IN_FORCE',
  spouseId: HUNG,
};
const toMinh: Marriage = {
  certificateNumber: '7/2012',
  establishedOn: '2012-02-14',
  status: 'IN_FORCE',
  spouseId: MINH,
};

function statusOfLan({ marriages = [], divorces = [], deceased = new Set() }: Partial<MaritalEntries>) {
  return civilMaritalStatus(LAN, { marriages, divorces, deceased });
}

describe('the marital status that the civil-status office confirms', () => {
  it('is never married while the registers hold nothing about the person', () => {
    expect(statusOfLan({})).toBe('NEVER_MARRIED');
  });

  it('is married from the first entry on', () => {
    expect(statusOfLan({ marriages: [toHung] })).toBe('MARRIED');
  });

  it('is divorced once the divorce is noted, even before the note in the marriage entry', () => {
    const divorces = [{ marriageCertificateNumber: toHung.certificateNumber }];
    expect(statusOfLan({ marriages: [{ ...toHung, status: 'ENDED_BY_DIVORCE' }] })).toBe('DIVORCED');
    expect(statusOfLan({ marriages: [toHung], divorces })).toBe('DIVORCED');
  });

  it('is not touched by the divorce of another marriage', () => {
    const divorces = [{ marriageCertificateNumber: toHung.certificateNumber }];
    expect(statusOfLan({ marriages: [toMinh], divorces })).toBe('MARRIED');
  });

  it('is divorced when the marriage stands in no register here', () => {
    expect(statusOfLan({ divorces: [{ marriageCertificateNumber: '3/1999' }] })).toBe('DIVORCED');
  });

  it('is widowed once the death of the spouse is registered, even before the note in the marriage entry', () => {
    expect(statusOfLan({ marriages: [{ ...toHung, status: 'ENDED_BY_DEATH' }] })).toBe('WIDOWED');
    expect(statusOfLan({ marriages: [toHung], deceased: new Set([HUNG]) })).toBe('WIDOWED');
  });

  it('is not touched by the death of a stranger', () => {
    expect(statusOfLan({ marriages: [toHung], deceased: new Set([MINH]) })).toBe('MARRIED');
  });

  it('stays divorced when the former spouse dies', () => {
    const marriages: Marriage[] = [{ ...toHung, status: 'ENDED_BY_DIVORCE' }];
    expect(statusOfLan({ marriages, deceased: new Set([HUNG]) })).toBe('DIVORCED');
  });

  it('follows the last marriage of several', () => {
    const divorced: Marriage = { ...toHung, status: 'ENDED_BY_DIVORCE' };
    expect(statusOfLan({ marriages: [divorced, toMinh] })).toBe('MARRIED');
    expect(statusOfLan({ marriages: [divorced, { ...toMinh, status: 'ENDED_BY_DEATH' }] })).toBe('WIDOWED');
  });

  it('is nobody’s to confirm after the person’s own death, but is still confirmed for the one left behind', () => {
    const marriages: Marriage[] = [{ ...toHung, status: 'ENDED_BY_DEATH' }];
    expect(statusOfLan({ marriages, deceased: new Set([LAN]) })).toBeNull();
    expect(statusOfLan({ marriages, deceased: new Set([HUNG]) })).toBe('WIDOWED');
  });

  it('does not depend on the order of the entries', () => {
    const states = fc.constantFrom<Marriage['status']>('IN_FORCE', 'ENDED_BY_DIVORCE', 'ENDED_BY_DEATH');
    const marriages = fc
      .uniqueArray(fc.record({ year: fc.integer({ min: 1960, max: 2025 }), status: states }), {
        selector: ({ year }) => year,
        maxLength: 5,
      })
      .map((entries) =>
        entries.map(({ year, status }) => ({
          certificateNumber: `1/${year}`,
          establishedOn: `${year}-03-01`,
          status,
          spouseId: HUNG,
        })),
      );
    fc.assert(
      fc.property(marriages, (entries) => {
        expect(statusOfLan({ marriages: entries })).toBe(statusOfLan({ marriages: entries.toReversed() }));
      }),
    );
  });
});
