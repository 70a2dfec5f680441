/** What is true in the world, whichever database knows it: facts of each record by field. */
export type Facts = Readonly<Record<string, unknown>>;

/** A record to which another one refers. */
export class Link {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

const to = (id: string): Link => new Link(id);
const all = (...ids: readonly (string | null)[]): readonly (Link | null)[] =>
  ids.map((id) => (id === null ? null : to(id)));

const person = (number: number, facts: Facts): readonly [string, Facts] => [
  `p${number}`,
  {
    type: 'Citizen',
    personalId: `p${number}`,
    passport: { country: number % 2 === 0 ? 'LA' : 'VN', number },
    label: `person ${number}`,
    name: { full: `Person ${number}`, parts: ['Person', String(number)] },
    sex: number % 2 === 0 ? 'MALE' : 'FEMALE',
    age: 20 + number,
    strict: `strict ${number}`,
    notes: ['a', 'b'],
    registers: to('registers'),
    bornAt: `place ${number}`,
    siblings: [],
    certain: `certain ${number}`,
    points: number * 10,
    parents: [],
    grid: [[number], null, []],
    employer: to('f1'),
    blocked: number === 3,
    faulty: 'fine',
    risky: 'fine',
    ...facts,
  },
];

/** Every record by its name; `null` and lists of every kind are among the values on purpose. */
export const FACTS: ReadonlyMap<string, Facts> = new Map<string, Facts>([
  person(1, {
    spouse: to('p2'),
    kin: to('p3'),
    children: all('p3', 'p4'),
    parents: all('p5', null, 'p6'),
    tree: [all('p3', null), null, all('p1')],
    home: to('h1'),
    marriage: to('m1'),
    mother: to('p5'),
    siblings: all('p6'),
    firms: [to('f1'), null, to('f2')],
    assets: all('h1', 'd1'),
    deeds: [to('e1'), to('e2'), null],
    lastBill: to('b1'),
    dependants: all('p3', null, 'p4', 'p3'),
    trips: all('t1', 't2'),
  }),
  person(2, {
    spouse: to('p1'),
    kin: to('p1'),
    children: all('p3'),
    home: to('h9'),
    marriage: to('m1'),
    mother: to('p7'),
    notes: ['a', null],
    employer: to('f2'),
    firms: [],
    assets: all('h2'),
    lastBill: to('b2'),
    trips: [],
  }),
  person(3, { children: [], strict: null, mother: to('p2'), tree: [], deeds: [to('e2')], trips: all('t2') }),
  person(4, { name: null, children: null, siblings: all('p3', 'p1'), points: null, dependants: [] }),
  person(5, { sex: 'UNSTATED', spouse: to('p3'), children: all('p1', 'p6'), home: to('h2'), siblings: null }),
  person(6, {
    age: null,
    passport: null,
    spouse: to('p4'),
    mother: to('p5'),
    employer: null,
    grid: [],
    lastBill: to('b3'),
  }),
  person(7, { mother: to('p6'), points: 7.5, lastBill: to('b1') }),
  ['m1', { type: 'Marriage', number: 1, year: 2012, wife: to('p1'), husband: to('p2'), ...witnesses() }],
  ['m2', { type: 'Marriage', number: 2, year: null, wife: to('p7'), husband: null, parties: all('p7') }],
  ['m3', { type: 'Marriage', number: 3, wife: null, husband: to('p6'), parties: all('p6', 'p3') }],
  [
    'f1',
    {
      type: 'Firm',
      code: 'f1',
      taxNumber: { value: 't-1' },
      label: 'Firm One',
      kin: to('f2'),
      capital: 100.5,
      address: 'Hà Nội',
      owners: all('p1', 'f2', null, 'p4'),
      chief: to('p2'),
      branches: all('f2'),
      wobbly: 'well',
      land: all('d1', 'h1'),
      debts: all('b1', 'b2'),
      hotel: to('h1'),
    },
  ],
  [
    'f2',
    {
      type: 'Firm',
      code: 'f2',
      taxNumber: { value: 't-2' },
      label: null,
      capital: null,
      owners: [],
      chief: to('p7'),
      branches: all('f1', 'f2'),
      land: [],
      hotel: to('h9'),
    },
  ],
  ['f3', { type: 'Firm', code: 'f3', taxNumber: null, owners: all('f3'), chief: null, debts: all('b3') }],
  [
    'h1',
    {
      type: 'House',
      id: 'h1',
      area: 50,
      holder: to('p1'),
      neighbours: all('h2', 'd1'),
      floors: [1, null, 2],
      plot: to('l1'),
      leaky: 1,
      ceiling: 3,
      rating: 5,
      bills: all('b1', 'b2'),
      unsteady: 'firm',
      assessor: to('p2'),
      stars: 4,
      guests: [all('p1', 'p3'), null, all('p6', null)],
    },
  ],
  ['h2', { type: 'House', id: 'h2', area: null, holder: to('f1'), ceiling: null, rating: 1, bills: [] }],
  [
    'd1',
    {
      type: 'Field',
      id: 'd1',
      area: 1200.25,
      holder: to('f2'),
      neighbours: all('h1', 'h2'),
      crop: 'rice',
      plots: [all('l1', 'l2'), []],
      rating: 3,
      assessor: to('p6'),
    },
  ],
  ['d2', { type: 'Field', id: 'd2', area: 1, holder: to('p3'), plots: [all('l2', null)], bills: all('b3') }],
  ['l1', { type: 'Plot', sheet: 1, number: 1, corner: [[1.5, null], null, []], field: to('d1'), duty: 10 }],
  ['l2', { type: 'Plot', sheet: 1, number: 2, field: to('d2'), duty: null }],
  ['e1', { type: 'Deed', plot: to('l1'), year: 1999, text: 'first', shaky: 'holds', fee: 5 }],
  ['e2', { type: 'Deed', plot: to('l2'), year: 2001, text: null, shaky: null, fee: 6 }],
  [
    'b1',
    {
      type: 'Bill',
      number: 1,
      amount: 9.5,
      payer: to('p1'),
      about: to('h1'),
      plot: to('l1'),
      deed: to('e1'),
    },
  ],
  [
    'b2',
    {
      type: 'Bill',
      number: 2,
      amount: null,
      payer: to('p4'),
      about: to('d1'),
      plot: to('l2'),
      deed: to('e2'),
    },
  ],
  ['b3', { type: 'Bill', number: 3, amount: 1, payer: to('p7'), about: to('h9'), plot: null, deed: null }],
  ['t1', { type: 'Trip', to: 'Huế', with: all('p1', 'p3'), sponsor: to('f1') }],
  ['t2', { type: 'Trip', to: 'Vinh', with: all('p2'), sponsor: to('f3') }],
  ['g1', { type: 'Ghost', id: 'g1' }],
  ['registers', { type: 'Registers', version: 3, source: { office: 'MOJ' } }],
]);

function witnesses(): Facts {
  return { witnesses: [all('p3', 'p7'), all('p1')], parties: all('p1', 'p2') };
}

/**
 * Records that a database does not find; another one may refer it to them all the same. It refers to no such person
 * itself: of one whom it met it would know nothing, and of one for whom it is asked that there is none.
 */
export const UNKNOWN: Readonly<Record<string, readonly string[]>> = {
  people: ['p7'],
  registry: ['p4'],
  business: ['p3', 'f9'],
  land: ['p6', 'h9', 'e2'],
  tax: ['p5', 'h2', 'l2', 'f3'],
  travel: ['p2', 'h9'],
};

/** What cannot be read: `<record> <field>`. */
export const FAILING: ReadonlySet<string> = new Set([
  'p3 risky',
  'p6 risky',
  'p2 faulty',
  'p3 faulty',
  'p5 certain',
  'p4 kin',
  'p5 mother',
  'p1 due',
  'p6 firms',
  'p2 trips',
  'p5 name',
  'f2 wobbly',
  'f2 address',
  'h1 leaky',
  'd1 unsteady',
  'h2 neighbours',
  'e1 shaky',
  'b2 about',
  't2 with',
  'm3 parties',
]);
