import type { RelationToHead } from './country.ts';
import { AS_OF_DAY, addYears, ageAt, type Day, dateText } from './days.ts';
import { type HouseholdDraft, isPresent, type PersonDraft, partner, unionInForce } from './draft.ts';
import { known } from './known.ts';
import { isMinor } from './parentage.ts';
import { type Atlas, type Commune, houseDetail, placeIn, placeRecorded } from './places.ts';
import type { Random } from './random.ts';
import type { Registers } from './registers.ts';

/** A couple or a single adult with those who depend on them; may live in another nucleus' house. */
interface Nucleus {
  readonly adults: readonly PersonDraft[];
  readonly members: PersonDraft[];
  readonly commune: Commune;
  host: Nucleus | null;
  guests: number;
}

/** Puts everybody who is present under a roof: couples with children, young couples with parents, elders with a child. */
export function formHouseholds(
  people: readonly PersonDraft[],
  registers: Registers,
  atlas: Atlas,
  random: Random,
): HouseholdDraft[] {
  const nuclei = new Map<PersonDraft, Nucleus>();
  const present = people.filter(isPresent);
  for (const person of present) if (!isMinor(person)) placeAdult(person, nuclei, random);
  for (const person of present) if (isMinor(person)) placeMinor(person, nuclei);
  const all = [...new Set(nuclei.values())];
  for (const nucleus of all) moveInWithParents(nucleus, nuclei);
  for (const nucleus of all) moveInWithChild(nucleus, nuclei, random);
  return gather(all).map((members) => settle(members, registers, atlas, random));
}

function placeAdult(person: PersonDraft, nuclei: Map<PersonDraft, Nucleus>, random: Random): void {
  if (nuclei.has(person)) return;
  const union = unionInForce(person);
  const spouse = union === undefined ? undefined : partner(union, person);
  const family = presentParent(person) ?? siblingWithHome(person, nuclei);
  if (union !== undefined && spouse !== undefined && isPresent(spouse)) {
    enter(newNucleus([union.husband, union.wife], known(union.commune, 'commune of the couple')), nuclei);
  } else if (family !== undefined && random.chance(livesWithFamily(person))) {
    const nucleus = known(nuclei.get(family), 'nucleus of the family');
    nucleus.members.push(person);
    nuclei.set(person, nucleus);
  } else {
    const commune = person.unions.at(-1)?.commune ?? known(person.ownCommune, 'commune');
    enter(newNucleus([person], commune), nuclei);
  }
}

function livesWithFamily(person: PersonDraft): number {
  const age = ageAt(person.birthDay, AS_OF_DAY);
  if (age < 23) return 0.93;
  return age < 30 ? 0.75 : 0.5;
}

function newNucleus(adults: readonly PersonDraft[], commune: Commune): Nucleus {
  return { adults, members: [...adults], commune, host: null, guests: 0 };
}

function enter(nucleus: Nucleus, nuclei: Map<PersonDraft, Nucleus>): void {
  for (const adult of nucleus.adults) nuclei.set(adult, nucleus);
}

/** The parent with whom a child lives: the mother first, as after most divorces. */
function presentParent(person: PersonDraft): PersonDraft | undefined {
  return [person.mother, person.father].find((parent) => parent !== null && isPresent(parent)) ?? undefined;
}

function siblingWithHome(
  person: PersonDraft,
  nuclei: ReadonlyMap<PersonDraft, Nucleus>,
): PersonDraft | undefined {
  const siblings = [...(person.mother?.children ?? []), ...(person.father?.children ?? [])];
  return siblings.find((one) => nuclei.has(one));
}

function placeMinor(person: PersonDraft, nuclei: Map<PersonDraft, Nucleus>): void {
  const carer = known(presentParent(person) ?? person.guardian, 'parent or guardian of a minor');
  const nucleus = known(nuclei.get(carer), 'nucleus of the parent or guardian');
  nucleus.members.push(person);
  nuclei.set(person, nucleus);
}

function moveInWithParents(nucleus: Nucleus, nuclei: ReadonlyMap<PersonDraft, Nucleus>): void {
  const [adult] = nucleus.adults;
  const hosted = adult === undefined ? undefined : unionInForce(adult)?.livesWithParentsOf;
  if (hosted == null || nucleus.adults.length < 2) return;
  const parent = presentParent(hosted);
  if (parent !== undefined) join(nucleus, known(nuclei.get(parent), 'nucleus of the parents'));
}

/** Elders move to a child: most of those who are alone, some couples. */
function moveInWithChild(nucleus: Nucleus, nuclei: ReadonlyMap<PersonDraft, Nucleus>, random: Random): void {
  const [elder] = nucleus.adults;
  const dependants = nucleus.members.length - nucleus.adults.length + nucleus.guests;
  if (elder === undefined || dependants > 0 || nucleus.host !== null) return;
  if (ageAt(elder.birthDay, AS_OF_DAY) < 65 || !random.chance(nucleus.adults.length === 1 ? 0.85 : 0.35))
    return;
  const child = elder.children.find((one) => isPresent(one) && !isMinor(one));
  if (child !== undefined) join(nucleus, known(nuclei.get(child), 'nucleus of the child'));
}

function join(guest: Nucleus, host: Nucleus): void {
  if (rootOf(host) === guest) return;
  guest.host = host;
  host.guests += 1;
}

function rootOf(nucleus: Nucleus): Nucleus {
  let root = nucleus;
  while (root.host !== null) root = root.host;
  return root;
}

interface Gathered {
  readonly root: Nucleus;
  readonly members: PersonDraft[];
}

function gather(nuclei: readonly Nucleus[]): readonly Gathered[] {
  const houses = new Map<Nucleus, Gathered>();
  for (const nucleus of nuclei) {
    const root = rootOf(nucleus);
    const house = houses.get(root);
    if (house === undefined) houses.set(root, { root, members: [...root.members] });
    if (root !== nucleus) houses.get(root)?.members.push(...nucleus.members);
  }
  return [...houses.values()];
}

function settle(
  { root, members }: Gathered,
  registers: Registers,
  atlas: Atlas,
  random: Random,
): HouseholdDraft {
  const head = known(root.adults[root.adults.length > 1 && random.chance(0.2) ? 1 : 0], 'head');
  const since = householdDay(head, random);
  const detail = houseDetail(root.commune, random);
  const place = placeRecorded(root.commune, detail, since, random);
  const household = createHousehold(head, members, { commune: root.commune, place, since }, registers);
  for (const person of members) if (person !== head) lodgeElsewhere(person, atlas, random);
  return household;
}

/** When the household's file was opened: after the head came of age. */
function householdDay(head: PersonDraft, random: Random): Day {
  const adult = addYears(head.birthDay, 18);
  const first = Math.max(unionInForce(head)?.from ?? adult, AS_OF_DAY - 15_000);
  return random.integer(Math.min(first, AS_OF_DAY - 30), AS_OF_DAY - 30);
}

/** Registers a household and enters it with each member; members come in the order given, the head first. */
export function createHousehold(
  head: PersonDraft,
  members: readonly PersonDraft[],
  home: Pick<HouseholdDraft, 'commune' | 'place' | 'since'>,
  registers: Registers,
): HouseholdDraft {
  const ordered = [head, ...members.filter((member) => member !== head)];
  const household: HouseholdDraft = {
    ...home,
    fileNumber: registers.residenceFileNumber(home.commune.code),
    head,
    members: ordered.map((person) => ({ person, relation: relationToHead(head, person) })),
  };
  for (const person of ordered) {
    person.household = household;
    person.householdSince = Math.max(home.since, person.birthDay);
  }
  return household;
}

/** Some adults are registered at home but live elsewhere for work or study (tạm trú). */
function lodgeElsewhere(person: PersonDraft, atlas: Atlas, random: Random): void {
  const age = ageAt(person.birthDay, AS_OF_DAY);
  if (age < 18 || age > 45 || !random.chance(0.15)) return;
  const commune = atlas.town(random);
  const since = AS_OF_DAY - random.integer(20, 700);
  person.temporaryResidence = {
    place: placeIn(commune, houseDetail(commune, random)),
    since: dateText(since),
  };
}

/** What somebody is to the head; in-laws and stepchildren are `OTHER`. */
export function relationToHead(head: PersonDraft, person: PersonDraft): RelationToHead {
  if (person === head) return 'HEAD';
  const union = unionInForce(head);
  if (union !== undefined && partner(union, head) === person) return 'SPOUSE';
  const parents = [person.father, person.mother].filter((parent) => parent !== null);
  if (parents.includes(head)) return 'CHILD';
  const headParents = [head.father, head.mother].filter((parent) => parent !== null);
  if (headParents.includes(person)) return 'PARENT';
  if (parents.some((parent) => headParents.includes(parent))) return 'SIBLING';
  if (parents.some((parent) => parent.father === head || parent.mother === head)) return 'GRANDCHILD';
  if (headParents.some((parent) => parent.father === person || parent.mother === person))
    return 'GRANDPARENT';
  return person.guardian === head ? 'WARD' : 'OTHER';
}
