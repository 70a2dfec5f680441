import { type Mutant, mutantsOf } from '../mutant.ts';

const CONDITIONS = mutantsOf(
  'subgraphs/population/conditions.ts',
  ['subgraphs/population/conditions.test.ts', 'subgraphs/population/single-relations.test.ts'],
  [
    {
      name: 'a number that nobody has is the next person',
      text: 'const known = rows.map((row) => (row.personalId === row.asked ? row : undefined));',
      by: 'const known = rows;',
    },
    {
      name: 'everybody lives in the jurisdiction',
      text: 'inJurisdiction: livesIn(row, jurisdiction),',
      by: 'inJurisdiction: true,',
    },
    {
      name: 'somebody without a residence lives in every jurisdiction',
      text: 'commune !== null && jurisdiction.has(commune)',
      by: 'commune === null || jurisdiction.has(commune)',
    },
    {
      name: 'nobody is protected',
      text: 'protectionGrade: row.protectionGrade,',
      by: 'protectionGrade: 0,',
      tests: ['subgraphs/population'],
    },
    {
      name: 'nobody is dead',
      text: "deceased: row.deathOrMissingKind === 'DEAD',",
      by: 'deceased: false,',
      tests: ['subgraphs/population'],
    },
    {
      name: 'nobody is close to the officer',
      text: 'closeToOfficer: isClose(row),',
      by: 'closeToOfficer: false,',
    },
    {
      name: 'an officer whom the register does not know is close to nobody',
      text: 'return row === undefined ? () => true : (other) => areClose(other, row);',
      by: 'return row === undefined ? () => false : (other) => areClose(other, row);',
    },
    {
      name: 'the officer is not close to themselves',
      text: '    row.personalId === officer.personalId ||\n',
      by: '',
    },
    {
      name: "the officer's household is not close",
      text: '    (row.residenceFileNumber !== null && row.residenceFileNumber === officer.residenceFileNumber) ||\n',
      by: '',
    },
    {
      name: "the officer's spouse is not close, by either record",
      text: '    row.spouseId === officer.personalId ||\n    officer.spouseId === row.personalId ||\n',
      by: '',
    },
    {
      name: "the officer's children are not close",
      text: '    parents.includes(officer.personalId) ||\n',
      by: '',
    },
    {
      name: "the officer's parents are not close",
      text: '    parentsOfOfficer.includes(row.personalId) ||\n',
      by: '',
    },
    {
      name: "the officer's brothers and sisters are not close",
      text: '    parents.some((parent) => parentsOfOfficer.includes(parent))\n',
      by: '    false\n',
    },
    {
      name: 'half-brothers and half-sisters by the mother are not close',
      text: 'return [fatherId, motherId].filter(',
      by: 'return [fatherId, motherId].slice(0, 1).filter(',
    },
    {
      name: 'somebody who has died represents their children',
      text: "=== 'DEAD' ? undefined : guardian,",
      by: "=== '' ? undefined : guardian,",
    },
    {
      name: 'a guardian represents grown-up children',
      text: 'if (yearsBetween(row.birthDate, today()) >= FULL_AGE) return false;',
      by: '',
    },
    {
      name: 'a guardian represents every minor',
      text: 'return [row.fatherId, row.motherId, row.legalRepresentativeId].includes(guardian);',
      by: 'return guardian !== undefined;',
    },
    {
      name: 'what holds for persons comes in the order of the table',
      text: '    order by asked.position`',
      by: '    order by asked.position desc`',
    },
  ],
);

const POPULATION = [
  ...mutantsOf(
    'subgraphs/population/row-rules.ts',
    ['test/attacks/jurisdiction.test.ts'],
    [
      {
        name: 'the population database lets every agency read everywhere',
        text: 'return communes.some((commune) => commune !== null && jurisdiction.includes(commune));',
        by: 'return communes.length > 0 || jurisdiction.length > 0;',
      },
    ],
  ),
  ...mutantsOf(
    'subgraphs/population/resolvers.ts',
    [
      'test/attacks/jurisdiction.test.ts',
      'test/attacks/second-line.test.ts',
      'test/attacks/own-record.test.ts',
    ],
    [
      {
        name: 'a bulk look-up says "found" of persons whom the caller may not read',
        text: "if (context.subjects.verdict('Citizen', personalId) !== 'read') return null;",
        by: '',
      },
      {
        name: 'a look-up says "none" of persons whom a rule withholds',
        text: "refuseWithheld(context.subjects.verdict('Citizen', personalId));",
        by: '',
        tests: ['test/scenarios/consent.test.ts'],
      },
    ],
  ),
];

const LAND = [
  ...mutantsOf(
    'subgraphs/land/row-rules.ts',
    ['subgraphs/land/row-rules.test.ts'],
    [
      {
        name: 'a parcel may be read wherever it lies',
        text: "return grant.jurisdiction === 'national' || grant.jurisdiction.includes(communeCode);",
        by: "return grant.jurisdiction === 'national' || communeCode !== '';",
      },
      {
        name: 'every parcel is held by the citizen who asks',
        text: 'return rights.some(({ holderPersonalId }) => holderPersonalId === personalId);',
        by: 'return rights.some(({ holderPersonalId }) => holderPersonalId !== undefined || personalId);',
      },
    ],
  ),
  ...mutantsOf(
    'subgraphs/land/resolvers.ts',
    ['test/scenarios/territory.test.ts', 'test/attacks/own-record.test.ts'],
    [
      {
        name: 'a parcel outside the jurisdiction is found',
        text: 'async (parcel) => mayReadParcel(parcel, context) && (await isOwnIfAsked(parcel, context)),',
        by: 'async (parcel) => await isOwnIfAsked(parcel, context),',
      },
      {
        name: "a citizen finds the parcels of others by the parcel's number",
        text: 'if (grant.subject === undefined) return true;',
        by: 'if (grant !== undefined) return true;',
      },
    ],
  ),
];

/** What single databases know and check by themselves. */
export const DATABASES: readonly Mutant[] = [...CONDITIONS, ...POPULATION, ...LAND];
