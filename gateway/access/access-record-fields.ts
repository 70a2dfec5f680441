import { ACCESS_RECORDS_ELEMENT } from '../../contract/own-elements.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Governance } from '../../governance/index.ts';
import { ACCESS_RECORD_TYPES, DELAY_NOTICE } from './access-record-types.ts';
import type { AccessRecord, AccessRecords } from './access-records.ts';
import { type DescribedElement, describeElement, type Party, party } from './described.ts';
import type { OwnContext, OwnFields } from './own-fields.ts';

/** Most entries of one page, and pages of one request: each page is a statement and an entry of its own. */
const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;
const MOST_VIEWS = 10;

/** What {@link accessRecordFields} answers from. */
export interface AccessRecordParts {
  readonly accessRecords: AccessRecords;
  /**
   * Whether the register of persons says that the citizen who asks represents that person as a minor; `false` for a
   * number that nobody has. Rejects when the register does not answer.
   */
  readonly representsMinor: (minor: string, context: OwnContext) => Promise<boolean>;
}

/** `me { accessRecords }`: a citizen sees who read what about them, and about the minors whom they represent. */
export function accessRecordFields(parts: AccessRecordParts): OwnFields {
  const countView = viewCounter();
  return {
    typeDefs: ACCESS_RECORD_TYPES,
    uses: ['Citizen', 'PersonalId', 'PageInfo'],
    ofMe: {
      async accessRecords({ first, after, of }: AccessRecordArguments, context: OwnContext, citizen: string) {
        countView(context);
        const limit = checkPage(first ?? DEFAULT_PAGE);
        const before = after == null ? undefined : positionOf(after);
        const personalId = of ?? citizen;
        if (personalId !== citizen) await assertRepresented(parts, personalId, context);
        const page = await parts.accessRecords.view({ personalId, limit, before }, context);
        return connection(page.records, page.hasNextPage, context.governance);
      },
    },
  };
}

interface AccessRecordArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly of?: string | null;
}

function viewCounter(): (context: OwnContext) => void {
  const asked = new WeakMap<OwnContext, number>();
  return (context) => {
    const count = (asked.get(context) ?? 0) + 1;
    asked.set(context, count);
    if (count <= MOST_VIEWS) return;
    const words = `more than ${MOST_VIEWS} pages of access records`;
    throw new Refusal('OPERATION_TOO_COMPLEX', `The request asks for ${words}.`, {
      expected: `at most ${MOST_VIEWS} pages of access records in one request`,
    });
  };
}

/** The same words for everybody else, whether there is such a person or not. */
async function assertRepresented(
  { representsMinor }: AccessRecordParts,
  personalId: string,
  context: OwnContext,
): Promise<void> {
  const isRepresented = await representsMinor(personalId, context).catch(() => {
    throw new Refusal('SOURCE_UNAVAILABLE', 'The registers that rules about records need do not answer.', {
      source: 'population',
    });
  });
  if (isRepresented) return;
  throw new Refusal('SUBJECT_WITHHELD', 'There is no such record that the caller may read.', {
    rule: 'own-record',
    wouldSuffice: "the record's own person, or who represents that person as a minor",
  });
}

function checkPage(first: number): number {
  if (first >= 1 && first <= MAX_PAGE) return first;
  throw new Refusal('PAGE_TOO_LARGE', `first: expected 1 to ${MAX_PAGE}, received ${first}.`, {
    argument: 'first',
    received: first,
    expected: `1 to ${MAX_PAGE}`,
  });
}

function cursorOf(position: number): string {
  return Buffer.from(`access:${position}`).toString('base64url');
}

function positionOf(cursor: string): number {
  const match = /^access:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match?.[1] !== undefined) return Number(match[1]);
  throw new Refusal('INVALID_CURSOR', 'after: expected a cursor from an earlier page of the same list.', {
    argument: 'after',
    expected: 'a cursor from an earlier page of the same list',
  });
}

function connection(records: readonly AccessRecord[], hasNextPage: boolean, governance: Governance) {
  const edges = records.map((record) => ({
    cursor: cursorOf(record.position),
    node: describeRecord(record, governance),
  }));
  return {
    edges,
    pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
    delayNotice: DELAY_NOTICE,
  };
}

function describeRecord(record: AccessRecord, governance: Governance) {
  const { position, at, agency, purpose, legalBases, database, elements, outcome } = record;
  const { nameVi, nameEn, legalBasis } = governance.purposes.get(purpose) ?? {};
  return {
    position: String(position),
    at,
    agency: party(agency, governance.agencies.get(agency)),
    purpose: { code: purpose, nameVi, nameEn, legalBasis },
    legalBases,
    database: GATEWAY[database] ?? party(database, governance.databases.get(database)),
    elements: elements.map((element) => OWN_ELEMENTS[element] ?? describeElement(element, governance)),
    outcome,
    async proof() {
      const proof = await record.proof();
      return proof && { ...proof, head: { ...proof.head, size: String(proof.head.size) } };
    },
  };
}

/** What no dictionary of a database has: that somebody looked at these very entries. */
const OWN_ELEMENTS: Readonly<Record<string, DescribedElement>> = {
  [ACCESS_RECORDS_ELEMENT]: {
    name: ACCESS_RECORDS_ELEMENT,
    nameVi: 'Nhật ký truy cập dữ liệu của công dân',
    nameEn: 'Record of accesses to a citizen’s data',
  },
};
const GATEWAY: Readonly<Record<string, Party>> = {
  gateway: { key: 'gateway', nameVi: 'Cổng Liên thông', nameEn: 'The Liên thông gateway' },
};
