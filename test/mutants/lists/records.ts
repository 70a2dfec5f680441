import { type Mutant, mutantsOf } from '../mutant.ts';

const VERDICT = mutantsOf(
  'gateway/conditions/verdict.ts',
  ['gateway/conditions/verdict.test.ts'],
  [
    {
      name: 'whoever is no party to the case is read',
      text: "if (terms.subject === 'case-party' && !facts.isParty) return 'case-party';",
      by: '',
    },
    {
      name: 'whoever has not consented is read',
      text: "if (terms.consentRequired && !facts.consents) return 'consent';",
      by: '',
    },
    {
      name: 'every protected person is visible',
      text: 'facts.known && facts.protectionGrade <= terms.protectedUpTo;',
      by: 'facts.known;',
    },
    {
      name: 'the grade of protection above the agreed one is visible',
      text: 'facts.known && facts.protectionGrade <= terms.protectedUpTo;',
      by: 'facts.known && facts.protectionGrade <= terms.protectedUpTo + 1;',
    },
    {
      name: 'the refusal by territory tells that somebody exists',
      text: "if (terms.jurisdiction !== 'national' && !(isVisible && facts.inJurisdiction)) return 'jurisdiction';",
      by: "if (terms.jurisdiction !== 'national' && isVisible && !facts.inJurisdiction) return 'jurisdiction';",
    },
    {
      name: 'whoever lives elsewhere is read',
      text: '!(isVisible && facts.inJurisdiction)',
      by: '!isVisible',
    },
    {
      name: 'whoever is hidden is told of by another rule',
      text: "  if (!isVisible) return 'hidden';\n  if (facts.closeToOfficer) return 'conflict-of-interest';",
      by: "  if (facts.closeToOfficer) return 'conflict-of-interest';\n  if (!isVisible) return 'hidden';",
    },
    {
      name: 'an officer reads their own family',
      text: "if (facts.closeToOfficer) return 'conflict-of-interest';",
      by: '',
    },
    {
      name: 'the dead are read',
      text: "if (terms.deceased === 'excluded' && facts.deceased) return 'deceased';",
      by: '',
    },
    {
      name: 'more persons are read in an emergency than were declared',
      text: "return facts.withinEmergency ? 'read' : 'emergency-limit';",
      by: "return 'read';",
    },
    {
      name: "a citizen's own token reads everybody",
      text: "return minorOfGuardian ? 'read' : 'own-record';",
      by: "return minorOfGuardian ? 'read' : 'read';",
    },
    {
      name: 'the token of somebody who has died reads on',
      text: "return known && !deceased ? 'read' : 'deceased';",
      by: "return known ? 'read' : 'deceased';",
    },
    {
      name: 'enterprises that are no parties to the case are read',
      text: "return terms.subject === 'case-party' && !isParty ? 'case-party' : 'read';",
      by: "return terms.subject === 'case-party' && isParty ? 'read' : 'read';",
    },
  ],
);

const GATE = mutantsOf(
  'gateway/conditions/gate.ts',
  ['gateway/conditions/gate.test.ts'],
  [
    {
      name: 'the register is not told who the officer is',
      text: '...(admission.officer === undefined ? {} : { officer: admission.officer }),',
      by: '',
    },
    {
      name: 'every person is a party to the case',
      text: 'isParty: admission.parties?.has(CITIZEN + personalId) === true,',
      by: 'isParty: admission.parties?.has(CITIZEN + personalId) !== undefined,',
    },
    {
      name: 'every enterprise is a party to the case',
      text: 'const isParty = (name: string): boolean => admission.parties?.has(name) === true;',
      by: "const isParty = (name: string): boolean => name !== '';",
    },
    {
      name: 'everybody has consented',
      text: 'consents: consenting.has(personalId),',
      by: 'consents: true,',
    },
    {
      name: 'nobody counts under an emergency that is not in force',
      text: 'if (emergency === undefined) return facts.map((fact) => ({ ...fact, withinEmergency: false }));',
      by: 'if (emergency === undefined) return facts;',
    },
    {
      name: 'persons of an emergency are not counted',
      text: 'withinEmergency: counted.has(CITIZEN + personalIds[index]),',
      by: 'withinEmergency: counted !== undefined,',
    },
    {
      name: 'a register that does not answer about persons knows nothing against them',
      text: '      throw new ConditionsUnavailable(REGISTER_OF_PERSONS, error);\n    }),',
      by: '      return personalIds.map(() => ({ ...NO_PERSON, known: true, inJurisdiction: true, cause: error }));\n    }),',
    },
    {
      name: 'the terms of one database are those of another',
      text: 'const terms = policy.terms.get(database) ?? OPEN_TERMS;',
      by: 'const terms = [...policy.terms.values()][0] ?? OPEN_TERMS;',
    },
  ],
);

const SUBJECTS_IN = mutantsOf(
  'gateway/conditions/subjects-in.ts',
  ['gateway/conditions/subjects-in.test.ts'],
  [
    {
      name: 'persons inside input objects are not asked about beforehand',
      text: 'return isInputObjectType(named) || KEY_SCALARS[named.name] !== undefined;',
      by: 'return KEY_SCALARS[named.name] !== undefined;',
    },
    {
      name: 'persons whose keys are sealed are not asked about beforehand',
      text: "if (isSealed(key)) return openKey(linkKey, coordinate(type, SUBJECT_KEYS[type] ?? ''), key);",
      by: 'if (isSealed(key)) return undefined;',
    },
    {
      name: 'only the first of several persons is asked about beforehand',
      text: 'for (const item of value) collect(getNamedType(type), item, names);',
      by: 'for (const item of value.slice(0, 1)) collect(getNamedType(type), item, names);',
    },
  ],
);

const ADMISSION = mutantsOf(
  'gateway/admission.ts',
  ['gateway/admission.test.ts'],
  [
    {
      name: 'an emergency is read without naming it',
      text: 'if (policy.emergencyRequired && emergencyId === undefined) {',
      by: 'if (policy.emergencyRequired && emergencyId === null) {',
    },
    {
      name: 'an officer serves wherever they say',
      text: 'officer === undefined || admission.officer !== undefined,',
      by: 'officer === undefined || admission !== undefined,',
    },
    {
      name: 'a case that is not open is enough',
      text: '!policy.caseRequired || admission.parties !== undefined,',
      by: '!policy.caseRequired || admission !== undefined,',
    },
    {
      name: 'an emergency that is over is enough',
      text: 'emergencyId === undefined || admission.emergency !== undefined,',
      by: 'emergencyId === undefined || admission !== undefined,',
    },
    {
      name: 'registers that do not answer admit everybody',
      text: "      throw new ConditionsUnavailable('registers', error);",
      by: '      return { officer: officer ?? String(error), parties: new Set<string>(), emergency: undefined };',
    },
    {
      name: 'the question about persons is asked under a grant for their data',
      text: 'elements: new Set([ASKS_CONDITIONS]),',
      by: 'elements: new Set([...policy.elements, ASKS_CONDITIONS]),',
    },
    {
      name: "the question about persons forgets the agency's territory",
      text: "const terms = all.find(({ jurisdiction }) => jurisdiction !== 'national') ?? all[0];",
      by: "const terms = all.find(({ jurisdiction }) => jurisdiction === 'national') ?? all[0];",
    },
  ],
);

/** Whose records may be read. */
export const RECORDS: readonly Mutant[] = [...VERDICT, ...GATE, ...SUBJECTS_IN, ...ADMISSION];
