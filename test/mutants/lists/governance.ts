import { type Mutant, mutantsOf } from '../mutant.ts';

const POLICY = mutantsOf(
  'governance/policy.ts',
  ['governance/policy.test.ts'],
  [
    {
      name: 'an agreement grants before its first day and after its last',
      text: '.filter((agreement) => holdsOn(agreement, on));',
      by: '.filter((agreement) => agreement.id !== on);',
    },
    {
      name: 'an agreement grants for every purpose',
      text: 'const held = holding(agency, on).filter(({ purposes }) => purposes.includes(purpose));',
      by: 'const held = holding(agency, on);',
    },
    {
      name: 'an agreement grants to every agency',
      text: '(byConsumer.get(agency) ?? [])',
      by: '[...byConsumer.values()].flat()',
    },
    {
      name: 'what was granted yesterday is granted today',
      text: 'return on === this.#day ? this.#grants.get(`${agency} ${purpose}`) : undefined;',
      by: 'return this.#grants.get(`${agency} ${purpose}`);',
    },
    {
      name: 'what is granted for one purpose is granted for another',
      text: 'this.#grants.get(`${agency} ${purpose}`) : undefined;',
      by: 'this.#grants.get(agency) : undefined;',
      also: [
        {
          file: 'governance/policy.ts',
          text: 'this.#grants.set(`${grant.agency} ${grant.purpose}`, grant);',
          by: 'this.#grants.set(grant.agency, grant);',
        },
      ],
    },
    {
      name: 'elements that are not public are granted to everybody',
      text: "filter((element) => element.class === 'none')",
      by: "filter((element) => element.class !== 'sensitive')",
    },
    {
      name: 'the territory of an agency limits nothing',
      text: "jurisdiction: first?.jurisdiction === 'own' ? own : 'national',",
      by: "jurisdiction: first?.jurisdiction === 'own' ? 'national' : 'national',",
    },
    {
      name: 'an agency that nobody registered has the whole country',
      text: "(agency === CITIZEN ? 'national' : [])",
      by: "(agency === '' ? [] : 'national')",
      equivalent: 'an agreement of a consumer that nobody registered is refused when it is read',
    },
    {
      name: 'the scope of subjects is forgotten',
      text: "subject: first?.subject ?? 'any',",
      by: "subject: 'any',",
    },
    {
      name: 'consent is never required',
      text: 'consentRequired: first?.consentRequired ?? false,',
      by: 'consentRequired: false,',
    },
    {
      name: 'the dead are always included',
      text: "deceased: first?.deceased ?? 'excluded',",
      by: "deceased: 'included',",
    },
    {
      name: 'protected persons are read up to the second grade',
      text: 'protectedUpTo: first?.protectedUpTo ?? 0,',
      by: 'protectedUpTo: 2,',
    },
    {
      name: 'there is no quota',
      text: 'quota: first?.quota ?? null,',
      by: 'quota: null,',
      tests: ['test/scenarios/quota-of-an-agency.test.ts'],
    },
    {
      name: 'no officer is required',
      text: 'officerRequired: held.some(({ officerRequired }) => officerRequired),',
      by: 'officerRequired: false,',
    },
    {
      name: 'no case is required',
      text: 'caseRequired: held.some(({ caseRequired }) => caseRequired),',
      by: 'caseRequired: false,',
    },
    {
      name: 'an emergency need not be declared',
      text: "content.purposes.get(purpose)?.kind === 'emergency'",
      by: "content.purposes.get(purpose)?.code === ''",
    },
    {
      name: 'a day of any form is taken for a day',
      text: 'if (!isDate(on)) {',
      by: "if (on === '') {",
    },
  ],
);

const HOLDING = mutantsOf(
  'governance/holding.ts',
  ['governance/holding.test.ts'],
  [
    {
      name: 'a planned suspension suspends nothing',
      text: 'if (pause === null) return [whole].filter(isPeriod);',
      by: 'if (pause === null || pause !== undefined) return [whole].filter(isPeriod);',
    },
    {
      name: 'a suspension without an end is over after its first day',
      text: 'if (pause.to === null) return [before].filter(isPeriod);',
      by: '',
    },
    {
      name: 'a suspended agreement grants on the day of its suspension',
      text: '[suspension?.from, termination?.on].map(',
      by: '[suspension && addDays(suspension.from, 1), termination?.on].map(',
    },
    {
      name: 'a terminated agreement goes on',
      text: '[suspension?.from, termination?.on].map(',
      by: '[suspension?.from].map(',
    },
    {
      name: 'an agreement outlives its legal basis',
      text: 'to: [validTo, ...stops].reduce(earlierEnd, to),',
      by: 'to: stops.reduce(earlierEnd, to),',
    },
    {
      name: 'an agreement begins before its legal basis',
      text: 'from: validFrom !== null && validFrom > from ? validFrom : from,',
      by: 'from,',
    },
    {
      name: 'an agreement holds on the day after its last',
      text: 'from <= on && (to === null || on <= to)',
      by: 'from <= on && (to === null || on <= addDays(to, 1))',
    },
    {
      name: 'an agreement holds on the day before its first',
      text: 'from <= on && (to === null || on <= to)',
      by: 'addDays(from, -1) <= on && (to === null || on <= to)',
    },
  ],
);

/** What agreements grant, and on which days. */
export const GOVERNANCE: readonly Mutant[] = [...POLICY, ...HOLDING];
