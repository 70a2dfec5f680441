import DataLoader from 'dataloader';
import type { ConditionsQuestion, PersonConditions } from '../../contract/subject-conditions.ts';
import { type SubjectVerdict, subjectName } from '../../contract/subject-pass.ts';
import type { PolicyGrant } from '../../governance/index.ts';
import type { Admission, Registers } from '../registers/index.ts';
import {
  businessVerdict,
  NO_PERSON,
  OPEN_TERMS,
  personVerdict,
  type SubjectFacts,
  type SubjectTerms,
} from './verdict.ts';

/** Decides for one request whose records may be read, before anything of them is fetched. */
export interface SubjectGate {
  /**
   * The verdicts about subjects, by their names (`Citizen 901085100001`), under the terms of one database. Everything
   * that is asked at the same time costs one statement for each register, and nothing is asked twice.
   *
   * @throws ConditionsUnavailable when a register does not answer: then nobody may be read
   */
  verdicts(database: string, names: Iterable<string>): Promise<ReadonlyMap<string, SubjectVerdict>>;
}

/** Thrown when a rule about records cannot be decided; `source` is the register that did not answer. */
export class ConditionsUnavailable extends Error {
  override readonly name = 'ConditionsUnavailable';
  readonly source: string;

  constructor(source: string, cause: unknown) {
    super(`The rules about records cannot be decided: ${source} does not answer.`, { cause });
    this.source = source;
  }
}

/** What the gate of one request is made from. */
export interface SubjectGateOptions {
  readonly policy: PolicyGrant;
  /** Personal number on a citizen's own token. */
  readonly subject: string | undefined;
  readonly admission: Admission;
  readonly registers: Pick<Registers, 'consenting' | 'countUnder'>;
  /** Asks the register of persons; the jurisdiction travels in the grant. */
  readonly ask: (question: ConditionsQuestion) => Promise<readonly PersonConditions[]>;
}

/** Name of the register of persons as clients know it. */
const REGISTER_OF_PERSONS = 'population';

const CITIZEN = subjectName('Citizen', '');

/** Makes the gate of one request. What it learns, it keeps for this request only. */
export function createSubjectGate(options: SubjectGateOptions): SubjectGate {
  const { policy, admission } = options;
  const persons = new DataLoader<string, SubjectFacts>((personalIds) => learnAbout(options, personalIds));
  const isParty = (name: string): boolean => admission.parties?.has(name) === true;
  return {
    async verdicts(database, names) {
      const terms = policy.terms.get(database) ?? OPEN_TERMS;
      const judged = [...new Set(names)].map(async (name): Promise<readonly [string, SubjectVerdict]> => {
        if (!name.startsWith(CITIZEN)) return [name, businessVerdict({ isParty: isParty(name) }, terms)];
        const facts = await persons.load(name.slice(CITIZEN.length));
        return [name, verdictBeside(facts, terms, policy)];
      });
      return new Map(await Promise.all(judged));
    },
  };
}

/**
 * The verdict under the terms of one database, beside those of the others: who is hidden by one of them must not be
 * told by another one's territory, because whoever really lives elsewhere would be read in the first.
 */
function verdictBeside(facts: SubjectFacts, terms: SubjectTerms, policy: PolicyGrant): SubjectVerdict {
  const verdict = personVerdict(facts, terms);
  if (verdict !== 'jurisdiction') return verdict;
  const agreed = [...policy.terms.values()].filter(({ agreements }) => agreements.length > 0);
  return agreed.some((each) => personVerdict(facts, each) === 'hidden') ? 'hidden' : 'jurisdiction';
}

/** Facts about persons in the order of their numbers: one question to each register. */
async function learnAbout(
  { policy, subject, admission, registers, ask }: SubjectGateOptions,
  personalIds: readonly string[],
): Promise<readonly SubjectFacts[]> {
  const { agency, purpose } = policy;
  const needsConsent = [...policy.terms.values()].some(({ consentRequired }) => consentRequired);
  const [conditions, consenting] = await Promise.all([
    ask({
      personalIds,
      ...(admission.officer === undefined ? {} : { officer: admission.officer }),
      ...(subject === undefined ? {} : { guardian: subject }),
    }).catch((error: unknown) => {
      throw new ConditionsUnavailable(REGISTER_OF_PERSONS, error);
    }),
    needsConsent
      ? registers.consenting({ agency, purpose, personalIds }).catch(registersUnavailable)
      : new Set<string>(),
  ]);
  const facts = personalIds.map(
    (personalId, index): SubjectFacts => ({
      ...NO_PERSON,
      ...conditions[index],
      isSelf: personalId === subject,
      isParty: admission.parties?.has(CITIZEN + personalId) === true,
      consents: consenting.has(personalId),
    }),
  );
  return await withinEmergency({ policy, admission, registers }, personalIds, facts);
}

/** Under an emergency only the declared number of persons may be read; whom another rule withholds does not count. */
async function withinEmergency(
  { policy, admission, registers }: Pick<SubjectGateOptions, 'policy' | 'admission' | 'registers'>,
  personalIds: readonly string[],
  facts: readonly SubjectFacts[],
): Promise<readonly SubjectFacts[]> {
  const { emergency } = admission;
  if (!policy.emergencyRequired) return facts;
  if (emergency === undefined) return facts.map((fact) => ({ ...fact, withinEmergency: false }));
  const readable = personalIds.filter((_personalId, index) =>
    isReadable(facts[index], policy.terms.values()),
  );
  const counted = await registers
    .countUnder(
      emergency,
      readable.map((personalId) => CITIZEN + personalId),
    )
    .catch(registersUnavailable);
  return facts.map((fact, index) => ({
    ...fact,
    withinEmergency: counted.has(CITIZEN + personalIds[index]),
  }));
}

function isReadable(facts: SubjectFacts | undefined, terms: Iterable<SubjectTerms>): boolean {
  return facts !== undefined && [...terms].some((each) => personVerdict(facts, each) === 'read');
}

function registersUnavailable(error: unknown): never {
  throw new ConditionsUnavailable('registers', error);
}
