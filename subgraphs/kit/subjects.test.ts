import { describe, expect, it } from 'vitest';
import { type SubjectVerdict, sealPass, subjectName } from '../../contract/subject-pass.ts';
import { linkTo, openSubjectDesk } from './subjects.ts';

const GRANT = { audience: 'library', checkedTypes: ['Citizen'], linkKey: 'c2VhbA' };
const [ANN, BEN, CHI] = ['901195000001', '901090000002', '901188000003'];

/** The desk of a call whose pass has these verdicts about citizens. */
function deskWith(verdicts: Readonly<Record<string, SubjectVerdict>>, checkedTypes = GRANT.checkedTypes) {
  const named = Object.entries(verdicts).map(
    ([key, verdict]) => [subjectName('Citizen', key), verdict] as const,
  );
  return openSubjectDesk({ ...GRANT, checkedTypes }, sealPass(GRANT.linkKey, GRANT.audience, new Map(named)));
}

describe('the verdict about a subject', () => {
  it('is the one that the pass states, and nobody is noted', () => {
    const desk = deskWith({ [ANN]: 'read', [BEN]: 'consent' });
    expect([desk.verdict('Citizen', ANN), desk.verdict('Citizen', BEN)]).toEqual(['read', 'consent']);
    expect(desk.unchecked().size).toBe(0);
  });

  it('is not given where the pass is silent, and the subject is noted as needed', () => {
    const desk = deskWith({ [ANN]: 'read' });
    expect(desk.verdict('Citizen', BEN)).toBeUndefined();
    expect([...desk.unchecked()]).toEqual([[`Citizen ${BEN}`, true]]);
  });

  it('is not given to anybody without a pass', () => {
    const desk = openSubjectDesk(GRANT, undefined);
    expect(desk.verdict('Citizen', ANN)).toBeUndefined();
    expect([...desk.unchecked().keys()]).toEqual([`Citizen ${ANN}`]);
  });

  it('is "read" about a type that the grant leaves to its elements, with nobody noted', () => {
    const desk = deskWith({}, []);
    expect(desk.verdict('Citizen', ANN)).toBe('read');
    expect(deskWith({}).verdict('Business', '9900001027')).toBe('read');
    expect(desk.unchecked().size).toBe(0);
  });

  it('is not that about another type of the same number', () => {
    const desk = deskWith({ [ANN]: 'read' }, ['Citizen', 'Business']);
    expect(desk.verdict('Business', ANN)).toBeUndefined();
  });

  it('cannot come from a pass that the gateway did not seal under this grant', () => {
    const forged = sealPass('b3RoZXI', GRANT.audience, new Map([[`Citizen ${ANN}`, 'read']]));
    expect(() => openSubjectDesk(GRANT, forged)).toThrow(expect.objectContaining({ code: 'GRANT_INVALID' }));
    expect(() => openSubjectDesk(GRANT, null)).toThrow(expect.objectContaining({ code: 'GRANT_INVALID' }));
  });
});

describe('whoever is hidden', () => {
  const desk = () => deskWith({ [ANN]: 'read', [BEN]: 'hidden', [CHI]: 'jurisdiction' });

  it('is so by the verdict alone: other rules withhold, but do not hide', () => {
    expect([ANN, BEN, CHI].map((key) => desk().isHidden('Citizen', key))).toEqual([false, true, false]);
    expect(desk().hidden('Citizen')).toEqual([BEN]);
    expect(desk().hidden('Business')).toEqual([]);
  });

  it('is nobody where there is no key', () => {
    const met = desk();
    expect([met.isHidden('Citizen', null), met.isHidden('Citizen', undefined)]).toEqual([false, false]);
    expect(met.unchecked().size).toBe(0);
  });

  it('is not known without a verdict, so that whoever is met is noted: as a link first, as needed once read', () => {
    const met = deskWith({});
    expect(met.isHidden('Citizen', ANN)).toBe(false);
    expect([...met.unchecked()]).toEqual([[`Citizen ${ANN}`, false]]);
    met.verdict('Citizen', ANN);
    met.isHidden('Citizen', ANN);
    expect([...met.unchecked()]).toEqual([[`Citizen ${ANN}`, true]]);
  });
});

describe('a link to a record of another register', () => {
  const context = { subjects: deskWith({ [ANN]: 'read', [BEN]: 'hidden', [CHI]: 'consent' }) };

  it('is the key and nothing else, also to whom a rule withholds', () => {
    expect(linkTo('Citizen', ANN, context)).toEqual({ __typename: 'Citizen', personalId: ANN });
    expect(linkTo('Citizen', CHI, context)).toEqual({ __typename: 'Citizen', personalId: CHI });
    expect(linkTo('Business', '9900001027', context)).toEqual({
      __typename: 'Business',
      enterpriseCode: '9900001027',
    });
  });

  it('is nothing where nobody is named, and where the one who is named is hidden', () => {
    expect([null, undefined, BEN].map((key) => linkTo('Citizen', key, context))).toEqual([null, null, null]);
  });
});
