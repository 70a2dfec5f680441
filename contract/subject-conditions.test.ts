import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packConditions, UNKNOWN_PERSON, unpackConditions } from './subject-conditions.ts';

const CONDITIONS = fc.record({
  known: fc.boolean(),
  inJurisdiction: fc.boolean(),
  protectionGrade: fc.integer({ min: 0, max: 3 }),
  deceased: fc.boolean(),
  closeToOfficer: fc.boolean(),
  minorOfGuardian: fc.boolean(),
});

describe('conditions about a person', () => {
  it('arrive as they were sent', () => {
    fc.assert(
      fc.property(CONDITIONS, (conditions) => {
        expect(unpackConditions(packConditions(conditions))).toEqual(conditions);
      }),
    );
  });

  it('are as long for one whom nobody knows as for anybody', () => {
    expect(String(packConditions(UNKNOWN_PERSON))).toHaveLength(3);
    fc.assert(
      fc.property(CONDITIONS, (conditions) => {
        expect(String(packConditions(conditions))).toHaveLength(3);
      }),
    );
  });

  it.each([0, 127, 256, 1.5, -1, '128', null, undefined, {}])('are not %o', (packed) => {
    expect(unpackConditions(packed)).toBeUndefined();
  });
});
