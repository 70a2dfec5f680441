import { isDate } from '../contract/calendar.ts';
import { databaseOf } from '../contract/elements.ts';
import { frozenMap, frozenSet } from './frozen.ts';
import { holdsOn } from './holding.ts';
import {
  type Agency,
  type Agreement,
  CITIZEN,
  type GovernanceContent,
  type LegalBasis,
  type Quota,
  type SubjectScope,
} from './model.ts';
import { compareText } from './problems.ts';
import type { Jurisdiction } from './territory.ts';

/** The conditions under which one database may be read. */
export interface DatabaseTerms {
  /** Whose residents may be read; `national` for a database of which only public elements are granted. */
  readonly jurisdiction: Jurisdiction;
  /**
   * `self`: only the record of the citizen who asks and of the minors they represent; `case-party`: only parties to
   * the open case that the request names.
   */
  readonly subject: SubjectScope;
  /** Whether a record is read only if its subject has consented, for this agency and purpose. */
  readonly consentRequired: boolean;
  /** Whether the records of the dead may be read. */
  readonly deceased: 'included' | 'excluded';
  /**
   * Highest grade of protection whose persons may be read: 0 (nobody who is protected), 1 or 2. Grade 3 is never
   * read through this layer.
   */
  readonly protectedUpTo: 0 | 1 | 2;
  /** The most distinct subjects that may be read; `null`: no limit. */
  readonly quota: Quota | null;
  readonly officerRequired: boolean;
  readonly caseRequired: boolean;
  /** Ids of the agreements that grant something here; empty when only public elements are granted. */
  readonly agreements: readonly string[];
  readonly legalBases: readonly LegalBasis[];
}

/** What one agency may read for one purpose on one day. */
export interface PolicyGrant {
  readonly agency: string;
  readonly purpose: string;
  /**
   * Granted elements of all databases; those of class `none` are always among them. Where the terms of a database
   * require consent, an element is granted here, and whose record it may be read of is decided record by record.
   */
  readonly elements: ReadonlySet<string>;
  /** By database, for each database with a granted element. */
  readonly terms: ReadonlyMap<string, DatabaseTerms>;
  /** Whether any database requires an officer. */
  readonly officerRequired: boolean;
  /** Whether any database requires a case. */
  readonly caseRequired: boolean;
  /** Whether the purpose is an emergency, which the caller must declare (Law 60/2024/QH15, article 18). */
  readonly emergencyRequired: boolean;
  readonly agreements: readonly string[];
  readonly legalBases: readonly LegalBasis[];
}

/** Why an element is not simply there for everyone, and who could change that. */
export interface RestrictingProvision {
  readonly element: string;
  readonly database: string;
  /** The provision under which the owner holds the element. */
  readonly legalBasis: LegalBasis;
  /** The agency that owns the database and could agree to share it. */
  readonly owner: Agency | undefined;
}

/** The questions that the governance files answer; pure, the same answer for the same question. */
export interface Policy {
  /**
   * What `agency` (or `CITIZEN`) may read for `purpose` on a day. An agency, a purpose or a pair without an agreement
   * gets the public elements only: whether they exist at all is for the caller to ask the registers. The same
   * question on the same day usually gets the same object, so it may serve as the key of a cache.
   *
   * @param on a day, `YYYY-MM-DD`
   * @throws RangeError when `on` is no day
   */
  grantFor(agency: string, purpose: string, on: string): PolicyGrant;
  /** Codes of the purposes for which an agreement grants `agency` anything on a day, in order. */
  purposesOf(agency: string, on: string): readonly string[];
  /**
   * The agreements that grant `agency` (or `CITIZEN`) anything on a day, in the order of their ids.
   *
   * @throws RangeError when `on` is no day
   */
  agreementsOf(agency: string, on: string): readonly Agreement[];
  /** The provision and owner behind an element; `undefined` for one that is not in the dictionary. */
  restrictingProvision(element: string): RestrictingProvision | undefined;
}

/** Makes the policy of checked content. */
export function createPolicy(content: GovernanceContent): Policy {
  const publicElements = [...content.elements.values()].filter((element) => element.class === 'none');
  const publicNames = publicElements.map(({ name }) => name);
  const byConsumer = groupByConsumer(content.agreements);
  const recent = new GrantsOfOneDay();
  const holding = (agency: string, on: string) => {
    if (!isDate(on)) {
      throw new RangeError(`on: received ${JSON.stringify(on)}, expected a day as YYYY-MM-DD`);
    }
    return (byConsumer.get(agency) ?? []).filter((agreement) => holdsOn(agreement, on));
  };
  return {
    grantFor(agency, purpose, on) {
      const known = recent.get(agency, purpose, on);
      if (known !== undefined) return known;
      const held = holding(agency, on).filter(({ purposes }) => purposes.includes(purpose));
      const jurisdiction =
        content.agencies.get(agency)?.jurisdiction ?? (agency === CITIZEN ? 'national' : []);
      const emergencyRequired = content.purposes.get(purpose)?.kind === 'emergency';
      const grant = toGrant({ agency, purpose, held, jurisdiction, emergencyRequired }, publicNames);
      if (held.length > 0) recent.set(grant, on);
      return grant;
    },
    purposesOf(agency, on) {
      const codes = holding(agency, on).flatMap(({ purposes }) => purposes);
      return Object.freeze([...new Set(codes)].toSorted(compareText));
    },
    agreementsOf(agency, on) {
      return Object.freeze(holding(agency, on).toSorted((a, b) => compareText(a.id, b.id)));
    },
    restrictingProvision(name) {
      const element = content.elements.get(name);
      if (element === undefined) return undefined;
      const { database, legalBasis } = element;
      const owner = content.agencies.get(content.databases.get(database)?.owner ?? '');
      return Object.freeze({ element: name, database, legalBasis, owner });
    },
  };
}

/**
 * Grants are asked for with each request, nearly always for the current day: those of the day last asked for are kept.
 * Only pairs with an agreement are, so strangers cannot fill the memory.
 */
class GrantsOfOneDay {
  #day = '';
  #grants = new Map<string, PolicyGrant>();

  get(agency: string, purpose: string, on: string): PolicyGrant | undefined {
    return on === this.#day ? this.#grants.get(`${agency} ${purpose}`) : undefined;
  }

  set(grant: PolicyGrant, on: string): void {
    if (on !== this.#day) {
      this.#day = on;
      this.#grants = new Map();
    }
    this.#grants.set(`${grant.agency} ${grant.purpose}`, grant);
  }
}

function groupByConsumer(agreements: readonly Agreement[]): ReadonlyMap<string, readonly Agreement[]> {
  const groups = new Map<string, Agreement[]>();
  for (const agreement of agreements) {
    const group = groups.get(agreement.consumer);
    if (group === undefined) groups.set(agreement.consumer, [agreement]);
    else group.push(agreement);
  }
  return groups;
}

/** A question with the agreements that answer it. */
interface Answering {
  readonly agency: string;
  readonly purpose: string;
  readonly held: readonly Agreement[];
  /** The agency's own. */
  readonly jurisdiction: Jurisdiction;
  readonly emergencyRequired: boolean;
}

function toGrant(
  { agency, purpose, held, jurisdiction, emergencyRequired }: Answering,
  publicNames: readonly string[],
): PolicyGrant {
  const elements = new Set([...publicNames, ...held.flatMap((agreement) => agreement.elements)]);
  const terms = new Map<string, DatabaseTerms>();
  for (const database of [...new Set([...elements].map(databaseOf))].toSorted(compareText)) {
    const granting = held.filter((agreement) => agreement.database === database);
    terms.set(database, termsOf(granting, jurisdiction));
  }
  return Object.freeze({
    agency,
    purpose,
    elements: frozenSet(elements),
    terms: frozenMap(terms),
    officerRequired: held.some(({ officerRequired }) => officerRequired),
    caseRequired: held.some(({ caseRequired }) => caseRequired),
    emergencyRequired,
    agreements: idsOf(held),
    legalBases: basesOf(held),
  });
}

/**
 * Conditions on records are the same in all agreements about one database (checked when they are loaded), so the
 * first one speaks for all. What nobody agreed on is the least: public elements are about nobody.
 */
function termsOf(granting: readonly Agreement[], own: Jurisdiction): DatabaseTerms {
  const [first] = granting;
  return Object.freeze({
    jurisdiction: first?.jurisdiction === 'own' ? own : 'national',
    subject: first?.subject ?? 'any',
    consentRequired: first?.consentRequired ?? false,
    deceased: first?.deceased ?? 'excluded',
    protectedUpTo: first?.protectedUpTo ?? 0,
    quota: first?.quota ?? null,
    officerRequired: granting.some(({ officerRequired }) => officerRequired),
    caseRequired: granting.some(({ caseRequired }) => caseRequired),
    agreements: idsOf(granting),
    legalBases: basesOf(granting),
  });
}

function idsOf(agreements: readonly Agreement[]): readonly string[] {
  return Object.freeze(agreements.map(({ id }) => id).toSorted(compareText));
}

function basesOf(agreements: readonly Agreement[]): readonly LegalBasis[] {
  const bases = new Map(
    agreements.map(({ legalBasis: { document, article } }) => [
      `${document}\n${article}`,
      Object.freeze({ document, article }),
    ]),
  );
  return Object.freeze([...bases.values()]);
}
